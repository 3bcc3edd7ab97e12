// Command probes runs the feature probes, the damaged MetaGPT documents or
// JSONTestSuite through the repairer and says which results are not those
// wanted. REPAIRJSON_DATA names the folder of the data.
//
//	go run ./bench/probes
//	go run ./bench/probes -set metagpt -keys all -show 10
//	go run ./bench/probes -set metagpt -schema
//	go run ./bench/probes -set jsontestsuite
//
// The exit status is 0 when a set ran, whatever the results; 1 for an error,
// and for output that is not valid JSON or a valid text that was changed; 2 for
// wrong flags or without REPAIRJSON_DATA.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/bench/sets"
	"github.com/repairjson/repairjson/repair"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	fs := flag.NewFlagSet("probes", flag.ContinueOnError)
	set := fs.String("set", "probes", "`name` of the set: probes, metagpt or jsontestsuite")
	keys := fs.String("keys", "without", "which `records` of metagpt: without, with or all key lists")
	shaped := fs.Bool("schema", false, "of metagpt the records with a schema, made to fit it instead of the keys")
	show := fs.Int("show", 0, "print `n` failing records of metagpt")
	return sets.Run(fs, args, stderr, func(folder string) error {
		if *keys != "without" && *keys != "with" && *keys != "all" {
			return sets.Usage("-keys is without, with or all, not %q", *keys)
		}
		bad, err := 0, error(nil)
		switch *set {
		case "probes":
			bad, err = runProbes(folder, stdout)
		case "metagpt":
			bad, err = runMetaGPT(folder, *keys, *shaped, *show, stdout)
		case "jsontestsuite":
			bad, err = runSuite(folder, stdout)
		default:
			return sets.Usage("no set is called %q", *set)
		}
		if err == nil && bad > 0 {
			err = fmt.Errorf("%d outputs are not valid JSON, or valid texts that were changed", bad)
		}
		return err
	})
}

// readLines decodes the JSON lines of a file.
func readLines[T any](name string) ([]T, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var list []T
	for dec := json.NewDecoder(bytes.NewReader(text)); ; {
		var v T
		switch err := dec.Decode(&v); {
		case err == io.EOF:
			return list, nil
		case err != nil:
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		list = append(list, v)
	}
}

// errInvalid says that a repair gave something else than JSON.
var errInvalid = errors.New("the output is not valid JSON")

// repaired returns the repaired text and its value.
func repaired(text string, o repairjson.Options) (string, any, error) {
	out, err := o.RepairString(text)
	if err != nil {
		return "", nil, err
	}
	v, err := decode(out)
	if err != nil {
		return out, nil, errInvalid
	}
	return out, v, nil
}

// A probe is one small text and what a good repairer makes of it; a nil Want
// means ErrNoJSON.
type probe struct {
	ID, Feature, Input string
	Want               *string
	Also               []string
}

func runProbes(data string, w io.Writer) (bad int, err error) {
	probes, err := readLines[probe](filepath.Join(data, "probes.jsonl"))
	if err != nil {
		return 0, err
	}
	passed := 0
	for _, p := range probes {
		got, ok, err := p.run()
		if errors.Is(err, errInvalid) {
			bad++
		}
		if ok {
			passed++
			continue
		}
		if err != nil {
			got = strings.TrimSpace(got + " (" + err.Error() + ")")
		}
		want := "an error: " + repair.ErrNoJSON.Error()
		if p.Want != nil {
			want = *p.Want
		}
		fmt.Fprintf(w, "%s %s\n  input %q\n  want  %s\n  got   %s\n", p.ID, p.Feature, p.Input, want, got)
	}
	fmt.Fprintf(w, "passed %d of %d (%.1f %%)\n", passed, len(probes), percent(passed, len(probes)))
	return bad, nil
}

// run repairs the probe's text and says whether the result is one of those
// wanted.
func (p probe) run() (got string, ok bool, err error) {
	got, value, err := repaired(p.Input, repairjson.Options{})
	if p.Want == nil {
		return got, errors.Is(err, repair.ErrNoJSON), err
	}
	if err != nil {
		return got, false, err
	}
	exact := strings.Contains(p.Feature, "exact")
	for _, text := range append([]string{*p.Want}, p.Also...) {
		want, err := decode(text)
		if err != nil {
			return got, false, fmt.Errorf("the probe wants %s: %w", text, err)
		}
		if d := differ(want, value, exact); d == nil {
			return got, true, nil
		}
	}
	return got, false, nil
}

// A suiteTest is a file of JSONTestSuite: Kind y must parse, n must not, i
// either.
type suiteTest struct {
	ID    string
	Kind  string
	Input []byte `json:"input_b64"`
}

func runSuite(data string, w io.Writer) (bad int, err error) {
	tests, err := readLines[suiteTest](filepath.Join(data, "jsontestsuite.jsonl"))
	if err != nil {
		return 0, err
	}
	type row struct{ total, same, repaired, noJSON, tooDeep, other, invalid int }
	rows := map[string]*row{"y": {}, "i": {}, "n": {}}
	for _, t := range tests {
		r := rows[t.Kind]
		if r == nil {
			return bad, fmt.Errorf("%s: unknown kind %q", t.ID, t.Kind)
		}
		r.total++
		out, err := repairjson.Repair(t.Input)
		switch {
		case errors.Is(err, repair.ErrNoJSON):
			r.noJSON++
		case errors.Is(err, repair.ErrTooDeep):
			r.tooDeep++
		case err != nil:
			r.other++
		case !json.Valid(out):
			r.invalid++
			fmt.Fprintf(w, "%s: invalid output %.200q\n", t.ID, out)
		case bytes.Equal(out, t.Input):
			r.same++
		default:
			r.repaired++
		}
		if t.Kind == "y" && (err != nil || !bytes.Equal(out, t.Input)) {
			bad++
			fmt.Fprintf(w, "%s: changed from %.200q to %.200q (%v)\n", t.ID, t.Input, out, err)
		}
	}
	fmt.Fprintf(w, "%-4s %6s %9s %8s %7s %8s %6s %8s\n", "kind", "files", "unchanged", "repaired", "no JSON", "too deep", "other", "invalid")
	for _, kind := range []string{"y", "i", "n"} {
		r := rows[kind]
		fmt.Fprintf(w, "%-4s %6d %9d %8d %7d %8d %6d %8d\n", kind, r.total, r.same, r.repaired, r.noJSON, r.tooDeep, r.other, r.invalid)
		bad += r.invalid
	}
	return bad, nil
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
