package repair

import "bytes"

// The second judgement: which bracket was meant?
//
// What follows a closing bracket decides, not the bracket alone. There are
// three readings of one that does not fit: it closes an outer container, and
// those inside were not closed; it closes the innermost container and is of
// the wrong kind; it closes nothing. The reading after which the text goes on
// best wins, in this order.
//
//	{"a":[1,2}             the end: } closes the object, ] is missing
//	{"a":[1,2},"b":3}      a member follows: } stands for ]
//	{"a":b"]}              the object is closed later: ] is one too many
//	[{"a":1}},{"a":2}]     an item of the array follows: } is one too many
//
// Where the text goes on after more than one of them, and its end is in sight,
// the one with which the brackets come out even is meant.
//
//	{"a":{"b":[1},"c":2}   after ]} one } closes the rest: ] is missing
//	{"a":{"b":[1},"c":2}}  } stands for ], and both objects are closed behind
//
// The same tells whether a name in a list, or on the line after another name's
// colon, begins an object whose bracket is missing.
//
//	[["a":1}],2]           ] and } close three: { is missing
//	[["a":1],2]            they close two: [ stands for {
//
// Even one that fits is one too many if a member follows where none can be:
//
//	{"a":{"b":1}},"c":2}   after the second } nothing is open for "c"
//	{"a":[[1]],[2]],"b":3} after the second ] an object is open, which has no room for [2]
//
// unless the object has that member already: then it is complete, and the
// bracket of the next is missing.
//
//	[{"a":1},"b":2}]       the first } is one too many
//	[{"a":1},"a":2}]       { is missing before the second "a"
//
// Counterexample: {"a":{"x":1,"b":{"y":2}} lacks one brace; whether "b"
// belongs inside "a" no punctuation tells, and it stays where it stands.

// closing reads a closing bracket.
func (m *machine) closing(s sign) bool {
	l := m.lookAt(m.pos)
	l.i = s.n
	level, extra, ok := m.meant(&l, s.c)
	if !ok || !m.decided(m.pos, &l) {
		return false
	}
	if extra {
		m.drop(s.n, ExtraCloser)
		return true
	}
	if m.mode == atValue && m.stack.top() {
		m.imply("null", MissingValue)
	}
	for m.stack.depth > level {
		m.imply(m.closer(), MissingCloser)
		m.pop()
	}
	m.dropGap()
	want := m.closer()
	if s.n > 1 || want == "" || want[0] != m.src[m.pos] {
		f := WrongCloser
		if want == "" || s.c == ')' {
			f = Tuple
		} else if want[0] == s.c {
			f = BracketStyle
		} else if s.c == '}' && m.isSet(m.stack.depth) {
			f = Set
		}
		m.add(m.pos, m.pos+s.n, want, f)
	}
	m.keep(s.n)
	m.pop()
	return true
}

// meant returns the level that the closing bracket c closes, or that it is
// extra. The look stands behind it. ok is false if more of the source is
// needed than a look sees.
func (m *machine) meant(l *look, c byte) (level int, extra, ok bool) {
	depth := m.stack.depth
	object := c == '}'
	if m.stack.top() == object && (c != ')' || m.inParen()) || object && m.isSet(depth) {
		return depth, m.misplaced(l), true
	}
	outer := m.stack.nearest(object)
	switch tuple, set := m.innermost(); c {
	case '}':
		outer = max(outer, set)
	case ')':
		outer = tuple
	}
	try := func(level int) grade {
		at := *l
		g := m.follows(&at, level)
		m.work += at.i - l.i
		if at.hit {
			l.hit = true
		}
		return g
	}
	best, level := no, depth
	if outer > 0 {
		best, level = try(outer-1), outer
	}
	if best < strong {
		if g := try(depth - 1); g > best || outer == 0 || g == best && outer == 1 && m.commaAfter(l) {
			best, level = g, depth
		}
	}
	extra = best < strong && try(depth) > best
	if extra || best == no || (level == depth || try(depth-1) < best) && try(depth) < best {
		return level, extra, true
	}
	n, seen, ok := m.net(m.pos + l.i)
	if seen && n >= level && n >= depth-1 && n <= depth && try(n) >= best {
		return depth, n == depth, true
	}
	return level, false, ok
}

// sight is how far from the end of the text its brackets are counted, and
// nets how often: both bound the work.
const (
	sight = 8 << 10
	nets  = 16
)

// net returns how many more brackets close than open from offset i up to
// markup or to the end of the text, if that is in sight. ok is false if more
// of the source is needed to know that.
func (m *machine) net(i int) (n int, seen, ok bool) {
	if len(m.src)-i >= sight || m.counted == nets {
		return 0, false, true
	}
	if !m.final {
		return 0, false, false
	}
	m.counted++
	l := look{b: m.src[i:]}
	for !l.end() && !l.markup() {
		s := l.sign()
		l.i += max(1, s.n)
		switch s.c {
		case '{', '[':
			n--
		case '}', ']':
			n++
		case '"':
			if (s.quote != single || m.quoteOne) && !l.quoted(s.quote, m.mixed) {
				return 0, false, true
			}
		}
	}
	m.work += l.i
	return n, true, true
}

// commaAfter reports whether a comma comes next.
func (m *machine) commaAfter(l *look) bool {
	at := *l
	at.space()
	l.hit = l.hit || at.hit
	return at.peek() == ','
}

// innermost returns the levels of the innermost parenthesis and the innermost
// set, 0 for none.
func (m *machine) innermost() (tuple, set int) {
	if k := len(m.parens); k > 0 {
		tuple, set = m.parens[k-1].lastTuple, m.parens[k-1].lastSet
	}
	return tuple, set
}

// inParen reports whether the innermost container is a parenthesis.
func (m *machine) inParen() bool {
	k := len(m.parens)
	return k > 0 && m.parens[k-1].level == m.stack.depth && !m.parens[k-1].set
}

// isSet reports whether the container at a level is a set, which a brace
// closes.
func (m *machine) isSet(level int) bool {
	for k := len(m.parens) - 1; k >= 0 && m.parens[k].level >= level; k-- {
		if m.parens[k].level == level {
			return m.parens[k].set
		}
	}
	return false
}

// misplaced reports whether the closing bracket before l, which fits, is one
// too many: after that of an object a member follows while no object is open
// outside of it, or after that of a list of containers, in an object, another.
func (m *machine) misplaced(l *look) bool {
	depth := m.stack.depth
	list := !m.stack.top() && (m.kind == '[' || m.kind == '{') && depth > 1 && m.stack.object(depth-1)
	if !list && (!m.stack.top() || m.objs > 1) { // a member may go on one of the objects outside
		return false
	}
	l.space()
	s := l.sign()
	if s.c != ',' {
		return false
	}
	l.i += s.n
	l.space()
	if list {
		return l.sign().c == m.kind
	}
	at := *l
	c := l.peek()
	g := (m.loose && !isDigit(c) && c != '-' || l.sign().quote != 0) && at.key(m.mixed, m.loose) == strong && !at.hit
	l.hit = l.hit || at.hit
	return g && !m.repeated(m.pos, m.pos+l.i)
}

// lookback is how far a judgement looks back.
const lookback = 4 << 10

// repeated reports whether the object that ends before offset end has a member
// of the name at i, in quotes. No object is meant to have two, so the name
// begins another object. Brackets within strings are counted as others are:
// where they spoil the count, nothing is found. All such looks together are
// hardly longer than twice what was read.
func (m *machine) repeated(end, i int) bool {
	l := m.lookAt(i)
	if q := l.opener(); q == 0 || !l.quoted(q, m.mixed) || m.back > lookback+2*(m.base+end) {
		return false
	}
	name := m.src[i : i+l.i]
	found := false
	from := max(0, end-lookback)
	k := end
	for level := 0; k > from && level >= 0 && !found; {
		k--
		switch m.src[k] {
		case '}', ']':
			level++
		case '{', '[':
			level--
		case name[0]:
			if level == 0 && bytes.HasPrefix(m.src[k:end], name) {
				l := m.lookAt(k + len(name))
				found = l.colon()
			}
		}
	}
	m.back += end - k
	m.work += end - k
	return found
}
