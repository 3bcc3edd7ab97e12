package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/repairjson/repairjson/repair"
)

// reportVersion is the version of the objects of --report json, which
// docs/report.md specifies.
const reportVersion = 1

// An origin says where a text is from.
type origin struct {
	file   string // "" is standard input
	record int    // number of the line that it is or is in; 0: it is the input
	field  string // the path in the record, "" if the text is the line; such a text has lines of its own
	base   int64  // offset of the text in the input; 0 in a field
}

// An entry is one edit, as --report json and --log-field show it.
type entry struct {
	Version int      `json:"version,omitempty"`
	File    string   `json:"file,omitempty"`
	Record  int      `json:"record,omitempty"`
	Field   string   `json:"field,omitempty"`
	Line    int      `json:"line"`
	Column  int      `json:"column"`
	Pos     int64    `json:"pos"`
	End     int64    `json:"end"`
	Old     string   `json:"old"`
	New     string   `json:"new"`
	Faults  []string `json:"faults"`
	Class   string   `json:"class"`
	Path    string   `json:"path"`

	span span // in the text, from the start of a character
}

// A failureEntry is a text that could not be repaired.
type failureEntry struct {
	Version int    `json:"version"`
	File    string `json:"file,omitempty"`
	Record  int    `json:"record,omitempty"`
	Field   string `json:"field,omitempty"`
	failure
}

// A failure says why a text could not be repaired. The place is one in the
// text; without a text there is none, and it is all 0.
type failure struct {
	Offset     int        `json:"offset"`
	Line       int        `json:"line"`
	Column     int        `json:"column"`
	Message    string     `json:"message"`
	Mismatches []mismatch `json:"mismatches,omitempty"`
}

// A mismatch is a place where an answer does not fit its schema.
type mismatch struct {
	Pointer string `json:"pointer"`
	Want    string `json:"want"`
	Found   string `json:"found"`
}

// entries returns the edits that made out of src.
func entries(o origin, src, out []byte, edits []repair.Edit) []entry {
	cur := newCursor(src)
	paths := repair.Paths(out, edits)
	list := make([]entry, len(edits))
	for i, e := range edits {
		at := cur.at(e.Pos)
		list[i] = entry{
			Version: reportVersion, File: o.file, Record: o.record, Field: o.field,
			Line: at.line, Column: at.column,
			Pos: o.base + int64(e.Pos), End: o.base + int64(e.End),
			Old: string(src[e.Pos:e.End]), New: e.New,
			Faults: strings.Split(e.Faults.String(), "+"), Class: e.Faults.Class(), Path: paths[i],
			span: span{at.offset, e.End},
		}
		if o.record > 0 && o.field == "" {
			list[i].Line = o.record
		}
	}
	return list
}

// A reporter lists edits.
type reporter struct {
	format  string // "text", "json" or "explain"; "" for no report
	palette palette
}

// appendEdits appends the report of the edits that made out of src.
func (r *reporter) appendEdits(b []byte, o origin, src, out []byte, edits []repair.Edit) []byte {
	if r.format == "" || len(edits) == 0 {
		return b
	}
	list := entries(o, src, out, edits)
	if r.format == "explain" {
		return r.explain(b, src, list)
	}
	for i := range list {
		if r.format == "json" {
			b = append(appendJSON(b, list[i]), '\n')
		} else {
			b = list[i].appendText(b)
		}
	}
	return b
}

// place returns where the edit is, for people.
func (e *entry) place() string {
	at := fmt.Sprintf("%d:%d", e.Line, e.Column)
	if e.Field != "" {
		at = fmt.Sprintf("record %d: %s", e.Record, at)
	}
	if e.File == "" {
		return at
	}
	if e.Field != "" {
		return e.File + ": " + at
	}
	return e.File + ":" + at
}

// at returns where the edit is in the output, for people.
func (e *entry) at() string {
	if e.Path == "" {
		return "the root"
	}
	return visibleString(e.Path)
}

// appendText appends the entry as a line of a text report.
func (e *entry) appendText(b []byte) []byte {
	return fmt.Appendf(b, "%s: %s (%s): %q -> %q  at %s\n", e.place(),
		strings.Join(e.Faults, "+"), e.Class, shorten(e.Old), shorten(e.New), e.at())
}

// appendJSON appends v, which has a JSON form, on one line.
func appendJSON(b []byte, v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.Encode(v)
	return append(b, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...)
}
