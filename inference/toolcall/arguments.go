package toolcall

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/repairjson/repairjson/repair"
)

// made are arguments that were read.
type made struct {
	call Call
	cut  bool // the text ends within a value
}

// arguments reads src[pos:end] as arguments of f. The edits of first, on that
// part of the text, make it something like a JSON object; then it is repaired
// and fitted to the function's schema.
func (f *function) arguments(src []byte, pos, end int, first []repair.Edit) (made, error) {
	m := made{call: Call{Name: f.name, ArgPos: pos, ArgEnd: end}}
	text := repair.Apply(src[pos:end], first)
	var second []repair.Edit
	switch trimmed := bytes.TrimSpace(text); {
	case len(trimmed) == 0 || string(trimmed) == "null" || string(trimmed) == `""`:
		second = []repair.Edit{{Pos: 0, End: len(text), New: "{}", Faults: repair.MissingValue}}
	default:
		var err error
		if second, err = (repair.Options{Pick: repair.First, Keys: f.keys}).Edits(text); err != nil {
			return m, fmt.Errorf("%w: %w", ErrArguments, err)
		}
	}
	stop := len(text) // where what first adds at the end begins
	if k := len(first) - 1; k >= 0 && first[k].Pos == end-pos {
		stop -= len(first[k].New)
	}
	m.cut = isCut(second)
	for _, e := range second {
		m.cut = m.cut || e.Faults&repair.MissingQuote != 0 && e.Pos <= stop && stop < len(text) &&
			len(bytes.TrimSpace(text[e.Pos:stop])) == 0
	}
	return m.fit(f, repair.Apply(text, second), repair.Compose(first, second))
}

// fit makes the arguments out, valid JSON, fit the schema of f. The edits are
// those that made it.
func (m made) fit(f *function, out []byte, edits []repair.Edit) (made, error) {
	third, _, mismatches := f.schema.Align(out)
	m.call.Arguments = json.RawMessage(bytes.Clone(repair.Apply(out, third)))
	m.call.Edits = repair.Compose(edits, third)
	m.call.Mismatches = mismatches
	if b := bytes.TrimSpace(m.call.Arguments); len(b) == 0 || b[0] != '{' {
		return m, fmt.Errorf("%w: they are no object", ErrArguments)
	}
	return m, nil
}

// isCut reports whether the text ended within a value.
func isCut(edits []repair.Edit) bool {
	for _, e := range edits {
		if e.Faults&(repair.Truncated|repair.CutMember) != 0 {
			return true
		}
	}
	return false
}

// within returns the part of the source that the edits make into [pos, end) of
// their output, and the edits on that part.
func within(edits []repair.Edit, pos, end int) (from, to int, inside []repair.Edit) {
	shift := 0 // from the output to the source
	from, to = -1, -1
	for _, e := range edits {
		at := e.Pos - shift // where New begins in the output
		next := at + len(e.New)
		if from < 0 && pos < at {
			from = pos + shift
		}
		if from >= 0 && end <= at {
			to = end + shift
			break
		}
		shift = e.End - next
		if from < 0 {
			if pos >= next {
				continue
			}
			from = e.Pos
		}
		part := e.New[max(pos, at)-at : min(end, next)-at]
		inside = append(inside, repair.Edit{Pos: e.Pos - from, End: e.End - from, New: part, Faults: e.Faults})
		if end <= next {
			to = e.End
			break
		}
	}
	if from < 0 {
		from = pos + shift
	}
	if to < 0 {
		to = end + shift
	}
	return from, to, inside
}

// quoted returns text as a string of JSON.
func quoted(text []byte) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(string(text)) != nil {
		return `""`
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
