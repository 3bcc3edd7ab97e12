package repair

// A Form is how an answer is presented. A greater form is the better sign
// that the value is the answer.
type Form uint8

const (
	FormScalar Form = iota // a number, literal or string by itself
	FormCode               // in a fence of a programming language, or in an HTML comment
	FormProse              // with words before it
	FormMarked             // in a fence or a tag, or at the very beginning
)

// String returns the form in lower case.
func (f Form) String() string {
	switch f {
	case FormScalar:
		return "scalar"
	case FormCode:
		return "code"
	case FormProse:
		return "prose"
	}
	return "marked"
}

// A Candidate is a value found in a text that may be the answer.
type Candidate struct {
	Pos, End int  // byte offsets into the source
	Form     Form // how it is presented
	Edits    int  // how many edits it needs inside
	Faults   Faults
}

// Candidates returns the values found in src that may be the answer, in
// order: those from which Options.Pick takes one or all. Drafts (<think>) and
// brackets that are part of a sentence are none. A text that is escaped as a
// whole is one candidate, whose inside is not looked at.
func Candidates(src []byte) []Candidate {
	if ok, _ := check(src, MaxDepth); ok {
		from, to := trimSpace(src, 0, len(src))
		return []Candidate{{Pos: from, End: to, Form: FormMarked}}
	}
	m := machines.Get().(*machine)
	defer m.release()
	m.init(&Options{})
	m.src = src
	m.end()
	if m.mode == atCoded {
		return []Candidate{{Pos: m.root.coded, End: len(src), Form: FormMarked, Edits: 1, Faults: EscapedText}}
	}
	m.rank()
	list := make([]Candidate, 0, len(m.root.answers))
	for i := range m.root.answers {
		a := &m.root.answers[i]
		c := Candidate{Pos: a.pos, End: a.end, Form: Form(a.form), Edits: a.hi - a.lo}
		for k := a.lo; k < a.hi; k++ {
			c.Faults |= m.edits[k].Faults
		}
		list = append(list, c)
	}
	return list
}
