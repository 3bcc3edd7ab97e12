package repair

// This file is the part of the judgement about strings that finds the end of
// one that lacks its mark.

// colonWithin returns the offset of the first colon in the key being read,
// up to i, or -1: the key's end mark is missing there. What was searched is
// not searched again.
func (m *machine) colonWithin(i int) int {
	t := &m.str
	for t.colonAt < 0 && t.searched < i {
		if m.src[t.searched] == ':' && t.searched > t.start {
			t.colonAt = t.searched
		}
		t.searched++
		m.work++
	}
	return t.colonAt
}

// unended returns where the string being read ended if the mark at i begins
// the next key or item and not the end mark of this string, or -1.
func (m *machine) unended(i int, s sign) (r int, ok bool) {
	t := &m.str
	if t.colon || m.stack.depth == 0 {
		return -1, true
	}
	if m.guided() || m.loose {
		if r, ok := m.endedBefore(i, s); !ok || r >= 0 {
			return r, ok
		}
	}
	r, breaks := m.tail(i)
	if r <= t.start || !breaks {
		return -1, true
	}
	l := m.lookAt(i)
	fits := false
	if object, level := m.behind(r, i); level == 0 && !object {
		return -1, true
	} else if object {
		name := l
		fits = l.key(m.mixed, false) == strong && !l.hit
		if fits && len(m.edits) > t.edits && m.guided() { // quotes inside, and so more of them
			fits = !m.otherName(&name)
		}
	} else if !t.open {
		s := l.sign()
		l.i += s.n
		if l.quoted(s.quote, m.mixed) {
			fits = m.follows(&l, level) != no
		}
	}
	if !m.decided(i, &l) {
		return -1, false
	}
	if !fits {
		return -1, true
	}
	return r, true
}

// tail returns where the run of separators, brackets and white space before i
// begins, and whether it has a comma, a closing bracket or a line break.
func (m *machine) tail(i int) (r int, breaks bool) {
	for r = i; r > m.str.start; r-- {
		switch m.src[r-1] {
		case ' ', '\t', '\r', '{', '[':
		case ')':
		case '\n', ',', ';', '}', ']':
			breaks = true
		default:
			m.work += i - r
			return r, breaks
		}
	}
	return r, breaks
}

// behind returns the container that is open at i if the tail from r on is
// structure: whether it is an object, and the level of it or of the one around
// those that open in the tail.
func (m *machine) behind(r, i int) (object bool, level int) {
	level = m.stack.depth
	object = m.stack.top()
	opened := 0
	for _, c := range m.src[r:i] {
		switch c {
		case '{', '[':
			if object { // there is no name before it
				return false, 0
			}
			opened++
			object = c == '{'
		case '}', ']':
			if opened > 0 {
				opened--
			} else if level > 0 && m.stack.object(level) == (c == '}') {
				level--
			}
			object = level > 0 && m.stack.object(level)
		}
	}
	return object, level
}

// trim returns where the text of the string before i ends without the white
// space at its end.
func (m *machine) trim(i int) int {
	for i > m.str.start && isSpace(m.src[i-1]) {
		i--
	}
	return i
}
