package repair

import "slices"

// The third judgement: which of these is the answer?
//
// Form decides first. What stands in a fence or a tag, or begins the text,
// was presented as the answer; a value in the middle of a sentence is one
// only without such a one; code in a fence of a programming language comes
// after that, and a lone number or word counts only in a text without prose.
// Of the answers of the best form Pick takes all, the first or the last; Best
// takes the first of the longest.
//
//	Use {x: 1}:  ```json {"a":1} ```     the fence
//	{"a":1} For example: {"b":2}         the first begins the text
//	```python d={"z":9}``` {"a":1}       the second: the first is code
//
// What stands in <think> is no answer at all, and is not even read.

// rank settles the form of each answer by what lies before it, and returns
// the best.
func (m *machine) rank() Form {
	answers := m.root.answers
	best := FormScalar
	for i := range answers {
		a := &answers[i]
		switch {
		case a.form != FormProse || a.before&Prose != 0:
		case i == 0:
			a.form = FormMarked // it begins the text
		case a.before&(Markup|Draft) == 0:
			a.form = answers[i-1].form // it follows the one before
		}
		best = max(best, a.form)
	}
	return best
}

// pick marks the answers to keep and returns how many there are; the others
// get the kind 0.
func (m *machine) pick(p Pick) int {
	r := &m.root
	if p == First && r.chosen >= 0 {
		m.keepOnly(r.chosen)
		return 1
	}
	best := m.rank()
	if best == FormScalar && r.words {
		return 0
	}
	n, keep := 0, -1
	for i := range r.answers {
		a := &r.answers[i]
		if a.form < best {
			a.kind = 0
			continue
		}
		n++
		if keep < 0 || p == Last || p == Best && a.end-a.pos > r.answers[keep].end-r.answers[keep].pos {
			keep = i
		}
	}
	if p == All || n < 2 {
		return n
	}
	m.keepOnly(keep)
	return 1
}

// keepOnly marks all answers but one as not kept.
func (m *machine) keepOnly(keep int) {
	for i := range m.root.answers {
		if i != keep {
			m.root.answers[i].kind = 0
		}
	}
}

// assemble returns the edits that make the source the answers picked: their
// own, and those that drop what lies around them or join them to an array.
func (m *machine) assemble(p Pick) ([]Edit, error) {
	n := m.pick(p)
	if n == 0 {
		if edits, ok := m.keyLines(); ok && m.limit > 0 {
			return edits, nil
		}
		return nil, &Error{Offset: m.noJSON(), Err: ErrNoJSON}
	}
	return m.assembled(n)
}

// assembled is assemble for the n answers that are marked as kept.
func (m *machine) assembled(n int) ([]Edit, error) {
	r := &m.root
	if len(r.answers) == 1 && r.answers[0].before == 0 && r.faults == 0 {
		return m.edits, nil
	}
	edits := slices.Grow(m.all, len(m.edits)+2*n+2)
	from, before, kept := 0, Faults(0), 0
	for i := range r.answers {
		a := &r.answers[i]
		before |= a.before
		if a.kind == 0 { // not the answer: part of what is dropped
			before |= OtherAnswer
			continue
		}
		if kept > 0 {
			edits = m.between(edits, from, a.pos, before)
		} else {
			if before != 0 {
				edits = append(edits, Edit{0, a.pos, "", noComma(before)})
			}
			if n > 1 {
				edits = append(edits, Edit{a.pos, a.pos, "[", Sequence})
			}
		}
		edits = append(edits, m.edits[a.lo:a.hi]...)
		if n > 1 && m.tooDeep(a) {
			return nil, &Error{Offset: a.pos, Err: ErrTooDeep}
		}
		from, before = a.end, 0
		kept++
	}
	if n > 1 {
		edits = append(edits, Edit{from, from, "]", Sequence})
	}
	if before |= r.faults; before != 0 {
		edits = append(edits, Edit{from, len(m.src), "", noComma(before)})
	}
	m.all = edits
	return edits, nil
}

// tooDeep reports whether an answer is nested too deeply for an array around
// it.
func (m *machine) tooDeep(a *answer) bool {
	if a.depth >= 0 {
		return a.depth >= m.limit
	}
	end, _ := skipValue(m.src, a.pos, m.limit-1, new(reach))
	return end < 0
}

// between puts a comma between two answers, in the place of all that lies
// there, if that is not a comma or white space already.
func (m *machine) between(edits []Edit, from, to int, faults Faults) []Edit {
	switch faults {
	case Sequence:
		return edits
	case 0:
		return append(edits, Edit{from, from, ",", Sequence})
	}
	return append(edits, Edit{from, to, ",", faults | Sequence})
}

// noComma turns the fault of a comma after which no answer follows into what
// it is then.
func noComma(f Faults) Faults {
	if f&Sequence != 0 {
		f = f&^Sequence | ExtraComma
	}
	return f
}

// repeats reports whether an answer is the same text as one of the first
// few, but for white space.
func (m *machine) repeats(a answer) bool {
	for i := range min(len(m.root.answers), 8) {
		b := m.root.answers[i]
		if sameText(m.src[a.pos:a.end], m.src[b.pos:b.end]) {
			return true
		}
	}
	return false
}

// sameText compares two texts without their white space.
func sameText(a, b []byte) bool {
	i, j := 0, 0
	for {
		for i < len(a) && isSpace(a[i]) {
			i++
		}
		for j < len(b) && isSpace(b[j]) {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) // a may have been cut
		}
		if a[i] != b[j] {
			return false
		}
		i++
		j++
	}
}

// noJSON returns the offset of the first byte that is not white space.
func (m *machine) noJSON() int {
	for i, c := range m.src {
		if !isSpace(c) {
			return i
		}
	}
	return 0
}
