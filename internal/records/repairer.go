package records

import (
	"bytes"

	"github.com/repairjson/repairjson/repair"
	"github.com/tidwall/gjson"
)

// A Repairer repairs lines, one after the other. It is for one goroutine;
// Shapes may be shared by several.
type Repairer struct {
	Mender            // Limit is that of a line, too
	Fields   Paths    // of the texts in a record; without one the line is a text
	Into     []string // for each field the name of a member beside it, for the value; nil puts it in the place of the text
	AsText   bool     // the value stays a string
	LogField string   // of a member for the list of edits
	OnError  string   // what becomes of a line that fails: keep, null, drop, or fail, which is keep
	Layout   Layout
	Shapes   *Shapes

	Tally  *Tally
	Edited func(o Origin, src, out []byte, edits []repair.Edit) // is told of each text that could be repaired
	Failed func(o Origin, body []byte, pos int, f Failure)      // is told of each failure and its place in the line
}

// A Result is what became of a record.
type Result uint8

const (
	Blank Result = iota // no record
	Valid
	Repaired
	Failed
)

// AppendLine appends to dst what becomes of a line, with its ending. A blank
// line is no record, and stays.
func (r *Repairer) AppendLine(dst []byte, o Origin, line []byte) ([]byte, Result) {
	text := bytes.TrimSuffix(line, []byte("\n"))
	if r.Limit > 0 && int64(len(text)) > r.Limit {
		return r.AppendLong(dst, o, line, true), Failed
	}
	body := bytes.TrimSuffix(text, []byte("\r"))
	ending := line[len(body):]
	if len(bytes.Trim(body, " \t\r")) == 0 {
		return append(dst, line...), Blank
	}
	out, became := r.body(o, body)
	switch became {
	case Valid:
		r.Tally.Valid++
	case Repaired:
		r.Tally.Repaired++
	case Failed:
		r.Tally.Failed++
		switch {
		case r.OnError == "drop", r.OnError == "fail":
			return dst, Failed
		case out != nil:
		case r.OnError == "null":
			out = []byte("null")
		default:
			out = body
		}
	}
	return append(append(dst, out...), ending...), became
}

// AppendLong appends to dst what becomes of a line that is too long, or of a
// part of one; begins says whether it is the first.
func (r *Repairer) AppendLong(dst []byte, o Origin, part []byte, begins bool) []byte {
	if begins {
		r.Tally.Failed++
		r.fail(o, part, 0, Failure{Line: 1, Column: 1, Message: errLong(r.Limit).Error()})
	}
	switch r.OnError {
	case "keep":
		dst = append(dst, part...)
	case "null":
		if begins {
			dst = append(dst, "null"...)
		}
		if bytes.HasSuffix(part, []byte("\n")) {
			dst = append(dst, '\n')
		}
	}
	return dst
}

// body repairs a line without its ending.
func (r *Repairer) body(o Origin, body []byte) ([]byte, Result) {
	if r.Fields.Paths != nil {
		return r.record(o, body)
	}
	return r.text(o, body)
}

// text repairs a line that is a text.
func (r *Repairer) text(o Origin, src []byte) ([]byte, Result) {
	out, edits, err := r.Mend(src)
	if err != nil {
		f := NewFailure(src, err)
		r.fail(o, src, f.Offset, f)
		return nil, Failed
	}
	r.report(o, src, out, edits)
	became := Valid
	if len(edits) > 0 {
		became = Repaired
		if r.LogField != "" {
			out = withLog(out, r.LogField, Log(o, src, out, edits))
		}
	}
	return r.Layout.text(out, became == Valid && !r.Partial), became
}

// report counts and tells the edits of a text.
func (r *Repairer) report(o Origin, src, out []byte, edits []repair.Edit) {
	r.Tally.Add(edits)
	if r.Edited != nil {
		r.Edited(o, src, out, edits)
	}
}

// fail tells a failure at body[pos].
func (r *Repairer) fail(o Origin, body []byte, pos int, f Failure) {
	if r.Failed != nil {
		r.Failed(o, body, pos, f)
	}
}

// withLog returns a text with the list of its repairs as a member, if it is
// an object.
func withLog(text []byte, name string, log []Entry) []byte {
	record := gjson.ParseBytes(text)
	if !record.IsObject() {
		return text
	}
	return splices(text, []splice{member(text, record, name, AppendJSON(nil, log))})
}

// Log returns the edits that made out of src as places in their own text,
// without version, file and record.
func Log(o Origin, src, out []byte, edits []repair.Edit) []Entry {
	list := Entries(Origin{Field: o.Field}, src, out, edits)
	for i := range list {
		list[i].Version = 0
	}
	return list
}
