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

// tag reads what begins with < or [, if it is a known tag.
func (m *machine) tag() (known, ok bool) {
	t, ok := readTag(m.src, m.pos, m.final)
	if !ok || t.kind == noTag {
		return false, ok
	}
	switch t.kind {
	case tagOpen:
		m.push(inTag, t.end)
	case tagClose:
		m.pop(inTag, t.end)
	case tagNoise:
		m.pos, m.glued = t.end, false
	case tagHeader:
		return true, m.header(t.end)
	case tagDraft:
		m.text(t.end - m.pos)
		m.draft = []byte("</" + t.name)
		if m.src[m.pos-1] == ']' {
			m.draft = []byte("[/" + t.name)
		}
		m.words, m.said, m.line = false, said{}, line{}
	case tagUndraft: // what was before is a draft without its opening tag
		m.text(t.end - m.pos)
		m.words, m.said, m.answered, m.line = false, said{}, false, line{}
	case tagNamed:
		return true, m.named(t)
	}
	return true, true
}

// readDraft passes a draft: nothing in it is a call.
func (m *machine) readDraft() bool {
	n := indexFold(m.src[m.pos:], m.draft)
	if n < 0 {
		n = len(m.src) - m.pos
		if !m.final {
			n -= min(n, len(m.draft)-1)
		}
		m.text(n)
		return n > 0
	}
	at := bytes.IndexAny(m.src[m.pos+n:], ">]")
	if at < 0 {
		if m.final {
			m.text(len(m.src) - m.pos)
		} else {
			m.text(n)
		}
		return m.final
	}
	m.text(n + at + 1)
	m.draft = nil
	m.glued = false
	return true
}

// indexFold is bytes.Index for a pattern in small letters or capitals.
func indexFold(text, pattern []byte) int {
	for i := 0; i+len(pattern) <= len(text); i++ {
		if text[i] == pattern[0] && bytes.EqualFold(text[i:i+len(pattern)], pattern) {
			return i
		}
	}
	return -1
}

// header reads the header of a message of gpt-oss, from behind <|channel|> or
// <|start|> to <|message|>: analysis is a draft, and a recipient is the
// function that is called.
func (m *machine) header(from int) bool {
	end := []byte("<|message|>")
	rest := m.src[from:]
	n := bytes.Index(rest[:min(len(rest), maxGlue)], end)
	if n < 0 {
		if !m.final && len(rest) < maxGlue {
			return false
		}
		m.pos, m.glued = from, false
		return true
	}
	head, at := rest[:n], from+n+len(end)
	m.words, m.said, m.line = false, said{}, line{}
	if i := bytes.Index(head, []byte("to=")); i >= 0 {
		name := head[i+3:]
		if j := bytes.IndexAny(name, " <\n"); j >= 0 {
			name = name[:j]
		}
		if !bytes.EqualFold(name, []byte("user")) {
			m.begin(&region{kind: namedRegion, pos: m.pos, name: string(name), place: tagged}, at)
			return true
		}
	}
	m.pos = at
	if bytes.HasPrefix(bytes.TrimSpace(head), []byte("analysis")) || bytes.Contains(head, []byte("<|channel|>analysis")) {
		m.draft = []byte("<|end|")
	}
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
