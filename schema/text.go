package schema

import (
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/repairjson/repairjson/repair"
)

// AlignText returns edits that make what a text says, which is not JSON, a
// scalar that fits the schema at its root: a string is the text as it stands;
// a number, a boolean, a value of an enum, or a date where the format says so,
// is found in it if exactly one is there. ok is false if the schema asks for
// no scalar, or none is found. A string may be left with mismatches: too long,
// or of another pattern.
//
//	integer                The answer is 42.       42
//	boolean                Yes, it is.             true
//	enum [low, high]       I'd say high.           "high"
//	string, format date    Due on 2024-05-01.      "2024-05-01"
//	string                 It said "no".           "It said \"no\"."
//	integer                3 or 4                  nothing: there are two
func (s *Schema) AlignText(text []byte) (edits []repair.Edit, mismatches []Mismatch, ok bool) {
	quoting := quoteEdits(text)
	x, valid := newIndex(repair.Apply(text, quoting))
	if !valid {
		return nil, nil, false
	}
	defer x.release()
	a := newAligner(x, s.newMeter(x), maxInside, false) // JSON within is not read
	list := a.scalarsWanted(0, s.root, 0)
	var best *plan
	for _, n := range list {
		p := a.align(0, n, true, 0)
		if d := a.dated(n, string(text)); d != nil {
			p = d
		}
		if best == nil || p.less(best) {
			best = p
		}
	}
	switch {
	case best == nil:
		return nil, nil, false
	case best.bad == 0 && len(best.parts) == 1:
		e := best.parts[0].edit
		return []repair.Edit{{Pos: 0, End: len(text), New: e.New, Faults: e.Faults}}, s.Check([]byte(e.New)), true
	case best.bad == 0:
		return quoting, s.check(x), true
	}
	for _, n := range list {
		if w := a.view(0, n); w.types&tString != 0 && !w.limited && w.format() == "" {
			return quoting, s.check(x), true
		}
	}
	return nil, nil, false
}

// scalarsWanted returns the nodes, in unions at the root one for each branch,
// that ask for a scalar in so many words.
func (a *aligner) scalarsWanted(v int, n *node, depth int) []*node {
	w := a.view(v, n)
	union, at := w.union()
	if at < 0 {
		if w.limited || w.types != tAny && w.types&^(tArray|tObject) != 0 {
			return []*node{n}
		}
		return nil
	}
	var list []*node
	for _, branch := range union {
		if depth < 8 && len(list) < maxBranches {
			list = append(list, a.scalarsWanted(v, a.choose(v, n, w, at, branch), depth+1)...)
		}
	}
	return list
}

// maxBranches is how many branches of unions are tried for a text.
const maxBranches = 64

// quoteEdits returns the edits that make a JSON string of a text.
func quoteEdits(text []byte) []repair.Edit {
	const f = repair.UnquotedValue
	edits := []repair.Edit{{New: `"`, Faults: f}}
	add := func(pos, n int, s string, f repair.Faults) {
		edits = append(edits, repair.Edit{Pos: pos, End: pos + n, New: s, Faults: f})
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			add(i, 1, "\uFFFD", repair.InvalidUTF8)
		case r == '"' || r == '\\':
			add(i, 0, `\`, f)
		case r < ' ':
			q := quote(string(r))
			add(i, 1, q[1:len(q)-1], f)
		}
		i += n
	}
	add(len(text), 0, `"`, f)
	return edits
}

// dates are what a format calls a date, as it may stand in a sentence.
var dates = map[string]*regexp.Regexp{
	"date":      regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}`),
	"date-time": regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})`),
}

// layouts are those of package time for the same.
var layouts = map[string]string{"date": time.DateOnly, "date-time": time.RFC3339}

// format returns the format of dates that is asked for, or nothing.
func (w *view) format() string {
	for _, n := range w.atoms {
		if dates[n.format] != nil {
			return n.format
		}
	}
	return ""
}

// dated returns the plan for a text where a date is wanted: the one date in
// it, or hopeless; nil if none is wanted.
func (a *aligner) dated(n *node, text string) *plan {
	w := a.view(0, n)
	f := w.format()
	if f == "" || w.types&tString == 0 || w.limited {
		return nil
	}
	found := dates[f].FindAllStringIndex(text, 2)
	if len(found) != 1 {
		return hopeless
	}
	from, to := found[0][0], found[0][1]
	date := []byte(text[from:to])
	if f == "date-time" {
		date[10] = 'T'
	}
	if _, err := time.Parse(layouts[f], string(date)); err != nil ||
		from > 0 && isWordByte(text[from-1]) || to < len(text) && isWordByte(text[to]) {
		return hopeless
	}
	if string(date) == text {
		return fitting
	}
	if p := a.replaced(0, n, quote(string(date)), costUnit, repair.UnitDropped); p != nil {
		return p
	}
	return hopeless
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-' || c >= utf8.RuneSelf
}
