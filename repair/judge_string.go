package repair

// The first judgement: where does this string end?
//
// A quotation mark ends a string when what follows reads on as JSON at that
// place: in an object a comma and the next key with its colon, in an array a
// comma and another value, a bracket that closes, or the end. Otherwise the
// mark is text.
//
//	{"a":"he said "hi", then left","b":1}    , then  is no key: text
//	{"a":"24" screen","b":1}                 screen reads on as nothing: text
//	{"a":"b","c":1}                          , "c":  ends the string
//
// Where both readings remain (a weak grade), pairs decide: inside a string
// quotes come in twos, and a mark that closes an opened pair does not end the
// string.
//
//	["the "x", "y" and z","b"]               the mark after x closes "x
//
// Brackets that close what is open speak for the end even if something comes
// behind them that belongs nowhere, unless it is another mark of the string's
// own style: then the brackets are text as well.
//
//	{"a":["x"] @, "b":1}                     @ is stray, x ends at its mark
//	[{"a":"x"], {"a":"y"}]                   ] stands for }, x ends at its mark
//	[{"a":"x", {"a":"y"}]                    } is missing
//	{"a":["x"]"b":1}                         a key follows the brackets
//	{'a':'f(\'x\')'}', 'b':1}                '} stands before the end: text
//	{"a":"x" y}                             y is stray, for no other mark comes
//	"{"a":"x"}"                             the last mark is the partner of the first
//	{"a":{"b":"x"}"}                        with the last brackets all is closed: a lone mark
//
// Text that quotes JSON ("{"x":"y","z":1}") would end at its first member. It
// shows by a bracket and a quote at its beginning (embed): no mark ends it
// before its brackets balance; or by a quote followed by a colon (colon).
//
// A string that lacks its end is found out at the next quotation mark: if
// that one begins a key, or an item, and only separators, brackets and white
// space lie before it, the string ended before those.
//
//	{"a":"b,"c":"d"}      the mark before c begins a key: the string was "b"
//	{"a":"text
//	"b":1}                the same with a line break
//
// Names that the caller asked for (Options.Keys in the outermost object, Names
// in any) settle it: before such a name the string ends, also where a comma or
// the name's marks are missing (see names.go); before another, a mark whose
// partner is open does not end it.
//
// Counterexamples that a further rule would not mend, because they have two
// readings: {"a":"x", "b": y","c":1} and ["a "b", "c" d"] without pairs.

// ends decides whether the quotation mark s at i ends the string being read.
// It returns where the text ends, and where the machine goes on: both after i
// if the mark is the end, both before i if the end mark is missing, and to ==
// i if the mark is text. ok is false if more of the source is needed.
func (m *machine) ends(i int, s sign) (end, to int, ok bool) {
	l := m.lookAt(i)
	l.i = s.n
	n := 1
	for l.i < len(l.b) && n < 4 && l.b[l.i] == m.src[i] && s.n == 1 {
		l.i++
		n++
	}
	if l.i >= len(l.b) {
		l.hit = true
	}
	t := &m.str
	width := 0
	switch {
	case t.marks == 3:
		if n == 3 { // of four, the first is text
			width = 3
		}
	case t.key:
		width = m.endsKey(&l, i, s, n)
	case t.marks == 2:
		l.i = min(2, n)
		if n >= 2 || m.follows(&l, m.stack.depth) == strong {
			width = min(2, n)
		}
	default:
		width = m.endsValue(&l, i, s, n)
	}
	if width > 0 {
		return i, i + width, m.decided(i, &l)
	}
	if !m.decided(i, &l) {
		return 0, 0, false
	}
	if t.marks == 1 {
		if t.key {
			if k := m.colonWithin(i); k >= 0 {
				return m.trim(k), k, true
			}
		} else if r, ok := m.unended(i, s); !ok || r >= 0 {
			return r, r, ok
		}
	}
	return i, i, true
}

// endsValue returns the width of the mark at i if it ends a value, or 0.
func (m *machine) endsValue(l *look, i int, s sign, n int) int {
	t := &m.str
	if t.depth > 0 {
		return 0
	}
	if n > 1 {
		l.i = s.n
		next := *l
		named := next.key(m.mixed, false) == strong && !next.hit
		l.hit = l.hit || next.hit
		if named || n == 2 && !t.open && m.item(l) {
			return s.n // "x""b":1 or "x""y", a missing comma
		}
		l.i = 2 * s.n
		if n == 2 && m.follows(l, m.stack.depth) != no {
			if t.open || m.inches(i) {
				return 0 // the second mark is the end: "say "hi"", "5'3""
			}
			return 2
		}
		return 0
	}
	l.i = s.n
	at, behind := *l, *l
	g := m.follows(l, m.stack.depth)
	if g == no && (m.closers(&behind) || !t.open && l.final(s.quote)) {
		g = weak
	}
	l.hit = l.hit || behind.hit
	if g == weak && !t.open {
		return s.n
	}
	known, other := false, false
	if m.guided() {
		known, other = m.nameAfter(&at, !t.open)
		l.hit = l.hit || at.hit
		m.work += at.i
	}
	switch {
	case known:
		return s.n
	case g != strong, t.open && (t.colon || other):
		return 0
	}
	return s.n
}

// final reports whether up to the end of the text no further mark of style q
// comes, but more brackets close than open: the mark before l is the last that
// can end the string, and the text is not cut off.
func (l *look) final(q quote) bool {
	at := *l
	n := 0
	for !at.end() {
		s := at.sign()
		switch {
		case s.quote == q:
			l.hit = l.hit || at.hit
			return false
		case s.c == '{' || s.c == '[':
			n--
		case s.c == '}' || s.c == ']':
			n++
		}
		at.i += max(1, s.n)
	}
	l.hit = true
	return len(at.b) < window && n > 0
}

// inches reports whether the text before i ends with a number by itself, of
// which a mark may be the unit: 24" or 5'3", but not P1" or 2026-01-02".
func (m *machine) inches(i int) bool {
	k := i
	for k > m.str.start && i-k < 8 && (isDigit(m.src[k-1]) || m.src[k-1] == '.') {
		k--
	}
	if k == i || k == m.str.start {
		return k < i
	}
	switch m.src[k-1] {
	case ' ', '\'', '(', 'x':
		return true
	}
	return false
}

// item reports whether in an array a string comes next that ends where a
// comma or a bracket comes.
func (m *machine) item(l *look) bool {
	if m.stack.depth == 0 || m.stack.top() {
		return false
	}
	at := *l
	q := at.opener()
	ends := q != 0 && !isSpace(at.peek()) && at.peek() != m.src[m.pos] && at.quoted(q, m.mixed)
	if ends {
		at.space()
		c := at.sign().c
		ends = c == ',' || c == ']'
	}
	l.hit = l.hit || at.hit
	return ends && !at.hit
}

// closers reports whether brackets come next that close what is open, and
// behind them a key, or anything but a mark of the string's own style; or
// whether an object in an array ends here, without its bracket or with one of
// the wrong kind, because the next object comes.
func (m *machine) closers(l *look) bool {
	level := m.closed(l, m.stack.depth)
	s := l.sign()
	if level == 0 && s.quote != 0 && (s.quote == m.root.wrap || s.quote == m.str.quote) {
		// of the mark around the whole text, or a lone one behind all of it
		at := *l
		for range 3 { // doubled or tripled
			if at.sign().quote == s.quote {
				at.i += s.n
			}
		}
		ends := at.rest(s.quote)
		l.hit = l.hit || at.hit
		if ends {
			return true
		}
	}
	if 0 < level && level < m.stack.depth && s.quote == m.str.quote { // a lone mark between the brackets
		at := *l
		at.i += s.n
		lone := m.follows(&at, level) == strong
		l.hit = l.hit || at.hit
		if lone {
			return true
		}
	}
	if level < m.stack.depth {
		return s.quote != m.str.quote || level > 0 && m.stack.object(level) && l.key(m.mixed, false) == strong && !l.hit
	}
	if level < 2 || !m.stack.object(level) || m.stack.object(level-1) {
		return false
	}
	if s.c == ']' {
		l.i += s.n
		l.space()
	}
	return l.sign().c == ',' && l.objectAfterComma()
}

// closed skips closing brackets, each of which fits the container it closes,
// and space, and returns the level behind them.
func (m *machine) closed(l *look, level int) int {
	k := len(m.parens)
	for ; level > 0; level-- {
		for k > 0 && m.parens[k-1].level > level {
			k--
		}
		want := byte(']')
		if m.stack.object(level) {
			want = '}'
		} else if k > 0 && m.parens[k-1].level == level {
			if want = ')'; m.parens[k-1].set {
				want = '}'
			}
		}
		l.space()
		s := l.sign()
		if s.c != want {
			break
		}
		l.i += s.n
	}
	l.space()
	return level
}

// objectAfterComma skips a comma and reports whether an object begins behind
// it, with a quoted name or nothing in it.
func (l *look) objectAfterComma() bool {
	l.i += l.sign().n
	l.space()
	if l.sign().c != '{' {
		return false
	}
	l.i += l.sign().n
	l.space()
	return l.sign().quote != 0 || l.sign().c == '}'
}

// endsKey returns the width of the mark at i if it ends a key, or 0. Only a
// colon is certain. Otherwise it ends the key unless a word follows at once
// and a later mark has the colon: {"a "b" c":1}.
func (m *machine) endsKey(l *look, i int, s sign, n int) int {
	width := s.n
	if m.str.marks == 2 {
		width = min(n, 2)
	}
	l.i = width
	if l.colon() {
		return width
	}
	if m.str.marks == 1 && n == 2 {
		l.i = 2
		if l.colon() {
			return 2 // {"a"":1}
		}
	}
	l.i = width
	if m.colonWithin(i) >= 0 {
		return 0
	}
	if c := l.peek(); isAlpha(c) || c >= 0x80 {
		at := *l
		if at.quoted(m.str.quote, m.mixed) && at.colon() {
			l.hit = l.hit || at.hit
			return 0
		}
		l.hit = l.hit || at.hit
	}
	return width
}
