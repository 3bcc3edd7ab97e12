package toolcall

import "bytes"

// A skim finds where a bracketed value ends: an object, a list, or the
// arguments of f(…). It goes on where it was when the text arrives in pieces,
// so the work is linear.
//
// It judges, more simply than the repair that follows, where a string ends
// and which bracket was meant; what it gets wrong costs the call its last
// argument, or gives it words that the repair takes off again.
type skim struct {
	at     int    // the next byte
	stack  []byte // the closers that are wanted
	quote  byte   // the string's, or 0
	triple bool
	note   bool // in a comment
	last   byte // the last byte that is not space, outside of strings
	within byte // the quote of a string that the value is in: its quotes have a backslash
	list   bool // a list is open around the value
	short  bool // the value may not go on behind a blank line
}

// maxNesting is how deep values are skimmed; what is deeper is no call.
const maxNesting = 512

// An end is how a skim ended.
type end uint8

const (
	more   end = iota // not yet: the text ends, and may go on
	closed            // at its closing bracket
	open              // at something that cannot be part of it, or at the end of the text
	hopeless
)

// run skims on. The value is what lies before s.at when it ends.
func (s *skim) run(src []byte, final bool) end {
	for s.at < len(src) {
		switch e, n := s.step(src, final); {
		case e != more:
			s.at += n
			return e
		case n == 0:
			return more
		default:
			s.at += n
		}
	}
	if final {
		return open
	}
	return more
}

// step looks at the next byte. It returns how far to go on, 0 if that cannot
// be told yet, and whether the value ends there.
func (s *skim) step(src []byte, final bool) (end, int) {
	c := src[s.at]
	if s.note {
		s.note = c != '\n'
		return more, 1
	}
	if e, n := s.stops(src, final); e != more || n < 0 {
		return e, 0
	}
	if s.quote != 0 {
		return more, s.inString(src, final)
	}
	was := s.last
	switch c {
	case ' ', '\t', '\r', '\n':
		return more, 1
	case '\\': // of a text that is escaped as a whole, or of Markdown
		return more, 1
	case '#':
		if isSpace(src[s.at-1]) || was == ',' {
			s.note = true
		}
		return more, 1
	case '/':
		if s.at+1 == len(src) && !final {
			return more, 0
		}
		s.note = s.at+1 < len(src) && src[s.at+1] == '/' && (isSpace(src[s.at-1]) || was == ',')
		return more, 1
	}
	s.last = c
	switch c {
	case '{', '[', '(':
		if c == '{' && was == ',' && s.list && len(s.stack) == 1 && s.stack[0] == '}' {
			return open, 0 // the next value of the list
		}
		if len(s.stack) == maxNesting {
			return hopeless, 0
		}
		s.stack = append(s.stack, closer(c))
	case '}', ']', ')':
		return s.close(c)
	case '"', '\'', '`':
		e, n := s.open(src, final, c, was)
		if n == 0 {
			s.last = was
		}
		return e, n
	}
	return more, 1
}

// close takes a closing bracket. One of the wrong kind closes what is within
// the bracket that it does close; one that closes none is passed over, unless
// it is the list around the value that it closes.
func (s *skim) close(c byte) (end, int) {
	i := bytes.LastIndexByte(s.stack, c)
	if i < 0 {
		if s.list && c == ']' {
			return open, 0
		}
		return more, 1
	}
	s.stack = s.stack[:i]
	if i == 0 {
		return closed, 1
	}
	return more, 1
}

// open takes a quote outside of a string. Behind a letter it is an apostrophe,
// or the second of a pair whose first is missing; but a string has a prefix in
// Python.
func (s *skim) open(src []byte, final bool, c, was byte) (end, int) {
	before := src[s.at-1]
	if isLetter(before) || isDigit(before) {
		prefixed := (before|0x20 == 'f' || before|0x20 == 'r' || before|0x20 == 'b' || before|0x20 == 'u') &&
			s.at > 1 && !isLetter(src[s.at-2]) && !isDigit(src[s.at-2])
		if !prefixed {
			return more, 1
		}
	}
	if c == '`' && was != ':' && was != '=' && was != ',' && was != '(' && was != '[' && was != '{' {
		return more, 1
	}
	if s.at+2 >= len(src) && !final {
		return more, 0
	}
	s.quote = c
	if s.triple = s.at+2 < len(src) && src[s.at+1] == c && src[s.at+2] == c; s.triple {
		return more, 3
	}
	return more, 1
}

// inString goes on in a string: to its end, if that is next.
func (s *skim) inString(src []byte, final bool) int {
	switch c := src[s.at]; {
	case c == '\\':
		if s.at+1 == len(src) {
			if final {
				return 1
			}
			return 0
		}
		if s.within == s.quote && src[s.at+1] == s.quote {
			ends, ok := endsString(src, s.at+2, final, s.stack[len(s.stack)-1] == ')')
			if !ok {
				return 0
			}
			if ends {
				s.last, s.quote = s.quote, 0
			}
		}
		return 2
	case c != s.quote:
		return 1
	case s.quote == s.within: // the end of the string that the value is in
		s.quote, s.last = 0, c
		return 1
	case s.triple:
		if s.at+2 >= len(src) && !final {
			return 0
		}
		if bytes.HasPrefix(src[s.at:], []byte{c, c, c}) {
			s.quote, s.last = 0, c
			return 3
		}
		return 1
	}
	ends, ok := endsString(src, s.at+1, final, s.stack[len(s.stack)-1] == ')')
	if !ok {
		return 0
	}
	if ends {
		s.last, s.quote = s.quote, 0
	}
	return 1
}

// endsString reports whether a quote before i ends its string: if what follows
// is what may follow a string, and behind a comma a value or a name.
//
//	'Schindler's List', year=1     at ', year=
//	'Yes, 'he said', and left'     no quote but the last
//
// It looks at most 256 bytes ahead; ok is false if they are not there.
func endsString(src []byte, i int, final, args bool) (ends, ok bool) {
	l := ahead{src: src[:min(len(src), i+256)], i: i, final: final || len(src) > i+256}
	if quote := src[i-1]; l.peek() == quote { // 'status = 'active'': the second one ends it
		l.i++
		l.space()
		switch l.peek() {
		case ',', ')', ']', '}':
			return false, true
		case 0:
			return true, l.final
		}
		l.i = i
	}
	l.space()
	switch c := l.next(); c {
	case 0:
		return true, l.final
	case ')', ']', '}', ':', ';', '"', '\'', '+', '%', '#', '<', '`', '\\':
		return true, true
	case '.':
		return isLetter(l.next()), !l.short()
	case '=': // a name in quotes
		return l.next() != '=', !l.short()
	case ',':
	default:
		return false, true
	}
	l.space()
	switch c := l.peek(); {
	case c == 0:
		return true, l.final
	case bytes.IndexByte([]byte("\"'`-[{(}])*#/<,"), c) >= 0, isDigit(c):
		return true, true
	case !isLetter(c):
		return false, true
	}
	word := l.word()
	l.space()
	switch c := l.next(); c {
	case 0:
		return true, l.final
	case '=', ':', '(', '"', '\'', ')', ']', '}':
		return true, true
	case ',':
		return args || isLiteral(word), true // f('a', b, c)
	}
	return false, true
}

// An ahead reads on without moving.
type ahead struct {
	src   []byte
	i     int
	final bool
}

func (l *ahead) peek() byte {
	if l.i < len(l.src) {
		return l.src[l.i]
	}
	return 0
}

// next returns the next byte and passes it; 0 at the end.
func (l *ahead) next() byte {
	c := l.peek()
	l.i++
	return c
}

// short reports whether it read to an end that is not that of the text.
func (l *ahead) short() bool { return !l.final && l.i > len(l.src) }

func (l *ahead) space() {
	for l.i < len(l.src) && isSpace(l.src[l.i]) {
		l.i++
	}
}

func (l *ahead) word() []byte {
	from := l.i
	for l.i < len(l.src) && (isLetter(l.src[l.i]) || isDigit(l.src[l.i]) || l.src[l.i] == '\\') {
		l.i++
	}
	return l.src[from:l.i]
}

func isLiteral(w []byte) bool {
	switch string(bytes.ToLower(w)) {
	case "true", "false", "none", "null", "undefined", "nan":
		return true
	}
	return false
}

func closer(c byte) byte {
	switch c {
	case '{':
		return '}'
	case '[':
		return ']'
	}
	return ')'
}

func isSpace(c byte) bool  { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c >= 0x80 }
