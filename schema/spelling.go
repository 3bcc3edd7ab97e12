package schema

import (
	"slices"

	"github.com/repairjson/repairjson/casefix"
)

// A spelling has the names that a view knows, and finds them in others.
type spelling struct {
	names   []string // those of properties, in order; then others that are required
	index   *casefix.Index
	aliased []string       // the names that have aliases, once for each
	aliases *casefix.Index // of the aliases, in the same order
}

// spelling returns the names of the view. Unless values decide about its
// conditions, they are the same for all values, and found once.
func (a *aligner) spelling(w *view) *spelling {
	if s, ok := a.spellings[w.atoms[0]]; ok && !w.byValue {
		return s
	}
	s := &spelling{}
	var aliases []string
	for _, n := range w.atoms {
		for i := range n.props {
			p := &n.props[i]
			if slices.Contains(s.names, p.name) || p.node.never {
				continue
			}
			s.names = append(s.names, p.name)
			for _, other := range p.aliases {
				aliases, s.aliased = append(aliases, other), append(s.aliased, p.name)
			}
		}
	}
	for _, name := range w.required() {
		if !slices.Contains(s.names, name) {
			s.names = append(s.names, name)
		}
	}
	s.index = casefix.NewIndex(s.names)
	if aliases != nil {
		s.aliases = casefix.NewIndex(aliases)
	}
	a.spellings[w.atoms[0]] = s
	return s
}
