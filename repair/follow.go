package repair

// This file grades how well what comes after a value, or after a mark that may
// end one, reads on as JSON. The judgements about strings and brackets rest on
// it.

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
			if !l.commas() {
				return min(best, m.followsComma(l, level))
			}
		case '}', ']', ')':
			l.i += s.n
			if level > 0 && (m.stack.object(level) == (s.c == '}') || s.c == '}' && m.isSet(level)) {
				level--
				break
			}
			best = weak
			if s.c == ')' {
				if tuple, _ := m.innermost(); tuple > 0 && tuple <= level {
					level = tuple - 1
				}
			}
		default:
			return min(best, m.followsBare(l, level, spaced, lines))
		}
	}
	return best
}

// commas skips commas and space and reports whether a closing bracket comes
// behind them: they are too much.
func (l *look) commas() bool {
	for l.sign().c == ',' {
		l.i += l.sign().n
		l.space()
	}
	c := l.sign().c
	return c == '}' || c == ']' || c == ')'
}

// followsComma grades what comes after a comma, if it is no closing bracket.
func (m *machine) followsComma(l *look, level int) grade {
	if l.end() {
		return strong
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
	if l.dots() { // {"a":"x", ..., "b":1}
		if l.sign().c != ',' {
			return weak
		}
		l.i += l.sign().n
		l.space()
	}
	at := *l
	g := l.key(m.mixed, m.loose)
	if g != no {
		return g
	}
	q := at.opener()
	name := at
	if q != 0 && name.named() {
		return weak // "b: 1 or "b c: "d", a key that lacks its end mark
	}
	l.hit = l.hit || name.hit
	if q == 0 && m.loose {
		if at.lacksColon() {
			return weak
		}
		l.hit = l.hit || at.hit
		return no
	}
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

// dots skips dots that stand for further members, if a comma, a closing
// brace or the end comes behind them.
func (l *look) dots() bool {
	at := *l
	s := at.sign()
	dots := s.c == '.' && (s.n > 1 || at.has("..."))
	if dots {
		at.i += 3
		at.space()
		c := at.sign().c
		dots = c == ',' || c == '}' || c == 0
	}
	if l.hit = l.hit || at.hit; dots {
		l.i = at.i
	}
	return dots
}

// lacksColon reports whether a name without quotes comes next and a value that
// is not bare text, without a colon: a 1 or a [1].
func (l *look) lacksColon() bool {
	from := l.i
	for l.nameByte() {
		l.i += l.sign().n
	}
	if l.i == from || l.peek() != ' ' {
		return false
	}
	return l.plain()
}

// named skips a name and reports whether a colon follows at once, and behind
// more than one word a value that is not bare text.
func (l *look) named() bool {
	from := l.i
	for l.nameByte() {
		l.i += l.sign().n
	}
	if l.i > from && l.peek() == ' ' {
		l.words(':')
		return l.plainValue()
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
		if level > 0 && l.peek() == '<' && l.marked() {
			return no
		}
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
		if lines > 1 && isAlpha(s.c) || line && l.dots() { // prose after an object that is not closed
			return weak
		}
		if line {
			return min(weak, l.key(m.mixed, m.loose))
		}
		if l.key(m.mixed, m.loose) != no && l.plainValue() {
			return weak
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

// marked reports whether a double mark comes on the same line: the tag before
// it is one in a text, "<b>"x"</b> y".
func (l *look) marked() bool {
	at := *l
	for !at.end() && at.b[at.i] != '\n' && at.b[at.i] != '"' {
		at.i++
	}
	l.hit = l.hit || at.hit
	return at.peek() == '"'
}

// plainValue reports whether a colon comes next and then a value that is not
// bare text: {"a":"x" b:2}, but not "a "x" note: y".
func (l *look) plainValue() bool {
	if l.peek() != ':' {
		return false
	}
	l.i++
	return l.plain()
}

// plain reports whether behind white space a value comes that is not bare text.
func (l *look) plain() bool {
	l.space()
	switch s := l.sign(); s.c {
	case '"', '{', '[':
		return true
	}
	w := l.word()
	return len(w) > 0 && !isWordy(w)
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
