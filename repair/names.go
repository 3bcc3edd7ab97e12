package repair

import "unicode/utf8"

// Names are names that members may have, for Options.Names. They do not
// change and are safe for concurrent use.
type Names struct {
	set    map[string]bool // folded
	closed bool
}

// maxName is how long a name may be to be looked for.
const maxName = 96

// NewNames returns a set of names. It is closed if members of other names are
// not to be expected.
func NewNames(closed bool, names ...string) *Names {
	n := &Names{set: make(map[string]bool, len(names)), closed: closed}
	var buf [maxName]byte
	for _, name := range names {
		if f, ok := foldName(&buf, []byte(name)); ok {
			n.set[string(f)] = true
		}
	}
	return n
}

// foldName writes a name without spaces, _ and -, its ASCII letters in lower
// case. ok is false for one that is empty or too long.
func foldName(buf *[maxName]byte, name []byte) (f []byte, ok bool) {
	n := 0
	for _, c := range name {
		switch {
		case isFiller(c):
			continue
		case n == len(buf):
			return nil, false
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		}
		buf[n] = c
		n++
	}
	return buf[:n], n > 0
}

// guided reports whether names are known: those of the outermost object
// (Options.Keys), or those of any (Options.Names).
func (m *machine) guided() bool {
	return m.root.names != nil || len(m.keys) > 0
}

// known reports whether a member of the innermost object may be called name,
// and whether others than those known are not to be expected.
func (m *machine) known(name []byte) (known, closed bool) {
	if !m.inObject() {
		return false, false
	}
	if m.stack.depth == 1 {
		for _, k := range m.keys {
			if sameName(name, k) {
				return true, true
			}
		}
		closed = len(m.keys) > 0
	}
	if n := m.root.names; n != nil {
		var buf [maxName]byte
		f, ok := foldName(&buf, name)
		return ok && n.set[string(f)], closed || n.closed
	}
	return false, closed
}

// nameAfter reports whether l sees a member with a known name, or one whose
// name is not among all those that are known. A known name without quotes
// counts after a comma, or where it cannot be text (bare).
func (m *machine) nameAfter(l *look, bare bool) (known, other bool) {
	l.space()
	comma := l.peek() == ','
	if comma {
		l.i++
		l.space()
	}
	at := l.i
	q := l.opener()
	from := l.i
	if q != 0 {
		if !l.quoted(q, m.mixed) {
			return false, false
		}
		name := l.b[from : l.i-1]
		known, closed := m.known(name)
		return known && l.colon(), comma && closed && !known
	}
	if !comma && !bare {
		return false, false
	}
	for l.i-at < maxName && (l.nameByte() || l.peek() == ' ') {
		l.i += max(1, l.sign().n)
	}
	end := l.i
	if l.peek() != ':' || l.has("://") {
		return false, false
	}
	for end > at && l.b[end-1] == ' ' {
		end--
	}
	known, _ = m.known(l.b[at:end])
	return known, false
}

// otherName reports whether l sees a quoted name that is not among all those
// that are known.
func (m *machine) otherName(l *look) bool {
	q := l.opener()
	from := l.i
	if q == 0 || !l.quoted(q, m.mixed) {
		return false
	}
	known, closed := m.known(l.b[from : l.i-1])
	return closed && !known
}

// nameStart returns where the run of characters of a name, and of spaces,
// before i begins, after from.
func (m *machine) nameStart(i, from int) int {
	from = max(from, i-maxName)
	for i > from {
		if c := m.src[i-1]; !isWord(c) && c != ' ' && c != '-' && c != '.' && c < utf8.RuneSelf {
			break
		}
		i--
	}
	return i
}

// endedBefore returns where the string being read ended if the mark at i
// belongs to a member with a known name that lacks quotes, or with one of one
// word where such names are in use, or -1:
//
//	{"a":"text, name: "x"}      the mark begins the member's value
//	{"a":"text, name": "x"}     the mark ends its name, which is known
//
// Only a separator before the name and a value after it make it one.
func (m *machine) endedBefore(i int, s sign) (r int, ok bool) {
	end := m.trim(i)
	l := m.lookAt(i)
	valued := end > m.str.start && m.src[end-1] == ':'
	switch {
	case valued:
		end--
		q := l.opener()
		if !l.quoted(q, m.mixed) || m.follows(&l, m.stack.depth) == no {
			return -1, m.decided(i, &l)
		}
	default:
		end = i
		l.i = s.n
		if !l.colon() {
			return -1, m.decided(i, &l)
		}
	}
	if !m.decided(i, &l) {
		return -1, false
	}
	from := m.nameStart(end, m.str.start)
	m.work += end - from
	if from <= m.str.start || m.src[from-1] != ',' && m.src[from-1] != '\n' {
		return -1, true
	}
	lo, hi := trimSpace(m.src, from, end)
	if known, _ := m.known(m.src[lo:hi]); known {
		r = m.trim(from - 1)
	} else if m.loose && valued && isPlain(m.src[lo:hi]) {
		r, _ = m.tail(from)
		if object, _ := m.behind(r, from); !object {
			return -1, true
		}
	}
	if r <= m.str.start {
		return -1, true
	}
	return r, true
}

// isPlain reports whether a name is one word.
func isPlain(name []byte) bool {
	for _, c := range name {
		if !isWord(c) {
			return false
		}
	}
	return len(name) > 0 && !isDigit(name[0])
}

// nameBefore returns where the known name begins that ends before the colon at
// i, in text without quotes, or -1: {a: some text name: x}. The longest counts,
// of at most five words.
func (m *machine) nameBefore(i int) int {
	best := -1
	from := m.nameStart(i, max(m.str.start, i-maxName/2))
	for k, words := i-1, 0; k > from && words < 5; k-- {
		if m.src[k-1] != ' ' || m.src[k] == ' ' {
			continue
		}
		if known, _ := m.known(m.src[k:i]); known {
			best = k
		}
		words++
		m.work += i - k
	}
	m.work += i - from
	return best
}

// heldName returns from where on the string being read may turn out to be the
// name of a member, or -1.
func (m *machine) heldName() int {
	i := m.pos
	for i > m.str.start && (m.src[i-1] == '"' || m.src[i-1] == '\'' || isSpace(m.src[i-1])) {
		i--
	}
	if i > m.str.start && m.src[i-1] == ':' {
		i--
	}
	from := m.nameStart(i, m.str.start)
	if m.str.quote == bare {
		for from < m.pos && m.src[from] != ' ' {
			from++
		}
		return from
	}
	if from > m.str.start && (m.src[from-1] == ',' || m.src[from-1] == '\n') {
		return from - 1
	}
	return -1
}

// sameName reports whether two names are the same but for the case of ASCII
// letters, spaces, _ and -.
func sameName(a []byte, b string) bool {
	i, j := 0, 0
	for {
		for i < len(a) && isFiller(a[i]) {
			i++
		}
		for j < len(b) && isFiller(b[j]) {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b)
		}
		if c, d := a[i], b[j]; c != d && (!isAlpha(c) || c|0x20 != d|0x20) {
			return false
		}
		i++
		j++
	}
}

func isFiller(c byte) bool { return c == ' ' || c == '_' || c == '-' }
