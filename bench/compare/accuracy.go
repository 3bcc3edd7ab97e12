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

// accuracy writes how often each repairer gives what was meant.
func accuracy(r *report) error {
	r.both("\n## Accuracy\n\nThe share of texts whose output is the value meant. Refused is no output, invalid is output that is not JSON.\n")
	var sets []string
	shares := map[string][]float64{}
	write := func(set string, tallies []tally) {
		r.both("\n%s, %d texts:\n\n%s", set, tallies[0].n(), header("repairer", "right", "%", "wrong", "invalid", "refused"))
		sets = append(sets, plain(set))
		for i, t := range tallies {
			name := r.repairers[i].name
			r.both("%s", row(name, fmt.Sprint(t.right), t.percent(), fmt.Sprint(t.wrong), fmt.Sprint(t.invalid), fmt.Sprint(t.refused)))
			shares[name] = append(shares[name], 100*float64(t.right)/float64(max(1, t.n())))
		}
	}
	if r.data == "" {
		r.both("\nThe feature probes and the outputs of real models were not measured: REPAIRJSON_DATA is not set.\n")
	} else {
		tallies, err := probes(r, filepath.Join(r.data, "probes.jsonl"))
		if err != nil {
			return err
		}
		write("Feature probes", tallies)
	}
	tallies := make([]tally, len(r.repairers))
	n := 0
	for one := range damage.Cases(damage.Measured, cases) {
		if n++; n%r.share != 0 {
			continue
		}
		for i, p := range r.repairers {
			out, err := p.repair(one.Input, r.limit)
			tallies[i].add(out, err, false, func(out []byte) bool { return damage.Equal(out, one.Want) })
		}
	}
	write("[RepairBench](../bench/repairbench/README.md)", tallies)
	if r.data != "" {
		right, err := realOutputs(r)
		if err != nil {
			return err
		}
		if right != nil {
			sets = append(sets, "BFCL, raw text")
			for i, p := range r.repairers {
				shares[p.name] = append(shares[p.name], right[i])
			}
		}
	}
	const title = "Texts repaired as meant, %"
	r.both("\n![%s](../docs/accuracy.svg)\n", title)
	return plotBars(filepath.Join(r.root, "docs", "accuracy.svg"), title, sets, r.names(), shares, false)
}

// cases are as many as RepairBench has.
const cases = 6000

// plain returns the words of a link.
func plain(link string) string {
	words, _, _ := strings.Cut(strings.TrimPrefix(link, "["), "]")
	return words
}

// A probe is a small text and what a good repairer makes of it.
type probe struct {
	Feature, Input string
	Want           *string
	Also           []string
}

func probes(r *report, file string) ([]tally, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	tallies := make([]tally, len(r.repairers))
	for dec := json.NewDecoder(bytes.NewReader(data)); ; {
		var p probe
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return tallies, nil
		} else if err != nil {
			return nil, err
		}
		for i, one := range r.repairers {
			out, err := one.repair(p.Input, r.limit)
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
