package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
)

// A call is one as score.py reads it, and writes it: [name, arguments].
type call struct {
	Name      string
	Arguments json.RawMessage
}

// UnmarshalJSON reads the pair.
func (c *call) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[]any{&c.Name, &c.Arguments})
}

// A keeping counts the records of one sort, and those whose calls are the
// same after the repair.
type keeping struct{ records, same, match int }

// printFits says, of the records whose payloads parse strictly, how many fit
// the schemas of the functions that they call, and how many of these the
// repair left as they are. scored is the per-record file of the repair.
func printFits(cfg config, set, scored string, records []record, stdout, stderr io.Writer) error {
	strict := filepath.Join(filepath.Dir(scored), "strict.jsonl")
	if err := writeStrict(strict, records); err != nil {
		return err
	}
	judged := filepath.Join(filepath.Dir(scored), "strict-scored.jsonl")
	if err := runScore(cfg, set, strict, judged, io.Discard, stderr); err != nil {
		return err
	}
	before, _, err := readCalls(judged)
	if err != nil {
		return err
	}
	after, match, err := readCalls(scored)
	if err != nil {
		return err
	}
	var fit, unfit keeping
	for _, r := range records {
		k := &unfit
		if allFit(before[r.Key], shapesOf(r.Functions)) {
			k = &fit
		}
		k.records++
		if match[r.Key] {
			k.match++
		}
		if sameCalls(before[r.Key], after[r.Key]) {
			k.same++
		} else if k == &fit {
			fmt.Fprintf(stderr, "changed, though it fits: %s\n", r.Key)
		}
	}
	fmt.Fprintf(stdout, "%-24s %7s %7s %8s %7s\n", "before the repair", "n", "same", "same%", "match")
	for _, row := range []struct {
		name string
		keeping
	}{{"fits its schema", fit}, {"does not fit", unfit}} {
		fmt.Fprintf(stdout, "%-24s %7d %7d %8.2f %7d\n", row.name, row.records, row.same,
			100*float64(row.same)/float64(max(row.records, 1)), row.match)
	}
	return nil
}

// writeStrict writes predictions that are the payloads as they are, null for
// what is not valid JSON.
func writeStrict(name string, records []record) error {
	var b bytes.Buffer
	enc := encoder(&b)
	for _, r := range records {
		p := prediction{Key: r.Key, Values: []json.RawMessage{}}
		for _, text := range r.Payloads {
			if !json.Valid([]byte(text)) {
				text = "null"
			}
			p.Values = append(p.Values, json.RawMessage(text))
		}
		if err := enc.Encode(p); err != nil {
			return err
		}
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}

// readCalls returns the calls of each record of a per-record file of score.py,
// and which records match the ground truth.
func readCalls(name string) (calls map[string][]call, match map[string]bool, err error) {
	type row struct {
		Key   string
		Match bool
		Calls []call
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	calls, match = map[string][]call{}, map[string]bool{}
	for line := range bytes.Lines(text) {
		var r row
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		calls[r.Key], match[r.Key] = r.Calls, r.Match
	}
	return calls, match, nil
}

// allFit reports whether there are calls, each of a function that was offered,
// with arguments that fit its schema.
func allFit(calls []call, offered shapes) bool {
	for _, c := range calls {
		s := offered[plainName(c.Name)]
		if s == nil || len(s.Check(c.Arguments)) > 0 {
			return false
		}
	}
	return len(calls) > 0
}

// sameCalls compares calls by their values.
func sameCalls(a, b []call) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, errX := decodeValue(a[i].Arguments)
		y, errY := decodeValue(b[i].Arguments)
		if plainName(a[i].Name) != plainName(b[i].Name) || errX != nil || errY != nil || !reflect.DeepEqual(x, y) {
			return false
		}
	}
	return true
}

// decodeValue returns the value of a JSON text, numbers as floating point.
func decodeValue(text []byte) (v any, err error) {
	err = json.Unmarshal(text, &v)
	return v, err
}
