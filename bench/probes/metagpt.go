package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/schema"
)

// A document is one that models wrote, damaged by the operators named in Op,
// joined by "+". Keys are given where the damage touches the keys, a Schema in
// most of these.
type document struct {
	ID, Op, Kind, Input, Expected string
	Keys                          []string
	Schema                        json.RawMessage
}

// options returns how to repair the document: with its schema, or with the
// names asked for.
func (d *document) options(shaped bool) (o repairjson.Options, err error) {
	if !shaped {
		o.Keys = d.Keys
		return o, nil
	}
	if o.Schema, err = schema.Parse(d.Schema); err != nil {
		return o, fmt.Errorf("%s: %w", d.ID, err)
	}
	return o, nil
}

// A score counts the documents and those recovered exactly.
type score struct{ passed, total int }

func (s *score) add(passed bool) {
	s.total++
	if passed {
		s.passed++
	}
}

func (s *score) String() string {
	return fmt.Sprintf("%5d of %5d  %5.1f %%", s.passed, s.total, percent(s.passed, s.total))
}

// A table counts by name.
type table map[string]*score

func (t table) add(name string, passed bool) {
	if t[name] == nil {
		t[name] = &score{}
	}
	t[name].add(passed)
}

func (t table) print(w io.Writer, title string) {
	fmt.Fprintln(w, title)
	for _, name := range slices.Sorted(maps.Keys(t)) {
		fmt.Fprintf(w, "  %-20s %s\n", name, t[name])
	}
}

func runMetaGPT(data, keys string, shaped bool, show int, w io.Writer) (bad int, err error) {
	documents, err := readLines[document](filepath.Join(data, "metagpt", "dev.jsonl"))
	if err != nil {
		return 0, err
	}
	operators, counts, kinds, alone := table{}, table{}, table{}, table{}
	var all score
	for _, d := range documents {
		switch {
		case shaped && len(d.Schema) == 0,
			!shaped && len(d.Keys) == 0 && keys == "with",
			!shaped && len(d.Keys) > 0 && keys == "without":
			continue
		}
		want, err := decode(d.Expected)
		if err != nil {
			return bad, fmt.Errorf("%s expects %w", d.ID, err)
		}
		o, err := d.options(shaped)
		if err != nil {
			return bad, err
		}
		_, got, err := repaired(d.Input, o)
		if errors.Is(err, errInvalid) {
			bad++
		}
		var diff *difference
		if err == nil {
			diff = differ(want, got, false)
		}
		passed := err == nil && diff == nil
		all.add(passed)
		kinds.add(d.Kind, passed)
		ops := strings.Split(d.Op, "+")
		counts.add(fmt.Sprint(len(ops)), passed)
		if len(ops) == 1 {
			alone.add(ops[0], passed)
		}
		for _, op := range slices.Compact(slices.Sorted(slices.Values(ops))) {
			operators.add(op, passed)
		}
		if passed || show <= 0 {
			continue
		}
		show--
		if err != nil {
			fmt.Fprintf(w, "%s %s: %v\n", d.ID, d.Op, err)
		} else {
			fmt.Fprintf(w, "%s %s: %v\n", d.ID, d.Op, diff)
		}
	}
	operators.print(w, "operator, among others or alone")
	alone.print(w, "operator alone")
	kinds.print(w, "kind of document")
	counts.print(w, "number of operators")
	fmt.Fprintf(w, "%-22s %s\n", "all", &all)
	return bad, nil
}
