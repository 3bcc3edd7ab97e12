package schema

import "github.com/repairjson/repairjson/casefix"

// A tag is a discriminator, as OpenAPI has it: the member whose value names
// the branch of the union that is meant.
type tag struct {
	member   string
	branches map[string]*node // by value, as far as the document maps them
}

// target returns the node that n refers to, or n itself.
func (n *node) target() *node {
	if n.ref != nil {
		return n.ref
	}
	return n
}

// meant returns what the branch refers to that the discriminator of the union
// n names for the value v; nil if it names none. Without a mapping, the name
// of a branch is the last step of the reference to it.
func (a *aligner) meant(v int, n *node) *node {
	if n.tag == nil || a.vals[v].kind != kObject {
		return nil
	}
	for m := range a.children(v) {
		if a.vals[m].kind != kString || !sameFolded(a.name(m), n.tag.member) {
			continue
		}
		said := a.str(m)
		for name, branch := range n.tag.branches {
			if sameFolded(name, said) {
				return branch
			}
		}
		for _, list := range [][]*node{n.anyOf, n.oneOf} {
			for _, branch := range list {
				if branch.refName != "" && sameFolded(branch.refName, said) {
					return branch.target()
				}
			}
		}
	}
	return nil
}

func sameFolded(s, t string) bool {
	return s == t || string(casefix.Fold(nil, []byte(s))) == string(casefix.Fold(nil, []byte(t)))
}

// tagged reports whether the object v has the constants by which the branch n
// of a union is known: at least one, and no other value for any.
func (c *checker) tagged(v int, n *node) bool {
	n = n.deref()
	found := false
	for m := range c.children(v) {
		i, ok := n.propAt[c.name(m)]
		if !ok {
			continue
		}
		if p := n.props[i].node.deref(); len(p.enum) == 1 {
			if !c.check(m, p, nil, 0) {
				return false
			}
			found = true
		}
	}
	return found
}

// union reports why v fits no branch: by the one branch that is for its kind,
// or has its constants, if there is exactly one; otherwise by naming them all.
func (c *checker) union(v int, list []*node, p *place, depth int) {
	if p == nil {
		return
	}
	var kind, tag []*node
	want := ""
	for i, b := range list {
		if i > 0 {
			want += " or "
		}
		want += describe(b)
		if r := b.deref(); r.types != 0 && r.types.has(c.vals[v].kind) {
			kind = append(kind, b)
		}
		if c.vals[v].kind == kObject && c.tagged(v, b) {
			tag = append(tag, b)
		}
	}
	switch {
	case len(kind) == 1:
		c.check(v, kind[0], p, depth+1)
	case len(tag) == 1:
		c.check(v, tag[0], p, depth+1)
	default:
		c.miss(v, p, want)
	}
}
