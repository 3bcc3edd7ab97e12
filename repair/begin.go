package repair

// This file tells whether an opening bracket between answers begins one.

// mayOpen treats an opening bracket at the root: a tag in brackets, the
// beginning of an answer, or prose.
func (m *machine) mayOpen(c byte) bool {
	r := &m.root
	i := m.pos
	l := m.lookAt(i)
	if c == '[' {
		name, shut := l.bracketTag()
		if !m.decided(i, &l) {
			return false
		}
		if len(name) > 0 {
			m.markup(name, shut, l.i)
			return true
		}
		l = m.lookAt(i)
		at := l
		at.i = 1
		ends := at.end() || at.peek() == '/' && len(at.b) == 2
		if len(r.answers) > 0 && ends || l.has("[/") && l.tagName(2) { // a tag that was cut
			if !m.decided(i, &at) {
				return false
			}
			m.words(1)
			return true
		}
	}
	s := l.sign()
	l.i += s.n
	begins := r.fresh || r.joined && c != '('
	coded := false
	if !begins || c != '(' {
		l.spaceOrEscape()
		coded = l.coded()
		if !begins {
			begins = m.begins(&l, c)
		}
	}
	if !m.decided(i, &l) {
		return false
	}
	switch {
	case coded && !r.plain && len(r.answers) == 0:
		r.coded = i
		m.mode = atCoded
		return true
	case !begins:
		m.words(s.n)
		return true
	}
	m.start()
	if s.n == 1 && c != '(' {
		if done, ok := m.whole(); done || !ok {
			return ok
		}
	}
	ok := m.open(s)
	if ok && s.n == 1 && c != '(' && !m.careful {
		m.skipChecked(&r.reach)
	}
	return ok
}

// whole reads the value at the position at once if it is valid JSON: the
// modes would change nothing either, unless what follows shows that it is not
// what it seems.
func (m *machine) whole() (done, ok bool) {
	r := &m.root
	end := r.firstEnd
	if !r.known || r.faults != 0 || len(r.answers) > 0 { // not the beginning of the text
		r.reach = reach{}
		end, _ = skipValue(m.src, m.pos, m.limit-1, &r.reach)
	}
	if end < 0 || m.careful {
		return false, true
	}
	l := m.lookAt(end)
	l.space()
	plain := true
	switch s := l.sign(); s.c {
	case ',', '}', ']', ')', '"', '+':
		plain = s.quote == back // a fence
	}
	if !m.decided(end, &l) || !plain { // a stream does not wait: the modes read it
		return false, true
	}
	m.work += end - m.pos
	m.deepest = -1 // not known
	kind := m.src[m.pos]
	m.keep(end - m.pos)
	m.value(kind)
	return true, true
}

// coded reports whether the first mark after any brackets is escaped.
func (l *look) coded() bool {
	at := *l
	for range 4 {
		switch c := at.peek(); {
		case c == '\\' && (at.has(`\"`) || at.has(`\'`)) || c == '&' && at.has(`&quot;`):
			return true
		case c != '{' && c != '[':
			l.hit = l.hit || at.hit
			return false
		}
		at.i++
		at.spaceOrEscape()
	}
	l.hit = l.hit || at.hit
	return false
}

// spaceOrEscape skips white space, also where it is written as an escape.
func (l *look) spaceOrEscape() {
	for {
		l.space()
		if l.i < len(l.b) && l.b[l.i] != '\\' {
			return
		}
		if !l.has(`\n`) && !l.has(`\t`) && !l.has(`\r`) {
			return
		}
		l.i += 2
	}
}

// begins reports whether what follows an opening bracket in prose shows that
// it begins an answer: {"a" or {a: or {a": or {:"a or [1, or ["a or [{, but not
// {x} or [1].
func (m *machine) begins(l *look, c byte) bool {
	s := l.sign()
	switch {
	case c == '(':
		return false
	case s.quote != 0 && s.quote != back:
		return true
	case c == '{':
		if s.c == '}' {
			return true
		}
		if s.c == '{' {
			l.i += s.n
			l.space()
			return l.sign().quote != 0
		}
		if s.c == ':' { // a name is missing
			l.i += s.n
			l.space()
			return l.sign().quote != 0
		}
		at := *l
		g := at.key(m.mixed, false) // a": has lost a mark
		lost := g != no && m.src[m.pos+at.i-1] == '"'
		g = l.key(m.mixed, true)
		l.hit = l.hit || at.hit
		return (g == strong || lost) && !l.hit
	case s.c == '{' || s.c == '[':
		l.i += s.n
		l.space()
		s := l.sign()
		return s.quote != 0 || s.c == '{' || s.c == '[' || isDigit(s.c) || s.c == '-' || s.c == '}' || l.key(m.mixed, true) == strong
	}
	w := l.word()
	if len(w) == 0 || isWordy(w) {
		return false
	}
	l.space()
	return l.sign().c == ','
}
