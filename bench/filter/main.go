// The command filter measures the filter on a file of records, beside the
// repairers json_repair (Python) and jsonrepair (JavaScript) on the same
// records. See README.md.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

func main() {
	var (
		n       = flag.Int("n", 1_000_000, "how many records")
		sample  = flag.Int("sample", 50_000, "how many of them the peers, which are slower, get")
		program = flag.String("program", "", "the filter, built")
		python  = flag.String("python", "", "a Python that has json_repair; none leaves it out")
		node    = flag.String("node", "", "a folder with node_modules/jsonrepair; none leaves it out")
		peers   = flag.String("peers", "bench/filter/peers", "the folder of the peers' drivers")
		dir     = flag.String("dir", os.TempDir(), "a folder for the records")
		large   = flag.Int64("large", 0, "instead of the records: files of so many bytes, beside cat and jq")
	)
	flag.Parse()
	if *large > 0 {
		if err := measureLarge(*program, *dir, *large); err != nil {
			fmt.Fprintln(os.Stderr, "filter:", err)
			os.Exit(1)
		}
		return
	}
	if err := measureAll(*n, *sample, *program, *python, *node, *peers, *dir); err != nil {
		fmt.Fprintln(os.Stderr, "filter:", err)
		os.Exit(1)
	}
}

func measureAll(n, sample int, program, python, node, peers, dir string) error {
	dir, err := os.MkdirTemp(dir, "filter")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	all, some := filepath.Join(dir, "all.jsonl"), filepath.Join(dir, "some.jsonl")
	if err := writeRecords(all, n); err != nil {
		return err
	}
	if err := writeRecords(some, sample); err != nil {
		return err
	}
	fmt.Printf("%s/%s, %d CPUs, %s\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	fmt.Println("| what | records | MB | wall s | MB/s | records/s | CPU s | most memory MB | lines out | right |")
	fmt.Println("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
	type job struct {
		what    string
		records int
		file    string
		env     string
		args    []string
	}
	jobs := []job{
		{"repairjson, one core", n, all, "GOMAXPROCS=1", []string{program, "--lines", "--jobs", "1"}},
		{"repairjson --jobs 2", n, all, "", []string{program, "--lines", "--jobs", "2"}},
		{"repairjson, one core", sample, some, "GOMAXPROCS=1", []string{program, "--lines", "--jobs", "1"}},
	}
	if node != "" {
		module := "MODULE=" + filepath.Join(node, "node_modules", "jsonrepair", "lib", "esm", "index.js")
		jobs = append(jobs, job{"jsonrepair (JavaScript)", sample, some, module, []string{"node", filepath.Join(peers, "jsonrepair.mjs")}})
	}
	if python != "" {
		jobs = append(jobs, job{"json_repair (Python)", sample, some, "", []string{python, filepath.Join(peers, "json_repair_lines.py")}})
	}
	for _, j := range jobs {
		if err := measure(j.what, j.records, j.file, j.env, j.args); err != nil {
			return err
		}
	}
	return nil
}

// A run is what a command took.
type run struct {
	mb, wall, cpu float64 // of the input; seconds
	memory        string
}

// timed runs a command on a file. env is one more variable, or "".
func timed(file, env string, out, said io.Writer, args []string) (r run, err error) {
	in, err := os.Open(file)
	if err != nil {
		return r, err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return r, err
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, said
	cmd.Env = append(os.Environ(), env)
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return r, err
	}
	state := cmd.ProcessState
	return run{float64(info.Size()) / 1e6, time.Since(start).Seconds(), (state.UserTime() + state.SystemTime()).Seconds(), memory(state)}, nil
}

// measure runs a command on a file of n records, checks what it writes, and
// prints a row.
func measure(what string, n int, file, env string, args []string) error {
	result := file + ".out"
	out, err := os.Create(result)
	if err != nil {
		return err
	}
	defer os.Remove(result)
	defer out.Close()
	var said strings.Builder
	r, err := timed(file, env, out, &said, args)
	if err != nil {
		return fmt.Errorf("%s: %w: %.500s", what, err, said.String())
	}
	lines, right, err := checkRecords(result)
	if err != nil {
		return err
	}
	fmt.Printf("| %s | %d | %.0f | %.2f | %.1f | %.0f | %.2f | %s | %d | %d |\n", what, n, r.mb, r.wall, r.mb/r.wall, float64(n)/r.wall,
		r.cpu, r.memory, lines, right)
	if s := strings.TrimSpace(said.String()); s != "" {
		fmt.Fprintf(os.Stderr, "%s: %.300s\n", what, s)
	}
	return nil
}
