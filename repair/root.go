package repair

import "unicode/utf8"

// An answer is a value found at the root, a candidate for what was meant.
type answer struct {
	pos, end int    // its source
	lo, hi   int    // its edits, in the machine's list
	before   Faults // of what lies between the last answer and this one
	form     Form
	depth    int  // of nested containers
	kind     byte // what it begins with: " { [ or w
}

// The root is the state between answers.
type root struct {
	answers  []answer
	from     int    // end of the last answer
	faults   Faults // of what lies between there and the position
	words    bool   // prose was seen, outside of fences
	fresh    bool   // any value may begin here: no prose since the beginning, a mark or a comma
	joined   bool   // only space and closers since the last answer
	form     Form   // of an answer that begins here
	chosen   int    // of the answers, the one that a stream shows, or -1
	only     bool   // it is the one that is picked: what was shown stays
	over     bool   // the answer was said to be complete
	turn     bool   // the turn was said to be over: what comes now may repeat
	hidden   bool   // in an HTML comment
	wrap     quote  // the style of a mark that stood before what may be the answer, or 0
	ticks    int    // length of the opening marks of the open fence, or 0
	draft    string // end mark of the draft being skipped, or ""
	start    int    // where the value being read begins
	edits    int    // length of the edit list there
	known    bool   // firstEnd is
	firstEnd int    // offset after the valid value that the text begins with, or -1
	reach    reach  // how far the text was found valid, if firstEnd is -1
	coded    int    // where a text begins that is escaped as a whole
	plain    bool   // such a text was decoded: no more of it
	names    *Names // that members may have
}

// prose reads what lies between answers.
func (m *machine) prose() bool {
	r := &m.root
	for m.mode == atRoot && m.pos < len(m.src) && m.err == nil {
		if r.draft != "" {
			if !m.skipDraft() {
				return false
			}
			continue
		}
		i := m.pos
		m.work++
		ok := true
		switch c := m.src[i]; {
		case isSpace(c):
			m.pos++
			r.fresh = r.fresh || c == '\n' && r.joined
		case !r.fresh && class[c]&proseByte == 0:
			for i++; i < len(m.src) && class[m.src[i]]&proseByte == 0; i++ {
			}
			m.work += i - m.pos
			m.words(i - m.pos)
		case c == '{' || c == '[' || c == '(':
			ok = m.mayOpen(c)
		case c == '<':
			ok = m.tag()
		case c == '`' || c == '~':
			ok = m.fence()
		case c == '-' && r.hidden:
			ok = m.endComment()
		case c == ',' && r.joined:
			m.rootComma(1)
		case c == '+' && m.continues():
			ok = m.rootPlus()
		case (c == '}' || c == ']' || c == ')' || c == ';') && r.joined:
			m.pos++
			r.faults |= ExtraCloser
		case c >= utf8.RuneSelf:
			ok = m.proseSign()
		case r.fresh:
			ok = m.rootScalar(signAt(m.src[i : i+1]))
		default:
			m.words(1)
		}
		if !ok {
			return false
		}
	}
	return true
}

// words skips n bytes of prose.
func (m *machine) words(n int) {
	r := &m.root
	m.pos += n
	r.faults |= Prose
	r.fresh, r.joined = false, false
	if r.ticks == 0 {
		r.words = true
		r.form = FormProse
	}
}

// proseSign reads a character that is not ASCII.
func (m *machine) proseSign() bool {
	s := m.sign(m.pos)
	r := &m.root
	switch {
	case s.n == 0:
		return false
	case s.c == ' ':
		m.pos += s.n
		r.faults |= OddSpace
	case s.c == '{' || s.c == '[' || s.c == '(' && r.fresh:
		return m.mayOpen(s.c)
	case s.c == ',' && r.joined:
		m.rootComma(s.n)
		r.faults |= WrongSeparator
	case s.quote != 0 && r.fresh:
		return m.rootScalar(s)
	default:
		m.words(s.n)
	}
	return true
}

// rootComma reads the comma, of n bytes, between two answers. The fault that
// stands for it becomes one only if no answer follows.
func (m *machine) rootComma(n int) {
	r := &m.root
	m.pos += n
	r.fresh = true
	if r.faults&Sequence != 0 {
		r.faults |= ExtraComma
	}
	r.faults |= Sequence
}

// continues reports whether the last answer is a string that a plus sign at
// the position may continue.
func (m *machine) continues() bool {
	r := &m.root
	n := len(r.answers)
	return r.joined && r.faults == 0 && n > 0 && r.answers[n-1].kind == '"' && r.answers[n-1].end == m.joint.end+1
}

// rootPlus reads the plus sign after a string at the root and goes on with the
// string, if there is another piece of it.
func (m *machine) rootPlus() bool {
	l := m.lookAt(m.pos)
	l.i = 1
	l.space()
	s := l.sign()
	if !m.decided(m.pos, &l) {
		return false
	}
	if s.quote == 0 || s.quote == back {
		m.words(1)
		return true
	}
	r := &m.root
	a := r.answers[len(r.answers)-1]
	r.answers = r.answers[:len(r.answers)-1]
	r.start, r.edits, r.faults = a.pos, a.lo, a.before
	m.pos += l.i
	m.concat(s)
	return true
}

// start begins an answer at the position.
func (m *machine) start() {
	m.root.start = m.pos
	m.root.edits = len(m.edits)
	m.last = m.pos
	m.first = true
	m.deepest, m.scarred = 0, false
}

// answer notes that the value begun at root.start is complete.
func (m *machine) answer() {
	r := &m.root
	a := answer{
		pos: r.start, end: m.last, lo: r.edits, hi: len(m.edits),
		before: r.faults, form: r.form, kind: m.kind, depth: m.deepest,
	}
	switch {
	case m.kind == '"' || m.kind == 'w':
		a.form = FormScalar
	case r.hidden || r.over || r.turn && m.repeats(a):
		a.form = FormCode
	}
	if r.chosen < 0 && a.shows() {
		r.chosen = len(r.answers)
	}
	r.answers = append(grow(r.answers), a)
	r.from = m.last
	r.faults = 0
	for _, g := range m.gap {
		r.faults |= g.Faults
	}
	if m.commaAt >= 0 {
		r.faults |= ExtraComma
	}
	m.gap = m.gap[:0]
	m.commaAt = -1
	r.fresh, r.joined = false, true
	m.mode = atRoot
}

// rootScalar reads a value at the root that is no container, where one may
// begin, or the first member of an object without its brace. Anything else
// is prose.
func (m *machine) rootScalar(s sign) bool {
	i := m.pos
	l := m.lookAt(i)
	if s.quote != 0 {
		at := l
		member := at.key(m.mixed, false) == strong && !at.hit
		l.i = s.n
		for s.n == 1 && l.i < 3 && l.peek() == m.src[i] { // """{"a":1}"""
			l.i++
		}
		n := l.i
		wraps := l.wraps(s.quote)
		l.hit = l.hit || at.hit
		if !m.decided(i, &l) {
			return false
		}
		switch {
		case member:
			m.start()
			m.add(i, i, "{", MissingOpener)
			m.push(true)
			return true
		case wraps || s.quote == single && m.root.words:
			if wraps {
				m.root.wrap = s.quote
				m.words(n)
			} else {
				m.words(s.n)
			}
			return true
		}
		m.start()
		return m.quotedValue(s)
	}
	if s.c == '#' || s.c == '/' {
		return m.rootComment()
	}
	w := l.word()
	member := false // a":1 lacks {"
	if at := l; len(w) > 0 && !m.root.words && at.peek() == '"' {
		at.i++
		member = at.plainValue() && !at.hit
		l.hit = l.hit || at.hit
	}
	for l.i < len(l.b) && (l.b[l.i] == ' ' || l.b[l.i] == '\t' || l.b[l.i] == '\r') {
		l.i++
	}
	c := l.peek()
	alone := l.end() || c == '\n' || c == ',' || l.markup()
	if !m.decided(i, &l) {
		return false
	}
	if member {
		m.start()
		m.add(i, i, "{", MissingOpener)
		m.push(true)
		return true
	}
	if alone && len(w) > 0 && string(w) != "-" {
		m.start()
		if m.scalar(i, w) {
			return true
		}
	}
	m.words(max(1, len(w)))
	return true
}

// wraps reports whether a quotation mark before l only wraps JSON, as a shell
// needs it: '{"a":1}'. A bracket, another mark and a word follow it. Single
// marks within double ones are text.
func (l *look) wraps(q quote) bool {
	if c := l.peek(); c != '{' && c != '[' {
		return false
	}
	l.i++
	l.space()
	inner := l.opener()
	return inner != 0 && (q != double || inner == double) && isWord(l.peek())
}

// rootComment drops a comment that begins a line; # and // elsewhere are
// prose.
func (m *machine) rootComment() bool {
	stop, n, ok := m.commentAt(m.pos)
	if !ok {
		return false
	}
	if stop == "" {
		m.words(1)
		return true
	}
	m.pos += n
	m.root.faults |= Comment
	m.root.draft = stop
	return true
}

// endComment reads the end of an HTML comment, or a minus.
func (m *machine) endComment() bool {
	l := m.lookAt(m.pos)
	ends := l.has("-->")
	if !m.decided(m.pos, &l) {
		return false
	}
	if !ends {
		m.words(1)
		return true
	}
	m.pos += 3
	m.root.faults |= Comment
	m.root.hidden = false
	m.root.fresh = true
	return true
}

// skipDraft skips a draft, or a comment, up to its end mark.
func (m *machine) skipDraft() bool {
	r := &m.root
	stop := r.draft
	i := m.pos
	for i < len(m.src) && m.src[i] != stop[0] {
		i++
	}
	m.work += i - m.pos + 1
	m.pos = i
	rest := m.src[i:]
	switch {
	case len(rest) >= len(stop) && string(rest[:len(stop)]) == stop:
		m.pos += len(stop)
		r.draft = ""
		r.fresh = true
	case len(rest) >= len(stop):
		m.pos++
	case !m.final:
		return false
	default:
		m.pos = len(m.src)
	}
	return true
}
