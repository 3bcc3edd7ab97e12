package schema

import (
	"strings"

	"github.com/repairjson/repairjson/repair"
)

// array aligns the elements of the array v. To salvage the list, what cannot
// fit goes, but not where the place in the list says what an element is.
func (a *aligner) array(v int, w *view, depth int) *plan {
	p := &plan{}
	i, before, places := 0, a.vals[v].pos, w.places()
	for e := range a.children(v) {
		by := a.align(e, w.element(a, i), false, depth+1)
		if a.salvage && !a.form && by.bad > 0 && i >= places {
			a.leaveOut(p, v, e, before, i > 0, repair.Stray)
			p.cost += costDropped
		} else {
			p.include(by)
			i++
		}
		before = a.vals[e].end
	}
	for _, n := range w.atoms {
		if i < n.minItems || n.maxItems >= 0 && i > n.maxItems {
			p.bad += badField
		}
	}
	return p
}

// around returns the plan to put text before and after the value, aligned by
// inner.
func (a *aligner) around(v int, open string, inner *plan, closer string, cost int) *plan {
	p := &plan{cost: cost}
	p.edit(a.vals[v].pos, a.vals[v].pos, open, repair.Wrapped)
	p.include(inner)
	p.edit(a.vals[v].end, a.vals[v].end, closer, repair.Wrapped)
	return p
}

// only returns the plan to take off what is around the value inner of v.
func (a *aligner) only(v, inner int, by *plan, cost int) *plan {
	x, y := &a.vals[v], &a.vals[inner]
	p := &plan{cost: cost}
	p.edit(x.pos, y.pos, "", repair.Unwrapped)
	p.include(by)
	p.edit(y.end, x.end, "", repair.Unwrapped)
	return p
}

// wrapped makes one value a list of one.
func (a *aligner) wrapped(v int, w *view, depth int) *plan {
	if w.types&tArray == 0 || w.types.has(a.vals[v].kind) || w.limited || a.vals[v].kind == kNull {
		return nil
	}
	for _, n := range w.atoms {
		if n.minItems > 1 || n.maxItems == 0 {
			return nil
		}
	}
	inner := a.align(v, w.element(a, 0), true, depth+1)
	if inner.bad >= badValue || a.salvage && inner.bad > 0 {
		return nil
	}
	return a.around(v, "[", inner, "]", costWrapped+a.looksJSON(v))
}

// unwrapped takes a value out of a list of one, or out of an object whose one
// name the schema does not know.
func (a *aligner) unwrapped(v int, n *node, w *view, depth int) *plan {
	x := &a.vals[v]
	if x.n != 1 || x.kind < kArray {
		return nil
	}
	inner := v + 1
	cost := costUnwrapped
	if x.kind == kObject {
		if w.declares(a.name(inner)) {
			return nil
		}
		if !w.types.has(kObject) && w.types&tString != 0 {
			return nil // its text says more
		}
		if w.types == tAny && w.describesObjects() && a.vals[inner].kind != kObject {
			return nil // it would fit for no keyword is about it
		}
	} else if w.types.has(kArray) && !w.limited {
		return nil
	}
	by := a.align(inner, n, true, depth+1)
	if by.bad > 0 {
		return nil
	}
	return a.only(v, inner, by, cost)
}

// implied puts a value into an object where the schema leaves one place for
// it: the only property, or the only one that is required.
func (a *aligner) implied(v int, n *node, w *view, depth int) *plan {
	if w.types&tObject == 0 || w.limited || a.vals[v].kind == kNull {
		return nil
	}
	names := a.spelling(w).names
	if need := w.required(); len(need) == 1 {
		names = need
	}
	if len(names) != 1 || a.vals[v].kind == kObject && a.vals[v].n == 0 {
		return nil
	}
	if a.vals[v].kind == kObject {
		for m := range a.children(v) {
			if w.declares(a.name(m)) {
				return nil // it is that object already
			}
		}
	}
	sub := w.member(a, names[0])
	if sub == nil || len(a.view(v, sub).atoms) == 1 && sub.empty() && sub.ref == nil && sub.allOf == nil {
		return nil // it would take anything
	}
	inner := a.align(v, sub, true, depth+1)
	if inner.bad > 0 {
		return nil
	}
	return a.around(v, "{"+quote(names[0])+":", inner, "}", costImplied+a.looksJSON(v))
}

// tuple makes a list the values of an object, in the order of its properties,
// if there are as many.
func (a *aligner) tuple(v int, w *view, depth int) *plan {
	names := a.spelling(w).names
	x := &a.vals[v]
	if x.n < 2 || x.n != len(names) || w.limited {
		return nil
	}
	p := &plan{cost: costRearranged}
	i, from, open := 0, x.pos, "{"
	for e := range a.children(v) {
		inner := a.align(e, w.member(a, names[i]), true, depth+1)
		if inner.bad > 0 {
			return nil
		}
		p.edit(from, a.vals[e].pos, open+quote(names[i])+":", repair.Rearranged)
		p.include(inner)
		from, open = a.vals[e].end, ","
		i++
	}
	p.edit(from, x.end, "}", repair.Rearranged)
	return p
}

// pairs makes a list of pairs, or of objects of one member each, the members
// of one object. If the object has names, they must be of those.
func (a *aligner) pairs(v int, w *view, depth int) *plan {
	x := &a.vals[v]
	if x.n == 0 || w.limited {
		return nil
	}
	p := &plan{cost: costRearranged}
	names := a.spelling(w)
	seen := map[string]bool{}
	from, open := x.pos, "{"
	for e := range a.children(v) {
		key, val := a.pair(e)
		if val < 0 {
			return nil
		}
		name := unquote(key)
		if _, i, _ := names.index.Lookup(name); i >= 0 {
			name = names.names[i]
		} else if len(names.names) > 0 {
			return nil
		}
		sub := w.member(a, name)
		if seen[name] || sub != nil && sub.never {
			return nil
		}
		seen[name] = true
		inner := a.align(val, sub, false, depth+1)
		if inner.bad > 0 {
			return nil
		}
		p.edit(from, a.vals[val].pos, open+quote(name)+":", repair.Rearranged)
		p.include(inner)
		from, open = a.vals[val].end, ","
	}
	p.edit(from, x.end, "}", repair.Rearranged)
	for _, name := range w.required() {
		if !seen[name] && a.dflt(v, w.member(a, name)) == "" {
			return nil
		}
	}
	return p
}

// pair returns the text of the name and the value of [name, value], {"key":
// name, "value": value} or {name: value}; otherwise -1.
func (a *aligner) pair(v int) (name []byte, val int) {
	x := &a.vals[v]
	if x.kind == kObject && x.n == 1 {
		m := &a.vals[v+1]
		return a.text[m.namePos:m.nameEnd], v + 1
	}
	if x.kind < kArray || x.n != 2 {
		return nil, -1
	}
	key := v + 1
	val = a.vals[key].next
	if x.kind == kObject {
		first := a.name(key)
		if first != "key" && first != "name" || a.name(val) != "value" {
			return nil, -1
		}
	}
	if a.vals[key].kind != kString {
		return nil, -1
	}
	return a.raw(key), val
}

// maxInside is how often JSON may be within strings of JSON.
const maxInside = 4

// parsed takes the JSON that a string holds.
func (a *aligner) parsed(v int, n *node, w *view) *plan {
	if w.types&(tArray|tObject) == 0 && !w.limited || a.inside == maxInside {
		return nil
	}
	if !a.meter.spend(a.vals[v].end - a.vals[v].pos) {
		return nil
	}
	faults := repair.Stringified
	x, ok := newIndex([]byte(a.str(v)))
	if !ok {
		x, faults = mended(a.str(v))
	}
	if x == nil || x.vals[0].kind < kArray {
		return nil
	}
	b := newAligner(x, a.meter, a.inside+1, a.salvage)
	by := b.align(0, n, false, 0)
	if by.bad > 0 {
		return nil
	}
	edits := by.edits(x.text, nil)
	for _, e := range edits {
		faults |= e.Faults
	}
	p := &plan{cost: by.cost + costParsed}
	if faults&^repair.Stringified != 0 {
		p.cost += costRepaired
	}
	text := x.text[x.vals[0].pos:x.vals[0].end]
	if len(edits) > 0 {
		text = repair.Apply(x.text, edits)
	}
	p.edit(a.vals[v].pos, a.vals[v].end, string(text), faults)
	return p
}

// mended reads a string that begins and ends as JSON does, but is not quite:
// "['a', 'b']" or "{a: 1}". Nothing that the string says may be lost.
func mended(s string) (*index, repair.Faults) {
	s = strings.TrimSpace(s)
	if !bracketed(s) {
		return nil, 0
	}
	edits, err := repair.Options{Reject: repair.Loss}.Edits([]byte(s))
	if err != nil {
		return nil, 0
	}
	faults := repair.Stringified
	for _, e := range edits {
		faults |= e.Faults
	}
	x, ok := newIndex(repair.Apply([]byte(s), edits))
	if !ok {
		return nil, 0
	}
	return x, faults
}

// bracketed reports whether s begins and ends as a list or an object does.
func bracketed(s string) bool {
	return s != "" && (s[0] == '[' || s[0] == '{') && (s[len(s)-1] == ']' || s[len(s)-1] == '}')
}

// looksJSON returns what it costs besides to wrap v, if that is a string that
// looks like JSON and so is to be read rather than wrapped.
func (a *aligner) looksJSON(v int) int {
	if a.vals[v].kind == kString && bracketed(strings.TrimSpace(a.str(v))) {
		return costUnread
	}
	return 0
}
