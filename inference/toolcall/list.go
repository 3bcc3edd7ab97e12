package toolcall

import (
	"bytes"
	"slices"

	"github.com/repairjson/repairjson/repair"
)

// List returns the calls as JSON, [{"name":…,"arguments":{…}}, …], and the
// edits that make it of the text. The list is empty if there are no calls.
// Words that are left out have the fault Prose, and what looks like a call and
// is none OtherAnswer.
func (a *Answer) List() ([]byte, []repair.Edit) {
	var edits []repair.Edit
	at, opener := 0, "["
	for _, c := range a.Calls() {
		if c.ArgPos < at {
			return a.rewritten()
		}
		head := opener + `{"name":` + quoted([]byte(c.Name)) + `,"arguments":`
		edits = append(edits, repair.Edit{Pos: at, End: c.ArgPos, New: head, Faults: a.between(at, c.ArgPos)})
		for _, e := range c.Edits {
			e.Pos += c.ArgPos
			e.End += c.ArgPos
			edits = append(edits, e)
		}
		at, opener = c.ArgEnd, "},"
	}
	end := "}]"
	if len(edits) == 0 {
		end = "[]"
	}
	edits = append(edits, repair.Edit{Pos: at, End: len(a.text), New: end, Faults: a.between(at, len(a.text))})
	out := repair.Apply(a.text, edits)
	if bytes.Equal(out, a.text) {
		return a.text, nil
	}
	return out, edits
}

// rewritten is List for calls that are not in the order of the text.
func (a *Answer) rewritten() ([]byte, []repair.Edit) {
	out := []byte("[")
	var faults repair.Faults
	for i, c := range a.Calls() {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, `{"name":`+quoted([]byte(c.Name))+`,"arguments":`...)
		out = append(append(out, c.Arguments...), '}')
		faults |= c.Faults()
	}
	out = append(out, ']')
	faults |= a.between(0, len(a.text))
	return out, []repair.Edit{{Pos: 0, End: len(a.text), New: string(out), Faults: faults}}
}

// between returns the faults of leaving out the text at [pos, end).
func (a *Answer) between(pos, end int) repair.Faults {
	faults := repair.Markup
	from, _ := slices.BinarySearchFunc(a.Parts, pos, func(p Part, pos int) int { return p.End - pos - 1 })
	for _, p := range a.Parts[from:] {
		if p.Pos >= end {
			break
		}
		switch {
		case p.Kind == Kept:
			faults |= repair.OtherAnswer
		case p.Kind == Text && len(bytes.TrimSpace(a.text[p.Pos:p.End])) > 0:
			faults |= repair.Prose
		}
	}
	return faults
}
