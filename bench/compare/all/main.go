// Command all compares repairjson with other libraries and writes what it
// measured into docs/comparison.md, and what the others make of some texts into
// docs/migration.md.
//
//	cd bench/compare
//	go run ./all -install            # once: the libraries of npm and PyPI
//	go run ./all
//	go run ./all -rounds 1 -cases 200 -limit 200ms   # a quick look
//
// Libraries of npm and PyPI take part if node and python3 and they are there.
// All is measured in one run, in turn; a figure is the median of the rounds.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// A config says how much is measured, and where things are.
type config struct {
	rounds    int
	least     time.Duration // that a round takes
	cases     int           // of RepairBench
	limit     time.Duration // of one call on an adversarial text
	tools     string        // folder of the libraries of npm and PyPI
	docs      string        // folder to write to
	migration bool          // only docs/migration.md
}

func main() {
	var c config
	flag.IntVar(&c.rounds, "rounds", 10, "`rounds` of each measure")
	flag.DurationVar(&c.least, "least", 30*time.Millisecond, "shortest `time` of a round")
	flag.IntVar(&c.cases, "cases", 6000, "`cases` of RepairBench")
	flag.DurationVar(&c.limit, "limit", 5*time.Second, "`time` after which a call on an adversarial text is given up")
	flag.StringVar(&c.tools, "tools", "tools", "`folder` of the libraries of npm and PyPI")
	flag.StringVar(&c.docs, "docs", "../../docs", "`folder` to write to")
	flag.BoolVar(&c.migration, "migration", false, "write migration.md only")
	install := flag.Bool("install", false, "install the libraries of npm and PyPI into the folder")
	child := flag.String("child", "", "run as a `peer` that answers on standard output; for this program's own use")
	flag.Parse()
	var err error
	switch {
	case *child != "":
		err = serveChild(*child)
	case *install:
		err = installTools(c.tools)
	default:
		err = run(c)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "all:", err)
		os.Exit(1)
	}
}

// run measures everything and writes it.
func run(c config) error {
	peers, closePeers, err := start(c.tools)
	if err != nil {
		return err
	}
	defer closePeers()
	if err := writeMigration(c, peers); err != nil || c.migration {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s.\n%d rounds of at least %s; the median of each. Versions: %s.\n", machine(), c.rounds, c.least, versions(peers))
	for _, section := range []func(config, []*peer, *strings.Builder) error{accuracy, speed, growth, processes} {
		if err := section(c, peers, &b); err != nil {
			return err
		}
	}
	return replace(filepath.Join(c.docs, "comparison.md"), "comparison", b.String())
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

// versions names the versions of the peers.
func versions(peers []*peer) string {
	var list []string
	for _, p := range peers {
		if p.version != "" {
			list = append(list, p.name+" "+p.version)
		}
	}
	return strings.Join(list, ", ")
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
	fmt.Println("written:", file)
	return os.WriteFile(file, []byte(before+begin+section+end+after), 0o644)
}
