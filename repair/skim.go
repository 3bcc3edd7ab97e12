package repair

// A mark is a state of the machine between two tokens, for skim to go back
// to.
type mark struct {
	pos, depth, objs int
	edits            int // length of the edit list
	mode             mode
	kind             byte
	first            bool
	member, outer    undo
	loose            bool
}

// value makes s the state after a value, or after something else whose mode
// is then set.
func (s *mark) value(end, depth, objs, edits int, kind byte) {
	s.pos, s.depth, s.objs, s.edits = end, depth, objs, edits
	s.kind = kind
	s.mode, s.first = afterValue, false
}

// lacksComma reports whether only a comma is missing between a value, which
// began with kind and ended at end, and what begins at i with c.
func (m *machine) lacksComma(object bool, kind byte, end, i int, c byte) bool {
	if object {
		return c == '"' || c == '\''
	}
	switch {
	case c == '{':
		return true
	case c == '"':
		l := m.lookAt(i + 1)
		return !l.separator() && !l.hit
	case kind == 'w' && c <= '9':
		if i = skipNumber(m.src, i, c); i > 0 {
			c = byteAt(m.src, i)
			return c == ',' || c == ']' || c == '\n'
		}
	}
	return false
}

// skim reads ahead over what is JSON but for faults that need no judgement
// (single marks, plain names without marks, Python's literals, comments, a
// comma that is missing between lines or too much before a bracket), several
// times faster than the modes do, and stops before anything else. It makes
// the edits that the modes would make, and no others: skimming is an
// optimization, and a test compares every repair with one that does not skim.
//
// The modes judge a token by what follows it. So skim commits to a token only
// when enough of that was read: to a value in an object when the next name
// has its colon, to an item of an array when the next item is known to be no
// name. At the first surprise it goes back to the last commitment, and the
// modes take over until they have passed the surprise.
//
// Labels are the states, as in checkLevels and for the same reason. At each, c
// is the byte at i and not white space, end and kind are those of the last
// value, and made is the number of edits up to there.
func (m *machine) skim() {
	var (
		src    = m.src
		i      = m.pos
		depth  = m.stack.depth
		objs   = m.objs
		object = m.stack.top()
		end    = m.last
		begun  = len(m.edits)
		made   = begun
		comma  = -1
		kind   = m.kind
		ends   = false // i is at the last bracket
		safe   = mark{i, depth, objs, made, m.mode, kind, m.first, m.member, m.outer, m.loose}
	)
	i, c := skipSpace(src, i)
	if c == '/' {
		i, c = m.skimComments(i)
	}
	switch m.mode {
	case atName:
		goto name
	case atValue:
		goto value
	}

next: // after a value
	if c == ',' {
		comma = i
		i++
		if c = byteAt(src, i); c == ' ' {
			i++
			c = byteAt(src, i)
		}
		if c <= ' ' {
			i, c = skipSpace(src, i)
		}
		if c == '/' {
			i, c = m.skimComments(i)
		}
		switch {
		case c|0x20 == '}': // one comma too many
			if made != len(m.edits) {
				goto done
			}
			m.add(comma, comma+1, "", ExtraComma)
			goto closing
		case object:
			goto name
		}
	} else if c|0x20 == '}' {
		goto closing
	} else if i == len(src) && m.final {
		safe.value(end, depth, objs, made, kind)
		goto done
	} else if i == end || made != len(m.edits) || !m.lacksComma(object, kind, end, i, c) {
		goto done
	} else {
		m.add(end, end, ",", MissingComma)
		if object {
			goto name
		}
	}
	// an item: that is no name
	switch {
	case c == '"' || c == '\'':
		from := i
		if i = m.skimQuoted(i, c); i < 0 {
			i = from
			goto done
		}
		stop, all := i, len(m.edits)
		if c = byteAt(src, i); c <= ' ' {
			i, c = skipSpace(src, i)
		}
		if c == '/' {
			i, c = m.skimComments(i)
		}
		if c != ',' && c != ']' && (c != '"' || i == stop) { // "a"": is a name with two marks
			goto done
		}
		safe.value(end, depth, objs, made, kind)
		end, kind, made = stop, '"', all
		goto next
	case c == '{' || c == '[' || isDigit(c) || c == '-' ||
		(c == 't' || c == 'f' || c == 'n') && !safe.loose: // else perhaps a name
		safe.value(end, depth, objs, made, kind)
		goto value
	}
	goto done

closing: // c is } or ]
	if object != (c == '}') {
		goto done
	}
	if depth == 1 { // unless the source ends there, the modes judge what follows the last bracket
		if j, _ := skipSpace(src, i+1); j == len(src) && m.final {
			safe.value(end, depth, objs, len(m.edits), kind)
			ends = true
		}
		goto done
	}
	kind = '['
	if object {
		kind = '{'
		objs--
	}
	depth--
	object = m.stack.object(depth)
	i++
	end, made = i, len(m.edits)
	if c = byteAt(src, i); c <= ' ' {
		i, c = skipSpace(src, i)
	}
	if c == '/' {
		i, c = m.skimComments(i)
	}
	goto next

name:
	{
		from, quoted, loose := i, c == '"' || c == '\'', safe.loose
		if quoted {
			i = m.skimQuoted(i, c)
		} else {
			i = m.skimName(i)
			loose = true
		}
		if i < 0 {
			i = from
			goto done
		}
		if c = byteAt(src, i); c != ':' {
			if i, c = skipSpace(src, i); c != ':' || !quoted {
				goto done
			}
		}
		i++
		safe.value(i, depth, objs, len(m.edits), kind)
		safe.mode, safe.first, safe.loose = atValue, true, loose
		safe.member = undo{made, end}
	}
	if c = byteAt(src, i); c == ' ' {
		i++
		c = byteAt(src, i)
	}
	if c <= ' ' {
		i, c = skipSpace(src, i)
	}
	if c == '/' {
		i, c = m.skimComments(i)
	}

value:
	switch {
	case c == '"' || c == '\'':
		from := i
		if i = m.skimQuoted(i, c); i < 0 {
			i = from
			goto done
		}
		end, kind, made = i, '"', len(m.edits)
	case c|0x20 == '{':
		if depth >= m.limit {
			goto done
		}
		before := safe.member
		if !object {
			before = undo{made, end}
		}
		object = c == '{'
		m.stack.depth = depth
		m.stack.push(object)
		depth++
		m.deepest = max(m.deepest, depth)
		i++
		end, made = i, len(m.edits) // what comes before a first name or item
		if object {
			objs++
			safe.value(i, depth, objs, made, kind)
			safe.mode, safe.first = atName, true
			safe.member, safe.outer = before, before
		}
		if c = byteAt(src, i); c <= ' ' {
			i, c = skipSpace(src, i)
		}
		if c == '/' {
			i, c = m.skimComments(i)
		}
		switch {
		case c|0x20 == '}':
			goto closing
		case object:
			goto name
		case c == '"' || c == '\'':
			goto firstItem
		case isAlpha(c): // perhaps a tag in brackets
			goto value
		case c != '{' && c != '[' && c != '-' && !isDigit(c):
			goto done
		}
		safe.value(end, depth, objs, made, kind)
		safe.mode, safe.first = atValue, true
		goto value
	default:
		from := i
		if i = m.skimScalar(i, c); i < 0 {
			i = from
			goto done
		}
		end, kind, made = i, 'w', len(m.edits)
	}
	if c = byteAt(src, i); c <= ' ' {
		i, c = skipSpace(src, i)
	}
	if c == '/' {
		i, c = m.skimComments(i)
	}
	goto next

firstItem: // a string, the first of its array: no name if no colon follows
	{
		from := i
		if i = m.skimQuoted(i, c); i < 0 {
			i = from
			goto done
		}
	}
	end, kind, made = i, '"', len(m.edits)
	if c = byteAt(src, i); c <= ' ' {
		i, c = skipSpace(src, i)
	}
	if c == '/' {
		i, c = m.skimComments(i)
	}
	if c == ',' || c == ']' || c == '"' && i > end {
		goto next
	}

done:
	m.work += max(0, i-m.pos)
	m.skimmed = i
	m.stack.depth = safe.depth
	for k := begun; k < safe.edits && !m.quoteOne; k++ {
		m.quoteOne = m.edits[k].Faults == QuoteStyle && src[m.edits[k].Pos] == '\''
	}
	m.edits = m.edits[:safe.edits]
	if safe.pos == m.pos && !ends {
		return
	}
	m.pos, m.last = safe.pos, safe.pos
	m.objs = safe.objs
	m.mode, m.kind, m.first = safe.mode, safe.kind, safe.first
	m.member, m.outer, m.loose = safe.member, safe.outer, safe.loose
	m.joint = joint{safe.pos - 1, len(m.edits)}
	if src[safe.pos-1] == '\'' {
		m.joint.edits-- // that of the mark
	}
	if ends {
		m.pos = i
		m.keep(1)
		m.pop()
	}
}
