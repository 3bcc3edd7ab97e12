// Command repairbench makes RepairBench, runs the repairer on it, and scores
// what any repairer made of it. See README.md.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/bench/damage"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "repairbench:", err)
		os.Exit(1)
	}
}

const usage = `usage: repairbench generate [-seed N] [-n N] FOLDER
       repairbench run [-schema] FOLDER > OUTPUT
       repairbench score [-faults] [-failures N] FOLDER OUTPUT ...
`

func run(args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return errors.New("no command")
	}
	fs := flag.NewFlagSet(args[0], flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.Usage = func() { fmt.Fprint(stderr, usage); fs.PrintDefaults() }
	switch args[0] {
	case "generate":
		seed := fs.Uint64("seed", damage.Tuning, "seed of the cases")
		n := fs.Int("n", 6000, "how many cases")
		return with(fs, args[1:], func(folder string, _ []string) error { return generate(folder, *seed, *n) })
	case "run":
		fit := fs.Bool("schema", false, "let the repair see the schema")
		return with(fs, args[1:], func(folder string, _ []string) error { return repairAll(folder, *fit, stdout) })
	case "score":
		byFault := fs.Bool("faults", false, "print the shares by fault and by model")
		failures := fs.Int("failures", 0, "print so many cases that the last output has wrong")
		return with(fs, args[1:], func(folder string, outputs []string) error {
			return scoreAll(folder, outputs, *byFault, *failures, stdout)
		})
	}
	fmt.Fprint(stderr, usage)
	return fmt.Errorf("no command is called %q", args[0])
}

// with parses flags and calls f with the folder and what follows it.
func with(fs *flag.FlagSet, args []string, f func(folder string, rest []string) error) error {
	if err := fs.Parse(args); err != nil {
		return err
	}
	if fs.NArg() == 0 {
		fs.Usage()
		return errors.New("no folder")
	}
	return f(fs.Arg(0), fs.Args()[1:])
}

// The files of a folder, lines of JSON.
const (
	inputFile = "input.jsonl"
	truthFile = "truth.jsonl"
)

// An input is what a repairer gets.
type input struct {
	ID     string          `json:"id"`
	Input  string          `json:"input"`
	Schema json.RawMessage `json:"schema"`
}

// A truth is what a repairer does not get.
type truth struct {
	ID     string          `json:"id"`
	Model  string          `json:"model"`
	Faults []string        `json:"faults"`
	Want   json.RawMessage `json:"want"`
}

// An output is what a repairer gives: a text, or none where it refuses.
type output struct {
	ID     string  `json:"id"`
	Output *string `json:"output"`
}

// generate writes the cases of a seed to a folder.
func generate(folder string, seed uint64, n int) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	var inputs []input
	var truths []truth
	for c := range damage.Cases(seed, n) {
		inputs = append(inputs, input{c.ID, c.Input, c.Schema})
		truths = append(truths, truth{c.ID, c.Model, c.Faults, c.Want})
	}
	return errors.Join(
		write(filepath.Join(folder, inputFile), inputs),
		write(filepath.Join(folder, truthFile), truths),
	)
}

// write writes values as lines of JSON.
func write[T any](name string, values []T) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return encode(file, slices.Values(values))
}

func encode[T any](w io.Writer, values func(yield func(T) bool)) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for v := range values {
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	return out.Flush()
}

// read reads lines of JSON.
func read[T any](name string) ([]T, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var values []T
	for d := json.NewDecoder(file); ; {
		var v T
		if err := d.Decode(&v); errors.Is(err, io.EOF) {
			return values, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", name, len(values)+1, err)
		}
		values = append(values, v)
	}
}

// repairAll writes what this repairer makes of the inputs.
func repairAll(folder string, fit bool, w io.Writer) error {
	inputs, err := read[input](filepath.Join(folder, inputFile))
	if err != nil {
		return err
	}
	return encode(w, func(yield func(output) bool) {
		for _, in := range inputs {
			o := output{ID: in.ID}
			if text, ok := repairOne(in, fit); ok {
				o.Output = &text
			}
			if !yield(o) {
				return
			}
		}
	})
}

func repairOne(in input, fit bool) (text string, ok bool) {
	var o repairjson.Options
	if fit {
		s, err := schema.Parse(in.Schema)
		if err != nil {
			return "", false
		}
		o.Schema = s
	}
	out, err := o.Repair([]byte(in.Input))
	if errors.Is(err, repair.ErrNoJSON) {
		return "", false
	}
	return string(out), len(out) > 0
}
