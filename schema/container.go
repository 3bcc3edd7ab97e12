package schema

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
)

// array judges the elements of v and how many there are.
func (c *checker) array(v int, n *node, p *place, depth int) bool {
	size := c.vals[v].n
	ok := c.sized(v, p, n.minItems, n.maxItems, "a list of at %s %d")
	if n.unique && size > 1 {
		seen := make(map[int]bool, size)
		for e := range c.children(v) {
			seen[c.forms.of(c.index, e)] = true
		}
		if len(seen) < size {
			ok = false
			c.miss(v, p, "a list without repetitions")
		}
	}
	if n.items != nil || n.prefix != nil {
		i := 0
		for e := v + 1; e < c.vals[v].next; e = c.vals[e].next {
			if sub := n.element(i); sub != nil && !c.check(e, sub, p.element(i), depth+1) {
				if ok = false; p == nil {
					return false
				}
			}
			i++
		}
	}
	if n.contains != nil {
		found := 0
		for e := range c.children(v) {
			if c.check(e, n.contains, nil, depth+1) {
				found++
			}
		}
		if found < n.minContains || n.maxContains >= 0 && found > n.maxContains {
			ok = false
			c.miss(v, p, "a list that contains "+describe(n.contains))
		}
	}
	return ok
}

// sized judges how many values are in v. The format says what is wanted.
func (c *checker) sized(v int, p *place, low, high int, format string) bool {
	switch n := c.vals[v].n; {
	case n < low:
		c.miss(v, p, fmt.Sprintf(format, "least", low))
	case high >= 0 && n > high:
		c.miss(v, p, fmt.Sprintf(format, "most", high))
	default:
		return true
	}
	return false
}

// element returns the node for the element i; nil if it may be anything.
func (n *node) element(i int) *node {
	if i < len(n.prefix) {
		return n.prefix[i]
	}
	return n.items
}

// object judges the members of v, every one of duplicate names.
func (c *checker) object(v int, n *node, p *place, depth int) bool {
	ok := c.sized(v, p, n.minProps, n.maxProps, "an object of at %s %d members")
	if n.props == nil && n.addl == nil && n.patterns == nil && n.required == nil && n.propNames == nil &&
		n.needs == nil && n.needsNode == nil {
		return ok
	}
	base := len(c.seen)
	defer func() { c.seen = c.seen[:base] }()
	for m := v + 1; m < c.vals[v].next; m = c.vals[m].next {
		name, i := c.known(m, n)
		c.seen = append(c.seen, name)
		if i >= 0 && n.patterns == nil {
			ok = c.member(m, n.props[i].node, p, name, depth) && ok
		} else {
			n.each(name, func(sub *node) { ok = c.member(m, sub, p, name, depth) && ok })
		}
		if n.propNames != nil && !c.named(name, n.propNames, depth) {
			ok = false
			c.miss(m, p.member(name), "a name that is "+describe(n.propNames))
		}
		if !ok && p == nil {
			return false
		}
	}
	names := c.seen[base:]
	if c.strict && n.keys != nil && respelt(n, names) {
		c.leaned = true
		return false
	}
	return c.required(v, n, names, p, depth) && ok
}

// member judges the member m called name, of an object at p.
func (c *checker) member(m int, sub *node, p *place, name string, depth int) bool {
	if sub.never {
		c.miss(m, p.member(name), "no such field")
		return false
	}
	return c.check(m, sub, p.member(name), depth+1)
}

// known returns the name of the member m, and which property of the node it
// is, without an allocation for that; or -1.
func (c *checker) known(m int, n *node) (name string, i int) {
	raw := c.text[c.vals[m].namePos+1 : c.vals[m].nameEnd-1]
	if bytes.IndexByte(raw, '\\') < 0 {
		if i, ok := n.propAt[string(raw)]; ok {
			return n.props[i].name, i
		}
	}
	name = c.name(m)
	if i, ok := n.propAt[name]; ok {
		return name, i
	}
	return name, -1
}

// fewNames is up to how many names a list is searched, rather than a map.
const fewNames = 16

// required judges what must be there, always or beside other members.
func (c *checker) required(v int, n *node, names []string, p *place, depth int) bool {
	ok := true
	has := func(name string) bool { return slices.Contains(names, name) }
	if len(names) > fewNames {
		set := make(map[string]bool, len(names))
		for _, name := range names {
			set[name] = true
		}
		has = func(name string) bool { return set[name] }
	}
	need := func(list []string) {
		for _, name := range list {
			if !has(name) {
				ok = false
				if p != nil && len(c.out) < maxMismatches {
					c.out = append(c.out, Mismatch{p.pointer(), "the field " + strconv.Quote(name), "nothing"})
				}
			}
		}
	}
	need(n.required)
	for name, list := range n.needs {
		if has(name) {
			need(list)
		}
	}
	for name, sub := range n.needsNode {
		if has(name) {
			ok = c.check(v, sub, p, depth+1) && ok
		}
	}
	return ok
}

// each calls f for the nodes that are about a member.
func (n *node) each(name string, f func(*node)) {
	known := false
	if i, ok := n.propAt[name]; ok {
		known = true
		f(n.props[i].node)
	}
	for i := range n.patterns {
		if n.patterns[i].re.MatchString(name) {
			known = true
			f(n.patterns[i].node)
		}
	}
	if !known && n.addl != nil {
		f(n.addl)
	}
}

// named judges a name.
func (c *checker) named(name string, n *node, depth int) bool {
	x, ok := newIndex([]byte(quote(name)))
	return ok && newChecker(x, c.meter).check(0, n, nil, depth+1)
}
