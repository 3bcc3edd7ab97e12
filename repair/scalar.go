package repair

import "strconv"

// literal returns what the word w means in JSON if it is a literal of some
// language.
func literal(w []byte) (s string, ok bool) {
	if len(w) < 3 || len(w) > 9 {
		return "", false
	}
	var buf [9]byte
	for i, c := range w {
		buf[i] = c | 0x20
	}
	switch string(buf[:len(w)]) {
	case "true":
		return "true", true
	case "false":
		return "false", true
	case "null", "none", "nil", "undefined":
		return "null", true
	case "nan", "infinity", "-infinity", "inf", "-inf", "+infinity", "+inf":
		return "null", true
	}
	return "", false
}

// scalar reads the word w at i as a number or a literal, if it is one.
func (m *machine) scalar(i int, w []byte) bool {
	n := len(w)
	if isDigit(w[0]) || w[0] == '-' || w[0] == '+' || w[0] == '.' {
		return m.number(i, w)
	}
	s, ok := literal(w)
	if string(w) == "?" { // stands for a value that is not known
		m.join()
		m.add(i, i+n, "null", MissingValue)
		m.keep(n)
		m.value('w')
		return true
	}
	if !ok {
		if m.final && i+n == len(m.src) && n >= 3 {
			return m.cutLiteral(i, w)
		}
		return false
	}
	m.join()
	if s != string(w) {
		f := Literal
		if c := w[1] | 0x20; s == "null" && (c == 'a' || w[0]|0x20 == 'i') { // nan, inf
			f = NonFinite
		}
		m.add(i, i+n, s, f)
	}
	m.keep(n)
	m.value('w')
	return true
}

// cutLiteral completes a literal that the end of the source cut off.
func (m *machine) cutLiteral(i int, w []byte) bool {
	for _, full := range [...]string{"true", "false", "null", "True", "False", "None"} {
		if len(w) < len(full) && full[:len(w)] == string(w) {
			s, _ := literal([]byte(full))
			m.join()
			m.add(i, i+len(w), s, Truncated)
			m.keep(len(w))
			m.value('w')
			return true
		}
	}
	return false
}

// number reads the word w at i as a number, if it is one, mending what JSON
// writes otherwise.
func (m *machine) number(i int, w []byte) bool {
	if isNumber(w) {
		m.join()
		m.keep(len(w))
		m.value('w')
		return true
	}
	if s, ok := literal(w); ok { // -Infinity
		m.join()
		m.add(i, i+len(w), s, NonFinite)
		m.keep(len(w))
		m.value('w')
		return true
	}
	if v, err := strconv.ParseUint(string(w), 0, 64); err == nil && len(w) > 2 && w[0] == '0' && isAlpha(w[1]) {
		m.join()
		m.add(i, i+len(w), strconv.FormatUint(v, 10), NumberFormat)
		m.keep(len(w))
		m.value('w')
		return true
	}
	return m.oddNumber(i, w)
}

// digits returns the end of the digits at w[p:], with underscores between
// them.
func digits(w []byte, p int) int {
	for p < len(w) && (isDigit(w[p]) || w[p] == '_' && p > 0 && isDigit(w[p-1]) && p+1 < len(w) && isDigit(w[p+1])) {
		p++
	}
	return p
}

// isNumber reports whether w is a number of JSON.
func isNumber(w []byte) bool {
	p := 0
	if p < len(w) && w[p] == '-' {
		p++
	}
	from := p
	for p < len(w) && isDigit(w[p]) {
		p++
	}
	if p == from || w[from] == '0' && p > from+1 {
		return false
	}
	if p < len(w) && w[p] == '.' {
		from = p + 1
		for p++; p < len(w) && isDigit(w[p]); p++ {
		}
		if p == from {
			return false
		}
	}
	if p < len(w) && w[p]|0x20 == 'e' {
		p++
		if p < len(w) && (w[p] == '+' || w[p] == '-') {
			p++
		}
		from = p
		for p < len(w) && isDigit(w[p]) {
			p++
		}
		if p == from {
			return false
		}
	}
	return p == len(w)
}

// oddNumber reads a number with a plus sign, without digits before or after
// its point, with underscores, with JavaScript's n, or cut in its exponent.
func (m *machine) oddNumber(i int, w []byte) bool {
	p := 0
	if w[0] == '-' || w[0] == '+' {
		p = 1
	}
	whole := p
	p = digits(w, p)
	wholeEnd := p
	if p > whole+1 && w[whole] == '0' {
		return false
	}
	point, fraction := -1, 0
	if p < len(w) && w[p] == '.' {
		point = p
		p = digits(w, p+1)
		fraction = p - point - 1
	}
	if wholeEnd-whole+fraction == 0 {
		if m.final && i+len(w) == len(m.src) && point < 0 && len(w) == 1 { // a lone sign, cut
			m.join()
			m.add(i, i+len(w), "null", Truncated)
			m.keep(len(w))
			m.value('w')
			return true
		}
		return false
	}
	body := p
	f := NumberFormat
	if p < len(w) && w[p]|0x20 == 'e' {
		p++
		if p < len(w) && (w[p] == '+' || w[p] == '-') {
			p++
		}
		from := p
		if p = digits(w, p); p == from {
			if !m.final || i+p != len(m.src) {
				return false
			}
			f = Truncated // 1e
		} else {
			body = p
		}
	}
	if p < len(w) && w[p] == 'n' && point < 0 && body == p {
		p++
	}
	if p != len(w) {
		return false
	}
	m.join()
	if w[0] == '+' {
		m.add(i, i+1, "", NumberFormat)
	}
	for k := whole; k < body; k++ {
		switch {
		case w[k] == '_':
			m.add(i+k, i+k+1, "", DigitGroups)
		case k == point && wholeEnd == whole:
			m.add(i+k, i+k, "0", NumberFormat)
		}
		if k == point && fraction == 0 {
			m.add(i+k+1, i+k+1, "0", NumberFormat)
		}
	}
	if body < len(w) {
		m.add(i+body, i+len(w), "", f)
	}
	m.keep(len(w))
	m.value('w')
	return true
}

// commaInNumber treats a member's number with digits after a comma: groups
// of three are one number, others are the items of an array without its
// opening bracket. done is true if it read the value.
func (m *machine) commaInNumber(i int, w []byte) (done, ok bool) {
	l := m.lookAt(i)
	l.i = len(w)
	if l.peek() != ',' {
		return false, m.decided(i, &l)
	}
	groups := len(w) <= 3 && isDigit(w[0]) && w[0] != '0'
	at := l
	for groups && at.peek() == ',' && at.threeDigits() {
	}
	groupsEnd := at.i
	if groupsEnd > l.i && at.peek() == '.' {
		for at.i++; isDigit(at.peek()); at.i++ {
		}
		if at.i == groupsEnd+1 { // a point without digits is no part of the number
			at.i = groupsEnd
		}
	}
	if k := at.i; k > l.i {
		fits := m.follows(&at, m.stack.depth) != no
		if !m.decided(i, &at) {
			return false, false
		}
		if fits {
			m.join()
			for c := l.i; c < groupsEnd; c += 4 {
				m.add(i+c, i+c+1, "", DigitGroups)
			}
			m.keep(k)
			m.value('w')
			return true, true
		}
	}
	for l.peek() == ',' {
		l.i++
		l.space()
		if v := l.word(); len(v) == 0 || isWordy(v) {
			return false, m.decided(i, &l)
		}
		l.space()
	}
	list := l.peek() == ']'
	if !m.decided(i, &l) {
		return false, false
	}
	if !list {
		return false, true
	}
	m.join()
	m.add(i, i, "[", MissingOpener)
	m.push(false)
	m.last = i
	return true, true
}

// threeDigits skips a comma and three digits, if no more digits follow.
func (l *look) threeDigits() bool {
	b := l.b[l.i+1:]
	if len(b) < 4 {
		l.hit = true
	}
	if len(b) < 3 || !isDigit(b[0]) || !isDigit(b[1]) || !isDigit(b[2]) || len(b) > 3 && isWord(b[3]) {
		return false
	}
	l.i += 4
	return true
}
