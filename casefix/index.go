package casefix

// A Match tells how a name was found. The greater, the closer.
type Match uint8

const (
	None      Match = iota // there is no such target
	Ambiguous              // several targets, or several members for one, with nothing to choose by
	Near                   // a guess: the folded forms differ by a slip of the pen
	Folded                 // the folded forms are the same
	Exact                  // the spellings are the same
)

var matchNames = [...]string{"none", "ambiguous", "near", "folded", "exact"}

// String returns the name of m in small letters.
func (m Match) String() string {
	if int(m) < len(matchNames) {
		return matchNames[m]
	}
	return "unknown"
}

// An Index finds targets by their names in other spellings. It does not change
// after [NewIndex], and is safe for concurrent use.
type Index struct {
	names  []string
	exact  map[string]int // to the first target of the name
	folded map[string]int // to a form
	forms  []form
}

// A form is what one or several targets fold to.
type form struct {
	runes  []rune
	target int // shared if there are several
}

const shared = -1

// stackSize is the length up to which a folded name needs no memory but the
// stack's.
const stackSize = 64

// NewIndex returns the index of the targets called names. Where a name occurs
// twice, the first one counts.
func NewIndex(names []string) *Index {
	x := &Index{
		names:  append([]string(nil), names...),
		exact:  make(map[string]int, len(names)),
		folded: make(map[string]int, len(names)),
	}
	for i, name := range x.names {
		if _, ok := x.exact[name]; ok {
			continue
		}
		x.exact[name] = i
		f := string(fold(nil, name))
		if f == "" {
			continue // nothing is left to compare by: - is not _
		}
		if k, ok := x.folded[f]; ok {
			x.forms[k].target = shared
			continue
		}
		x.folded[f] = len(x.forms)
		x.forms = append(x.forms, form{[]rune(f), i})
	}
	return x
}

// Lookup returns the target that name stands for and its index in the names
// given to [NewIndex]. The match is [Exact] or [Folded]; otherwise, [None] or
// [Ambiguous], the target is empty and the index -1. An exact match is never
// ambiguous.
func (x *Index) Lookup(name string) (target string, i int, m Match) {
	if i, ok := x.exact[name]; ok {
		return x.names[i], i, Exact
	}
	var stack [stackSize]byte
	return x.lookupFolded(fold(stack[:0], name))
}

// LookupBytes is [Index.Lookup] for a name in a text. For a name in ASCII of
// up to 64 bytes it does not allocate.
func (x *Index) LookupBytes(name []byte) (target string, i int, m Match) {
	if i, ok := x.exact[string(name)]; ok {
		return x.names[i], i, Exact
	}
	var stack [stackSize]byte
	return x.lookupFolded(fold(stack[:0], name))
}

func (x *Index) lookupFolded(f []byte) (target string, i int, m Match) {
	k, ok := x.folded[string(f)]
	if !ok {
		return "", -1, None
	}
	if i = x.forms[k].target; i == shared {
		return "", -1, Ambiguous
	}
	return x.names[i], i, Folded
}

// Rename finds the targets of the members of one object: the member called
// names[j] is meant to be target to[j], an index as in [Index.Lookup], or is
// to stay as it is, if that is -1. The match how[j] tells why.
//
// Matches below least are not made: [Folded] is what Lookup finds, [Near] what
// [Index.Near] finds, and [Exact] renames nothing.
//
// A target goes to the member that is closest to it. So no member gets the
// name of another one, which is there already; that it would have got it does
// not show: its match is [None]. If several are as close, none of them gets
// the target: all are [Ambiguous]. Members with the same name go together:
// what was a duplicate stays one.
func (x *Index) Rename(names []string, least Match) (to []int, how []Match) {
	to, how = make([]int, len(names)), make([]Match, len(names))
	edits := make([]int, len(names)) // of matches that are Near
	claims := make([]claim, len(x.names))
	for j, name := range names {
		to[j], how[j], edits[j] = x.find(name, least)
		if i := to[j]; i >= 0 {
			claims[i].add(name, how[j], edits[j])
		}
	}
	for j := range names {
		i := to[j]
		if i < 0 {
			continue
		}
		switch c := &claims[i]; {
		case c.farther(how[j], edits[j]):
			to[j], how[j] = -1, None
		case c.tied:
			to[j], how[j] = -1, Ambiguous
		}
	}
	return to, how
}

// A claim is the closest match of all the members for one target.
type claim struct {
	name  string
	match Match // None if there is no member yet
	edits int
	tied  bool // another name is as close
}

func (c *claim) add(name string, m Match, edits int) {
	switch {
	case m > c.match || m == c.match && edits < c.edits:
		*c = claim{name: name, match: m, edits: edits}
	case !c.farther(m, edits) && name != c.name:
		c.tied = true
	}
}

// farther reports whether a match is not as close as that of c.
func (c *claim) farther(m Match, edits int) bool {
	return m < c.match || m == c.match && edits > c.edits
}
