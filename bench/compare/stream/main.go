// Command stream measures what it costs to show an answer of a model while it
// arrives in deltas of four bytes: ours, which goes on where it was, beside
// libraries that parse every prefix again.
//
//	cd bench/compare
//	(cd js && npm install)
//	go run ./stream
//
// A library that would take many minutes parses only some of the prefixes,
// evenly spread; what it took is then scaled, and the table says so.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"time"

	"github.com/kaptinlin/jsonrepair"
	"github.com/repairjson/repairjson/bench"
	"github.com/repairjson/repairjson/repair"
)

const delta = 4

// A result is what the prefixes of a text took.
type result struct {
	Version       string
	Calls, Failed int
	Seconds       float64
}

func main() {
	size := flag.Int("size", 64<<10, "bytes of the answer")
	flag.Parse()
	if err := run(*size); err != nil {
		fmt.Fprintln(os.Stderr, "stream:", err)
		os.Exit(1)
	}
}

func run(size int) error {
	text := plain(bench.Document(size, 1))
	whole := fastest(20, func() {
		if out, err := (repair.Options{}).Repair(text[:len(text)-1]); err != nil || len(out) == 0 {
			panic(err)
		}
	})
	fmt.Printf("An answer of %d bytes in deltas of %d, with a snapshot after each.\n", len(text), delta)
	fmt.Printf("One Repair of the whole, its last bracket missing: %.3f ms.\n\n", whole*1e3)
	fmt.Println("| library | snapshots made | failed | seconds for all | × one Repair |")
	fmt.Println("|---|--:|--:|--:|--:|")

	row("repairjson, Buffer", delta, text, whole, result{"", len(text) / delta, 0, fastest(20, func() { ours(text) })})
	for _, name := range []string{"partial-json", "jsonrepair"} {
		r, err := node(name, delta, text)
		if err != nil {
			return fmt.Errorf("%s: %w (npm install in js?)", name, err)
		}
		row(name+" "+r.Version, delta, text, whole, r)
	}
	const every = 64 * delta
	row("kaptinlin/jsonrepair "+version("github.com/kaptinlin/jsonrepair"), every, text, whole, kaptinlin(text, every))
	return nil
}

// row prints what a library took, scaled to all prefixes.
func row(name string, every int, text []byte, whole float64, r result) {
	all := r.Seconds * float64(every) / delta
	note := ""
	if every > delta {
		note = fmt.Sprintf(" (of %d; scaled)", len(text)/delta)
	}
	fmt.Printf("| %s | %d%s | %d | %.4g | %.4g |\n", name, r.Calls, note, r.Failed, all, all/whole)
}

// plain returns the document in ASCII, so that a byte is a character in every
// language.
func plain(doc []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if r > '~' {
			return 'x'
		}
		return r
	}, doc)
}

// fastest returns the seconds of the fastest of n calls.
func fastest(n int, f func()) float64 {
	best := time.Hour
	for range n {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best.Seconds()
}

func ours(text []byte) {
	b := repair.Buffer{Options: repair.Options{Pick: repair.First}}
	for i := 0; i < len(text); i += delta {
		if _, err := b.Write(text[i:min(i+delta, len(text))]); err != nil {
			panic(err)
		}
		_, _ = b.Snapshot() // no answer yet at the very beginning
	}
	if err := b.Close(); err != nil || !bytes.Equal(b.Bytes(), text) {
		panic(fmt.Sprint("not the answer: ", err))
	}
}

func kaptinlin(text []byte, every int) (r result) {
	s := string(text)
	start := time.Now()
	for i := every; i <= len(s); i += every {
		if _, err := jsonrepair.Repair(s[:i]); err != nil {
			r.Failed++
		}
		r.Calls++
	}
	r.Seconds = time.Since(start).Seconds()
	return r
}

// node runs a library of npm over the prefixes.
func node(name string, every int, text []byte) (r result, err error) {
	cmd := exec.Command("node", "prefixes.mjs", name, fmt.Sprint(every))
	cmd.Dir = "js"
	cmd.Stdin = bytes.NewReader(text)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(out, &r)
}

// version returns the version of a module that this program is built with.
func version(path string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == path {
				return m.Version
			}
		}
	}
	return ""
}
