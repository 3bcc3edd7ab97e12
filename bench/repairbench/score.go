package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/repairjson/repairjson/bench/damage"
)

// A result is what a repairer made of the cases.
type result struct {
	name    string
	exact   map[string]bool // by the cases' names
	invalid int             // outputs that are no JSON
	refused int             // cases without an output
	lost    int             // leaves that were right and are wrong
	spoilt  int             // cases with such leaves
}

// scoreAll prints how the outputs compare with what was meant.
func scoreAll(folder string, outputs []string, byFault bool, failures int, w io.Writer) error {
	inputs, err := read[input](filepath.Join(folder, inputFile))
	if err != nil {
		return err
	}
	truths, err := read[truth](filepath.Join(folder, truthFile))
	if err != nil {
		return err
	}
	if len(inputs) != len(truths) {
		return fmt.Errorf("%d inputs and %d answers", len(inputs), len(truths))
	}
	var results []result
	for _, name := range outputs {
		outs, err := read[output](name)
		if err != nil {
			return err
		}
		results = append(results, score(strings.TrimSuffix(filepath.Base(name), ".jsonl"), inputs, truths, outs))
	}
	table(w, len(inputs), results)
	if byFault {
		shares(w, "fault", truths, results, func(t truth) []string { return t.Faults })
		shares(w, "model", truths, results, func(t truth) []string { return []string{t.Model} })
		shares(w, "number of faults", truths, results, func(t truth) []string { return []string{fmt.Sprint(len(t.Faults))} })
	}
	if failures > 0 && len(results) > 0 {
		return printFailures(w, failures, inputs, truths, outputs[len(outputs)-1], results[len(results)-1])
	}
	return nil
}

// score compares the outputs of one repairer with what was meant.
func score(name string, inputs []input, truths []truth, outs []output) result {
	r := result{name: name, exact: map[string]bool{}}
	byID := map[string]*string{}
	for _, o := range outs {
		byID[o.ID] = o.Output
	}
	for i, in := range inputs {
		text := byID[in.ID]
		if text == nil {
			r.refused++
			continue
		}
		out := []byte(*text)
		if !json.Valid(out) || !utf8.Valid(out) {
			r.invalid++
			continue
		}
		r.exact[in.ID] = damage.Equal(out, truths[i].Want)
		if lost := damage.Lost([]byte(in.Input), truths[i].Want, out); len(lost) > 0 {
			r.lost += len(lost)
			r.spoilt++
		}
	}
	return r
}

func (r result) right(ids []string) (n int) {
	for _, id := range ids {
		if r.exact[id] {
			n++
		}
	}
	return n
}

func table(w io.Writer, n int, results []result) {
	fmt.Fprintf(w, "%d cases.\n\n| repairer | exact | %% | invalid outputs | refused | leaves lost | cases with lost leaves |\n|---|--:|--:|--:|--:|--:|--:|\n", n)
	for _, r := range results {
		k := 0
		for _, ok := range r.exact {
			if ok {
				k++
			}
		}
		fmt.Fprintf(w, "| %s | %d | %s | %d | %d | %d | %d |\n", r.name, k, percent(k, n), r.invalid, r.refused, r.lost, r.spoilt)
	}
}

// percent rounds down, so that 100 means all.
func percent(k, n int) string {
	tenths := 1000 * k / max(1, n)
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// shares prints the share of exact answers by what the cases have.
func shares(w io.Writer, what string, truths []truth, results []result, of func(truth) []string) {
	groups := map[string][]string{}
	for _, t := range truths {
		for _, g := range of(t) {
			groups[g] = append(groups[g], t.ID)
		}
	}
	fmt.Fprintf(w, "\n| %s | cases |", what)
	for _, r := range results {
		fmt.Fprintf(w, " %s |", r.name)
	}
	fmt.Fprintf(w, "\n|---|--:|%s\n", strings.Repeat("--:|", len(results)))
	for _, g := range slices.Sorted(maps.Keys(groups)) {
		fmt.Fprintf(w, "| %s | %d |", g, len(groups[g]))
		for _, r := range results {
			fmt.Fprintf(w, " %s |", percent(r.right(groups[g]), len(groups[g])))
		}
		fmt.Fprintln(w)
	}
}

// printFailures prints cases that a repairer has wrong.
func printFailures(w io.Writer, n int, inputs []input, truths []truth, file string, r result) error {
	outs, err := read[output](file)
	if err != nil {
		return err
	}
	byID := map[string]*string{}
	for _, o := range outs {
		byID[o.ID] = o.Output
	}
	for i, in := range inputs {
		if r.exact[in.ID] || n == 0 {
			continue
		}
		n--
		got := "nothing"
		if text := byID[in.ID]; text != nil {
			got = *text
		}
		fmt.Fprintf(w, "\n%s, %s, %s:\n%s\ngives %s\nwant  %s\n", in.ID, strings.Join(truths[i].Faults, " "), truths[i].Model, in.Input, got, truths[i].Want)
	}
	return nil
}
