package repair

import "unicode/utf8"

// keyLines returns the edits that make an object of a text in which every
// line that is not blank is a name, a colon and a value. It is tried only on
// a text without any other answer, because it needs the whole of it.
//
//	name: Bob
//	age: 3
//
// A name has at most four words; a sentence with a colon has more, or lines
// without one.
func (m *machine) keyLines() ([]Edit, bool) {
	var edits []Edit
	end, lines := -1, 0 // end of the last value
	for i := 0; i < len(m.src); {
		stop := i
		for stop < len(m.src) && m.src[stop] != '\n' {
			stop++
		}
		from, to := trimSpace(m.src, i, stop)
		i = stop + 1
		if from == to {
			continue
		}
		colon := keyColon(m.src[from:to])
		if colon < 0 || !utf8.Valid(m.src[from:to]) {
			return nil, false
		}
		if end < 0 {
			edits = append(edits, Edit{from, from, "{", KeyLines})
		} else {
			edits = append(edits, Edit{end, end, ",", KeyLines})
		}
		edits = append(edits, Edit{from, from, `"`, KeyLines}, Edit{from + colon, from + colon, `"`, KeyLines})
		value, _ := trimSpace(m.src, from+colon+1, to)
		if !isNumber(m.src[value:to]) && !isLiteral(m.src[value:to]) {
			edits = quoteLine(edits, m.src, value, to)
		}
		end = to
		lines++
	}
	if lines < 2 { // one line is a label and a sentence
		return nil, false
	}
	return append(edits, Edit{end, end, "}", KeyLines}), true
}

// keyColon returns the offset of the colon after the name that begins a
// line, or -1.
func keyColon(line []byte) int {
	words := 1
	for i, c := range line {
		switch {
		case c == ':' && i > 0 && i+1 < len(line) && isSpace(line[i+1]):
			if !utf8.Valid(line[:i]) {
				return -1
			}
			return i
		case c == ' ':
			words++
		case !isWord(c) && c != '-' && c != '.' && c < 0x80:
			return -1
		}
		if words > 4 {
			return -1
		}
	}
	return -1
}

func isLiteral(w []byte) bool {
	switch string(w) {
	case "true", "false", "null":
		return true
	}
	return false
}

// quoteLine puts marks around src[from:to] and escapes what is inside, unless
// it has marks already and needs no escapes.
func quoteLine(edits []Edit, src []byte, from, to int) []Edit {
	if ok, _ := check(src[from:to], 1); ok && to > from && src[from] == '"' {
		return edits
	}
	edits = append(edits, Edit{from, from, `"`, KeyLines})
	for i := from; i < to; i++ {
		switch c := src[i]; {
		case c == '"' || c == '\\':
			edits = append(edits, Edit{i, i, `\`, KeyLines})
		case c < ' ':
			edits = append(edits, Edit{i, i + 1, controls[c], KeyLines})
		}
	}
	return append(edits, Edit{to, to, `"`, KeyLines})
}

// trimSpace returns the part of src[from:to] without white space at its ends.
func trimSpace(src []byte, from, to int) (int, int) {
	for from < to && isSpace(src[from]) {
		from++
	}
	for to > from && isSpace(src[to-1]) {
		to--
	}
	return from, to
}
