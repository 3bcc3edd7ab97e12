package toolcall

import "bytes"

// Code in a fence may say first what it calls a function with:
//
//	city = "Rome"
//	get_weather(city=city)
//
// What a variable was set to, if it is a literal, is read for it.

// maxVariables is how many are remembered, and maxAssigned how long the
// literal on a line is.
const (
	maxVariables = 64
	maxAssigned  = 1024
)

// assignment remembers what the line at pos sets the name there to, if that is
// a literal on the same line. ok is false if the line has not come yet.
func (m *machine) assignment(name string) (ok bool) {
	if !m.in(inFence) || m.line.assigns || len(name) > 64 {
		return true
	}
	l := ahead{src: m.src, i: m.pos + len(name), final: m.final}
	for l.peek() == ' ' {
		l.i++
	}
	if l.i == len(m.src) {
		return m.final
	}
	if l.next() != '=' {
		return true
	}
	if l.i == len(m.src) {
		return m.final
	}
	if l.peek() == '=' || l.peek() == '>' {
		return true
	}
	rest := m.src[l.i:min(len(m.src), l.i+maxAssigned)]
	n := bytes.IndexByte(rest, '\n')
	switch {
	case n >= 0:
		rest = rest[:n]
	case len(rest) == maxAssigned:
		return true
	case !m.final:
		return false
	}
	m.assigned = name
	if wraps, ok := m.wraps(l.i); !ok {
		return false
	} else if wraps {
		m.wrap(l.i - m.pos)
		return true
	}
	delete(m.variables, name)
	if value := literalOf(rest); value != nil {
		m.set(value)
	}
	return true
}

// set remembers the value of the variable that was assigned last.
func (m *machine) set(value []byte) {
	if m.variables == nil {
		m.variables = map[string][]byte{}
	}
	if m.assigned != "" && len(m.variables) < maxVariables {
		m.variables[m.assigned] = value
	}
	m.assigned = ""
}

// literalOf returns the literal that is all of a line, without a comment and a
// semicolon behind it, or nil.
func literalOf(line []byte) []byte {
	line = bytes.TrimSpace(line)
	args, ok := split(line) // its comment may have commas
	if !ok || len(args) == 0 {
		return nil
	}
	for _, comment := range [...]string{" #", " //", "\t#"} {
		if i := bytes.LastIndex(line, []byte(comment)); i > 0 {
			if head := bytes.TrimSpace(line[:i]); isValue(bytes.TrimSuffix(head, []byte(";"))) {
				line = head
			}
		}
	}
	line = bytes.TrimSpace(bytes.TrimSuffix(line, []byte(";")))
	if n := len(line); n == 0 || !isValue(line) || !isSimple(line) && line[n-1] != closer(line[0]) {
		return nil
	}
	return line
}
