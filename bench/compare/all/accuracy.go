package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/repairjson/repairjson/bench/damage"
)

// A tally counts what a repairer made of a set of texts.
type tally struct{ right, wrong, invalid, refused int }

func (t *tally) n() int { return t.right + t.wrong + t.invalid + t.refused }

// percent is rounded down, so that 100 means all.
func (t *tally) percent() string {
	tenths := 1000 * t.right / max(1, t.n())
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// add counts an output; right says whether a valid one is what was meant, and
// none that there is no answer, so that to refuse is right.
func (t *tally) add(out string, err error, none bool, right func(out []byte) bool) {
	switch {
	case err != nil && none:
		t.right++
	case err != nil:
		t.refused++
	case !json.Valid([]byte(out)) || !utf8.ValidString(out):
		t.invalid++
	case !none && right([]byte(out)):
		t.right++
	default:
		t.wrong++
	}
}

// repairers returns the peers that repair.
func repairers(peers []*peer) (list []*peer) {
	for _, p := range peers {
		if p.repair != nil {
			list = append(list, p)
		}
	}
	return list
}

// accuracy writes how often each repairer gives what was meant.
func accuracy(c config, peers []*peer, b *strings.Builder) error {
	b.WriteString("\n## Accuracy\n\nThe share of texts whose output is the value meant. Refused is no output, invalid is output that is not JSON.\n")
	list := repairers(peers)
	var sets []string
	shares := map[string][]float64{}
	write := func(set string, tallies []tally) {
		fmt.Fprintf(b, "\n%s, %d texts:\n\n| repairer | right | %% | wrong | invalid | refused |\n|---|--:|--:|--:|--:|--:|\n", set, tallies[0].n())
		sets = append(sets, set)
		for i, t := range tallies {
			fmt.Fprintf(b, "| %s | %d | %s | %d | %d | %d |\n", list[i].name, t.right, t.percent(), t.wrong, t.invalid, t.refused)
			shares[list[i].name] = append(shares[list[i].name], 100*float64(t.right)/float64(max(1, t.n())))
		}
	}
	if data := os.Getenv("REPAIRJSON_DATA"); data == "" {
		b.WriteString("\nThe feature probes were not run: REPAIRJSON_DATA is not set.\n")
	} else {
		tallies, err := probes(filepath.Join(data, "probes.jsonl"), list)
		if err != nil {
			return err
		}
		write("Feature probes", tallies)
	}
	tallies := make([]tally, len(list))
	for one := range damage.Cases(damage.Measured, c.cases) {
		for i, p := range list {
			out, err := p.repair(one.Input)
			tallies[i].add(out, err, false, func(out []byte) bool { return damage.Equal(out, one.Want) })
		}
	}
	write("[RepairBench](../bench/repairbench/README.md)", tallies)
	fmt.Println("accuracy: done")
	return plotBars(filepath.Join(c.docs, "accuracy.svg"), b, "Texts repaired as meant, %", sets, list, shares, false)
}

// A probe is a small text and what a good repairer makes of it.
type probe struct {
	Feature, Input string
	Want           *string
	Also           []string
}

func probes(file string, list []*peer) ([]tally, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	tallies := make([]tally, len(list))
	for dec := json.NewDecoder(bytes.NewReader(data)); ; {
		var p probe
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return tallies, nil
		} else if err != nil {
			return nil, err
		}
		for i, r := range list {
			out, err := r.repair(p.Input)
			tallies[i].add(out, err, p.Want == nil, func(out []byte) bool {
				for _, want := range append([]string{*p.Want}, p.Also...) {
					if damage.Equal(out, []byte(want)) && (!strings.Contains(p.Feature, "exact") || sameNumbers(out, []byte(want))) {
						return true
					}
				}
				return false
			})
		}
	}
}

// sameNumbers reports whether two values are the same, numbers by their text.
func sameNumbers(a, b []byte) bool {
	var v [2]any
	for i, text := range [][]byte{a, b} {
		dec := json.NewDecoder(bytes.NewReader(text))
		dec.UseNumber()
		if dec.Decode(&v[i]) != nil {
			return false
		}
	}
	return reflect.DeepEqual(v[0], v[1])
}
