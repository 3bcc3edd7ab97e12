package toolcall

import "bytes"

// A machine reads a text from left to right. What it is between two tokens is
// all that its judgements know: so a text that arrives in pieces gives the
// same as the whole.
//
// Bytes before from are in parts. Those from mark on, a run of openers (tags,
// fences, brackets, quotes), are markup if a call follows them, and text if
// not.
type machine struct {
	options Options
	tools   *Tools
	src     []byte
	final   bool
	parts   []Part // not taken yet

	from, mark, pos int

	frames []frame
	region *region // what is being read
	draft  []byte  // the end of the draft that pos is in

	words    bool  // words were seen: what comes is no longer the beginning
	before   bool  // the same, before this line
	comment  bool  // in a comment of code, to the end of the line
	after    bool  // nothing but closers and separators since a call
	chain    place // of the last call
	answered bool  // calls stood at the beginning, and words followed
	over     bool  // calls were made, and another message began: the model goes on talking to itself
	glued    bool  // the byte before pos is part of a word or its punctuation
	line     line
	said     said
	seen     map[string]bool // calls made

	assigned  string            // the variable that the line sets
	variables map[string][]byte // literals that variables in a fence stand for

	noJSON int // before it no object is looked for: it is within one
}

// A line is what is before pos on its line.
type line struct {
	words   int
	defines bool // def f, function f, import f
	assigns bool // x =, return, await: code that uses what is called
	colon   bool // a colon is the last thing
}

// maxName is how long names are, and maxGlue what may stand between a name and
// its object.
const (
	maxName = 256
	maxGlue = 256
)

// flush makes parts of what is before end: text, and markup from mark on.
func (m *machine) flush(k Kind, end int) {
	m.part(Part{Kind: Text, Pos: m.from, End: m.mark})
	m.part(Part{Kind: k, Pos: m.mark, End: end})
	m.from, m.mark = end, end
}

// part adds a part. Text that follows text is one part with it.
func (m *machine) part(p Part) {
	if p.Pos == p.End && len(p.Calls) == 0 {
		return
	}
	if n := len(m.parts); n > 0 && p.Kind <= Markup && m.parts[n-1].Kind == p.Kind {
		m.parts[n-1].End = p.End
		return
	}
	m.parts = append(m.parts, p)
}

// run reads as far as the text goes.
func (m *machine) run() {
	for m.pos < len(m.src) && m.step() {
	}
	if m.final && m.pos >= len(m.src) {
		if m.after {
			m.flush(Markup, len(m.src))
		}
		m.mark = len(m.src)
	}
	m.part(Part{Kind: Text, Pos: m.from, End: m.mark})
	m.from = m.mark
}

// step reads the next token. It reports false if the text ends before it does.
func (m *machine) step() bool {
	switch {
	case m.region != nil:
		return m.readRegion()
	case m.draft != nil:
		return m.readDraft()
	}
	switch c := m.src[m.pos]; {
	case isSpace(c):
		m.space(c)
		return true
	case c == '<', c == '[':
		if known, ok := m.tag(); !ok || known {
			return ok
		}
		if c == '[' {
			return m.list()
		}
		m.text(1)
		return true
	case c == '`':
		return m.backquote()
	case c == '{':
		return m.object()
	case isLetter(c) || c == '\\':
		return m.word()
	default:
		m.punctuation(c)
		return true
	}
}

// space passes a byte of white space: part of the run, or of the markup behind
// a call.
func (m *machine) space(c byte) {
	m.pos++
	m.glued = false
	if c == '\n' {
		m.line, m.before, m.comment, m.assigned = line{}, m.words, false, ""
	}
}

// text passes n bytes that are content.
func (m *machine) text(n int) {
	if m.after {
		m.after = false
		m.flush(Markup, m.pos)
	}
	m.pos += n
	m.mark = m.pos
	m.glued = true
}

// punctuation passes a sign. Closers and separators behind a call are markup;
// quotes and bullets before a call go with it; any other is content.
func (m *machine) punctuation(c byte) {
	if m.in(inFence) && m.line.words == 0 && (c == '#' || c == '/') {
		m.comment = true
	}
	switch {
	case c == ']' && m.in(inList):
		m.pop(inList, m.pos+1)
		m.glued = true
	case m.after && bytes.IndexByte([]byte(",;)]}.'\"*|&>$"), c) >= 0:
		m.pos++
	case !m.glued && bytes.IndexByte([]byte("'\"*->$(#,"), c) >= 0:
		m.pos++
	default:
		m.text(1)
		if c == '=' {
			m.line.assigns = true
		}
		m.line.colon, m.said.colon = c == ':', c == ':'
		if c != ':' && c != '.' {
			m.said.sign()
		}
	}
}

// backquote reads a fence, or passes a single backquote.
func (m *machine) backquote() bool {
	rest := m.src[m.pos:]
	fence := []byte("```")
	switch {
	case !m.final && len(rest) <= 3 && bytes.HasPrefix(fence, rest):
		return false
	case !bytes.HasPrefix(rest, fence):
		m.pos++
		if !m.after && m.glued {
			m.mark = m.pos
		}
		return true
	case m.in(inFence):
		m.pop(inFence, m.pos+3)
		return true
	}
	n := bytes.IndexAny(rest[3:min(len(rest), 64)], "\n{[(` ")
	if n < 0 {
		if !m.final && len(rest) < 64 {
			return false
		}
		n = 0
	}
	m.push(inFence, m.pos+3+n)
	return true
}

// place says where a call at pos stands.
func (m *machine) place() place {
	switch {
	case m.in(inTag):
		return tagged
	case m.after, m.goesOn():
		return m.chain
	case !m.words, !m.before && m.in(inFence) && m.line.assigns:
		return leading
	case m.line.words > 0 && !m.line.colon && !(m.in(inFence) && m.line.assigns):
		return inline
	case m.said.label():
		return leading
	case m.in(inFence):
		return fenced
	}
	return ownLine
}
