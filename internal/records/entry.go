package records

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/repairjson/repairjson/repair"
)

// ReportVersion is the version of the objects of --report json, which
// docs/report.md specifies.
const ReportVersion = 1

// An Origin says where a text is from.
type Origin struct {
	File   string // "" is standard input
	Record int    // number of the line that it is or is in; 0: it is the input
	Field  string // the path in the record, "" if the text is the line; such a text has lines of its own
	Base   int64  // offset of the text in the input; 0 in a field
}

// An Entry is one edit, as --report json and --log-field show it.
type Entry struct {
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

	// From and To bound the edit in its text, from the start of a character.
	From int `json:"-"`
	To   int `json:"-"`
}

// Entries returns the edits that made out of src.
func Entries(o Origin, src, out []byte, edits []repair.Edit) []Entry {
	cur := NewCursor(src)
	paths := repair.Paths(out, edits)
	list := make([]Entry, len(edits))
	for i, e := range edits {
		at := cur.At(e.Pos)
		list[i] = Entry{
			Version: ReportVersion, File: o.File, Record: o.Record, Field: o.Field,
			Line: at.Line, Column: at.Column,
			Pos: o.Base + int64(e.Pos), End: o.Base + int64(e.End),
			Old: string(src[e.Pos:e.End]), New: e.New,
			Faults: strings.Split(e.Faults.String(), "+"), Class: e.Faults.Class(), Path: paths[i],
			From: at.Offset, To: e.End,
		}
		if o.Record > 0 && o.Field == "" {
			list[i].Line = o.Record
		}
	}
	return list
}

// AppendJSON appends v, which has a JSON form, on one line.
func AppendJSON(b []byte, v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.Encode(v)
	return append(b, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...)
}
