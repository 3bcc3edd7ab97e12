package repair

import (
	"bytes"
	"unicode/utf8"
)

// bareValue reads a value that does not begin with a bracket or a quotation
// mark: a number, a literal, a constructor's call, or text without quotes.
func (m *machine) bareValue(s sign) bool {
	i := m.pos
	l := m.lookAt(i)
	if m.loose && m.objs > 0 && !m.first && !m.stack.top() { // {a:[1,2,b:3}: the array was not closed
		named := l.key(m.mixed, true) == strong && l.plainValue() && !l.hit
		if !m.decided(i, &l) {
			return false
		}
		if named {
			m.leaveArrays()
			return true
		}
		l = m.lookAt(i)
	}
	w := l.word()
	if len(w) == 0 && s.c != '<' && s.c != '#' {
		m.drop(max(1, s.n), Stray)
		return true
	}
	if q := l.sign(); q.quote != 0 && len(w) > 0 && len(w) <= 2 && isPrefix(w) {
		at := l
		at.i += q.n
		piece := m.follows(&at, m.stack.depth) == no
		if !m.decided(i, &at) {
			return false
		}
		if piece {
			m.drop(len(w), StringPrefix)
			return true
		}
	}
	call, f := l.constructor(w), Call
	if call == 0 && !m.inObject() {
		call, f = l.function(w), FunctionName
	}
	alone := call == 0 && m.alone(&l, w)
	if !m.decided(i, &l) {
		return false
	}
	if len(w) >= window/2 {
		var ok bool
		if w, alone, ok = m.longNumber(i, w); !ok {
			return false
		}
	}
	if call > 0 {
		return m.openCall(call, f)
	}
	if alone && len(w) > 0 {
		if m.inObject() && isNumber(w) {
			if done, ok := m.commaInNumber(i, w); done || !ok {
				return ok
			}
		}
		if m.scalar(i, w) {
			return true
		}
	}
	m.bareBegin()
	return true
}

// bareBegin begins a value without quotes at the position.
func (m *machine) bareBegin() {
	m.join()
	m.add(m.pos, m.pos, `"`, UnquotedValue)
	m.begin(bare, 0, false)
}

// expression reports whether short arithmetic comes next that goes on behind
// its first parentheses, (1+2)/3: it is text, for a repairer does not calculate,
// and the sign behind them does not part two values.
func (l *look) expression() bool {
	depth := 0
	for ; l.i < 64; l.i++ {
		switch c := l.peek(); {
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				l.i++
				return l.operator()
			}
		case isWord(c), c == ' ', c == '.', c == '+', c == '-', c == '*', c == '/', c == '%':
		default:
			return false
		}
	}
	return false
}

// operator reports whether a sign of arithmetic and an operand come next.
func (l *look) operator() bool {
	for l.peek() == ' ' {
		l.i++
	}
	switch l.peek() {
	case '+', '-', '*', '/', '%':
	default:
		return false
	}
	if l.has("//") || l.has("/*") {
		return false
	}
	l.i++
	for l.peek() == '*' || l.peek() == ' ' || l.peek() == '-' {
		l.i++
	}
	return isWord(l.peek()) || l.peek() == '('
}

// longNumber returns the number at i that may be longer than the window, and
// whether it is a value by itself.
func (m *machine) longNumber(i int, w []byte) (number []byte, alone, ok bool) {
	end := skipNumber(m.src, i, w[0])
	if end < 0 {
		return w, false, true
	}
	m.work += end - i
	if end == len(m.src) && !m.final {
		m.patience = len(m.src) + (end-i)/8 // not to read it again for each byte
		return nil, false, false
	}
	w = m.src[i:end]
	l := m.lookAt(end)
	alone = m.alone(&l, w)
	return w, alone, m.decided(end, &l)
}

// word returns the letters, digits and signs that come next, up to white
// space, a separator, a bracket or a quotation mark, and skips them.
func (l *look) word() []byte {
	from := l.i
	for l.i < len(l.b) {
		switch c := l.b[l.i]; {
		case isSpace(c), c < ' ':
			return l.b[from:l.i]
		case c >= utf8.RuneSelf:
			if s := l.sign(); s.c != 'w' && s.c != '.' {
				return l.b[from:l.i]
			}
		case c == '.' && l.i > from && isDigit(l.b[l.i-1]) && l.has("..."):
			return l.b[from:l.i]
		case c == '.' || c == ':' || c == '-' || c == '+' || c == '%' || c == '/' || isWord(c):
			if c == '/' && (l.has("//") && (l.i == from || l.b[l.i-1] != ':') || l.has("/*")) {
				return l.b[from:l.i]
			}
		case c == '"', c == '\'', c == '`', c == ',', c == ';', c == '{', c == '}', c == '[', c == ']',
			c == '(', c == ')', c == '<', c == '#', c == '\\':
			return l.b[from:l.i]
		}
		l.i++
	}
	l.hit = true
	return l.b[from:]
}

// alone reports whether the word before l is a value by itself: what follows
// on its line is not more text.
func (m *machine) alone(l *look, w []byte) bool {
	for l.i < len(l.b) && (l.b[l.i] == ' ' || l.b[l.i] == '\t') {
		l.i++
	}
	s := l.sign()
	switch s.c {
	case 0, '\n', '\r', ',', '}', ']', ')', '{', '[', '#', ' ', '"':
		return s.quote == 0 || s.quote != 0 && !isWordy(w)
	case '/':
		return l.has("//") || l.has("/*")
	case '.':
		return l.has("...")
	case '<':
		return l.markup() || l.has("<!--")
	case '\\': // a line break, written as an escape
		return l.has(`\n`) || l.has(`\r`)
	}
	if m.stack.depth > 0 && m.stack.top() {
		at := *l
		g := at.key(m.mixed, m.loose)
		l.hit = l.hit || at.hit
		return g == strong && m.loose || g == weak && !isWordy(w) && at.peek() == ':' // {"a":1 b:2}
	}
	next := l.word() // [1 2 3], [true false]
	return !isWordy(w) && len(next) > 0 && !isWordy(next)
}

// isWordy reports whether w is neither a literal nor begins as a number.
func isWordy(w []byte) bool {
	if len(w) == 0 {
		return true
	}
	c := w[0]
	if isDigit(c) || (c == '-' || c == '+' || c == '.') && len(w) > 1 && isDigit(w[1]) {
		return false
	}
	_, ok := literal(w)
	return !ok
}

func isPrefix(w []byte) bool {
	for _, c := range w {
		if c |= 0x20; c != 'b' && c != 'r' && c != 'u' && c != 'f' {
			return false
		}
	}
	return true
}

// bareText reads text without quotes up to its end: a separator or bracket
// after which the text reads on as JSON, in an object a line break before the
// next member, or a closing mark whose partner is missing.
func (m *machine) bareText() bool {
	t := &m.str
	for {
		i := m.pos
		for i < len(m.src) && class[m.src[i]]&t.stops == 0 {
			i++
		}
		m.work += i - m.pos + 1
		m.pos = i
		if i == len(m.src) {
			return false
		}
		s := m.sign(i)
		if s.n == 0 {
			return false
		}
		l := m.lookAt(i)
		end, to := false, 0
		switch s.c {
		case '(', '{', '[':
			if l.markup() {
				end = true
				break
			}
			if !m.decided(i, &l) {
				return false
			}
			t.depth++
			m.pos += s.n
			continue
		case ')', '}', ']':
			if t.depth == 0 && (s.c != ')' || m.inParen()) {
				end = true
				break
			}
			t.depth = max(0, t.depth-1)
			m.pos += s.n
			continue
		case ',', '\n':
			if m.inObject() {
				end = t.depth == 0 && m.follows(&l, m.stack.depth) != no
			} else {
				end = t.depth == 0 && !(s.c == ',' && m.sentence(i) && l.closes())
			}
		case ':':
			if r := m.nameBefore(i); r >= 0 {
				m.closeBare(m.trim(r))
				return true
			}
		case '/':
			end = m.pos > t.start && isSpace(m.src[i-1]) && (l.has("//") || l.has("/*"))
		case '#':
			end = m.pos > t.start && isSpace(m.src[i-1])
		case '<':
			end = l.markup()
		case '"':
			end, to = m.endsBare(&l, i, s)
		}
		if !m.decided(i, &l) {
			return false
		}
		switch {
		case to > 0:
			m.close(i, to)
			return true
		case end:
			m.closeBare(m.trim(i))
			return true
		case s.quote == double:
			m.add(i, i, `\`, InnerQuote)
			m.pos++
		case class[m.src[i]]&textByte != 0:
			if !m.special(i) {
				return false
			}
		default:
			m.pos += s.n
		}
	}
}

// sentence reports whether the text without quotes up to i has more than two
// words.
func (m *machine) sentence(i int) bool {
	from := max(m.str.start, i-128)
	m.work += i - from
	return bytes.Count(m.src[from:i], []byte(" ")) > 1
}

// closes reports whether the next double mark, on the same line, stands behind
// text: it closes what has no opening mark.
func (l *look) closes() bool {
	for ; !l.end(); l.i++ {
		switch l.b[l.i] {
		case '\n', '[', ']', '{', '}':
			return false
		case '"':
			c := l.b[l.i-1]
			return !isSpace(c) && c != ',' && c != '\\'
		}
	}
	return false
}

func (m *machine) inObject() bool { return m.stack.depth > 0 && m.stack.top() }

// closeBare ends text without quotes at end, or at the single mark before it
// whose partner is missing.
func (m *machine) closeBare(end int) {
	if m.quoteOne && end > m.str.start+1 && m.src[end-1] == '\'' {
		m.close(end-1, end)
		return
	}
	m.close(end, end)
}

// endsBare decides whether the mark at i ends text without quotes: as the
// partner of the missing opening mark (to > 0), or as the beginning of the
// next name.
func (m *machine) endsBare(l *look, i int, s sign) (end bool, to int) {
	if m.str.depth > 0 || s.quote > curly {
		return false, 0
	}
	at := *l
	l.i = s.n
	g := m.follows(l, m.stack.depth)
	if g != no {
		return true, i + s.n
	}
	if isSpace(m.src[i-1]) && m.inObject() {
		end = at.key(m.mixed, false) == strong && !at.hit
		l.i = max(l.i, at.i)
		l.hit = l.hit || at.hit
	}
	return end, 0
}
