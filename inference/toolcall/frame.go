package toolcall

import "bytes"

// A frame is a bracket of some kind that is open.
type frame struct {
	kind  frameKind
	pos   int
	taken bool // its opener is markup
}

type frameKind uint8

const (
	inTag frameKind = iota
	inFence
	inList
)

// maxFrames is how many frames are remembered.
const maxFrames = 32

func (m *machine) in(k frameKind) bool {
	for _, f := range m.frames {
		if f.kind == k {
			return true
		}
	}
	return false
}

// top reports whether the innermost frame is of the kind.
func (m *machine) top(k frameKind) bool {
	n := len(m.frames)
	return n > 0 && m.frames[n-1].kind == k
}

// goesOn reports whether a list is open in which a call was read.
func (m *machine) goesOn() bool { return m.top(inList) && m.frames[len(m.frames)-1].taken }

func (m *machine) push(k frameKind, end int) {
	if len(m.frames) == maxFrames {
		m.frames = append(m.frames[:0], m.frames[1:]...)
	}
	m.frames = append(m.frames, frame{kind: k, pos: m.pos})
	m.pos, m.glued = end, false
}

// pop closes the innermost frame of the kind, and those within. The closer is
// markup if the opener was, or if it stands behind a call.
func (m *machine) pop(k frameKind, end int) {
	taken := m.after
	for i := len(m.frames) - 1; i >= 0; i-- {
		if m.frames[i].kind == k {
			taken = taken || m.frames[i].taken
			m.frames = m.frames[:i]
			break
		}
	}
	m.pos, m.glued = end, false
	if taken {
		m.flush(Markup, m.pos)
	} else {
		m.mark = m.pos
	}
}

// list reads an opening bracket: a list of calls or of objects is a frame, and
// ["name", {…}] an object in another form.
func (m *machine) list() bool {
	l := ahead{src: m.src, i: m.pos + 1, final: m.final}
	l.space()
	switch c := l.peek(); {
	case c == 0 && !m.final:
		return false
	case c == '"' || c == '\'':
		l.next()
		word := m.src[l.i : l.i+nameLen(m.src[l.i:])]
		l.i += len(word) + 1
		l.space()
		if l.i >= len(m.src) && !m.final && len(word) <= maxName {
			return false
		}
		l.next()
		l.space()
		if l.peek() == 0 && !m.final && len(word) <= maxName {
			return false
		}
		if l.peek() == '{' && m.tools.find(string(word)) != nil && m.pos >= m.noJSON {
			m.begin(&region{kind: jsonRegion, pos: m.pos, place: m.place()}, m.pos)
			return true
		}
		fallthrough
	case c == '{', c == '[', c == '`', c == '*', c == '<', c == '\\', isLetter(c):
		m.push(inList, m.pos+1)
	default:
		m.text(1)
		m.said.sign()
	}
	return true
}

// object reads an opening brace. A wrapper of a list of calls is a frame.
func (m *machine) object() bool {
	if m.pos < m.noJSON {
		m.text(1)
		return true
	}
	if n, ok := wrapper(m.src[m.pos:], m.final); !ok {
		return false
	} else if n > 0 {
		m.push(inList, m.pos+n)
		return true
	}
	m.begin(&region{kind: jsonRegion, pos: m.pos, place: m.place(), line: m.line}, m.pos)
	return true
}

// wrapper returns the length of {"tool_calls": [ at the beginning of text, or
// 0. ok is false if the text ends before that is certain.
func wrapper(text []byte, final bool) (n int, ok bool) {
	l := ahead{src: text[:min(len(text), 64)], i: 1, final: final || len(text) >= 64}
	l.space()
	quote := l.peek()
	if quote == '"' || quote == '\'' {
		l.next()
	}
	word := bytes.ToLower(l.word())
	if l.peek() == quote {
		l.next()
	}
	l.space()
	colon := l.next()
	l.space()
	switch bracket := l.next(); {
	case l.short():
		return 0, false
	case colon != ':' || bracket != '[':
		return 0, true
	}
	for _, key := range listKeys {
		if string(word) == key {
			l.space()
			if c := l.peek(); c == 0 && !l.final {
				return 0, false
			} else if c == '{' {
				return l.i, true
			}
		}
	}
	return 0, true
}
