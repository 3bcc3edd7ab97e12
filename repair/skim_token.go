package repair

import (
	"bytes"
	"math/bits"
	"unicode/utf8"
)

// This file reads the tokens of skim. Each function returns the offset after
// the token, or -1 if it is not one of those that skim knows.

// skimComments skips the comments that begin with the slash at i, which it
// drops, and returns the offset of what follows and its byte, 0 at the end.
func (m *machine) skimComments(i int) (int, byte) {
	c := byte('/')
	for c == '/' {
		j := i + 2
		switch byteAt(m.src, i+1) {
		case '/':
			n := bytes.IndexByte(m.src[j:], '\n')
			if n < 0 {
				return i, c
			}
			j += n
		case '*':
			for j+2 <= len(m.src) && (m.src[j] != '*' || m.src[j+1] != '/') {
				j++
			}
			if j+2 > len(m.src) {
				return i, c
			}
			j += 2
		default:
			return i, c
		}
		if byteAt(m.src, j) == '/' || j-i > window/2 { // two that meet are one edit; a long one hides what follows
			return i, c
		}
		m.add(i, j, "", Comment)
		i, c = skipSpace(m.src, j)
	}
	return i, c
}

// skimName reads a name without marks, up to its colon.
func (m *machine) skimName(i int) int {
	j := i
	for j < len(m.src) && isWord(m.src[j]) {
		j++
	}
	if j == i || isDigit(m.src[i]) || j-i > window/2 || byteAt(m.src, j) != ':' || byteAt(m.src, j+1) == '/' {
		return -1
	}
	m.addMarks(i, j, 0, UnquotedKey)
	return j
}

// addMarks puts quotes in the place of the n bytes at i and of those at j.
func (m *machine) addMarks(i, j, n int, f Faults) {
	if len(m.edits)+2 > cap(m.edits) {
		m.growEdits()
	}
	m.edits = append(m.edits, Edit{i, i + n, `"`, f}, Edit{j, j + n, `"`, f})
}

// skimScalar reads a number or a literal that begins with c, also one of
// Python's. What ends with the source might go on.
func (m *machine) skimScalar(i int, c byte) int {
	j := -1
	if rest := m.src[i:]; len(rest) > 5 && c < 'a' && c >= 'A' {
		mend := ""
		switch {
		case string(rest[:4]) == "True":
			mend = "true"
		case string(rest[:4]) == "None":
			mend = "null"
		case string(rest[:5]) == "False":
			mend = "false"
		default:
			return -1
		}
		j = i + len(mend)
		m.add(i, j, mend, Literal)
	} else {
		j = skipScalar(m.src, i, c)
	}
	if j == len(m.src) {
		return -1
	}
	return j
}

// skimQuoted reads a string that begins with the mark c, " or '.
func (m *machine) skimQuoted(i int, c byte) int {
	if c == '"' {
		if i = skipPlain(m.src, i+1); byteAt(m.src, i) == '"' {
			return i + 1
		}
		return m.skimString(i)
	}
	from := i + 1
	if i = skipPlainOne(m.src, from); byteAt(m.src, i) == '\'' && m.src[i-1] != ')' {
		m.addMarks(from-1, i, 1, QuoteStyle)
		return i + 1
	}
	m.add(from-1, from, `"`, QuoteStyle)
	for i < len(m.src) {
		c := m.src[i]
		switch {
		case class[c]&(textByte|singleByte) == 0:
			i = skipPlainOne(m.src, i+1)
		case c == '\'':
			if isCall(m.src[from:i]) {
				return -1
			}
			m.add(i, i+1, `"`, QuoteStyle)
			return i + 1
		case c == '"':
			if !isWord(byteAt(m.src, i+1)) {
				l := m.lookAt(i + 1)
				_, lines := l.space()
				if c := l.peek(); lines > 0 || !isWord(c) && c != '.' { // perhaps the end
					return -1
				}
			}
			m.add(i, i, `\`, QuoteStyle)
			i++
		case c == '\\' && byteAt(m.src, i+1) == '\'':
			m.add(i, i+1, "", BadEscape)
			i += 2
		case c == '\\':
			n := int(escapeLen[byteAt(m.src, i+1)])
			if n == 0 || n == 6 || i+n+32 > len(m.src) || !m.plainEscape(i) {
				return -1
			}
			i += n
		case c >= utf8.RuneSelf:
			if i = skipWide(m.src, i); i < 0 {
				return -1
			}
		default:
			return -1
		}
	}
	return -1
}

// skipPlainOne is skipPlain for text between single marks: it stops at those,
// too.
func skipPlainOne(src []byte, i int) int {
	for ; i+8 <= len(src); i += 8 {
		x := eightAt(src, i)
		m := (((x ^ 0x02*eachByte) - 0x21*eachByte) | ((x ^ '\\'*eachByte) - eachByte) |
			((x ^ '\''*eachByte) - eachByte) | x) & topBits
		if m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
	}
	return i
}

// isCall reports whether the text may be a call with an object, which the
// modes take out of its marks.
func isCall(text []byte) bool {
	if n := len(text); n == 0 || text[n-1] != ')' {
		return false
	}
	i := bytes.IndexByte(text, '(')
	return i > 0 && i+1 < len(text) && text[i+1] == '{'
}

// skimString reads a string that begins with " from the first byte on that is
// not plain.
func (m *machine) skimString(i int) int {
	j := skipString(m.src, i)
	if j < 0 || !m.damaged() {
		return j
	}
	for k := i; k < j; k++ {
		if m.src[k] == '\\' {
			if !m.plainEscape(k) {
				return -1
			}
			k++
		}
	}
	return j
}

// plainEscape reports whether the modes would keep the escape at i, too,
// which JSON has: it is no word of LaTeX and not in a path.
func (m *machine) plainEscape(i int) bool {
	switch m.src[i+1] {
	case 'b', 'f', 'n', 'r', 't':
		l := m.lookAt(i)
		l.i = 1
		return l.latex() != strong && (m.src[i-1] != ':' || i < 2 || !isAlpha(m.src[i-2]))
	}
	return true
}
