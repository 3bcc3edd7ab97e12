// The command million makes a million records of models' answers, about a
// gigabyte, repairs them with repairjson-beam and with the filter, and compares
// the two record by record. Then it kills repairjson-beam in the middle, several
// times, runs it again, and compares the bytes.
//
//	go run ./cmd/million
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"

	"github.com/repairjson/repairjson/engines/beam/sample"
)

// A trial is a run of all that.
type trial struct {
	n, files     int
	seed         uint64
	size, cores  int
	dir          string
	beam, filter string // the programs
	inputs       []string
}

func main() {
	t := &trial{}
	flag.IntVar(&t.n, "n", 1_000_000, "how many records")
	flag.IntVar(&t.files, "files", 8, "in how many files")
	flag.Uint64Var(&t.seed, "seed", 1, "of the records")
	flag.IntVar(&t.size, "size", 1000, "bytes of a record, on average")
	flag.IntVar(&t.cores, "cores", runtime.NumCPU(), "how many cores each program has")
	flag.StringVar(&t.dir, "dir", "", "a folder for the files, which stay; none is a temporary one")
	flag.Parse()
	if err := t.run(); err != nil {
		fmt.Fprintln(os.Stderr, "million:", err)
		os.Exit(1)
	}
}

func (t *trial) run() error {
	if t.dir == "" {
		dir, err := os.MkdirTemp("", "million")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		t.dir = dir
	}
	for _, step := range []func() error{t.build, t.generate, t.measure, t.compare, t.kill} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (t *trial) path(name string) string { return filepath.Join(t.dir, name) }

// build builds the programs. It is run in the folder of the module.
func (t *trial) build() error {
	t.beam, t.filter = t.path("repairjson-beam"), t.path("repairjson")
	for _, b := range []struct{ out, dir, pkg string }{
		{t.beam, ".", "./cmd/repairjson-beam"},
		{t.filter, "../..", "./cmd/repairjson"},
	} {
		cmd := exec.Command("go", "build", "-o", b.out, b.pkg)
		cmd.Dir, cmd.Stderr = b.dir, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("go build %s: %w", b.pkg, err)
		}
	}
	return os.WriteFile(t.path("schema.json"), []byte(sample.Schema), 0o644)
}

// generate writes the records.
func (t *trial) generate() error {
	m := sample.NewMaker(t.seed, t.size)
	var bytes int64
	for i := range t.files {
		name := t.path(fmt.Sprintf("in-%02d.jsonl", i))
		t.inputs = append(t.inputs, name)
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		first, last := uint64(t.n)*uint64(i)/uint64(t.files), uint64(t.n)*uint64(i+1)/uint64(t.files)
		err = m.Write(f, first, last)
		if info, serr := f.Stat(); serr == nil {
			bytes += info.Size()
		}
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return err
		}
	}
	fmt.Printf("%d lines, %.1f MB, seed %d, %d files; %s/%s, %d cores, %s\n\n",
		t.n, float64(bytes)/1e6, t.seed, t.files, runtime.GOOS, runtime.GOARCH, t.cores, runtime.Version())
	return nil
}

// beamCommand returns the command that repairs the records into a folder.
func (t *trial) beamCommand(out string) *exec.Cmd {
	return t.command(t.beam, "--input", t.path("in-*.jsonl"), "--output", t.path(out),
		"--field", "text", "--schema", t.path("schema.json"), "--model", "model")
}

// filterCommand returns the command of the filter that writes the same.
func (t *trial) filterCommand(options ...string) *exec.Cmd {
	args := append([]string{"--lines", "--field", "text", "--schema", t.path("schema.json"), "--on-error", "drop",
		"--jobs", strconv.Itoa(t.cores)}, options...)
	return t.command(t.filter, append(args, t.inputs...)...)
}

func (t *trial) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(t.cores))
	return cmd
}
