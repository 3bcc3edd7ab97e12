package toolcall

import (
	"bytes"
	"strings"
)

// word reads a word: the name of a function with its arguments behind it, or
// content.
func (m *machine) word() bool {
	if n := wordLen(m.src[m.pos:]); m.pos+n == len(m.src) && !m.final && n <= maxName {
		return false
	}
	n := nameLen(m.src[m.pos:])
	if n == 0 || n > maxName {
		m.prose(max(n, 1))
		return true
	}
	name := string(m.src[m.pos : m.pos+n])
	if m.glued && m.pos > 0 && (isLetter(m.src[m.pos-1]) || isDigit(m.src[m.pos-1])) {
		m.prose(n)
		return true
	}
	if m.opens(name) {
		return true
	}
	f := m.tools.find(name)
	if f != nil {
		m.said.function = f
	}
	if f == nil && !m.comment {
		if at := m.pos; !m.assignment(name) {
			return false
		} else if at < m.pos {
			return true
		}
	}
	if m.comment || f == nil && !m.mayCall() && !m.isAction() {
		m.prose(n)
		return true
	}
	g, ok := readGlue(m.src, m.pos+n, m.final)
	if !ok {
		return false
	}
	if f == nil && g.what == '(' {
		wraps, ok := m.wraps(g.end)
		if !ok {
			return false
		}
		if wraps {
			m.wrap(n)
			return true
		}
	}
	p := m.place()
	switch {
	case g.action && m.isAction():
		p = tagged
	case f == nil && (g.what != '(' && p != tagged || g.what == 0), g.what == 0,
		g.what == ',' && (f == nil || !m.in(inList)),
		g.what == '{' && p == inline, m.line.defines:
		m.prose(n)
		return true
	}
	r := &region{kind: namedRegion, pos: m.pos, name: name, function: f, place: p, line: m.line}
	switch g.what {
	case '(':
		r.kind, r.closer = pythonRegion, ')'
	case ',':
		r.kind, r.closer = pythonRegion, ']'
	case '<':
		r.kind = xmlRegion
	}
	m.begin(r, g.end)
	return true
}

// opens passes a word that stands before calls and is none of the content.
//
//	functools[  of Phi     Action:  of ReAct
//	call:  and  function  in a tag, of Gemma and DeepSeek
func (m *machine) opens(word string) bool {
	next := byte(0)
	if n := m.pos + len(word); n < len(m.src) {
		next = m.src[n]
	}
	switch {
	case word == "functools" && next == '[':
		m.pos += len(word)
	case word == "Action" && next == ':' && m.line.words == 0:
		m.pos += len(word) + 1
		m.line.words, m.line.colon, m.said.last = 1, true, "action"
	case word == "call" && next == ':' && m.in(inTag):
		m.pos += len(word) + 1
	case word == "function" && next == '<' && m.in(inTag):
		m.pos += len(word)
	default:
		return false
	}
	m.glued = false
	return true
}

// wraps reports whether what begins at i, behind print( and the like, is a call
// of a function that was offered. ok is false if the text ends before that is
// certain.
func (m *machine) wraps(i int) (wraps, ok bool) {
	for i < len(m.src) && (isSpace(m.src[i]) || m.src[i] == '(') {
		i++
	}
	if n := wordLen(m.src[i:]); i+n+1 >= len(m.src) && !m.final && n <= maxName {
		return false, false
	}
	n := nameLen(m.src[i:])
	return n > 0 && n <= maxName && i+n < len(m.src) && m.src[i+n] == '(' && m.tools.find(string(m.src[i:i+n])) != nil, true
}

// wrap passes the name of what is called with the result of a call: print(f()),
// asyncio.run(f()).
// What is before the call on its line is an opener.
func (m *machine) wrap(n int) {
	m.pos += n
	m.glued = false
	m.line.assigns = true
}

// mayCall reports whether a name that was not offered may be that of a call
// here: where nothing but calls is expected.
func (m *machine) mayCall() bool {
	return m.in(inTag) || m.after || m.top(inList) || !m.words
}

// isAction reports whether the line says "Action:" (ReAct).
func (m *machine) isAction() bool {
	return m.line.colon && m.line.words == 1 && m.said.last == "action"
}

// prose passes a word of content.
func (m *machine) prose(n int) {
	word := m.src[m.pos : m.pos+n]
	noise := m.isRole(word)
	if noise {
		m.pos += n
		m.over = m.over || m.chain > inline
		return
	}
	m.text(n)
	if m.comment {
		m.said.not = m.said.not || refusals[strings.ToLower(string(word))]
		return
	}
	if m.inTag() {
		return // "call:" and "function" before a name
	}
	m.words = true
	m.answered = m.answered || m.chain >= leading
	m.line.words++
	m.line.colon = false
	m.said.word(word)
	switch string(word) {
	case "def", "class", "import", "from", "async", "func":
		m.line.defines = true
	case "function":
		m.line.defines = m.in(inFence)
	case "return", "await", "print", "const", "let", "var":
		m.line.assigns = true
	}
}

// inTag reports whether a tag is open in which no call was read yet. Words
// behind a call end the tags that were not closed.
func (m *machine) inTag() bool {
	n := 0
	open := false
	for _, f := range m.frames {
		if f.kind != inTag || !f.taken {
			m.frames[n] = f
			n++
			open = open || f.kind == inTag
		}
	}
	m.frames = m.frames[:n]
	return open && !m.in(inList)
}

// isRole reports whether a word is the role in the header of a message, as
// <|start_header_id|>assistant<|end_header_id|> has it.
func (m *machine) isRole(word []byte) bool {
	if m.pos == 0 || m.src[m.pos-1] != '>' {
		return false
	}
	switch string(word) {
	case "assistant", "ipython", "tool", "system", "user":
		return m.pos >= 2 && m.src[m.pos-2] == '|'
	}
	return false
}

// nameLen returns how much of text can be a name: letters, digits, _ . - and
// the backslash of Markdown before _.
func nameLen(text []byte) int {
	n := wordLen(text)
	for n > 0 && (text[n-1] == '.' || text[n-1] == '-') {
		n--
	}
	return n
}

// wordLen is nameLen with the stops and hyphens at the end.
func wordLen(text []byte) int {
	n := 0
	for n < len(text) && n <= maxName {
		c := text[n]
		if !isLetter(c) && !isDigit(c) && c != '.' && c != '-' && c != '\\' {
			break
		}
		n++
	}
	return n
}

// A glue is what stands between a name and the arguments.
type glue struct {
	what   byte // ( of f(…), { of an object, < of elements, 0 if there are no arguments
	end    int  // behind the (, at the other two
	action bool // with "Action Input:"
}

// glueWords may stand between a name and its object.
var glueWords = map[string]bool{
	"json": true, "arguments": true, "parameters": true, "args": true, "input": true, "code": true,
	"commentary": true, "python": true, "inputs": true, "params": true, "with": false,
}

// readGlue reads on from behind a name.
//
//	f(                                          Python
//	f\n{  f[ARGS]{  f\n```json\n{  f:0<|…|>{     an object
//	f\nAction Input: {                          ReAct
//	f\n<arg_key>  f>\n<parameter=               elements
//
// ok is false if the text ends before that is certain.
func readGlue(src []byte, i int, final bool) (g glue, ok bool) {
	limit := min(len(src), i+maxGlue)
	l := ahead{src: src[:limit], i: i, final: final || limit == i+maxGlue}
	if c := l.peek(); c == '`' || c == '\'' || c == '"' || c == '*' { // of the name
		l.i++
	}
	switch c := l.next(); c {
	case '(':
		return glue{what: '(', end: l.i}, true
	case ',':
		return readComma(l)
	}
	l.i = i
	lines := 0
	for l.i < limit {
		switch c := l.peek(); {
		case c == '{':
			return glue{what: '{', end: l.i, action: g.action}, true
		case c == '\n':
			if lines++; lines > 3 {
				return glue{}, true
			}
			l.i++
		case isSpace(c), c == ':', c == '`', c == '"', c == '\'', c == '*', isDigit(c) && src[l.i-1] == ':', c == '#', c == '=', c == '\\':
			l.i++
		case c == '<' || c == '[':
			if bytes.HasPrefix(src[l.i:], []byte("<arg_key>")) || bytes.HasPrefix(src[l.i:], []byte("<param")) {
				return glue{what: '<', end: l.i}, true
			}
			t, ok := readTag(src, l.i, final)
			switch {
			case !ok, t.kind == noTag && c == '<' && !final && bytes.IndexByte(src[l.i:], '>') < 0:
				return glue{}, false
			case t.kind == tagClose && c == '<': // no arguments at all
				return glue{what: '<', end: l.i}, true
			case t.kind != tagNoise:
				return glue{}, true
			}
			l.i = t.end
		case isLetter(c):
			word := strings.ToLower(string(l.word()))
			if l.i == len(src) && !final {
				return glue{}, false
			}
			switch {
			case word == "action" || word == "action_input":
				l.space()
				if word == "action" && !strings.EqualFold(string(l.word()), "input") {
					if l.i >= len(src) && !final {
						return glue{}, false
					}
					return glue{}, true
				}
				g.action = true
			case !glueWords[word]:
				return glue{}, true
			}
		default:
			return glue{}, true
		}
	}
	return glue{}, l.final
}

// readComma reads on from behind the comma in [f, a=1].
func readComma(l ahead) (g glue, ok bool) {
	end := l.i
	l.space()
	quoted := l.peek() == '\'' || l.peek() == '"'
	if quoted {
		l.i++
	}
	if len(l.word()) > 0 {
		if quoted {
			l.i++
		}
		l.space()
		if c := l.next(); c == '=' || c == ':' && quoted {
			return glue{what: ',', end: end}, true
		}
	}
	return glue{}, l.final || l.i < len(l.src)
}

// named reads a tag that names a function: <function=f>, <invoke name="f">.
func (m *machine) named(t tag) bool {
	l := ahead{src: m.src, i: t.end, final: m.final}
	l.space()
	r := &region{kind: xmlRegion, pos: m.pos, name: t.name, place: tagged}
	switch c := l.peek(); {
	case c == 0 && !m.final:
		return false
	case c == '{':
		r.kind = namedRegion
	}
	m.begin(r, t.end)
	return true
}
