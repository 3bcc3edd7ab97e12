// Package engine is what the playground asks: texts in, JSON for the page out.
// It knows nothing of browsers, so it is tested like any other package.
package engine

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// A Request is what the page asks for.
type Request struct {
	Text   string `json:"text"`
	Schema string `json:"schema"` // a JSON Schema, or names separated by commas; empty for any shape
	Pick   string `json:"pick"`   // "all", "first", "last" or "best"; all if empty
	Reject string `json:"reject"` // names of faults and classes, see repair.ParseFaults
}

// An Answer is what the page shows.
type Answer struct {
	Output     string     `json:"output"` // the JSON; empty if there is none
	Parts      []Part     `json:"parts"`  // the source and the output at once
	Edits      []Edit     `json:"edits"`
	Error      *Error     `json:"error,omitempty"`
	Mismatches []Mismatch `json:"mismatches,omitempty"`
	Feedback   string     `json:"feedback,omitempty"` // for the model, with mismatches
	Schema     string     `json:"schema_error,omitempty"`
	Unused     []string   `json:"unused,omitempty"` // keywords of the schema that nothing uses
}

// A Part is a piece of the source: kept as it is, or edited.
type Part struct {
	Keep string `json:"keep,omitempty"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
	Edit int    `json:"edit"` // number of the edit, -1 if kept
}

// An Edit says what was done at a place, and why.
type Edit struct {
	Pos    int      `json:"pos"` // byte offsets into the source
	End    int      `json:"end"`
	Line   int      `json:"line"` // from 1
	Column int      `json:"column"`
	Class  string   `json:"class"`
	Path   string   `json:"path"` // JSON Pointer into the output
	Faults []Reason `json:"faults"`
}

// A Reason is a fault with its documentation.
type Reason struct {
	Name  string `json:"name"`
	Class string `json:"class"`
	Doc   string `json:"doc"`
}

// An Error says where a text could not be repaired, and why.
type Error struct {
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// A Mismatch is a place of the output that does not fit the schema.
type Mismatch struct {
	Path  string `json:"path"`
	Want  string `json:"want"`
	Found string `json:"found"`
}

// Repair answers a request.
func Repair(req Request) Answer {
	src := []byte(req.Text)
	a := Answer{Parts: []Part{}, Edits: []Edit{}}
	if strings.TrimSpace(req.Text) == "" {
		return a
	}
	o, err := req.options()
	if err != nil {
		a.Schema = err.Error()
	}
	if o.Schema != nil {
		a.Unused = o.Schema.Unused()
	}
	var edits []repair.Edit
	edits, err = o.Edits(src)
	var mismatch *repairjson.MismatchError
	switch {
	case errors.As(err, &mismatch):
		for _, m := range mismatch.Mismatches {
			a.Mismatches = append(a.Mismatches, Mismatch{m.Pointer, m.Want, m.Found})
		}
		a.Feedback = mismatch.Feedback()
	case err != nil:
		a.Error = place(req.Text, err)
		a.Parts = append(a.Parts, Part{Keep: req.Text, Edit: -1})
		return a
	}
	out := repair.Apply(src, edits)
	a.Output = string(out)
	a.parts(req.Text, edits, repair.Paths(out, edits))
	return a
}

// options reads a request. With an error the options are those without the
// schema.
func (req Request) options() (repairjson.Options, error) {
	var o repairjson.Options
	switch req.Pick {
	case "first":
		o.Pick = repair.First
	case "last":
		o.Pick = repair.Last
	case "best":
		o.Pick = repair.Best
	}
	o.Reject, _ = repair.ParseFaults(req.Reject)
	text := strings.TrimSpace(req.Schema)
	switch {
	case text == "":
	case text[0] == '{' || text == "true" || text == "false":
		s, err := schema.Parse([]byte(text))
		if err != nil {
			return o, err
		}
		o.Schema = s
	default:
		for name := range strings.SplitSeq(text, ",") {
			if name = strings.TrimSpace(name); name != "" {
				o.Keys = append(o.Keys, name)
			}
		}
	}
	return o, nil
}

// parts cuts the source at the edits.
func (a *Answer) parts(text string, edits []repair.Edit, paths []string) {
	docs := map[repair.Faults]string{}
	for _, f := range repair.FaultTable() {
		docs[f.Fault] = f.Doc
	}
	at, where := 0, cursor{text: text, line: 1, column: 1}
	for i, e := range edits {
		if at < e.Pos {
			a.Parts = append(a.Parts, Part{Keep: text[at:e.Pos], Edit: -1})
		}
		a.Parts = append(a.Parts, Part{Old: text[e.Pos:e.End], New: e.New, Edit: i})
		at = e.End
		line, column := where.to(e.Pos)
		edit := Edit{Pos: e.Pos, End: e.End, Line: line, Column: column, Class: e.Faults.Class(), Path: paths[i]}
		for f := range e.Faults.Each() {
			edit.Faults = append(edit.Faults, Reason{f.String(), f.Class(), docs[f]})
		}
		a.Edits = append(a.Edits, edit)
	}
	if at < len(text) {
		a.Parts = append(a.Parts, Part{Keep: text[at:], Edit: -1})
	}
}

// A cursor counts lines and characters up to offsets that grow.
type cursor struct {
	text             string
	at, line, column int
}

func (c *cursor) to(offset int) (line, column int) {
	for _, r := range c.text[c.at:offset] {
		if c.column++; r == '\n' {
			c.line, c.column = c.line+1, 1
		}
	}
	c.at = offset
	return c.line, c.column
}

// place says where in the text an error is.
func place(text string, err error) *Error {
	var e *repair.Error
	if !errors.As(err, &e) {
		return &Error{Line: 1, Column: 1, Message: err.Error()}
	}
	c := cursor{text: text, line: 1, column: 1}
	line, column := c.to(min(e.Offset, len(text)))
	message := e.Err.Error()
	if e.Faults != 0 {
		message += ": " + e.Faults.String()
	}
	return &Error{line, column, message}
}

// JSON answers a request that is JSON. What is no request gives the answer to
// an empty one.
func JSON(request string) string {
	var req Request
	_ = json.Unmarshal([]byte(request), &req) // the page writes it
	return encode(Repair(req))
}

// encode returns v as JSON; the types of this package always have one.
func encode(v any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err)
	}
	return b.String()
}
