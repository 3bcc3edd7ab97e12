package toolcall

import "bytes"

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
