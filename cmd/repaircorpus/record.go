package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
)

// A Record is a text of a model and what is known of it.
type Record struct {
	Key    string          `json:"key,omitempty"`    // which record of its log it is
	Model  string          `json:"model,omitempty"`  // who wrote it
	Text   string          `json:"text"`             // what was written
	Schema json.RawMessage `json:"schema,omitempty"` // the JSON Schema, or the list of functions, that was asked for
	Keys   []string        `json:"keys,omitempty"`   // the names that were asked for
	Faults map[string]int  `json:"faults,omitempty"` // how often the repair mends each fault
	Error  string          `json:"error,omitempty"`  // why there is no repair
}

// maxLine is the length of the longest line that is read.
const maxLine = 64 << 20

// lines calls f with each line that is not blank.
func lines(name string, r io.Reader, f func(line []byte) error) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	for n := 1; s.Scan(); n++ {
		if len(bytes.TrimSpace(s.Bytes())) == 0 {
			continue
		}
		if err := f(s.Bytes()); err != nil {
			return fmt.Errorf("%s, line %d: %w", name, n, err)
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// readRecords calls f with each record.
func readRecords(name string, r io.Reader, f func(Record) error) error {
	return lines(name, r, func(line []byte) error {
		var rec Record
		if err := json.Unmarshal(line, &rec); err != nil {
			return fmt.Errorf("not a record, which import writes: %w", err)
		}
		return f(rec)
	})
}

func writeRecord(w io.Writer, rec Record) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(rec)
}

// A diagnosis is what the repair says of a text.
type diagnosis struct {
	edits  []repair.Edit
	faults map[string]int // how often each fault is mended
	err    string         // "", or why there is no repair
}

// diagnose repairs a text without a schema.
func diagnose(text string) diagnosis {
	edits, err := repair.Options{}.Edits([]byte(text))
	d := diagnosis{edits: edits, faults: count(edits)}
	if err != nil {
		d.err = reason(err)
	}
	return d
}

// same reports whether the same faults are mended equally often, with the
// same outcome.
func (d diagnosis) same(e diagnosis) bool {
	return d.err == e.err && maps.Equal(d.faults, e.faults)
}

// kin reports whether the same faults are mended as before, none more often,
// with the same outcome.
func (d diagnosis) kin(before diagnosis) bool {
	if d.err != before.err || len(d.faults) != len(before.faults) {
		return false
	}
	for name, n := range d.faults {
		if n > before.faults[name] {
			return false
		}
	}
	return true
}

// count returns how often each fault is mended.
func count(edits []repair.Edit) map[string]int {
	n := map[string]int{}
	for _, e := range edits {
		for _, info := range faultTable {
			if e.Faults&info.Fault != 0 {
				n[info.Name]++
			}
		}
	}
	return n
}

// faultTable documents the faults of the repair and of the alignment.
var faultTable = repair.FaultTable()

// reason names why a repair failed, without the place.
func reason(err error) string {
	for _, sentinel := range []error{repair.ErrNoJSON, repair.ErrTooDeep, repair.ErrRejected, repairjson.ErrMismatch} {
		if errors.Is(err, sentinel) {
			return sentinel.Error()
		}
	}
	return err.Error()
}
