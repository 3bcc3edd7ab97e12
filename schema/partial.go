package schema

import (
	"bytes"
	"slices"

	"github.com/repairjson/repairjson/casefix"
	"github.com/repairjson/repairjson/repair"
)

// What can be shown of a text before it is complete.
//
// Alignment looks at the whole of a value. So a stream shows complete values
// only, each made to fit by itself, and of the objects and arrays around them
// those of which it is known what they are for. Shown is, up to the first that
// is not certain:
//
//   - a member whose name is one of the schema, or like none of them: any
//     other may get another name, or none, once all names are known;
//   - an element, and the value of a member, that can be made to fit; where
//     lists are salvaged, an element only when it is complete;
//   - an object after its first such name: before, it may be what the one
//     unknown name of an object is around, or what a single field is for;
//   - of a union, nothing before the value is complete, unless only one branch
//     is for an object or an array as it is there: the others are null, or the
//     same in a list.
//
// What is filled in, a default, comes when the object is complete.

// Partial returns what can be shown of a text of which only a prefix is there:
// valid JSON that the aligned text agrees with. Of it, the first settled bytes
// are how the aligned text begins; after them come closing brackets. ok is
// false if nothing can be shown. The prefix is that of valid JSON: numbers and
// literals at its end are complete. With salvage it is for Salvage, otherwise
// for Align.
//
// The cost is that of aligning the prefix.
func (s *Schema) Partial(prefix []byte, salvage bool) (text []byte, settled int, ok bool) {
	whole, open := closePrefix(prefix)
	x, valid := newIndex(whole)
	if !valid {
		return nil, 0, false
	}
	defer x.release()
	if open == 0 {
		edits, _, mismatches := s.alignText(whole, salvage)
		if out := repair.Apply(whole, edits); len(mismatches) == 0 {
			c := bytes.TrimLeft(out, " \t\r\n")[0]
			return out, len(out), c == '{' || c == '['
		}
		open = 1
	}
	p := partial{aligner: newAligner(x, s.newMeter(x), 0, salvage), size: s.size}
	if !p.open(0, s.root, open) {
		return nil, 0, false
	}
	out := repair.Apply(whole[:p.end], p.edits)
	settled = len(out)
	for i := len(p.closers) - 1; i >= 0; i-- {
		out = append(out, p.closers[i])
	}
	return out, settled, true
}

// closePrefix returns a prefix of JSON up to the last complete value or opening
// bracket, with closers for the containers that are open there, and how many.
func closePrefix(prefix []byte) (text []byte, open int) {
	var stack, at []byte // closers of what is open: at the position, at the cut
	cut, name := 0, false
	for i := 0; i < len(prefix); {
		switch c := prefix[i]; c {
		case ' ', '\t', '\r', '\n', ':':
			i++
			continue
		case ',':
			i++
			name = len(stack) > 0 && stack[len(stack)-1] == '}'
			continue
		case '{', '[':
			i++
			stack = append(stack, c+2)
			name = c == '{'
		case '}', ']':
			i++
			stack = stack[:max(0, len(stack)-1)]
			name = false
		case '"':
			n := stringLen(prefix[i:])
			if n < 0 {
				i = len(prefix)
				continue
			}
			i += n
			if name {
				name = false
				continue
			}
		default:
			i = atomEnd(prefix, i)
		}
		cut = i
		at = append(at[:0], stack...)
	}
	text = append(make([]byte, 0, cut+len(at)), prefix[:cut]...)
	for i := len(at) - 1; i >= 0; i-- {
		text = append(text, at[i])
	}
	return text, len(at)
}

// stringLen returns the length of the string that b begins with, or -1 if its
// end is not there.
func stringLen(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// A partial collects what can be shown of a text.
type partial struct {
	*aligner
	size    int // of the schema
	edits   []repair.Edit
	end     int    // of what is shown, in the text
	closers []byte // of the containers that are open there
}

// open shows the container v, which is not complete, as far as it is certain,
// and of the last value in it the same, for as many levels as are open.
func (p *partial) open(v int, n *node, levels int) bool {
	w, late := p.decided(v, n, 0)
	if w == nil {
		return false
	}
	before := *p
	p.end = p.vals[v].pos + 1
	shown := 0
	if p.vals[v].kind == kObject {
		p.closers = append(p.closers, '}')
		shown = p.members(v, w, levels)
	} else {
		p.closers = append(p.closers, ']')
		shown = p.elements(v, w, levels)
	}
	if shown == 0 && late {
		*p = before
		return false
	}
	return true
}

// decided returns what the schema says about the container v, whatever else
// may come in it, or nil. It is late if the container is to be shown only
// with something in it.
func (p *partial) decided(v int, n *node, depth int) (w *view, late bool) {
	if n == nil {
		n = newNode()
	}
	k := p.vals[v].kind
	w = p.view(v, n)
	if w.byValue || w.limited || depth > 8 {
		return nil, false
	}
	list, at := w.union()
	if at < 0 {
		if !w.types.has(k) || k == kArray && w.types&tObject != 0 && !w.free() && n.keys == nil {
			return nil, false // a list may become the members of an object
		}
		return w, k == kObject && !w.free()
	}
	var taken *node
	for _, b := range list {
		if own := p.view(v, b); own.types.has(k) {
			if taken != nil {
				return nil, false
			}
			taken = b
		}
	}
	if taken == nil {
		return nil, false
	}
	for _, b := range list {
		if b != taken && !p.harmless(v, b, taken) {
			return nil, false
		}
	}
	w, _ = p.decided(v, p.choose(v, n, w, at, taken), depth+1)
	return w, true
}

// harmless reports whether the container v, for which the branch taken is,
// never becomes a value for the branch b: null, or a list of the same.
func (p *partial) harmless(v int, b, taken *node) bool {
	w := p.view(v, b)
	if w.types == tNull {
		return true
	}
	list, kin := b.deref(), taken.deref()
	if p.vals[v].kind == kArray {
		list, kin = kin, list
	}
	return list.types == tArray && list.items != nil && list.items.deref() == kin
}

// free reports whether all values of its types fit.
func (w *view) free() bool {
	for _, n := range w.atoms {
		own := *n
		own.ref, own.allOf, own.types = nil, nil, 0
		if !own.empty() {
			return false
		}
	}
	return true
}

// members shows the members of the object v, up to the first that is not
// certain, and returns how many it shows.
func (p *partial) members(v int, w *view, levels int) (shown int) {
	names := p.spelling(w)
	sure := len(names.names) == 0 && (p.vals[v].n > 1 || w.free())
	for m := range p.children(v) {
		sure = sure || w.declares(p.name(m))
	}
	if !sure {
		return 0
	}
	before := p.vals[v].pos + 1
	var drops []repair.Edit
	for m := range p.children(v) {
		name := p.name(m)
		if !w.declares(name) && names.like(name) {
			return shown
		}
		sub := w.member(p.aligner, name)
		null := p.vals[m].kind == kNull && !w.requires(name) && !p.fitsOrAny(m, sub)
		if sub != nil && sub.never || null && p.dflt(m, sub) == "" {
			drops = p.drop(drops, v, m, before, shown > 0)
		} else {
			if null || !p.value(v, m, sub, levels, drops) {
				return shown
			}
			shown++
			drops = nil
		}
		before = p.vals[m].end
	}
	return shown
}

// elements does for an array what members does for an object.
func (p *partial) elements(v int, w *view, levels int) (shown int) {
	before := p.vals[v].pos + 1
	var drops []repair.Edit
	for e := range p.children(v) {
		if p.salvage && levels > 1 && p.vals[e].next == p.vals[v].next {
			return shown // it may go
		}
		if !p.value(v, e, w.element(p.aligner, shown), levels, drops) {
			if !p.salvage || shown < w.places() {
				return shown
			}
			drops = p.drop(drops, v, e, before, shown > 0)
		} else {
			shown++
			drops = nil
		}
		before = p.vals[e].end
	}
	return shown
}

// drop adds an edit that leaves out the member or element m of v. It counts
// once something after it is shown.
func (p *partial) drop(drops []repair.Edit, v, m, before int, kept bool) []repair.Edit {
	var out plan
	p.leaveOut(&out, v, m, before, kept, repair.Stray)
	return append(drops, out.parts[0].edit)
}

// value shows the value m within v, made to fit, after the edits drops. The
// last one is open if levels are left.
func (p *partial) value(v, m int, n *node, levels int, drops []repair.Edit) bool {
	before := len(p.edits)
	p.edits = append(p.edits, drops...)
	if levels > 1 && p.vals[m].next == p.vals[v].next {
		if p.open(m, n, levels-1) {
			return true
		}
		p.edits = p.edits[:before]
		return false
	}
	x := &p.vals[m]
	if n != nil {
		edits, ok := (&Schema{root: n, size: p.size}).alone(p.text[x.pos:x.end], p.salvage)
		if !ok {
			p.edits = p.edits[:before]
			return false
		}
		for _, e := range edits {
			e.Pos += x.pos
			e.End += x.pos
			p.edits = append(p.edits, e)
		}
	}
	p.end = x.end
	return true
}

// like reports whether a name may become another: one that is known.
func (s *spelling) like(name string) bool {
	if _, _, how := s.index.Near(name); how != casefix.None {
		return true
	}
	if s.aliases == nil {
		return false
	}
	_, _, how := s.aliases.Near(name)
	return how != casefix.None
}

// alone returns the edits that make a value fit the schema; ok is false if it
// cannot be made to, or if that depends on the rest of the text: names within
// are left alone where all of a text fits but for the form of integers.
func (s *Schema) alone(text []byte, salvage bool) (edits []repair.Edit, ok bool) {
	edits, _, mismatches := s.alignText(text, salvage)
	if len(mismatches) > 0 {
		return nil, false
	}
	if len(edits) == 0 {
		return nil, true
	}
	x, _ := newIndex(text)
	m := s.newMeter(x)
	if x.vals[0].kind < kArray || !newChecker(x, m).fits(0, s.root) {
		return edits, true
	}
	freely := newAligner(x, m, 0, salvage).align(0, s.root, false, 0).edits(text, nil)
	return edits, slices.Equal(edits, freely)
}
