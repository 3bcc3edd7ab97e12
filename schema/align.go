package schema

import (
	"slices"

	"github.com/repairjson/repairjson/repair"
)

// maxRounds bounds how often the aligned text is aligned again.
const maxRounds = 4

// Align returns edits on the text, valid JSON, that make it fit the schema,
// what they cost, and the mismatches that are left in the edited text. There
// are no edits if the text fits, but for the form of integers (see the
// package's laws). Edits are made as far as possible also if mismatches stay;
// these cost far more than any edit, so that of several texts the one of the
// least cost fits best.
func (s *Schema) Align(text []byte) (edits []repair.Edit, cost int, mismatches []Mismatch) {
	return s.alignText(text, false)
}

// Salvage is Align, but elements of lists that cannot be made to fit are left
// out, each an edit with the fault repair.Stray.
func (s *Schema) Salvage(text []byte) (edits []repair.Edit, cost int, mismatches []Mismatch) {
	return s.alignText(text, true)
}

func (s *Schema) alignText(text []byte, salvage bool) (edits []repair.Edit, cost int, mismatches []Mismatch) {
	first, ok := newIndex(text)
	if !ok {
		return nil, badValue * costMisfit, s.Check(text)
	}
	defer first.release()
	return s.align(first, s.newMeter(first), salvage)
}

func (s *Schema) align(first *index, m *meter, salvage bool) (edits []repair.Edit, cost int, mismatches []Mismatch) {
	x, misfit := first, 0
	defer func() {
		if len(mismatches) > 0 {
			cost += max(misfit, badField) * costMisfit
		}
	}()
	for range maxRounds {
		a := newAligner(x, m, 0, salvage)
		if a.fits(0, s.root) {
			if a.leaned {
				return edits, cost, s.check(x)
			}
			return edits, cost, s.validate(x)
		}
		a.form = newChecker(x, m).fits(0, s.root)
		p := a.align(0, s.root, false, 0)
		now := p.edits(x.text, nil)
		misfit = p.bad
		if p.bad > 0 && !a.accepts(0, s.root, 0) {
			misfit += badKind
		}
		if len(now) == 0 {
			return edits, cost, s.check(x)
		}
		edits = repair.Compose(edits, now)
		cost += p.cost
		next, ok := newIndex(repair.Apply(x.text, now))
		if !ok {
			break // nested too deeply now
		}
		x = next
	}
	// Rules that undo one another: nothing is better than either.
	return nil, cost, s.check(first)
}

// accepts reports whether the node has a place for values of the kind of v.
func (a *aligner) accepts(v int, n *node, depth int) bool {
	w := a.view(v, n)
	list, at := w.union()
	if at < 0 || depth > 16 {
		return w.types.has(a.vals[v].kind)
	}
	return slices.ContainsFunc(list, func(b *node) bool {
		return a.accepts(v, a.choose(v, n, w, at, b), depth+1)
	})
}

// A plan is a way to make a value fit: what stays wrong, what it costs, and
// the edits, in order, its own and those of the plans of values within.
type plan struct {
	bad, cost int
	parts     []part
}

type part struct {
	edit   repair.Edit
	kid    *plan
	asText bool // the edit's text is what it replaces, as a string
}

// fitting is the plan for what fits, hopeless one for what nothing helps, and
// otherTag one for what says that another branch of a union is meant.
var (
	fitting  = &plan{}
	hopeless = &plan{bad: badValue}
	otherTag = &plan{bad: badTag}
)

func (p *plan) less(q *plan) bool {
	return p.bad < q.bad || p.bad == q.bad && p.cost < q.cost
}

// edit adds an edit to the plan.
func (p *plan) edit(pos, end int, text string, f repair.Faults) {
	p.parts = append(p.parts, part{edit: repair.Edit{Pos: pos, End: end, New: text, Faults: f}})
}

// include adds the plan of a value within.
func (p *plan) include(kid *plan) {
	p.bad += kid.bad
	p.cost += kid.cost
	if len(kid.parts) > 0 {
		p.parts = append(p.parts, part{kid: kid})
	}
}

// edits appends the edits of the plan on text.
func (p *plan) edits(text []byte, list []repair.Edit) []repair.Edit {
	for i := range p.parts {
		q := &p.parts[i]
		if q.kid != nil {
			list = q.kid.edits(text, list)
			continue
		}
		e := q.edit
		if q.asText {
			e.New = quote(string(text[e.Pos:e.End]))
		}
		list = append(list, e)
	}
	return list
}

// An aligner makes plans for the values of a text. Plans for the same value
// and node are made once.
type aligner struct {
	*checker
	plans     map[task]*plan
	choices   map[choice]*node
	spellings map[*node]*spelling
	form      bool // the text fits: integers and names of Keys get their form, no more
	salvage   bool // elements that cannot fit go
	inside    int  // strings of JSON around the text
	trial     int  // bytes that may still be written as text to see whether they fit
}

// A task is a value to fit a node. A bare one takes the value as it is: nothing
// is wrapped around it or taken off, nor does it become its text.
type task struct {
	v    int
	n    *node
	bare bool
}

func newAligner(x *index, m *meter, inside int, salvage bool) *aligner {
	c := newChecker(x, m)
	c.strict = true
	return &aligner{checker: c, plans: map[task]*plan{}, choices: map[choice]*node{},
		spellings: map[*node]*spelling{}, inside: inside, salvage: salvage, trial: 4096 + 16*len(x.text)}
}

// align returns the best plan for the value v and the node n; nil for n means
// that anything fits.
func (a *aligner) align(v int, n *node, bare bool, depth int) *plan {
	if n == nil || a.fits(v, n) {
		return fitting
	}
	a.keep = true // the text does not fit: values will be judged again
	t := task{v, n, bare}
	if p, ok := a.plans[t]; ok {
		return p
	}
	if !a.meter.spend(planWork) || depth > checkDepth {
		return hopeless
	}
	a.plans[t] = hopeless // while at it: a way that leads back here is none
	p := a.make(v, n, bare, depth)
	a.plans[t] = p
	return p
}

func (a *aligner) make(v int, n *node, bare bool, depth int) *plan {
	w := a.view(v, n)
	if list, at := w.union(); at >= 0 {
		best := hopeless
		meant := a.meant(v, w.atoms[at])
		for _, branch := range list {
			p := a.align(v, a.choose(v, n, w, at, branch), bare, depth+1)
			if meant != nil && meant != branch.target() {
				p = &plan{p.bad, p.cost + costOtherBranch, p.parts}
			}
			if best == hopeless || p != hopeless && p.less(best) {
				best = p
			}
		}
		return best
	}
	var best *plan // one that leaves much wrong is better than none
	if w.limited && len(w.enum) == 1 && a.vals[v].kind < kArray {
		best = otherTag
	}
	try := func(p *plan) {
		if p != nil && (best == nil || p.less(best)) {
			best = p
		}
	}
	k := a.vals[v].kind
	switch {
	case a.form && k < kArray:
		try(a.integerForm(v, n, w))
	case w.limited && !a.form:
		if try(a.enum(v, n, w)); k < kArray {
			try(a.scalar(v, n, w))
		}
	case k == kObject && w.types.has(k):
		try(a.object(v, w, depth))
	case k == kArray && w.types.has(k):
		try(a.array(v, w, depth))
	case k < kArray:
		try(a.scalar(v, n, w))
	}
	switch {
	case best != nil && (a.form || n.keys != nil || best.bad == 0 && best.cost <= costNumber):
		return best
	case a.form || n.keys != nil:
		return hopeless
	}
	if k == kString {
		try(a.parsed(v, n, w))
	}
	if !bare {
		try(a.wrapped(v, w, depth))
		try(a.unwrapped(v, n, w, depth))
		try(a.implied(v, n, w, depth))
	}
	if k == kArray && w.types&tObject != 0 {
		try(a.tuple(v, w, depth))
		try(a.pairs(v, w, depth))
	}
	if !bare && k >= kArray && !w.types.has(k) && w.types&tString != 0 && !w.limited {
		try(a.asText(v, n, w))
	}
	if best == nil {
		return hopeless
	}
	return best
}

// asText makes a list or an object its text. Where any text will do it is not
// written before it is needed: of lists within lists, each could be it.
func (a *aligner) asText(v int, n *node, w *view) *plan {
	if !w.takesText() {
		if a.trial -= a.vals[v].end - a.vals[v].pos; a.trial < 0 {
			return nil
		}
		return a.replaced(v, n, quote(string(a.raw(v))), costAsText, repair.Stringified)
	}
	e := repair.Edit{Pos: a.vals[v].pos, End: a.vals[v].end, Faults: repair.Stringified}
	return &plan{cost: costAsText, parts: []part{{edit: e, asText: true}}}
}

// replaced returns the plan that puts text for the value v, if it fits.
func (a *aligner) replaced(v int, n *node, text string, cost int, f repair.Faults) *plan {
	x, ok := newIndex([]byte(text))
	if !ok || !a.meter.spend(len(text)) {
		return nil
	}
	c := newChecker(x, a.meter)
	c.strict = true
	if !c.fits(0, n) {
		return nil
	}
	p := &plan{cost: cost}
	p.edit(a.vals[v].pos, a.vals[v].end, text, f)
	return p
}
