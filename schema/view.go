package schema

import "slices"

// A view is all that several nodes together say about one value: the node
// itself, what it refers to, all of allOf, and the branch of a condition.
type view struct {
	atoms   []*node
	types   typeSet
	enum    []literal
	limited bool // by enum
	byValue bool // conditions were decided by the value
}

// view collects the nodes about the value v.
func (a *aligner) view(v int, n *node) *view {
	w := &view{types: tAny}
	w.add(a, v, n)
	return w
}

func (w *view) add(a *aligner, v int, n *node) {
	if slices.Contains(w.atoms, n) || len(w.atoms) > 1000 {
		return
	}
	w.atoms = append(w.atoms, n)
	if n.types != 0 {
		w.types &= n.types
	}
	if n.enum != nil {
		if w.limited {
			w.enum = slices.DeleteFunc(slices.Clone(w.enum), func(l literal) bool {
				return !slices.ContainsFunc(n.enum, func(m literal) bool { return a.forms.of(m.index, m.v) == a.forms.of(l.index, l.v) })
			})
		} else {
			w.enum, w.limited = n.enum, true
		}
	}
	if n.ref != nil {
		w.add(a, v, n.ref)
	}
	for _, sub := range n.allOf {
		w.add(a, v, sub)
	}
	if n.cond != nil {
		w.byValue = true
		branch := n.els
		if a.meets(v, n.cond, 0) {
			branch = n.then
		}
		if branch != nil {
			w.add(a, v, branch)
		}
	}
}

// union returns the first union of the view, and the index of its atom, or -1.
func (w *view) union() (list []*node, at int) {
	for i, n := range w.atoms {
		if n.anyOf != nil {
			return n.anyOf, i
		}
		if n.oneOf != nil {
			return n.oneOf, i
		}
	}
	return nil, -1
}

// A choice is a branch taken at a union of a node.
type choice struct {
	v        int // -1 unless the value decides about conditions
	n, taken *node
}

// choose returns a node that says what the view w of n says with its union at
// the atom at replaced by the branch taken. The same choice gives the same
// node, so that what was found out about it is found again.
func (a *aligner) choose(v int, n *node, w *view, at int, taken *node) *node {
	key := choice{-1, n, taken}
	if w.byValue {
		key.v = v
	}
	if c, ok := a.choices[key]; ok {
		return c
	}
	c := newNode()
	for i, atom := range w.atoms {
		own := *atom
		own.ref, own.allOf, own.cond, own.then, own.els = nil, nil, nil, nil, nil
		if i == at {
			if own.anyOf != nil {
				own.anyOf = nil
			} else {
				own.oneOf = nil
			}
		}
		if !own.empty() {
			c.allOf = append(c.allOf, &own)
		}
	}
	c.allOf = append(c.allOf, taken)
	if len(c.allOf) == 1 {
		c = taken
	}
	a.choices[key] = c
	return c
}

// empty reports whether the node, which refers to no others, accepts all.
func (n *node) empty() bool {
	return !n.never && n.types == 0 && n.enum == nil && n.anyOf == nil && n.oneOf == nil && n.not == nil &&
		n.props == nil && n.required == nil && n.patterns == nil && n.addl == nil && n.propNames == nil &&
		n.minProps == 0 && n.maxProps < 0 && n.needs == nil && n.needsNode == nil && n.prefix == nil &&
		n.items == nil && n.contains == nil && n.minItems == 0 && n.maxItems < 0 && !n.unique &&
		n.low == nil && n.high == nil && n.above == nil && n.below == nil && n.step == nil &&
		n.minLen == 0 && n.maxLen < 0 && n.pattern == nil
}

// join returns a node that says what all of the list say; nil for none.
func (a *aligner) join(list []*node) *node {
	if len(list) == 0 {
		return nil
	}
	n := list[0]
	for _, m := range list[1:] {
		if m == n {
			continue
		}
		key := choice{-2, n, m}
		both, ok := a.choices[key]
		if !ok {
			both = newNode()
			both.allOf = []*node{n, m}
			a.choices[key] = both
		}
		n = both
	}
	return n
}

// member returns the node for the member called name; nil if it may be anything.
func (w *view) member(a *aligner, name string) *node {
	var list []*node
	for _, n := range w.atoms {
		n.each(name, func(sub *node) {
			if sub.never {
				list = []*node{never}
			} else if len(list) == 0 || !list[0].never {
				list = append(list, sub)
			}
		})
	}
	return a.join(list)
}

// element returns the node for the element i; nil if it may be anything.
func (w *view) element(a *aligner, i int) *node {
	var list []*node
	for _, n := range w.atoms {
		if sub := n.element(i); sub != nil {
			list = append(list, sub)
		}
	}
	return a.join(list)
}

// places returns how many elements have a node of their own.
func (w *view) places() int {
	k := 0
	for _, n := range w.atoms {
		k = max(k, len(n.prefix))
	}
	return k
}

// declares reports whether there is a property of the name.
func (w *view) declares(name string) bool {
	return slices.ContainsFunc(w.atoms, func(n *node) bool { _, ok := n.propAt[name]; return ok })
}

// describesObjects reports whether some keyword is about members.
func (w *view) describesObjects() bool {
	return slices.ContainsFunc(w.atoms, func(n *node) bool { return n.props != nil || n.required != nil })
}

// takesText reports whether every string fits, but for very short ones.
func (w *view) takesText() bool {
	return !w.limited && !w.byValue && !slices.ContainsFunc(w.atoms, func(n *node) bool {
		return n.minLen > 2 || n.maxLen >= 0 || n.pattern != nil || n.not != nil || n.never || n.anyOf != nil || n.oneOf != nil
	})
}

// closed reports whether a member of the name is forbidden.
func (w *view) closed(a *aligner, name string) bool {
	n := w.member(a, name)
	return n != nil && n.never
}

func (w *view) requires(name string) bool {
	return slices.ContainsFunc(w.atoms, func(n *node) bool { return slices.Contains(n.required, name) })
}

func (w *view) required() []string {
	var list []string
	for _, n := range w.atoms {
		for _, name := range n.required {
			if !slices.Contains(list, name) {
				list = append(list, name)
			}
		}
	}
	return list
}
