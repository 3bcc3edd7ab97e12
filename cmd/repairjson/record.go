package main

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
	log      []entry
	failures []fieldFailure
	repaired bool
}

// A fieldFailure is a failure and the index of its field, or -1.
type fieldFailure struct {
	field int
	failure
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
// is nil where it depends on --on-error alone.
func (w *worker) record(o origin, body []byte) ([]byte, result) {
	if !repair.Valid(body) && !json.Valid(body) { // the latter takes what is not UTF-8
		pos, err := syntaxError(body)
		w.fail(o, body, pos, failure{Offset: pos, Line: 1, Column: newCursor(body).at(pos).column, Message: err.Error()})
		return nil, failed
	}
	c := &change{body: body, root: gjson.ParseBytes(body)}
	m := w.mender
	err := w.shapes.give(&m.opts, c.root, &w.b.tally)
	if err == nil {
		m.tools, err = w.shapes.offered(c.root, w.offered, &w.b.tally)
	}
	if err != nil {
		w.miss(o, c, -1, 0, failure{Message: err.Error()})
	} else {
		for i := range w.fields.paths {
			w.field(o, c, i, &m)
		}
	}
	became := valid
	switch {
	case len(c.failures) > 0:
		became = failed
		if w.onError.value == "keep" && c.root.IsObject() {
			c.add(member(body, c.root, errorMember, w.errorValue(c.failures)))
		}
	case c.repaired:
		became = repaired
	}
	if w.logField != "" && len(c.log) > 0 && c.root.IsObject() {
		c.add(member(body, c.root, w.logField, appendJSON(nil, c.log)))
	}
	return w.format.applyRecord(splices(body, c.splices)), became
}

// field repairs the text in field i of a record.
func (w *worker) field(o origin, c *change, i int, m *mender) {
	o.field, o.base = w.fields.names[i], 0
	v, around, ok := lookup(c.root, w.fields.paths[i])
	isText := ok && v.Type == gjson.String
	var src []byte
	switch {
	case isText:
		src = []byte(unquote(v.Raw))
	case !ok || v.Type != gjson.JSON:
		w.miss(o, c, i, v.Index, failure{Message: "no string at " + o.field})
		if ok {
			w.putNull(o, c, i, v, around)
		}
		return
	case m.opts.Schema == nil && m.tools == nil && w.into == nil:
		return // a value already
	default:
		src = []byte(v.Raw)
	}
	out, edits, err := m.mend(src)
	if err != nil {
		w.miss(o, c, i, v.Index, newFailure(src, err))
		w.putNull(o, c, i, v, around)
		return
	}
	w.report(o, src, out, edits)
	if len(edits) > 0 {
		c.repaired = true
		if w.logField != "" {
			c.log = append(c.log, logEntries(o, src, out, edits)...)
		}
	}
	if w.into == nil && len(edits) == 0 && (w.asText && !w.partial || !isText) {
		return
	}
	value := out
	if w.asText && isText {
		if w.format.compact {
			value = appendCompact(nil, value)
		}
		value = appendJSON(nil, string(value))
	} else {
		value = appendCompact(nil, value)
	}
	w.put(o, c, i, v, around, value)
}

// putNull puts null for the value of a text that failed, with --on-error null.
func (w *worker) putNull(o origin, c *change, i int, v, around gjson.Result) {
	if w.onError.value == "null" {
		w.put(o, c, i, v, around, []byte("null"))
	}
}

// put puts a value in the place of v, or beside it.
func (w *worker) put(o origin, c *change, i int, v, around gjson.Result, value []byte) {
	s := splice{pos: v.Index, end: v.Index + len(v.Raw), text: value}
	if w.into != nil {
		if !around.Exists() {
			w.miss(o, c, i, v.Index, failure{Message: "no object around " + o.field})
			return
		}
		s = member(c.body, around, w.into[i], value)
	}
	if !c.add(s) {
		w.miss(o, c, i, v.Index, failure{Message: o.field + " meets another field"})
	}
}

// miss notes and tells a failure of field i, which is at body[pos].
func (w *worker) miss(o origin, c *change, i, pos int, f failure) {
	c.failures = append(c.failures, fieldFailure{i, f})
	w.fail(o, c.body, pos, f)
}

// errorValue returns the value of the member that a failed record gains: the
// failure, or where there are several fields, an object of theirs.
func (w *worker) errorValue(failures []fieldFailure) []byte {
	if len(w.fields.paths) == 1 || failures[0].field < 0 {
		return appendJSON(nil, failures[0].failure)
	}
	b := []byte("{")
	for i, f := range failures {
		if i > 0 && failures[i-1].field == f.field {
			continue // the first tells why
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendJSON(b, w.fields.names[f.field]), ':')
		b = appendJSON(b, f.failure)
	}
	return append(b, '}')
}
