package repair

import "unicode/utf8"

// ahead skips white space and comments and returns the sign of what comes
// next. ok is false if more of the source is needed; at the end of a complete
// source the sign is 0.
func (m *machine) ahead() (s sign, ok bool) {
	for {
		i := m.pos
		for i < len(m.src) && isSpace(m.src[i]) {
			i++
		}
		m.work += i - m.pos + 1
		m.pos = i
		if i == len(m.src) {
			return sign{}, false
		}
		switch c := m.src[i]; {
		case c == '#' && m.mode == atValue && i+1 < len(m.src) && isWord(m.src[i+1]): // a colour: #fff
			return sign{c, 0, 1}, true
		case c == '/' || c == '#' || c == '<':
			if c == '#' && m.mode == atValue && i+1 == len(m.src) && !m.final {
				return sign{}, false
			}
			stop, n, ok := m.commentAt(i)
			if !ok {
				return sign{}, false
			}
			if stop == "" {
				return sign{c, 0, 1}, true
			}
			m.drop(n, Comment)
			m.remark = stop
			if !m.comment() {
				return sign{}, false
			}
		case c == '\\': // a line break, a tab or a quotation mark, written as an escape
			l := m.lookAt(i)
			switch {
			case l.has(`\n`), l.has(`\t`), l.has(`\r`):
				m.drop(2, EscapedText)
			case l.has(`\"`):
				m.drop(1, EscapedText)
			default:
				return sign{c, 0, 1}, m.decided(i, &l)
			}
		case c >= utf8.RuneSelf || c == '\v' || c == '\f':
			s := m.sign(i)
			if s.n == 0 {
				return s, false
			}
			if s.c != ' ' {
				return s, true
			}
			m.drop(s.n, OddSpace)
		default:
			return signAt(m.src[i : i+1]), true
		}
	}
}

// commentAt returns the end mark and the length of the opening mark of the
// comment at i, or "" if there is none.
func (m *machine) commentAt(i int) (stop string, n int, ok bool) {
	if m.src[i] == '#' {
		return "\n", 1, true
	}
	l := m.lookAt(i)
	switch {
	case l.has("//"):
		stop, n = "\n", 2
	case l.has("/*"):
		stop, n = "*/", 2
	case l.has("<!--"):
		stop, n = "-->", 4
	}
	return stop, n, stop != "" || m.decided(i, &l)
}

// comment drops the comment being read up to its end mark, as much of it as
// is there, and reports whether it is over.
func (m *machine) comment() bool {
	stop := m.remark
	for {
		i := m.pos
		for i < len(m.src) && m.src[i] != stop[0] {
			i++
		}
		m.work += i - m.pos + 1
		if i > m.pos {
			m.drop(i-m.pos, Comment)
		}
		rest := m.src[i:]
		switch {
		case len(rest) == 0:
			return m.final
		case stop == "\n": // the line break itself is white space
			m.remark = ""
			return true
		case len(rest) >= len(stop) && string(rest[:len(stop)]) == stop:
			m.drop(len(stop), Comment)
			m.remark = ""
			return true
		case len(rest) < len(stop) && !m.final:
			return false
		}
		m.drop(1, Comment)
	}
}
