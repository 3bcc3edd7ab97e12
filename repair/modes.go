package repair

// wantValue reads the beginning of a value, in an array, after a colon, or
// after a parenthesis.
func (m *machine) wantValue() bool {
	s, ok := m.ahead()
	if !ok {
		return false
	}
	inObject := m.stack.depth > 0 && m.stack.top()
	if done, ok := m.endMarkup(s); done || !ok {
		return ok
	}
	switch s.c {
	case ',':
		if inObject {
			m.imply("null", MissingValue)
			m.noValue()
			return true
		}
		m.takeComma(s.n)
		return true
	case '}', ']', ')':
		if inObject {
			m.imply("null", MissingValue)
			m.noValue()
			return true
		}
		return m.closing(s)
	case '{', '[', '(':
		return m.open(s)
	case '"':
		if inObject {
			if done, ok := m.colonAgain(s); done || !ok {
				return ok
			}
		}
		return m.quotedValue(s)
	case ':':
		if inObject {
			m.drop(s.n, ExtraColon)
		} else {
			m.drop(s.n, Stray)
		}
		return true
	case '.':
		if n, ok := m.ellipsis(s); n > 0 || !ok {
			return ok
		}
	case '=', '>':
		if inObject { // the rest of =>
			m.drop(s.n, ExtraColon)
			return true
		}
	}
	return m.bareValue(s)
}

// noValue notes that the member's value was implied.
func (m *machine) noValue() {
	m.kind = 'w'
	m.first = false
	m.mode = afterValue
}

// open reads an opening bracket as a value.
func (m *machine) open(s sign) bool {
	object := s.c == '{'
	inner := false // the bracket of an object is missing behind this one
	mend, fault := "", Faults(0)
	switch {
	case s.c == '(':
		l := m.lookAt(m.pos)
		sum := m.stack.depth > 0 && l.expression()
		if !m.decided(m.pos, &l) {
			return false
		}
		if sum {
			m.bareBegin()
			return true
		}
		mend, fault = "[", Tuple
	case s.c == '[' && m.stack.depth < m.limit:
		// ["a":1] is an object in the wrong brackets, and [a:1] where such names
		// are in use; in ["a":1}] the bracket of an object is missing
		l := m.lookAt(m.pos)
		l.i = s.n
		l.space()
		named := false
		if l.sign().quote != 0 {
			named = l.key(m.mixed, false) == strong && !l.hit
		} else if c := l.peek(); m.loose && !isDigit(c) && c != '-' {
			named = l.key(m.mixed, true) == strong && l.plainValue() && !l.hit
		}
		if !m.decided(m.pos, &l) {
			return false
		}
		if named {
			n, seen, ok := m.net(m.pos + s.n)
			if !ok {
				return false
			}
			if seen && n == m.stack.depth+2 {
				inner = true
			} else {
				object = true
				mend, fault = "{", BracketStyle
			}
		}
	}
	if s.n > 1 && mend == "" {
		mend, fault = string(s.c), BracketStyle
	}
	m.join()
	if s.c == '(' {
		m.openParen(paren{level: m.stack.depth + 1, before: m.member, edit: len(m.edits)})
	}
	if mend != "" {
		m.add(m.pos, m.pos+s.n, mend, fault)
	}
	m.push(object)
	m.keep(s.n)
	if inner {
		m.openMissing()
	}
	return m.err == nil
}

// openMissing opens an object whose bracket is missing before its first name,
// which comes next.
func (m *machine) openMissing() {
	m.join()
	m.add(m.pos, m.pos, "{", MissingOpener)
	m.last = m.pos
	m.push(true)
}

// quotedValue reads the opening marks of a string value. In an array inside
// an object a string with a colon after it is a member's name: the array was
// not closed.
func (m *machine) quotedValue(s sign) bool {
	l := m.lookAt(m.pos)
	if m.stack.depth > 0 && !m.stack.top() {
		n := l.quotedCall(s)
		if !m.decided(m.pos, &l) {
			return false
		}
		if n > 0 {
			return m.openCall(n, FunctionName)
		}
		l.i = 0
	}
	array := m.stack.depth > 0 && !m.stack.top()
	if array && !m.first && (m.objs > 0 || m.kind == '{') || m.stack.depth > 0 && m.stack.top() && m.newLines() > 0 {
		named := l.key(m.mixed, false) == strong && !l.hit
		if !m.decided(m.pos, &l) {
			return false
		}
		if named && array && m.kind == '{' && m.src[m.last-1] == '}' && m.repeated(m.last-1, m.pos) {
			m.openMissing()
			return m.err == nil
		}
		if named && m.objs > 0 {
			n, seen, ok := m.net(m.pos)
			switch {
			case !ok:
				return false
			case seen && n == m.stack.depth+1:
				m.openMissing()
				return m.err == nil
			case !array:
				m.imply("null", MissingValue)
				m.noValue()
				return true
			}
			m.leaveArrays()
			return true
		}
		l.i = 0
	}
	return m.openString(s, &l, false)
}

// leaveArrays closes the arrays up to the innermost object, whose next name
// is at the position.
func (m *machine) leaveArrays() {
	for !m.stack.top() {
		m.imply(m.closer(), MissingCloser)
		m.pop()
	}
	m.mode = atName
}

// newLines returns how many line breaks lie between the last kept token and
// the position.
func (m *machine) newLines() (n int) {
	from := max(m.last, m.pos-window)
	m.work += m.pos - from
	for _, c := range m.src[from:m.pos] {
		if c == '\n' {
			n++
		}
	}
	return n
}

// openString reads the opening marks of a string.
func (m *machine) openString(s sign, l *look, key bool) bool {
	i := m.pos
	marks, extra, empty := m.marks(l, s, key)
	if !m.decided(i, l) {
		return false
	}
	m.noteStyle(s)
	escaped := m.escapedMark()
	m.join()
	n := (marks + extra) * s.n
	switch {
	case m.src[i] != '"':
		m.add(i, i+n, `"`, QuoteStyle)
	case n > 1:
		m.add(i+1, i+n, "", ExtraQuote)
	}
	m.pos = i + n
	m.begin(s.quote, marks, key)
	m.str.escaped = escaped
	if empty {
		m.close(m.pos, m.pos+marks*s.n)
	}
	return true
}

// noteStyle remembers which marks are in use as quotes.
func (m *machine) noteStyle(s sign) {
	switch s.quote {
	case curly, curlyOne:
		m.mixed = true
	case single:
		m.quoteOne = true
	}
}

// marks returns how many marks open the string at l: 1, 2 or 3, and how many
// are too much. empty says that as many close it at once.
func (m *machine) marks(l *look, s sign, key bool) (n, extra int, empty bool) {
	l.i = 0
	for n = 0; n < 7 && l.i < len(l.b) && l.sign().quote == s.quote && (s.n == 1 || n == 0); n++ {
		l.i += s.n
	}
	if l.i >= len(l.b) {
		l.hit = true
	}
	ends := func(marks int) bool {
		l.i = marks * s.n
		if key {
			return l.colon() || l.end() || l.sign().c == ',' || l.sign().c == '}'
		}
		return m.follows(l, m.stack.depth) != no
	}
	switch n {
	case 1:
		return 1, 0, false
	case 2:
		if ends(2) {
			return 1, 0, true
		}
		// ""x"" is doubled, ""x" has one too many, ""x" y" begins with a quote
		l.i = 2 * s.n
		if !l.quoted(s.quote, m.mixed) {
			return 1, 0, false
		}
		if l.sign().quote == s.quote {
			return 2, 0, false
		}
		if key && l.colon() || !key && m.follows(l, m.stack.depth) != no {
			return 1, 1, false
		}
		return 1, 0, false
	case 4:
		if ends(4) {
			return 2, 0, true
		}
	case 6:
		if ends(6) {
			return 3, 0, true
		}
	}
	return 3, 0, false
}

// wantComma reads what comes after a value in a container.
func (m *machine) wantComma() bool {
	s, ok := m.ahead()
	if !ok {
		return false
	}
	if done, ok := m.endMarkup(s); done || !ok {
		return ok
	}
	switch s.c {
	case ',':
		m.takeComma(s.n)
		if k := len(m.parens); k > 0 && m.parens[k-1].level == m.stack.depth {
			m.parens[k-1].comma = true
		}
		m.next()
		return true
	case '}', ']', ')':
		return m.closing(s)
	case ':':
		m.drop(s.n, Stray)
		return true
	case '+':
		if m.kind == '"' {
			return m.plus()
		}
	case '"':
		return m.second(s)
	case '.':
		if n, ok := m.ellipsis(s); n > 0 || !ok {
			return ok
		}
	}
	return m.stray(s)
}

// next goes on to the next value or name of the container.
func (m *machine) next() {
	m.mode = atValue
	if m.stack.top() {
		m.mode = atName
	}
}
