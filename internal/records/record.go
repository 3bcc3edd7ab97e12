package records

import (
	"encoding/json"

	"github.com/repairjson/repairjson/repair"
	"github.com/tidwall/gjson"
)

// A change is what becomes of a record while its fields are repaired.
type change struct {
	body     []byte
	root     gjson.Result
	splices  []splice
	log      []Entry
	failures []fieldFailure
	repaired bool
}

// A fieldFailure is a failure and the index of its field, or -1.
type fieldFailure struct {
	field int
	Failure
}

// add adds a splice, unless it meets another one.
func (c *change) add(s splice) bool {
	for _, o := range c.splices {
		if s.pos < o.end && o.pos < s.end || s.pos == o.pos && s.name != "" && s.name == o.name {
			return false
		}
	}
	c.splices = append(c.splices, s)
	return true
}

// record repairs the texts in the fields of a record. If one fails, the result
// is nil where it depends on OnError alone.
func (r *Repairer) record(o Origin, body []byte) ([]byte, Result) {
	if !repair.Valid(body) && !json.Valid(body) { // the latter takes what is not UTF-8
		pos, err := syntaxError(body)
		r.fail(o, body, pos, Failure{Offset: pos, Line: 1, Column: NewCursor(body).At(pos).Column, Message: err.Error()})
		return nil, Failed
	}
	c := &change{body: body, root: gjson.ParseBytes(body)}
	m := r.Mender
	err := r.Shapes.give(&m.Options, c.root, r.Tally)
	if err == nil {
		m.Tools, err = r.Shapes.offered(c.root, r.Tools, r.Tally)
	}
	if err != nil {
		r.miss(o, c, -1, 0, Failure{Message: err.Error()})
	} else {
		for i := range r.Fields.Paths {
			r.field(o, c, i, &m)
		}
	}
	became := Valid
	switch {
	case len(c.failures) > 0:
		became = Failed
		if r.OnError == "keep" && c.root.IsObject() {
			c.add(member(body, c.root, ErrorMember, r.errorValue(c.failures)))
		}
	case c.repaired:
		became = Repaired
	}
	if r.LogField != "" && len(c.log) > 0 && c.root.IsObject() {
		c.add(member(body, c.root, r.LogField, AppendJSON(nil, c.log)))
	}
	return r.Layout.record(splices(body, c.splices)), became
}

// field repairs the text in field i of a record.
func (r *Repairer) field(o Origin, c *change, i int, m *Mender) {
	o.Field, o.Base = r.Fields.Names[i], 0
	v, around, ok := Lookup(c.root, r.Fields.Paths[i])
	isText := ok && v.Type == gjson.String
	var src []byte
	switch {
	case isText:
		src = []byte(Unquote(v.Raw))
	case !ok || v.Type != gjson.JSON:
		r.miss(o, c, i, v.Index, Failure{Message: "no string at " + o.Field})
		if ok {
			r.putNull(o, c, i, v, around)
		}
		return
	case m.Options.Schema == nil && m.Tools == nil && r.Into == nil:
		return // a value already
	default:
		src = []byte(v.Raw)
	}
	out, edits, err := m.Mend(src)
	if err != nil {
		r.miss(o, c, i, v.Index, NewFailure(src, err))
		r.putNull(o, c, i, v, around)
		return
	}
	r.report(o, src, out, edits)
	if len(edits) > 0 {
		c.repaired = true
		if r.LogField != "" {
			c.log = append(c.log, Log(o, src, out, edits)...)
		}
	}
	if r.Into == nil && len(edits) == 0 && (r.AsText && !r.Partial || !isText) {
		return
	}
	value := out
	if r.AsText && isText {
		if r.Layout.Compact {
			value = AppendCompact(nil, value)
		}
		value = AppendJSON(nil, string(value))
	} else {
		value = AppendCompact(nil, value)
	}
	r.put(o, c, i, v, around, value)
}

// putNull puts null for the value of a text that failed, with OnError null.
func (r *Repairer) putNull(o Origin, c *change, i int, v, around gjson.Result) {
	if r.OnError == "null" {
		r.put(o, c, i, v, around, []byte("null"))
	}
}

// put puts a value in the place of v, or beside it.
func (r *Repairer) put(o Origin, c *change, i int, v, around gjson.Result, value []byte) {
	s := splice{pos: v.Index, end: v.Index + len(v.Raw), text: value}
	if r.Into != nil {
		if !around.Exists() {
			r.miss(o, c, i, v.Index, Failure{Message: "no object around " + o.Field})
			return
		}
		s = member(c.body, around, r.Into[i], value)
	}
	if !c.add(s) {
		r.miss(o, c, i, v.Index, Failure{Message: o.Field + " meets another field"})
	}
}

// miss notes and tells a failure of field i, which is at body[pos].
func (r *Repairer) miss(o Origin, c *change, i, pos int, f Failure) {
	c.failures = append(c.failures, fieldFailure{i, f})
	r.fail(o, c.body, pos, f)
}

// errorValue returns the value of the member that a failed record gains: the
// failure, or where there are several fields, an object of theirs.
func (r *Repairer) errorValue(failures []fieldFailure) []byte {
	if len(r.Fields.Paths) == 1 || failures[0].field < 0 {
		return AppendJSON(nil, failures[0].Failure)
	}
	b := []byte("{")
	for i, f := range failures {
		if i > 0 && failures[i-1].field == f.field {
			continue // the first tells why
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(AppendJSON(b, r.Fields.Names[f.field]), ':')
		b = AppendJSON(b, f.Failure)
	}
	return append(b, '}')
}
