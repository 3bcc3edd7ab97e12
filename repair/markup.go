package repair

// fence reads a fence of backticks or tildes, with its language, or single
// marks, which are prose.
func (m *machine) fence() bool {
	r := &m.root
	i := m.pos
	l := m.lookAt(i)
	c := l.peek()
	n := 0
	for l.peek() == c && n < 64 {
		l.i++
		n++
	}
	if n < 3 {
		if !m.decided(i, &l) {
			return false
		}
		fresh := r.fresh && c == '`'
		m.words(n)
		r.fresh = fresh
		return true
	}
	if r.ticks > 0 {
		if !m.decided(i, &l) {
			return false
		}
		m.pos += n
		r.ticks = 0
		r.faults |= Markup
		r.form = FormProse
		r.fresh, r.joined = false, false
		return true
	}
	for l.i < n+4 && l.peek() == ' ' {
		l.i++
	}
	from := l.i
	for l.i < from+64 && isLanguage(l.peek()) {
		l.i++
	}
	name := l.b[from:l.i]
	if !m.decided(i, &l) {
		return false
	}
	m.pos += l.i
	r.ticks = n
	r.faults |= Markup
	r.form = languageForm(name)
	r.fresh, r.joined = r.form == FormMarked, false
	return true
}

func isLanguage(c byte) bool {
	return isWord(c) || c == '-' || c == '+' || c == '.'
}

// languageForm tells whether a fence of a language holds data or code.
func languageForm(name []byte) Form {
	var buf [16]byte
	if len(name) > len(buf) {
		return FormCode
	}
	for i, c := range name {
		buf[i] = c | 0x20
	}
	switch string(buf[:len(name)]) {
	case "", "json", "json5", "jsonc", "jsonl", "ndjson",
		"text", "txt", "plaintext", "output", "yaml", "markdown", "tool_code", "tool_call":
		return FormMarked
	}
	return FormCode
}

// tag reads a tag, a comment or a special token, or a single <, which is
// prose.
func (m *machine) tag() bool {
	r := &m.root
	l := m.lookAt(m.pos)
	var name []byte
	shut := false
	cdata, comment := l.has("<![CDATA["), l.has("<!--")
	if !cdata && !comment {
		name, shut = l.tag()
	}
	if !m.decided(m.pos, &l) {
		return false
	}
	switch {
	case comment: // some models hide their calls in comments
		m.pos += 4
		r.faults |= Comment
		r.hidden = true
		return true
	case cdata:
		l.i = 9
	case len(name) == 0:
		m.words(1)
		return true
	}
	m.markup(name, shut, l.i)
	return true
}

// markup reads a tag of n bytes at the root.
func (m *machine) markup(name []byte, shut bool, n int) {
	r := &m.root
	m.pos += n
	r.fresh, r.joined = true, false
	r.faults |= Markup
	stop := draftEnd(name)
	if m.src[m.pos-1] == ']' && string(name) == "THINK" {
		stop = "[/THINK]"
	}
	switch {
	case stop == "":
	case shut && r.only && r.chosen >= 0: // shown, and so no draft
	case shut: // all before was a draft
		r.chosen = -1
		r.answers = r.answers[:0]
		m.edits = m.edits[:0]
		r.from = 0
		r.faults = Draft
		r.words = false
	default:
		r.draft = stop
		r.faults |= Draft
		return
	}
	if len(r.answers) > 0 {
		r.over = r.over || shut && len(name) == 7 && name[0]|0x20 == 'c' // [/CONTENT]
		r.turn = r.turn || endsTurn(name)
	}
	if r.ticks == 0 {
		r.form = FormMarked
		if shut {
			r.form = FormProse
		}
	}
}

// endsTurn reports whether a special token ends the model's turn.
func endsTurn(name []byte) bool {
	switch string(name) {
	case "im_end", "end_header_id", "eot_id", "endoftext", "end_of_text":
		return true
	}
	return false
}

// draftEnd returns the end mark of a draft that a tag of the given name
// begins or ends, or "".
func draftEnd(name []byte) string {
	switch string(name) {
	case "think":
		return "</think>"
	case "THINK":
		return "</THINK>"
	case "thinking":
		return "</thinking>"
	case "thought":
		return "</thought>"
	case "reasoning":
		return "</reasoning>"
	case "scratchpad":
		return "</scratchpad>"
	}
	return ""
}

// tag skips a tag <name …>, </name> or a special token <|name|> and returns
// its name; an empty name says that there is none.
func (l *look) tag() (name []byte, shut bool) {
	from := l.i
	if l.peek() != '<' {
		return nil, false
	}
	l.i++
	if l.peek() == '/' {
		shut = true
		l.i++
	}
	if c := l.peek(); c == '|' || c == '?' {
		l.i++
	}
	at := l.i
	for isWord(l.peek()) || l.peek() == '-' || l.peek() == '.' || l.peek() == ':' {
		l.i++
	}
	name = l.b[at:l.i]
	for l.i-from < 256 {
		switch l.peek() {
		case '>':
			l.i++
			if len(name) == 0 {
				name = l.b[from:l.i]
			}
			return name, shut
		case '\n', '{', '[', '<', 0:
			l.i = from
			return nil, false
		}
		l.i++
	}
	l.i = from
	return nil, false
}

// bracketTag skips a tag in brackets, [CONTENT] or [/CONTENT], and returns
// its name.
func (l *look) bracketTag() (name []byte, shut bool) {
	from := l.i
	if l.peek() != '[' {
		return nil, false
	}
	l.i++
	if l.peek() == '/' {
		shut = true
		l.i++
	}
	at := l.i
	for isAlpha(l.peek()) || l.peek() == '_' {
		l.i++
	}
	name = l.b[at:l.i]
	if l.peek() != ']' || len(name) > 16 {
		l.i = from
		return nil, false
	}
	var buf [16]byte
	for i, c := range name {
		buf[i] = c &^ 0x20
		if c == '_' {
			buf[i] = c
		}
	}
	switch string(buf[:len(name)]) {
	case "CONTENT", "TOOL_CALLS", "TOOL_CALL", "THINK", "JSON", "END", "INST", "OUTPUT", "ANSWER", "RESULT", "START":
		l.i++
		return name, shut
	}
	l.i = from
	return nil, false
}
