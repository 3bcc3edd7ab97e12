package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/repairjson/repairjson/bench/sets"
	"github.com/repairjson/repairjson/repair"
)

// A tally counts what happened to the records of a set.
type tally struct {
	records  int
	repaired int
	refused  map[string]int // by reason
	invalid  int            // outputs that are not valid JSON
	examples []string       // keys of the first of those
	faults   map[string]int // edits by fault
}

func newTally() *tally { return &tally{refused: map[string]int{}, faults: map[string]int{}} }

func (t *tally) record(refused string) {
	t.records++
	if refused == "" {
		t.repaired++
	} else {
		t.refused[refused]++
	}
}

func (t *tally) edit(faults repair.Faults) {
	for f := range faults.Each() {
		t.faults[f.String()]++
	}
}

func (t *tally) broken(key string) {
	t.invalid++
	if len(t.examples) < 5 {
		t.examples = append(t.examples, key)
	}
}

func (t *tally) print(w io.Writer) {
	fmt.Fprintf(w, "records %d, repaired %d\n", t.records, t.repaired)
	for _, why := range slices.Sorted(maps.Keys(t.refused)) {
		fmt.Fprintf(w, "refused, %s: %d\n", why, t.refused[why])
	}
	fmt.Fprintf(w, "invalid outputs %d\n", t.invalid)
	for _, key := range t.examples {
		fmt.Fprintf(w, "  invalid: %s\n", key)
	}
	names := slices.SortedFunc(maps.Keys(t.faults), func(a, b string) int {
		return cmp.Or(cmp.Compare(t.faults[b], t.faults[a]), cmp.Compare(a, b))
	})
	for _, name := range names {
		fmt.Fprintf(w, "edits %7d %s\n", t.faults[name], name)
	}
}

func writeClasses(name string, classes []class) error {
	var b bytes.Buffer
	enc := encoder(&b)
	for _, c := range classes {
		if err := enc.Encode(c); err != nil {
			return err
		}
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}

// score runs score.py of the data and prints its table, and with -classes one
// of the matches by class.
func score(cfg config, set, predictions, scored string, classes []class, stdout, stderr io.Writer) error {
	if err := runScore(cfg, set, predictions, scored, stdout, stderr); err != nil {
		return err
	}
	if cfg.classes == "" {
		return nil
	}
	matches, err := readMatches(scored)
	if err != nil {
		return err
	}
	printByClass(stdout, classes, matches)
	return nil
}

// runScore runs score.py, which writes its per-record file to scored.
func runScore(cfg config, set, predictions, scored string, stdout, stderr io.Writer) error {
	args := []string{set, predictions, "--groups", cfg.groups, "--out", scored}
	if cfg.dedupe {
		args = append(args, "--dedupe")
	}
	return sets.Score(cfg.data, "score.py", stdout, stderr, args...)
}

// readMatches returns the keys of a per-record file of score.py that match the
// ground truth.
func readMatches(name string) (map[string]bool, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	matches := map[string]bool{}
	for line := range bytes.Lines(text) {
		var r struct {
			Key   string `json:"key"`
			Match bool   `json:"match"`
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		matches[r.Key] = r.Match
	}
	return matches, nil
}

// printByClass prints, for each class, its records and how many of them match.
func printByClass(w io.Writer, classes []class, matches map[string]bool) {
	count, match := map[string]int{}, map[string]int{}
	for _, c := range classes {
		count[c.Class]++
		if matches[c.Key] {
			match[c.Class]++
		}
	}
	fmt.Fprintf(w, "%-10s %7s %8s\n", "class", "n", "match%")
	for _, name := range []string{"none", "lossless", "guess", "loss", "refused"} {
		if n := count[name]; n > 0 {
			fmt.Fprintf(w, "%-10s %7d %8.2f\n", name, n, 100*float64(match[name])/float64(n))
		}
	}
}
