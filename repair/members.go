package repair

// This file has the modes that read a member up to its value.

// wantName reads a member's name, or the end of the object.
func (m *machine) wantName() bool {
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
		return true
	case '}', ']', ')':
		return m.closing(s)
	case ':':
		m.join()
		m.add(m.pos, m.pos, `""`, MissingKey)
		m.last = m.pos
		m.mode = atColon
		return true
	case '{', '[', '(':
		return m.openAtName(s)
	case '"':
		return m.quotedName(s)
	case '.':
		if n, ok := m.ellipsis(s); n > 0 || !ok {
			return ok
		}
	}
	return m.bareName(s)
}

// quotedName reads the opening marks of a name, or of the first item of a
// set: {"x","y"}.
func (m *machine) quotedName(s sign) bool {
	l := m.lookAt(m.pos)
	if m.first {
		at := l
		at.i = s.n
		if at.quoted(s.quote, m.mixed) && at.peek() != m.src[m.pos] {
			at.space()
			if at.sign().c == ',' {
				at.i += at.sign().n
				at.space()
				q := at.opener()
				set := q != 0 && at.quoted(q, m.mixed)
				if set {
					at.space()
					c := at.sign().c
					set = c == ',' || c == '}'
				}
				if !m.decided(m.pos, &at) {
					return false
				}
				if set {
					m.toSet()
					return true
				}
			}
		}
		if !m.decided(m.pos, &at) {
			return false
		}
	}
	return m.openString(s, &l, true)
}

// toSet makes the object that was just opened an array.
func (m *machine) toSet() {
	m.objs--
	m.stack.depth--
	m.stack.push(false)
	m.openParen(paren{set: true, level: m.stack.depth, comma: true})
	m.mode = atValue
	k := len(m.edits) - 1
	if k >= 0 && m.edits[k].End == m.last && m.edits[k].New == "{" { // it was written as another bracket
		m.edits[k].New = "["
		m.edits[k].Faults |= Set
		return
	}
	m.add(m.last-1, m.last, "[", Set)
}

// maxBraces is how many braces that stand together are one.
const maxBraces = 8

// dropped returns how many bytes right before the position were dropped with the
// given fault, maxBraces if none were.
func (m *machine) dropped(f Faults) int {
	k := len(m.gap) - 1
	if k < 0 || m.gap[k].End != m.pos || m.gap[k].Faults != f {
		return maxBraces
	}
	return m.gap[k].End - m.gap[k].Pos
}

// openAtName treats an opening bracket where a name should be.
func (m *machine) openAtName(s sign) bool {
	switch {
	case m.first && s.c == '{' && (m.pos == m.last || m.dropped(ExtraOpener) < maxBraces): // {{ of a template
		m.drop(s.n, ExtraOpener)
	case m.first:
		m.toSet()
	case m.stack.depth > 1 && !m.stack.object(m.stack.depth-1):
		// [{"a":1,{"a":2}]: the object before was not closed
		m.imply(m.closer(), MissingCloser)
		m.pop()
		m.mode = atValue
	case s.c == '{':
		m.drop(s.n, ExtraOpener)
	default:
		m.join()
		m.add(m.pos, m.pos, `"":`, MissingKey)
		m.last = m.pos
		m.first = true
		m.mode = atValue
	}
	return true
}

// wantColon reads the colon after a name.
func (m *machine) wantColon() bool {
	s, ok := m.ahead()
	if !ok {
		return false
	}
	switch s.c {
	case ':', '=', '-':
		n := s.n
		if s.c != ':' {
			l := m.lookAt(m.pos)
			if l.has("=>") || l.has("->") {
				n = 2
			}
			if !m.decided(m.pos, &l) {
				return false
			}
			if s.c == '-' && n == 1 {
				break // a negative number
			}
		}
		m.flush()
		if n > 1 || m.src[m.pos] != ':' {
			m.add(m.pos, m.pos+n, ":", WrongSeparator)
		}
		m.keep(n)
		m.first = true // no comma before the value
		m.mode = atValue
		return true
	case ',', '}', ']', ')':
		m.imply(": null", MissingValue)
		m.noValue()
		return true
	}
	if done, ok := m.endMarkup(s); done || !ok {
		return ok
	}
	if s.c == '"' { // {"a" "b":1}: a name without a value, or without a colon
		l := m.lookAt(m.pos)
		key := l.key(m.mixed, false) == strong && !l.hit
		if !m.decided(m.pos, &l) {
			return false
		}
		if key {
			m.imply(": null", MissingValue)
			m.noValue()
			return true
		}
	}
	m.imply(":", MissingColon)
	m.first = true
	m.mode = atValue
	return true
}

// colonAgain drops the end of a name that was written twice, before the value
// at its second mark: {"a":": "b"}. In {"a":": "} and {"a":": "b" c"} it was
// not.
func (m *machine) colonAgain(s sign) (done, ok bool) {
	if isWord(byteAt(m.src, m.pos+s.n)) {
		return false, true
	}
	l := m.lookAt(m.pos)
	l.i = s.n
	n := 0
	if l.colon() && l.peek() == ':' {
		l.i++
		for isSpace(l.peek()) {
			l.i++
		}
		n = l.i
		again := l.sign().quote == s.quote
		l.i += s.n
		if !again || !isWord(l.peek()) || !l.quoted(s.quote, m.mixed) || !l.separator() {
			n = 0
		}
	}
	if !m.decided(m.pos, &l) {
		return false, false
	}
	if n > 0 {
		m.drop(n, ExtraQuote|ExtraColon)
	}
	return n > 0, true
}
