package repair

import "slices"

// A Reading is one way to take a text: as one of the answers in it, or as all
// of the best form together.
type Reading struct {
	Form  Form
	Left  int    // how many answers that Repair would return it leaves out
	Edits []Edit // they make of the source the answer, or an array of the answers
}

// Readings returns the ways to take a text, at most limit, the likeliest
// first: for a caller who can tell which of them is what was asked for. With
// Pick All the first is what Repair makes of the text, all answers of the best
// form; then comes each answer alone, the better form and the longer first.
// What is not in the answer is named in the edits: another answer is
// OtherAnswer. With Best there are only single answers, and with First or Last
// the one that Repair gives. Several numbers, words or strings by themselves
// are no single answers.
//
// The error is that of Repair; Reject and OnEdit are for what is chosen, and
// not used.
func (o Options) Readings(src []byte, limit int) ([]Reading, error) {
	o.Reject, o.OnEdit = 0, nil
	var at reach
	end, ok, _ := checkFirst(src, o.depth(), &at)
	if ok {
		return []Reading{{Form: FormMarked}}, nil
	}
	m := machines.Get().(*machine)
	defer m.release()
	m.init(&o)
	m.root.names = o.Names
	m.checked(src, end, &at)
	edits, err := m.complete(&o)
	if err != nil {
		return nil, err
	}
	answers := slices.Clone(m.root.answers)
	whole := Reading{Form: FormMarked, Edits: slices.Clone(edits)}
	kept := 0
	for i := range answers {
		if answers[i].kind != 0 {
			kept++
			whole.Form = answers[i].form
		}
	}
	if len(answers) < 2 || m.mode == atCoded || o.Pick == First || o.Pick == Last || whole.Form == FormScalar {
		return []Reading{whole}, nil
	}
	var list []Reading
	if kept > 1 {
		list = append(list, whole)
	}
	for _, i := range likeliest(answers, limit-len(list)) {
		left := kept
		if answers[i].kind != 0 {
			left--
		}
		copy(m.root.answers, answers)
		m.root.answers[i].kind = '{'
		m.keepOnly(i)
		m.all = m.all[:0]
		edits, err := m.assembled(1)
		if err != nil {
			return nil, err
		}
		list = append(list, Reading{answers[i].form, left, slices.Clone(edits)})
	}
	return list, nil
}

// likeliest returns the indexes of at most limit answers, the better form and
// the longer first. Scalars are left out.
func likeliest(answers []answer, limit int) []int {
	list := make([]int, 0, limit+1)
	for i := range answers {
		a := &answers[i]
		if a.form == FormScalar {
			continue
		}
		at := len(list)
		for at > 0 {
			b := &answers[list[at-1]]
			if b.form > a.form || b.form == a.form && b.end-b.pos >= a.end-a.pos {
				break
			}
			at--
		}
		if at < limit {
			list = slices.Insert(list, at, i)
			list = list[:min(len(list), limit)]
		}
	}
	return list
}

// AfterDraft returns the offset after the last draft (<think>…</think>) in a
// text, 0 without any.
func AfterDraft(src []byte) int {
	for i := len(src) - 1; i >= 0; i-- {
		if src[i] != '>' && src[i] != ']' {
			continue
		}
		from := i
		for from > 0 && i-from < 16 && src[from] != '/' {
			from--
		}
		if from < 2 || src[from] != '/' {
			continue
		}
		name := src[from+1 : i]
		if src[i] == '>' && src[from-1] == '<' && draftEnd(name) != "" || src[from-1] == '[' && string(name) == "THINK" {
			return i + 1
		}
	}
	return 0
}
