package repair

import "unicode/utf8"

// A text is the state of the string being read, quoted or bare. The edits
// inside it go to the machine's list as they are found.
type text struct {
	quote    quote
	marks    int    // how many marks opened it: 1, 2 (doubled), 3 (tripled), 0 for bare text
	key      bool   // a member name
	escaped  bool   // its opening mark was: {\"a\":1} within a document that is not
	raw      bool   // an escape that JSON does not have was seen
	path     bool   // a Windows path is being read
	open     bool   // of the quotes inside, one waits for its partner
	colon    bool   // a quote inside was followed by a colon: quoted JSON
	embed    bool   // the text begins as JSON does: depth is counted
	depth    int    // open brackets of quoted JSON, or of code in bare text
	start    int    // offset of the first byte of the text
	edits    int    // length of the edit list there
	colonAt  int    // of a key: offset of its first colon, or -1
	searched int    // colonAt is known up to here
	smooth   int    // every backslash from the one at hand up to here makes an escape
	stops    uint16 // classes of the bytes that end a plain run
}

// An undo is a state of the machine to go back to.
type undo struct{ edits, last int }

// begin starts a string whose text begins at the machine's position, after
// its opening marks.
func (m *machine) begin(q quote, marks int, key bool) {
	m.str = text{
		quote: q, marks: marks, key: key, start: m.pos, edits: len(m.edits),
		colonAt: -1, searched: m.pos, stops: textByte,
	}
	m.mode = inText
	switch q {
	case double:
		if key {
			m.str.stops |= singleByte
		}
	case single, curlyOne:
		m.str.stops |= singleByte
	case back:
		m.str.stops |= backByte
	case bare:
		m.str.stops = bareByte
		if m.guided() {
			m.str.stops |= colonByte
		}
		m.mode = inBare
	}
}

// quotedText reads the text of a quoted string up to its end.
func (m *machine) quotedText() bool {
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
		c := m.src[i]
		if class[c]&bracketByte != 0 {
			m.countBracket(c)
			m.pos++
			continue
		}
		if c == '"' && t.quote == single || t.key && c == '\'' && t.quote == double {
			if done, ok := m.otherMark(i); done || !ok {
				return done
			}
			continue
		}
		if c >= utf8.RuneSelf && !mayLeadMark(c) {
			if _, n := utf8.DecodeRune(m.src[i:]); n > 1 {
				m.pos = i + n
				continue
			}
		}
		if c >= utf8.RuneSelf || c == '"' || c == '\'' || c == '`' {
			s := m.sign(i)
			if s.n == 0 {
				return false
			}
			if s.quote != 0 && t.quote.closes(s.quote, m.mixed) {
				done, ok := m.mark(i, s)
				if done || !ok {
					return done
				}
				continue
			}
		}
		if c == '\n' && m.root.ticks > 0 {
			ends, ok := m.fenceEnds(i)
			if !ok {
				return false
			}
			if ends {
				end, _ := m.tail(i)
				m.close(end, end)
				return true
			}
		}
		if !m.special(i) {
			return false
		}
		if m.mode != inText { // an escaped mark ended it
			return true
		}
	}
}

// mayLeadMark reports whether c may be the first byte of a quotation mark that
// is not ASCII: one of U+0080 to U+00BF, U+2000 to U+3FFF or U+F000 to U+FFFF.
func mayLeadMark(c byte) bool { return c == 0xc2 || c == 0xe2 || c == 0xe3 || c == 0xef }

// fenceEnds decides whether the line after the break at i ends the fence that
// the answer stands in, and so the string, whose own end is missing: it is
// bare, and no mark comes after it that could end the string.
func (m *machine) fenceEnds(i int) (ends, ok bool) {
	l := m.lookAt(i)
	l.i = 1
	if l.has("```") {
		for l.peek() == '`' {
			l.i++
		}
		if c := l.peek(); c == '\n' || c == '\r' || l.end() {
			ends = l.rest(m.str.quote)
		}
	}
	return ends, m.decided(i, &l)
}

// rest reports whether no mark of the given style comes in what l has left,
// and skips that.
func (l *look) rest(q quote) bool {
	for ; !l.end(); l.i++ {
		if s := signAt(l.b[l.i:]); s.quote == q {
			return false
		}
	}
	return true
}

// otherMark reads a double mark in a string that a single one opened, or a
// single one in a name that a double one opened. It ends the string if the
// text reads on as JSON behind it and no mark of the right style comes that
// could end it: {'a": 1} and {"a":'b","c":'d'}, but not {"it's': 1":2} and
// {"a":'b","c":d'}. Otherwise it is text.
func (m *machine) otherMark(i int) (done, ok bool) {
	l := m.lookAt(i)
	l.i = 1
	at := l
	ends := false
	if m.str.key {
		ends = l.colon() && (m.str.quote == single || !at.quoted(double, m.mixed) || !at.colon())
	} else if m.str.depth == 0 && m.follows(&l, m.stack.depth) == strong {
		ends = m.partnerless(&at)
	}
	l.hit = l.hit || at.hit
	m.work += at.i
	if !m.decided(i, &l) {
		return false, false
	}
	if ends {
		m.close(i, i+1)
		return true, true
	}
	return false, m.special(i)
}

// partnerless reports whether no single mark comes that could end a value: one
// that opens another string comes before it, or the source ends.
func (m *machine) partnerless(l *look) bool {
	for ; !l.end(); l.i++ {
		if l.b[l.i] != '\'' {
			continue
		}
		k := l.i - 1
		for isSpace(l.b[k]) {
			k--
		}
		switch l.b[k] {
		case ':', ',', '[', '{', '(':
			return true
		}
		at := *l
		at.i++
		ends := m.follows(&at, m.stack.depth) != no
		l.hit = l.hit || at.hit
		m.work += at.i - l.i
		if ends {
			return false
		}
	}
	return len(l.b) < window
}

// special treats the byte at i that may not stand in a JSON string as it is:
// a quotation mark, a backslash, a control character, a byte that is not
// ASCII. It reports whether it could; more of the source is needed otherwise.
func (m *machine) special(i int) bool {
	switch c := m.src[i]; {
	case c == '\\':
		return m.escape(i)
	case c == '"':
		m.add(i, i, `\`, QuoteStyle)
	case c < ' ':
		m.add(i, i+1, controls[c], ControlChar)
	case c >= utf8.RuneSelf:
		r, n := utf8.DecodeRune(m.src[i:])
		if r == utf8.RuneError && n == 1 {
			switch {
			case utf8.FullRune(m.src[i:]):
				m.add(i, i+1, "\uFFFD", InvalidUTF8)
			case !m.final:
				return false
			default: // cut by the end of the text
				m.add(i, len(m.src), "", Truncated)
				n = len(m.src) - i
			}
		}
		m.pos = i + n
		return true
	}
	m.pos = i + 1
	return true
}

// mark treats a quotation mark at i that may end the string. It is done if
// the mark does, or if the string turns out to have ended before; otherwise
// the mark is text.
func (m *machine) mark(i int, s sign) (done, ok bool) {
	end, to, ok := m.ends(i, s)
	if !ok {
		return false, false
	}
	if end != i || to != i {
		m.close(end, to)
		return true, true
	}
	return false, m.inner(i, s)
}

// inner keeps the mark at i as text and notes what it says about the marks
// that follow.
func (m *machine) inner(i int, s sign) bool {
	t := &m.str
	l := m.lookAt(i)
	l.i = s.n
	after := l.peek() > ' '
	colon := l.colon()
	if !m.decided(i, &l) {
		return false
	}
	if m.src[i] == '"' {
		m.add(i, i, `\`, InnerQuote)
	}
	m.pos = i + s.n
	t.colon = t.colon || colon
	space := i == t.start || m.src[i-1] <= ' '
	opening := after && (space || class[m.src[i-1]]&wordByte == 0 && m.src[i-1] < utf8.RuneSelf)
	if t.open {
		t.open = opening && space // a second opening mark, not its partner
	} else {
		t.open = opening
	}
	if !t.embed && i > t.start {
		m.embedding(i)
	}
	return true
}

// embedding begins to count brackets if the text before its first quote, at
// i, is how JSON begins: {" or [" or [{".
func (m *machine) embedding(i int) {
	t := &m.str
	depth := 0
	for k := t.start; k < i && k < t.start+64; k++ {
		switch c := m.src[k]; {
		case c == '{' || c == '[':
			depth++
		case !isSpace(c):
			return
		}
	}
	if depth > 0 && i < t.start+64 {
		t.embed, t.depth = true, depth
		t.stops |= bracketByte
	}
}

func (m *machine) countBracket(c byte) {
	switch c {
	case '{', '[', '(':
		m.str.depth++
	default:
		m.str.depth = max(0, m.str.depth-1)
	}
}

// close ends the string: its text ends at end, and its closing mark is
// [end, to), empty if it is missing. Edits of what lies beyond are taken back.
func (m *machine) close(end, to int) {
	t := &m.str
	for len(m.edits) > t.edits && m.edits[len(m.edits)-1].Pos >= end {
		m.edits = m.edits[:len(m.edits)-1]
	}
	m.joint = joint{end, len(m.edits)}
	switch {
	case t.quote == bare && end < to: // only the mark that opens it is missing
		if t.edits > 0 {
			m.edits[t.edits-1].Faults = MissingQuote
		}
		if to-end != 1 || m.src[end] != '"' {
			m.add(end, to, `"`, QuoteStyle)
		}
	case t.quote == bare:
		f := UnquotedValue
		if t.key {
			f = m.edits[t.edits-1].Faults
		}
		m.add(end, end, `"`, f)
	case end == to:
		m.add(end, end, `"`, MissingQuote)
	case m.src[end] != '"':
		m.add(end, to, `"`, QuoteStyle)
	case to > end+1:
		m.add(end+1, to, "", ExtraQuote)
	}
	m.pos, m.last = to, to
	if t.key {
		m.mode = atColon
	} else {
		m.value('"')
	}
}

// endText ends the string that the end of the source cut off. Brackets and
// separators at its very end are structure rather than text, but for those
// that close brackets of the text; if they close all that is open, nothing was
// cut, only the mark is missing.
//
// A name that was cut is no name: it is left out, with the comma before it.
func (m *machine) endText() {
	end := len(m.src)
	if m.str.key {
		if k := m.colonWithin(end); m.str.marks > 0 && k >= 0 { // only its mark is missing
			m.close(m.trim(k), k)
			m.pos = k
			return
		}
		m.noMember(Truncated, "")
		return
	}
	f := Truncated
	n := len(m.edits)
	if n > m.str.edits && m.edits[n-1].End == end && m.edits[n-1].Faults == Truncated {
		// the cut is within an escape: nothing before it is structure
	} else if r := m.ownTail(end); m.hasCloser(r) {
		if m.stack.depth > 0 {
			if _, level := m.behind(r, end); level == 0 {
				f = MissingQuote
			}
		}
		for end = r; n > m.str.edits && m.edits[n-1].Pos >= end; n-- { // of white space
		}
		m.edits = m.edits[:n]
	}
	if m.str.quote == bare {
		end = m.trim(end)
	}
	m.close(end, end)
	m.edits[len(m.edits)-1].Faults = f
}

// ownTail returns where the tail before the end of the source begins, without
// the closing brackets in it that the text before has opened.
func (m *machine) ownTail(end int) int {
	r, _ := m.tail(end)
	open := 0
	for i := m.str.start; i < end && (i < r || open > 0); i++ {
		switch m.src[i] {
		case '{', '[':
			open++
		case '}', ']':
			open = max(0, open-1)
			if i >= r {
				r = i + 1
			}
		}
	}
	return r
}

func (m *machine) hasCloser(from int) bool {
	for _, c := range m.src[from:] {
		if c == '}' || c == ']' {
			return true
		}
	}
	return false
}
