package repair

import (
	"bytes"
	"unicode/utf8"
)

// window is how many bytes beyond a place a decision may look at. It bounds
// the work of a decision, and how much text a stream has to hold back. What
// lies beyond is taken for the end of the text, which every judgement reads
// in favour of JSON as it stands.
const window = 1024

// A look reads ahead without moving the machine. It is a value: copying it
// is backtracking, and a decision is a function of what it saw.
type look struct {
	b   []byte // the source from the place of the decision, at most window bytes
	i   int    // next byte
	hit bool   // the end of b was seen: more text could change the decision
}

// lookAt returns a look at the source from offset i on.
func (m *machine) lookAt(i int) look {
	return look{b: m.src[i:min(i+window, len(m.src))]}
}

// decided reports whether what l saw from offset i on is certain: the text is
// complete, or l did not read up to where more text may come.
func (m *machine) decided(i int, l *look) bool {
	m.work += l.i
	return !l.hit || m.final || i+window <= len(m.src)
}

// peek returns the next byte, or 0 and hit at the end.
func (l *look) peek() byte {
	if l.i < len(l.b) {
		return l.b[l.i]
	}
	l.hit = true
	return 0
}

// end reports whether nothing is left.
func (l *look) end() bool {
	if l.i < len(l.b) {
		return false
	}
	l.hit = true
	return true
}

// sign returns the sign of the next character, length 0 at the end.
func (l *look) sign() sign {
	s := signAt(l.b[l.i:])
	if s.n == 0 {
		l.hit = true
		if l.i < len(l.b) { // cut within a character
			return sign{'w', 0, len(l.b) - l.i}
		}
	}
	return s
}

// has reports whether s comes next.
func (l *look) has(s string) bool {
	rest := l.b[l.i:]
	if len(rest) >= len(s) {
		return string(rest[:len(s)]) == s
	}
	if string(rest) == s[:len(rest)] {
		l.hit = true
	}
	return false
}

// space skips white space and comments and returns whether it passed any, and
// how many line breaks.
func (l *look) space() (some bool, lines int) {
	from := l.i
	for {
		for l.i < len(l.b) && isSpace(l.b[l.i]) {
			if l.b[l.i] == '\n' {
				lines++
			}
			l.i++
		}
		switch c := l.peek(); {
		case c > '/' && c < utf8.RuneSelf && c != '<':
			return l.i > from, lines
		case c == '/' && (l.has("//") || l.has("/*")), c == '#', c == '<' && l.has("<!--"):
			l.comment(c)
		case (c == '\v' || c == '\f' || c >= utf8.RuneSelf) && l.sign().c == ' ':
			l.i += l.sign().n
		default:
			return l.i > from, lines
		}
	}
}

// comment skips the comment that begins here.
func (l *look) comment(c byte) {
	stop, n := "\n", 1
	if l.has("/*") {
		stop, n = "*/", 2
	} else if c == '<' {
		stop, n = "-->", 4
	}
	l.i = min(l.i+n, len(l.b))
	if n = bytes.Index(l.b[l.i:], []byte(stop)); n < 0 {
		l.i, l.hit = len(l.b), true
		return
	}
	l.i += n
	if stop != "\n" {
		l.i += len(stop)
	}
}

// quoted skips a quoted text whose opening mark, of style q, was skipped, up
// to and with the next mark that may close it. It reports whether there is
// one: a line break or the end of the window comes before it otherwise.
func (l *look) quoted(q quote, mixed bool) bool {
	for l.i < len(l.b) {
		c := l.b[l.i]
		switch {
		case class[c]&(textByte|singleByte|backByte) == 0:
			l.i++
		case c == '\\':
			l.i += 2
		case c == '\n':
			return false
		default:
			s := l.sign()
			l.i += max(1, s.n)
			if s.quote != 0 && q.closes(s.quote, mixed) {
				return true
			}
		}
	}
	l.i = len(l.b)
	l.hit = true
	return false
}

// opener returns the style of the quotation mark that comes next and skips
// it, or returns 0.
func (l *look) opener() quote {
	s := l.sign()
	if s.quote != 0 {
		l.i += s.n
	}
	return s.quote
}

// colon reports whether a colon, or a sign written for one, comes next after
// white space.
func (l *look) colon() bool {
	for l.i < len(l.b) && isSpace(l.b[l.i]) {
		l.i++
	}
	c := l.peek()
	if c == '/' || c == '\v' || c == '\f' || c >= utf8.RuneSelf && l.sign().c == ' ' { // a comment, other space
		l.space()
		c = l.peek()
	}
	switch {
	case c == ':':
		return true
	case c == '=':
		return !l.has("==")
	case c >= utf8.RuneSelf:
		return l.sign().c == ':'
	}
	return false
}

// nameByte reports whether a character of a name without quotes comes next; a
// dot is one between two others.
func (l *look) nameByte() bool {
	if l.i >= len(l.b) {
		return false
	}
	switch c := l.b[l.i]; {
	case isWord(c), c == '-':
		return true
	case c == '.':
		at := look{b: l.b, i: l.i + 1}
		next := isWord(at.peek())
		l.hit = l.hit || at.hit
		return next
	case c >= utf8.RuneSelf:
		return l.sign().c == 'w'
	}
	return false
}

// words skips further words of a name that lacks both its marks, or the one
// that comes next or came before.
func (l *look) words(mark byte) {
	at := *l
	for at.i-l.i < 64 && (at.peek() == ' ' || at.nameByte()) {
		at.i += max(1, at.sign().n)
	}
	l.hit = l.hit || at.hit
	if at.peek() == mark {
		l.i = at.i
	}
}

// A grade says how well something fits.
type grade uint8

const (
	no grade = iota
	weak
	strong
)

// quotedKey grades what comes behind a mark of style q as a name with its colon.
func (l *look) quotedKey(q quote, mixed bool) grade {
	from := l.i
	if !l.quoted(q, mixed) {
		if l.hit {
			return strong // longer than the window: nothing speaks against it
		}
		return no
	}
	if l.i < len(l.b) && l.b[l.i] == '"' && q == double { // ""key"":
		l.i++
	}
	if l.colon() || l.end() {
		return strong
	}
	if (q == double || q == single) && l.i == from+1 && l.nameByte() && l.quoted(q, mixed) && l.colon() { // ""key":
		return strong
	}
	return no
}

// otherMark reports whether a name comes next that a mark of the other style
// than q ends: 'key":
func (l *look) otherMark(q quote) bool {
	from := l.i
	for l.nameByte() {
		l.i += l.sign().n
	}
	if l.i == from {
		return false
	}
	end := l.opener()
	return end != q && (end == double || end == single) && l.colon()
}

// key grades what comes next as a member name with its colon. A name without
// quotes is strong evidence only where such names are in use (loose) or it
// begins a line.
func (l *look) key(mixed, loose bool) grade {
	if q := l.opener(); q != 0 {
		at := *l
		g := l.quotedKey(q, mixed)
		if g == no && (q == double || q == single) && at.otherMark(q) {
			g, l.i = weak, at.i
		}
		l.hit = l.hit || at.hit
		return g
	}
	from := l.i
	for l.nameByte() {
		l.i += l.sign().n
	}
	if l.end() {
		return weak
	}
	if l.b[l.i] == '.' && l.i+1 == len(l.b) {
		l.hit = true
	}
	if l.i == from {
		return no
	}
	if l.b[l.i] == ' ' {
		if l.words('"'); loose {
			l.words(':')
		}
	}
	if l.i < len(l.b) && (l.b[l.i] == '"' || l.b[l.i] == '\'') { // key":
		l.i++
		if l.colon() {
			return weak
		}
		return no
	}
	if !l.colon() || l.has("://") {
		return no
	}
	if loose {
		return strong
	}
	return weak
}
