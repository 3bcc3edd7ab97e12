package repairjson

import (
	"errors"

	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// Which answer, with a schema?
//
// What the model meant is what fits the schema. So each way to take the text
// is made to fit, and the cheapest is the answer; of equally cheap ones the
// likeliest (repair.Options.Readings). Pick All allows all answers together
// as an array, and they win where both that and a single one fit: nothing is
// lost then. What is left out is named in the edits, as OtherAnswer, and it
// costs: where a list may be returned, an answer goes only if it looks like
// nothing that is wanted, not for a field that does not fit.
//
//	{"x":1} ... {"city":"Oslo"}     an object with a city: the second
//	{"city":"A"} {"city":"B"}       a list of them: both
//	{"city":"A"} {"city":"B"}       one of them: the longer, or the first
//
// Where the schema asks for a scalar, the text itself may be the answer
// (schema.Schema.AlignText). JSON in it comes first if it fits as it is, and
// so does an object or array that can be made to fit; otherwise a string is
// the text as it stands, not a string that was read into it. Numbers, words
// and dates are looked for only in a text without any JSON.

const (
	// maxReadings is how many ways to take a text are made to fit.
	maxReadings = 8
	// costLeft is what it costs to leave out an answer that Repair would
	// return: more than a value in it that does not fit, less than if it has
	// none of the names that are wanted.
	costLeft = 5000
)

// A fit is a way to take a text, made to fit.
type fit struct {
	edits      []repair.Edit // on the source
	text       []byte        // what they make
	cost       int
	mismatches []schema.Mismatch
	verbatim   bool // the value stands in the source like that
	whole      bool // the source is valid JSON
}

// aligned returns the edits that repair src and make it fit s, as one list on
// src, and the text that they make. With a MismatchError they are the best
// that could be done.
func (o *Options) aligned(src []byte, s *schema.Schema) ([]repair.Edit, []byte, error) {
	best, err := o.best(src, s)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range best.edits {
		if f := e.Faults & o.Reject; f != 0 {
			return nil, nil, &repair.Error{Offset: e.Pos, Err: repair.ErrRejected, Faults: f}
		}
	}
	if len(best.mismatches) > 0 {
		return best.edits, best.text, &MismatchError{best.mismatches, best.text}
	}
	if o.OnEdit != nil {
		for _, e := range best.edits {
			o.OnEdit(e)
		}
	}
	return best.edits, best.text, nil
}

// best returns the way to take src that fits best.
func (o *Options) best(src []byte, s *schema.Schema) (fit, error) {
	limit := maxReadings
	if o.Schema == nil { // Keys say how names are spelt, not which answer it is
		limit = 1
	}
	readings, err := o.readings(src, limit)
	var best fit
	for i, r := range readings {
		f := o.fit(src, r.Edits, s)
		f.cost += r.Left * costLeft
		if i == 0 || f.cost < best.cost {
			best = f
		}
		if best.cost == 0 {
			break
		}
	}
	if o.Schema == nil || err != nil && !errors.Is(err, repair.ErrNoJSON) || err == nil && best.stays() {
		return best, err
	}
	if f, ok := textFit(src, s); ok && (err != nil || firstByte(f.text) == '"' && len(f.edits) > 1) {
		return f, nil
	}
	return best, err
}

// guided returns the options of the repair, with what the schema knows.
func (o *Options) guided() repair.Options {
	inner := o.Options
	if inner.Names == nil && o.Schema != nil {
		inner.Names = o.Schema.Names()
	}
	return inner
}

func (o *Options) readings(src []byte, limit int) ([]repair.Reading, error) {
	inner := o.guided()
	inner.OnEdit, inner.Reject = nil, 0
	if limit > 1 {
		return inner.Readings(src, limit)
	}
	edits, err := inner.Edits(src)
	if err != nil {
		return nil, err
	}
	return []repair.Reading{{Edits: edits}}, nil
}

// fit aligns what the edits make of src.
func (o *Options) fit(src []byte, edits []repair.Edit, s *schema.Schema) fit {
	align := s.Align
	if o.Salvage {
		align = s.Salvage
	}
	f := fit{edits: edits, text: repair.Apply(src, edits)}
	second, cost, mismatches := align(f.text)
	f.cost, f.mismatches = cost, mismatches
	f.whole = len(edits) == 0
	f.verbatim = len(second) == 0 && wrappers(src, edits)
	if len(second) > 0 {
		f.text = repair.Apply(f.text, second)
		f.edits = effective(src, repair.Compose(edits, second))
	}
	return f
}

// wrappers reports whether the edits only take off what is around the value.
func wrappers(src []byte, edits []repair.Edit) bool {
	for _, e := range edits {
		if e.New != "" || e.Pos > 0 && e.End < len(src) {
			return false
		}
	}
	return true
}

// effective takes those edits out of the list that change nothing: a repair
// that the alignment takes back.
func effective(src []byte, edits []repair.Edit) []repair.Edit {
	n := 0
	for _, e := range edits {
		if string(src[e.Pos:e.End]) != e.New {
			edits[n] = e
			n++
		}
	}
	return edits[:n]
}

// stays reports whether a fit is the answer also where the schema asks for a
// scalar.
func (f *fit) stays() bool {
	return f.whole || len(f.mismatches) == 0 && (f.verbatim || firstByte(f.text) != '"')
}

func firstByte(text []byte) byte {
	for _, c := range text {
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c
		}
	}
	return 0
}

// textFit takes the text itself, without drafts, for a scalar.
func textFit(src []byte, s *schema.Schema) (fit, bool) {
	from := repair.AfterDraft(src)
	if from > 0 {
		for from < len(src) && firstByte(src[from:from+1]) == 0 {
			from++
		}
	}
	if firstByte(src[from:]) == 0 {
		return fit{}, false
	}
	edits, mismatches, ok := s.AlignText(src[from:])
	if !ok {
		return fit{}, false
	}
	f := fit{edits: edits, mismatches: mismatches}
	if from > 0 {
		f.edits = []repair.Edit{{Pos: 0, End: from, Faults: repair.Draft}}
		for _, e := range edits {
			e.Pos += from
			e.End += from
			f.edits = append(f.edits, e)
		}
	}
	f.text = repair.Apply(src, f.edits)
	return f, true
}
