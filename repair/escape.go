package repair

import "strings"

// controls are the escapes of the control characters.
var controls = func() (t [32]string) {
	const hex = "0123456789abcdef"
	for c := range t {
		t[c] = `\u00` + string(hex[c>>4]) + string(hex[c&15])
	}
	t['\b'], t['\t'], t['\n'], t['\f'], t['\r'] = `\b`, `\t`, `\n`, `\f`, `\r`
	return t
}()

// escape treats the backslash at i. It reports whether it could; more of the
// source is needed otherwise.
//
// An escape that JSON has is kept, unless the word at hand is one of LaTeX or
// part of a Windows path and the text is damaged anyway, if only by a
// backslash later in the same string (EscapeGuess). One that only another
// language has is translated. Any other backslash is text: it is doubled.
func (m *machine) escape(i int) bool {
	t := &m.str
	if i+1 == len(m.src) {
		return m.final && m.cut(i)
	}
	switch c := m.src[i+1]; c {
	case '"', '\\', '/':
		if t.escaped && c != '/' {
			return m.twice(i)
		}
		m.pos = i + 2
	case 'b', 'f', 'n', 'r', 't':
		l := m.lookAt(i)
		l.i = 1
		g := strong
		if !m.inPath(i) {
			g = l.latex()
		}
		plain := t.key && t.quote == bare // such a name is read as a whole, and does not wait
		word := t.raw && g != no || g == strong && m.damaged() || g != no && !plain && m.rawAhead(i, &l)
		if !m.decided(i, &l) {
			return false
		}
		if word {
			m.add(i, i, `\`, EscapeGuess)
		}
		m.pos = i + 2
	case 'u':
		return m.unicode(i)
	case 'x':
		l := m.lookAt(i)
		l.i = 2
		n := l.hexDigits(2)
		if !m.decided(i, &l) {
			return false
		}
		switch {
		case n == 2:
			m.add(i, i+2, `\u00`, BadEscape)
			m.pos = i + 4
		case i+2+n == len(m.src):
			return m.cut(i)
		default:
			m.literal(i)
		}
	case '\'', '_':
		m.add(i, i+1, "", BadEscape)
		m.pos = i + 2
	case '`':
		if t.quote != back {
			m.literal(i)
			break
		}
		m.add(i, i+1, "", BadEscape)
		m.pos = i + 2
	case '\n':
		m.add(i, i+1, "", BadEscape) // and a control character follows
		m.pos = i + 1
	default:
		m.literal(i)
	}
	return true
}

// escapedMark reports whether a backslash was dropped right before the mark at
// the position.
func (m *machine) escapedMark() bool {
	k := len(m.gap) - 1
	return k >= 0 && m.gap[k].End == m.pos && m.src[m.pos-1] == '\\'
}

// twice treats the backslash at i, before a quotation mark or another one, in
// a string whose opening mark was escaped: the mark ends the string, if a
// separator or a bracket comes behind it, and of each two backslashes one is
// too many.
func (m *machine) twice(i int) bool {
	l := m.lookAt(i)
	l.i = 2
	ends, third := false, false
	switch {
	case m.src[i+1] == '\\':
		third = l.has(`\"`) || l.has(`\\`)
	case m.str.key:
		ends = l.colon()
	default:
		ends = l.separator()
	}
	if !m.decided(i, &l) {
		return false
	}
	switch {
	case ends:
		m.add(i, i+1, "", EscapedText)
		m.close(i+1, i+2)
	case third:
		m.add(i, i+1, "", EscapedText)
		m.add(i+2, i+3, "", EscapedText)
		m.pos = i + 4
	case m.src[i+1] == '\\':
		m.add(i, i+1, "", EscapedText)
		m.pos = i + 1
	default:
		m.pos = i + 2
	}
	return true
}

// literal makes the backslash at i text.
func (m *machine) literal(i int) {
	m.inPath(i)
	m.str.raw = true
	m.add(i, i, `\`, BadEscape)
	m.pos = i + 1
}

// cut leaves out the unfinished escape at the end of the source.
func (m *machine) cut(i int) bool {
	m.add(i, len(m.src), "", Truncated)
	m.pos = len(m.src)
	return true
}

// unicode treats the backslash of \u at i. A high surrogate is judged with
// the low one that has to follow. A lone surrogate is valid JSON and kept.
func (m *machine) unicode(i int) bool {
	l := m.lookAt(i)
	l.i = 2
	n := l.hexDigits(4)
	pair := 0
	if n == 4 && (l.b[2]|0x20) == 'd' && l.b[3] >= '8' && (l.b[3]|0x20) <= 'b' {
		l.i = 6
		if pair = l.lowSurrogate(); pair == 0 && l.hit {
			n = -1 // cut within the pair
		}
	}
	if !m.decided(i, &l) {
		return false
	}
	switch {
	case n == 4:
		m.pos = i + 6 + pair
	case n < 0 || i+2+n == len(m.src):
		return m.cut(i)
	default:
		m.literal(i)
	}
	return true
}

// hexDigits counts the hexadecimal digits that come next, up to n.
func (l *look) hexDigits(n int) int {
	for k := range n {
		if class[l.peek()]&hexByte == 0 {
			return k
		}
		l.i++
	}
	return n
}

// lowSurrogate returns the length of the escaped low surrogate that comes
// next, or 0; hit tells that the source ends within it.
func (l *look) lowSurrogate() int {
	from := l.i
	if !l.has(`\u`) {
		if l.end() || l.has(`\`) && l.i+1 == len(l.b) {
			l.hit = true
		} else {
			l.hit = false
		}
		return 0
	}
	l.i += 2
	if l.hexDigits(4) < 4 || (l.b[from+2]|0x20) != 'd' || (l.b[from+3]|0x20) < 'c' || l.b[from+3] <= '9' {
		return 0
	}
	return 6
}

// inPath reports whether the backslash at i is part of a Windows path: one
// that began with a drive letter and a colon, on the same line.
func (m *machine) inPath(i int) bool {
	t := &m.str
	if !t.path && i >= t.start+2 && m.src[i-1] == ':' && isAlpha(m.src[i-2]) &&
		(i == t.start+2 || !isWord(m.src[i-3])) {
		t.path = true
	}
	return t.path
}

// latex grades the letters that come next as a command of LaTeX whose first
// letter makes a JSON escape. Those that with the escape still read as words
// or line breaks (\n + "ot") count only where other backslashes of the string
// are text, too.
func (l *look) latex() grade {
	from := l.i
	for isAlpha(l.peek()) && l.i-from < 16 {
		l.i++
	}
	switch string(l.b[from:l.i]) {
	case "begin", "beta", "binom", "boldsymbol", "bmod", "bullet", "backslash", "bigcup", "bigcap",
		"frac", "forall", "footnote",
		"nabla", "neq", "notin", "nmid", "nsubseteq", "nexists", "newcommand",
		"rho", "rangle", "rfloor", "rceil", "rightarrow",
		"tau", "theta", "times", "tanh", "triangle", "tilde", "tfrac", "therefore", "textbf", "textit", "textrm", "textstyle":
		return strong
	case "bar", "big", "bf", "bot", "flat", "fbox", "ne", "nu", "not", "neg", "ni", "newline",
		"right", "root", "rm", "real", "ref", "text", "to", "top", "tan":
		return weak
	}
	return no
}

// rawAhead reports whether a backslash that can only be text comes before the
// end of the string, and within the window, behind that at i: one that escape
// neither keeps nor translates. What was searched is not searched again.
func (m *machine) rawAhead(i int, l *look) bool {
	t := &m.str
	l.i = max(l.i, t.smooth-i)
	for ; !l.end(); l.i++ {
		q := signAt(l.b[l.i:]).quote
		if q == t.quote || q != 0 && t.quote == bare {
			break
		}
		if l.b[l.i] == '\\' {
			at := l.i
			l.i++
			n := 4
			if l.peek() == 'u' {
				l.i++
				n = l.hexDigits(4)
			}
			switch c := byteAt(l.b, at+1); {
			case l.i >= len(l.b):
				l.hit = true
				l.i = at
				t.smooth = i + at
				return false
			case n < 4 || strings.IndexByte("\"\\/bfnrtu'_x`\n", c) < 0:
				return true
			}
			l.i = at + 1
		}
	}
	t.smooth = i + l.i
	return false
}
