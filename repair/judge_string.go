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

// follows grades what l sees as the continuation after a complete value when
// level containers remain open around it.
func (m *machine) follows(l *look, level int) grade {
	best := strong
	for range 16 {
		spaced, lines := l.space()
		if l.end() {
			return best
		}
		s := l.sign()
		switch s.c {
		case ',':
			l.i += s.n
			return min(best, m.followsComma(l, level))
		case '}', ']', ')':
			l.i += s.n
			if level > 0 && m.stack.object(level) == (s.c == '}') {
				level--
				break
			}
			best = weak
			if k := len(m.parens); s.c == ')' && k > 0 && m.parens[k-1].level <= level {
				level = m.parens[k-1].level - 1
			}
		default:
			return min(best, m.followsBare(l, level, spaced, lines))
		}
	}
	return best
}

// followsComma grades what comes after a comma.
func (m *machine) followsComma(l *look, level int) grade {
	l.space()
	for l.sign().c == ',' {
		l.i += l.sign().n
		l.space()
	}
	if l.end() {
		return strong
	}
	s := l.sign()
	if s.c == '}' || s.c == ']' || s.c == ')' { // a trailing comma
		if level > 0 && m.stack.object(level) == (s.c == '}') {
			return strong
		}
		return weak
	}
	if level == 0 {
		return weak
	}
	if m.stack.object(level) {
		return m.keyAfter(l)
	}
	return m.itemAfter(l)
}

// keyAfter grades what comes as a member. A quoted name without its colon is
// weak if a separator or a value comes instead.
func (m *machine) keyAfter(l *look) grade {
	if l.peek() == ':' { // a value whose key is missing
		return weak
	}
	at := *l
	g := l.key(m.mixed, m.loose)
	if g != no {
		return g
	}
	q := at.opener()
	name := at
	if q != 0 && name.named() {
		return weak // "b: 1, a key that lacks its end mark
	}
	l.hit = l.hit || name.hit
	if q == 0 || !at.quoted(q, m.mixed) {
		l.hit = l.hit || at.hit
		return no
	}
	at.space()
	l.hit = l.hit || at.hit
	switch s := at.sign(); s.c {
	case ',', '}', '{', '[', '"':
		return weak
	}
	w := at.word()
	l.hit = l.hit || at.hit
	if len(w) > 0 && !isWordy(w) {
		return weak
	}
	return no
}

// named skips a name and reports whether a colon follows at once.
func (l *look) named() bool {
	from := l.i
	for l.nameByte() {
		l.i += l.sign().n
	}
	return l.i > from && l.peek() == ':'
}

// itemAfter grades what comes as an array's item.
func (m *machine) itemAfter(l *look) grade {
	s := l.sign()
	switch {
	case s.quote != 0:
		return weak
	case s.c == '{' || s.c == '[':
		return strong
	case s.c == ':' || s.c == '.' && s.n == 1 && !l.has("..."):
		return no
	}
	return weak
}

// followsBare grades what comes after a value without a comma or a bracket:
// a missing comma, a second piece of a string, markup, or prose.
func (m *machine) followsBare(l *look, level int, spaced bool, lines int) grade {
	if l.markup() {
		return strong
	}
	s := l.sign()
	line := lines > 0
	switch {
	case spaced && l.times(): // ["a"] * 10
		return weak
	case s.c == '+':
		l.i++
		l.space()
		if l.opener() != 0 {
			return strong
		}
		return no
	case level == 0:
		if s.c == '"' && !line && s.quote != back {
			return no
		}
		return weak
	case !spaced:
		if s.quote == single { // what is left of marks around a call
			l.i++
			if c := l.sign().c; c == ',' || c == ']' {
				return weak
			}
		}
		return no
	case !m.stack.object(level):
		if s.quote != 0 || line {
			return m.itemAfter(l)
		}
		if s.c == '{' || s.c == '[' {
			return weak
		}
		if w := l.word(); len(w) > 0 && !isWordy(w) {
			return weak
		}
		return no
	}
	if s.quote == 0 {
		if lines > 1 && isAlpha(s.c) { // prose after an object that is not closed
			return weak
		}
		if line {
			return min(weak, l.key(m.mixed, m.loose))
		}
		return no
	}
	at := *l
	if g := l.key(m.mixed, m.loose); g != no {
		if line {
			return g
		}
		return weak
	}
	at.opener()
	if !at.quoted(s.quote, m.mixed) {
		l.hit = l.hit || at.hit
		return no
	}
	at.space()
	c := at.sign().c
	l.hit = l.hit || at.hit
	if c == ',' || c == '}' || c == 0 {
		return weak // two pieces of one string
	}
	return no
}

// times reports whether a star and a number come next.
func (l *look) times() bool {
	if !l.has("* ") {
		return false
	}
	at := *l
	at.i += 2
	digit := isDigit(at.peek())
	l.hit = l.hit || at.hit
	return digit
}

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
		if named {
			return s.n // "x""b":1, a missing comma
		}
		l.hit = l.hit || next.hit
		l.i = 2 * s.n
		if n == 2 && m.follows(l, m.stack.depth) != no {
			if t.open || isDigit(m.src[i-1]) && i > t.start {
				return 0 // the second mark is the end: "say "hi"", "5'3""
			}
			return 2
		}
		return 0
	}
	l.i = s.n
	at, behind := *l, *l
	g := m.follows(l, m.stack.depth)
	if g == no && m.closers(&behind) {
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

// closers reports whether brackets come next that close what is open, and
// behind them a key, or anything but a mark of the string's own style; or
// whether an object in an array ends here, without its bracket or with one of
// the wrong kind, because the next object comes.
func (m *machine) closers(l *look) bool {
	level := m.stack.depth
	for ; level > 0; level-- {
		l.space()
		s := l.sign()
		if m.stack.object(level) && s.c != '}' || !m.stack.object(level) && s.c != ']' {
			break
		}
		l.i += s.n
	}
	l.space()
	s := l.sign()
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

// sameName reports whether two names are the same but for the case of ASCII
// letters, spaces, _ and -.
func sameName(a []byte, b string) bool {
	i, j := 0, 0
	for {
		for i < len(a) && isFiller(a[i]) {
			i++
		}
		for j < len(b) && isFiller(b[j]) {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b)
		}
		if c, d := a[i], b[j]; c != d && (!isAlpha(c) || c|0x20 != d|0x20) {
			return false
		}
		i++
		j++
	}
}

func isFiller(c byte) bool { return c == ' ' || c == '_' || c == '-' }

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

// colonWithin returns the offset of the first colon in the key being read,
// up to i, or -1: the key's end mark is missing there. What was searched is
// not searched again.
func (m *machine) colonWithin(i int) int {
	t := &m.str
	for t.colonAt < 0 && t.searched < i {
		if m.src[t.searched] == ':' && t.searched > t.start {
			t.colonAt = t.searched
		}
		t.searched++
		m.work++
	}
	return t.colonAt
}

// unended returns where the string being read ended if the mark at i begins
// the next key or item and not the end mark of this string, or -1.
func (m *machine) unended(i int, s sign) (r int, ok bool) {
	t := &m.str
	if t.colon || m.stack.depth == 0 {
		return -1, true
	}
	if m.guided() {
		if r, ok := m.endedBefore(i, s); !ok || r >= 0 {
			return r, ok
		}
	}
	r, breaks := m.tail(i)
	if r <= t.start || !breaks {
		return -1, true
	}
	l := m.lookAt(i)
	fits := false
	if m.stack.top() {
		name := l
		fits = l.key(m.mixed, false) == strong && !l.hit
		if fits && len(m.edits) > t.edits && m.guided() { // quotes inside, and so more of them
			fits = !m.otherName(&name)
		}
	} else if !t.open {
		s := l.sign()
		l.i += s.n
		if l.quoted(s.quote, m.mixed) {
			fits = m.follows(&l, m.stack.depth) != no
		}
	}
	if !m.decided(i, &l) {
		return -1, false
	}
	if !fits {
		return -1, true
	}
	return r, true
}

// tail returns where the run of separators, brackets and white space before i
// begins, and whether it has a comma, a closing bracket or a line break.
func (m *machine) tail(i int) (r int, breaks bool) {
	for r = i; r > m.str.start; r-- {
		switch m.src[r-1] {
		case ' ', '\t', '\r', '{', '[':
		case ')':
		case '\n', ',', ';', '}', ']':
			breaks = true
		default:
			m.work += i - r
			return r, breaks
		}
	}
	return r, breaks
}

// trim returns where the text of the string before i ends without the white
// space at its end.
func (m *machine) trim(i int) int {
	for i > m.str.start && isSpace(m.src[i-1]) {
		i--
	}
	return i
}
