package repair

import (
	"bytes"
	"unicode/utf8"
)

// This file reads names without quotes.

// bareName reads a name without quotes, or without the opening one, or the
// first item of a set.
func (m *machine) bareName(s sign) bool {
	i := m.pos
	l := m.lookAt(i)
	if n := l.namePrefix(); n > 0 {
		if !m.decided(i, &l) {
			return false
		}
		m.drop(n, StringPrefix)
		return true
	}
	end, c := l.nameEnd()
	hit := l.hit
	if n := lacksColon(l.b[:end]); n > 0 && (c == ',' || c == '}') {
		end, c = n, ':'
	}
	var mark sign
	named := false // a name in quotes comes next: what is here belongs nowhere
	if c == '"' {
		mark = l.sign()
		at := l
		l.i += mark.n
		if !l.colon() {
			mark.n = 0
			named = !m.first && at.key(m.mixed, false) == strong && !at.hit
			l.hit = l.hit || at.hit
		}
	}
	if !m.decided(i, &l) {
		return false
	}
	switch {
	case named && end > 0:
		m.drop(end, Stray)
		return true
	case end == 0 && c != 0:
		m.drop(max(1, s.n), Stray)
		return true
	case m.first && (c == ',' || c == '}') && !hit:
		m.toSet()
		return true
	case hit && m.final && i+end == len(m.src): // cut
		m.member = undo{len(m.edits), m.last}
		m.str = text{key: true}
		m.pos = len(m.src)
		m.mode = inText
		return true
	}
	m.loose = m.loose || c == ':'
	for end > 0 && isSpace(m.src[i+end-1]) {
		end--
	}
	m.join()
	f := UnquotedKey
	if mark.n > 0 {
		f = MissingQuote
	}
	m.add(i, i, `"`, f)
	m.str = text{quote: bare, key: true, start: i, edits: len(m.edits)}
	for m.pos = i; m.pos < i+end; {
		k := m.pos
		switch {
		case class[m.src[k]]&textByte == 0:
			m.pos++
		case m.src[k] == '\\' && k+1 == i+end:
			m.literal(k)
		default:
			if !m.special(k) {
				return false
			}
		}
	}
	m.close(i+end, i+end+mark.n)
	return true
}

// lacksColon returns the length of the name if text is one without quotes and
// a number or a literal behind it, {a 1}, and 0 otherwise.
func lacksColon(text []byte) int {
	n := bytes.IndexByte(text, ' ')
	if n <= 0 || !isPlain(text[:n]) {
		return 0
	}
	if w := bytes.TrimSpace(text[n:]); len(w) == 0 || isWordy(w) || bytes.IndexByte(w, ' ') >= 0 {
		return 0
	}
	return n
}

// namePrefix returns the length of the string prefix before a quoted name:
// {u'a':1}.
func (l *look) namePrefix() int {
	at := *l
	n := 0
	for n < 2 && isAlpha(at.peek()) {
		at.i++
		n++
	}
	if n == 0 || !isPrefix(at.b[:n]) {
		return 0
	}
	q := at.opener()
	if q != single && q != double || !at.quoted(q, false) || !at.colon() {
		l.hit = l.hit || at.hit
		return 0
	}
	l.hit = l.hit || at.hit
	return n
}

// nameEnd returns how many bytes come before the colon, quotation mark,
// separator, bracket or line break that ends a name, and the sign of that.
func (l *look) nameEnd() (n int, c byte) {
	for !l.end() {
		s := l.sign()
		switch s.c {
		case ':', ',', '}', '{', '[', ']', '\n':
			return l.i, s.c
		case '=':
			return l.i, ':'
		case '/':
			if at := *l; at.has("/*") || at.has("//") {
				at.space()
				colon := at.sign().c == ':'
				l.hit = l.hit || at.hit
				if colon {
					return l.i, ':'
				}
			}
		case '"':
			if s.quote != single || l.i == 0 || l.i+1 < len(l.b) && !isAlpha(l.b[l.i+1]) {
				return l.i, s.c
			}
		}
		l.i += max(1, s.n)
	}
	n = len(l.b)
	for n > 0 && !utf8.RuneStart(l.b[n-1]) {
		n--
	}
	if n > 0 && !utf8.FullRune(l.b[n-1:]) {
		return n - 1, 0
	}
	return len(l.b), 0
}
