package schema

import (
	"slices"

	"github.com/repairjson/repairjson/repair"
)

// object aligns the members of the object v: their names, their values, what
// is missing and what is too much.
func (a *aligner) object(v int, w *view, depth int) *plan {
	p := &plan{}
	names := a.renamings(v, w)
	present := make(map[string]bool, len(names))
	kept := false // an earlier member stays
	before := 0   // where the member before ends
	i := 0
	for m := range a.children(v) {
		x := &a.vals[m]
		name := names[i].to
		sub := w.member(a, name)
		drop, cost := repair.ExtraField, costExtraField
		gone := sub != nil && sub.never && !a.form
		if !gone && !a.form && x.kind == kNull && !w.requires(name) && !a.fitsOrAny(m, sub) {
			gone, drop, cost = a.dflt(m, sub) == "", repair.NullField, costNullField
		}
		if gone {
			a.leaveOut(p, v, m, before, kept, drop)
			p.cost += cost
		} else {
			kept, present[name] = true, true
			if f := names[i].fault; f != 0 {
				p.edit(x.namePos, x.nameEnd, quote(name), f)
				p.cost += costKeyCase
				if f == repair.KeyNear {
					p.cost += costKeyNear - costKeyCase
				}
			}
			p.include(a.field(m, sub, depth))
		}
		before = x.end
		i++
	}
	if i == 0 {
		before = a.vals[v].end - 1
	}
	a.missing(v, before, kept, present, w, p)
	if p.bad > 0 && len(present) > 0 && w.describesObjects() && !a.familiar(w, present) {
		p.bad += badStranger
	}
	return p
}

// familiar reports whether one of the names is one that the schema has.
func (a *aligner) familiar(w *view, present map[string]bool) bool {
	return slices.ContainsFunc(a.spelling(w).names, func(name string) bool { return present[name] })
}

// leaveOut adds to the plan that the member or element m of v goes, with the
// comma before it, or the one after it if nothing before it stays. before is
// where what comes before m ends.
func (a *aligner) leaveOut(p *plan, v, m, before int, kept bool, f repair.Faults) {
	from, to := before, a.vals[m].end
	if !kept {
		from = a.begin(m)
		if next := a.vals[m].next; next < a.vals[v].next {
			to = a.begin(next)
		}
	}
	p.edit(from, to, "", f)
}

// begin returns where the element or member m begins, its name included.
func (a *aligner) begin(m int) int {
	if x := &a.vals[m]; x.nameEnd > 0 {
		return x.namePos
	}
	return a.vals[m].pos
}

// fitsOrAny reports whether the value fits the node, which may be nil.
func (a *aligner) fitsOrAny(v int, n *node) bool { return n == nil || a.fits(v, n) }

// field aligns the value of a member. A null that does not fit is the default.
func (a *aligner) field(m int, sub *node, depth int) *plan {
	p := a.align(m, sub, false, depth+1)
	if p.bad > 0 && !a.form && a.vals[m].kind == kNull {
		if text := a.dflt(m, sub); text != "" {
			q := &plan{cost: costDefaulted}
			q.edit(a.vals[m].pos, a.vals[m].end, text, repair.Defaulted)
			return q
		}
	}
	return p
}

// missing inserts the members that are required, not present, and have a
// default or only one value.
func (a *aligner) missing(v, at int, kept bool, present map[string]bool, w *view, p *plan) {
	for _, name := range w.required() {
		if present[name] {
			continue
		}
		text := ""
		sub := w.member(a, name)
		if sub != nil && !a.form {
			text = a.dflt(v, sub)
		}
		if text == "" {
			p.bad += badField
			continue
		}
		member := quote(name) + ":" + text
		if kept {
			member = "," + member
		}
		kept = true
		p.edit(at, at, member, repair.Defaulted)
		p.cost += costDefaulted
	}
}

// dflt returns the text of the default or of the only value of the node, if
// that fits the node itself; otherwise nothing.
func (a *aligner) dflt(v int, n *node) string {
	if n == nil {
		return ""
	}
	w := a.view(v, n)
	text := ""
	for _, atom := range w.atoms {
		if atom.dflt != nil {
			text = string(atom.dflt)
			break
		}
	}
	if text == "" && w.limited && len(w.enum) == 1 {
		text = w.enum[0].text()
	}
	if text == "" {
		return ""
	}
	x, ok := newIndex([]byte(text))
	if !ok || !newChecker(x, a.meter).fits(0, n) {
		return ""
	}
	return text
}
