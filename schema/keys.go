package schema

import (
	"slices"

	"github.com/repairjson/repairjson/casefix"
	"github.com/repairjson/repairjson/repair"
)

// Keys returns a schema of an object with these names, or of a list of such
// objects, with any values. No name is required, and others may be there; but
// a name in another spelling does not fit. Anything else fits: names are all
// that is aligned with it.
func Keys(names ...string) *Schema {
	n := newNode()
	n.propAt = map[string]int{}
	doc := `{"type":"object","properties":{`
	for _, name := range names {
		if _, ok := n.propAt[name]; ok {
			continue
		}
		if len(n.props) > 0 {
			doc += ","
		}
		doc += quote(name) + ":{}"
		n.propAt[name] = len(n.props)
		n.props = append(n.props, property{name: name, node: newNode()})
	}
	n.keys = casefix.NewIndex(names)
	root := *n
	root.items = n
	return &Schema{doc: []byte(doc + "}}"), root: &root, size: 2 + len(n.props)}
}

// respelt reports whether one of the names is another spelling of a name of
// the node.
func respelt(n *node, names []string) bool {
	_, how := n.keys.Rename(names, casefix.Folded)
	for _, m := range how {
		if m == casefix.Folded {
			return true
		}
	}
	return false
}

// A renaming is the name that a member gets.
type renaming struct {
	to    string
	fault repair.Faults // 0: it stays as it is
}

// renamings finds the names that the members of v are meant to have. A name
// is never given to a second member, nor where two members claim it. Names
// that are only near are given where something is missing or forbidden.
func (a *aligner) renamings(v int, w *view) []renaming {
	list := make([]renaming, 0, a.vals[v].n)
	names := make([]string, 0, a.vals[v].n)
	known := true
	for m := range a.children(v) {
		name := a.name(m)
		names = append(names, name)
		list = append(list, renaming{to: name})
		known = known && w.declares(name)
	}
	s := a.spelling(w)
	if known || len(s.names) == 0 || a.form && !w.ofKeys() {
		return list
	}
	a.meter.spend(len(names) * len(s.names))
	used := map[string]bool{}
	for _, name := range names {
		used[name] = true
	}
	to, how := s.index.Rename(names, casefix.Near)
	for j, name := range names {
		switch {
		case how[j] == casefix.Folded:
			list[j] = renaming{s.names[to[j]], repair.KeyCase}
		case how[j] == casefix.Near && (w.closed(a, name) || w.requires(s.names[to[j]])):
			list[j] = renaming{s.names[to[j]], repair.KeyNear}
		}
		used[list[j].to] = true
	}
	if s.aliases == nil {
		return list
	}
	to, how = s.aliases.Rename(names, casefix.Folded)
	for j := range names {
		if how[j] < casefix.Folded || list[j].fault != 0 || w.declares(names[j]) {
			continue
		}
		if name := s.aliased[to[j]]; !used[name] {
			used[name] = true
			list[j] = renaming{name, repair.KeyCase}
		}
	}
	return list
}

// ofKeys reports whether the view is of a list of names.
func (w *view) ofKeys() bool {
	return slices.ContainsFunc(w.atoms, func(n *node) bool { return n.keys != nil })
}
