// Command compare measures repairjson and other libraries and writes all of it:
// bench/README.md, docs/comparison.md with their plots, and what the others
// make of some texts into docs/migration.md.
//
//	cd bench/compare
//	go run . -install      # once: the newest libraries of npm and PyPI
//	go run .               # about ten minutes; the machine should be idle
//	go run . -quick        # two minutes, for a look at rough figures
//
// Libraries of npm and PyPI take part if node and python3 and they are there,
// texts that are not in the repository if REPAIRJSON_DATA names their folder;
// what does not take part is named. All is measured in one run, in turn; a
// figure is the median of the rounds.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/repairjson/repairjson/bench/sets"
)

// A config says how much is measured, and where things are.
type config struct {
	rounds int
	least  time.Duration // that a round takes
	enough time.Duration // after which a measure gets no further rounds
	limit  time.Duration // of one call of another library, after which it is given up
	share  int           // of the sets of texts, each so-many-eth is taken
	data   string        // folder of the texts that are not in the repository, or ""
	tools  string        // folder of the libraries of npm and PyPI
	root   string        // folder of the repository
}

var (
	thorough = config{rounds: 10, least: 30 * time.Millisecond, enough: 2 * time.Second, limit: 2 * time.Second, share: 1}
	quick    = config{rounds: 3, least: 5 * time.Millisecond, enough: 100 * time.Millisecond, limit: 200 * time.Millisecond, share: 20}
)

func main() {
	rough := flag.Bool("quick", false, "few rounds and a twentieth of the texts, for rough figures")
	tools := flag.String("tools", "tools", "`folder` of the libraries of npm and PyPI")
	migration := flag.Bool("migration", false, "write docs/migration.md only")
	install := flag.Bool("install", false, "install the newest libraries of npm and PyPI into the folder")
	child := flag.String("child", "", "run as a `repairer` that answers on standard output; for this program's own use")
	flag.Parse()
	c := thorough
	if *rough {
		c = quick
	}
	c.data, c.tools, c.root = os.Getenv(sets.Variable), *tools, "../.."
	var err error
	switch {
	case *child != "":
		err = serveChild(*child)
	case *install:
		err = installTools(c.tools)
	default:
		err = run(c, *migration)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

// run measures everything and writes it.
func run(c config, migration bool) error {
	begin := time.Now()
	list, err := start(c)
	if err != nil {
		return err
	}
	defer func() {
		for _, r := range list[1:] {
			r.process.stop()
		}
	}()
	if err := writeMigration(c, list); err != nil || migration {
		return err
	}
	r := &report{config: c, repairers: list}
	for _, section := range []struct {
		name  string
		write func(*report) error
	}{
		{"accuracy", accuracy}, {"speed", speed}, {"growth", growth}, {"streams", streams}, {"programs", programs},
	} {
		start := time.Now()
		if err := section.write(r); err != nil {
			return fmt.Errorf("%s: %w", section.name, err)
		}
		fmt.Printf("%s: %.0f s\n", section.name, time.Since(start).Seconds())
	}
	return r.save(time.Since(begin))
}

// machine says what the figures were measured on.
func machine() string {
	name := "unknown CPU"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for l := range strings.Lines(string(text)) {
			if key, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(key) == "model name" {
				name = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%s/%s, %s, %d CPUs, %s", runtime.GOOS, runtime.GOARCH, name, runtime.NumCPU(), runtime.Version())
}

// replace writes a section between its marks in a document.
func replace(file, name, section string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	begin, end := "<!-- begin "+name+" -->\n", "<!-- end "+name+" -->"
	before, rest, ok := strings.Cut(string(data), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return fmt.Errorf("%s has no marks for %s", file, name)
	}
	fmt.Println("written:", filepath.Clean(file))
	return os.WriteFile(file, []byte(before+begin+section+end+after), 0o644)
}
