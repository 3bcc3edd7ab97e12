package main

import (
	"fmt"
	"strings"

	"github.com/repairjson/repairjson/internal/records"
	"github.com/repairjson/repairjson/repair"
)

// A failureEntry is a text that could not be repaired, as --report json shows
// it. docs/report.md specifies it.
type failureEntry struct {
	Version int    `json:"version"`
	File    string `json:"file,omitempty"`
	Record  int    `json:"record,omitempty"`
	Field   string `json:"field,omitempty"`
	records.Failure
}

// A reporter lists edits.
type reporter struct {
	format  string // "text", "json" or "explain"; "" for no report
	palette palette
}

// appendEdits appends the report of the edits that made out of src.
func (r *reporter) appendEdits(b []byte, o records.Origin, src, out []byte, edits []repair.Edit) []byte {
	if r.format == "" || len(edits) == 0 {
		return b
	}
	list := records.Entries(o, src, out, edits)
	if r.format == "explain" {
		return r.explain(b, src, list)
	}
	for i := range list {
		if r.format == "json" {
			b = append(records.AppendJSON(b, list[i]), '\n')
		} else {
			b = appendText(b, &list[i])
		}
	}
	return b
}

// place returns where the edit is, for people.
func place(e *records.Entry) string {
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

// pathOf returns where the edit is in the output, for people.
func pathOf(e *records.Entry) string {
	if e.Path == "" {
		return "the root"
	}
	return visibleString(e.Path)
}

// appendText appends the entry as a line of a text report.
func appendText(b []byte, e *records.Entry) []byte {
	return fmt.Appendf(b, "%s: %s (%s): %q -> %q  at %s\n", place(e),
		strings.Join(e.Faults, "+"), e.Class, shorten(e.Old), shorten(e.New), pathOf(e))
}
