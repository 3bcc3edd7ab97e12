package repair

// This file reads what other languages put between and around values: pieces
// of strings, constructors, ellipses, and what belongs nowhere.

// second treats a quotation mark after a value: a missing comma before the
// next name or item, a second piece of a string, or a stray mark.
func (m *machine) second(s sign) bool {
	i := m.pos
	l := m.lookAt(i)
	object := m.stack.top()
	at := l
	key := object && at.key(m.mixed, false) == strong
	cut := at.hit
	l.hit = at.hit
	at = l
	at.i = s.n
	lone := at.separator()
	l.hit = l.hit || at.hit
	if cut && lone { // {"a":1"}: no name, for all that is left of the text
		key = false
	}
	if !m.decided(i, &l) {
		return false
	}
	switch {
	case key:
		m.mode = atName
	case m.kind == '"' && (object || m.inParen() && !m.parens[len(m.parens)-1].comma):
		m.concat(s)
	case lone && m.commaAt < 0:
		m.drop(s.n, ExtraQuote)
	default:
		m.next()
	}
	return true
}

// separator reports whether a comma, a closing brace or bracket or the end comes
// next: a mark before it opens no string.
func (l *look) separator() bool {
	l.space()
	switch l.sign().c {
	case ',', '}', ']', 0:
		return true
	}
	return false
}

// concat goes on with the last string at the opening mark s of a further
// piece.
func (m *machine) concat(s sign) {
	m.edits = m.edits[:m.joint.edits]
	m.gap = m.gap[:0]
	m.commaAt = -1
	m.add(m.joint.end, m.pos+s.n, "", Concatenation)
	m.pos += s.n
	m.begin(s.quote, 1, false)
}

// plus treats a plus sign after a string.
func (m *machine) plus() bool {
	l := m.lookAt(m.pos)
	l.i = 1
	l.space()
	s := l.sign()
	if !m.decided(m.pos, &l) {
		return false
	}
	if s.quote == 0 {
		m.drop(1, Stray)
		return true
	}
	m.pos += l.i
	m.concat(s)
	return true
}

// ellipsis drops dots that stand for further values and returns how many
// bytes they take, 0 if there are none.
func (m *machine) ellipsis(s sign) (n int, ok bool) {
	if s.n == 1 {
		l := m.lookAt(m.pos)
		dots := l.has("...")
		if !m.decided(m.pos, &l) {
			return 0, false
		}
		if !dots {
			return 0, true
		}
		s.n = 3
	}
	m.drop(s.n, Ellipsis)
	return s.n, true
}

// constructor returns how many bytes the name and the opening parenthesis of
// a known constructor take, whose argument is the value, or 0. The look
// stands behind the name's first word w.
func (l *look) constructor(w []byte) int {
	if string(w) == "new" {
		for l.peek() == ' ' {
			l.i++
		}
		w = l.word()
	}
	if len(w) == 0 || l.peek() != '(' {
		return 0
	}
	switch string(w) {
	case "ObjectId", "ISODate", "NumberLong", "NumberInt", "NumberDecimal", "Decimal128", "UUID", "Timestamp",
		"Date", "datetime", "datetime.datetime", "datetime.date", "date", "Decimal", "decimal.Decimal", "Fraction", "Path", "PosixPath",
		"set", "frozenset", "list", "tuple", "Set", "Array", "array", "np.array", "numpy.array", "deque",
		"JSON.stringify", "JSON.parse", "json.dumps", "json.loads", "str", "string", "String", "int", "Integer", "float", "Number", "bool", "Boolean":
	default:
		return 0
	}
	n := l.i + 1
	l.i++
	l.space()
	if l.sign().c == ')' || l.end() {
		return 0
	}
	return n
}

// function returns how many bytes the name w and the opening parenthesis of a
// function take that is called with an object, or 0.
func (l *look) function(w []byte) int {
	if len(w) == 0 || l.peek() != '(' || !isAlpha(w[0]) && w[0] != '_' {
		return 0
	}
	at := *l
	at.i++
	n := at.i
	at.space()
	l.hit = l.hit || at.hit
	if at.peek() != '{' {
		return 0
	}
	return n
}

// quotedCall returns how many bytes the mark, the name and the opening
// parenthesis take of a function called with an object, if the name or the
// whole call is in marks: 'f'({"a":1}) or 'f({"a":1})'. What JSON takes for a
// string is none.
func (l *look) quotedCall(s sign) int {
	l.i = s.n
	w := l.word()
	if len(w) == 0 || len(w) > 64 {
		return 0
	}
	inside := true
	if q := l.sign(); q.quote == s.quote {
		l.i += q.n
		inside = false
	}
	if l.peek() != '(' {
		return 0
	}
	l.i++
	n := l.i
	if l.peek() != '{' {
		return 0
	}
	l.i++
	if c := l.peek(); inside && (c == '\\' || s.quote == double && c != '"') {
		return 0
	}
	return n
}

// openCall reads the name and the opening parenthesis of a constructor or a
// function.
func (m *machine) openCall(n int, f Faults) bool {
	m.join()
	m.openParen(paren{level: m.stack.depth + 1, before: m.member, edit: len(m.edits)})
	m.add(m.pos, m.pos+n, "[", f)
	m.push(false)
	m.keep(n)
	return true
}

// stray treats what stands after a value without a comma and is neither
// quoted nor a bracket that closes: the next name or item, or something that
// belongs nowhere and is dropped.
func (m *machine) stray(s sign) bool {
	i := m.pos
	l := m.lookAt(i)
	if m.stack.top() {
		at := l
		lines := m.newLines()
		g := at.key(m.mixed, m.loose || lines > 0)
		named := g == strong || g == weak && at.peek() == ':' // {"a":1 b:2}
		l.hit = at.hit
		if m.guided() {
			at = m.lookAt(i)
			known, _ := m.nameAfter(&at, true)
			if !m.decided(i, &at) {
				return false
			}
			if known {
				m.mode = atName
				return true
			}
		}
		n := l.strayEnd()
		if !m.decided(i, &l) {
			return false
		}
		switch {
		case named || s.c == '{' || s.c == '[':
			m.mode = atName
		case lines > 1 && isAlpha(s.c): // prose: the object was not closed
			m.closeAll(MissingValue)
		default:
			m.drop(n, Stray)
		}
		return true
	}
	w := l.word()
	alone := len(w) > 0 && !isWordy(w)
	line := m.newLines() > 0
	if !m.decided(i, &l) {
		return false
	}
	if s.c == '{' || s.c == '[' || s.c == '(' || alone || line || isWord(s.c) || s.c == 'w' {
		m.mode = atValue
		return true
	}
	m.drop(max(1, s.n), Stray)
	return true
}

// strayEnd returns how many bytes come before the next separator, closing
// bracket, quotation mark or line break, at least one character.
func (l *look) strayEnd() int {
	l.i += max(1, l.sign().n)
	for !l.end() {
		s := l.sign()
		switch s.c {
		case ',', '}', ']', '"', '\n':
			return l.i
		}
		l.i += max(1, s.n)
	}
	return l.i
}

// markup reports whether a fence, a tag or a special token comes next.
func (l *look) markup() bool {
	switch l.peek() {
	case '`':
		return l.has("```")
	case '<':
		return l.has("</") && l.tagName(2) || l.has("<|")
	case '[':
		if l.has("[/") && l.tagName(2) {
			return true
		}
		at := *l
		name, _ := at.bracketTag()
		l.hit = l.hit || at.hit
		return len(name) > 0
	}
	return false
}

func (l *look) tagName(at int) bool {
	at += l.i
	if at >= len(l.b) {
		l.hit = true
		return false
	}
	return isAlpha(l.b[at])
}

// endMarkup ends the value being read at a fence, a tag or a special token:
// the answer is over, whatever is open. done reports whether it did.
func (m *machine) endMarkup(s sign) (done, ok bool) {
	if s.c != '<' && s.c != '[' && s.quote != back {
		return false, true
	}
	l := m.lookAt(m.pos)
	here := l.markup()
	if !m.decided(m.pos, &l) {
		return false, false
	}
	if here {
		m.closeAll(MissingValue)
	}
	return here, true
}
