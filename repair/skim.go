package repair

// A mark is a state of the machine between two tokens, for skim to go back
// to.
type mark struct {
	pos, depth, objs int
	edits            int
	mode             mode
	kind             byte
	first            bool
}

// skim reads ahead over what is JSON as it stands, many times faster than
// the modes do, and stops before the first thing that is not. It changes
// nothing that the modes would not change: skimming is an optimization, and a
// test compares every repair with one that does not skim.
//
// The modes judge a token by what follows it. So skim commits to a token only
// when enough of that was read: a value in an object when the next name has
// its colon, an item of an array when the next item is known to be no name.
// At the first surprise it goes back to the last commitment, and the modes
// take over until they have passed the surprise.
//
// Labels are the states, as in checkLevels and for the same reason. At each, c
// is the byte at i and not white space.
func (m *machine) skim() {
	var (
		src    = m.src
		i      = m.pos
		depth  = m.stack.depth
		objs   = m.objs
		object = m.stack.top()
		end    = i // of the last value
		kind   = m.kind
		safe   = mark{i, depth, objs, len(m.edits), m.mode, kind, m.first}
	)
	i, c := skipSpace(src, i)
	switch m.mode {
	case atName:
		goto name
	case atValue:
		if !object && c == '"' {
			goto firstItem
		}
		goto value
	}

next: // after a value
	if c == ',' {
		i++
		if c = byteAt(src, i); c == ' ' {
			i++
			c = byteAt(src, i)
		}
		if c <= ' ' {
			i, c = skipSpace(src, i)
		}
		if object {
			goto name
		}
		if c == '"' { // an item, if no colon follows
			from := i + 1
			if i = m.skimString(from); i < 0 {
				i = from
				goto done
			}
			after := i
			if c = byteAt(src, i); c <= ' ' {
				i, c = skipSpace(src, i)
			}
			if c != ',' && c != ']' {
				goto done
			}
			safe = mark{end, depth, objs, safe.edits, afterValue, kind, false}
			end, kind = after, '"'
			goto next
		}
		if c != '{' && c != '[' && !isDigit(c) && c != '-' && c != 't' && c != 'f' && c != 'n' {
			goto done
		}
		safe = mark{end, depth, objs, safe.edits, afterValue, kind, false}
		goto value
	}
	if object && c == '}' || !object && c == ']' {
		goto closing
	}
	goto done

closing:
	if depth == 1 {
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
	end = i
	if c = byteAt(src, i); c <= ' ' {
		i, c = skipSpace(src, i)
	}
	goto next

name:
	if c != '"' {
		goto done
	}
	{
		from := i + 1
		if i = m.skimString(from); i < 0 {
			i = from
			goto done
		}
	}
	if c = byteAt(src, i); c != ':' {
		if i, c = skipSpace(src, i); c != ':' {
			goto done
		}
	}
	i++
	safe = mark{i, depth, objs, safe.edits, atValue, kind, true}
	if c = byteAt(src, i); c == ' ' {
		i++
		c = byteAt(src, i)
	}
	if c <= ' ' {
		i, c = skipSpace(src, i)
	}

value:
	switch {
	case c == '"':
		from := i + 1
		if i = m.skimString(from); i < 0 {
			i = from
			goto done
		}
		end, kind = i, '"'
	case c|0x20 == '{':
		if depth >= m.limit {
			goto done
		}
		object = c == '{'
		m.stack.depth = depth
		m.stack.push(object)
		depth++
		i++
		closer := byte(']')
		if object {
			objs++
			closer = '}'
			safe = mark{i, depth, objs, safe.edits, atName, kind, true}
		}
		start := i
		if c = byteAt(src, i); c <= ' ' {
			i, c = skipSpace(src, i)
		}
		switch {
		case c == closer:
			goto closing
		case object:
			goto name
		case c == '"':
			goto firstItem
		}
		safe = mark{start, depth, objs, safe.edits, atValue, kind, true}
		goto value
	default:
		from := i
		if i = skipScalar(src, i, c); i < 0 || i == len(src) {
			i = from
			goto done
		}
		end, kind = i, 'w'
	}
	if c = byteAt(src, i); c <= ' ' {
		i, c = skipSpace(src, i)
	}
	goto next

firstItem: // a string, the first of its array: no name if no colon follows
	{
		from := i + 1
		if i = m.skimString(from); i < 0 {
			i = from
			goto done
		}
	}
	end, kind = i, '"'
	if c = byteAt(src, i); c <= ' ' {
		i, c = skipSpace(src, i)
	}
	if c == ',' || c == ']' {
		goto next
	}

done:
	m.work += max(0, i-m.pos)
	m.skimmed = i
	m.stack.depth = safe.depth
	if safe.pos == m.pos {
		return
	}
	m.pos, m.last = safe.pos, safe.pos
	m.objs = safe.objs
	m.mode, m.kind, m.first = safe.mode, safe.kind, safe.first
	m.joint = joint{safe.pos - 1, len(m.edits)}
}

// skimString returns the offset after the string whose text begins at i, or
// -1 if it is not one of JSON, or the modes might mend its escapes.
func (m *machine) skimString(i int) int {
	j := skipPlain(m.src, i)
	if byteAt(m.src, j) == '"' {
		return j + 1
	}
	if j = skipString(m.src, j); j < 0 || !m.damaged() {
		return j
	}
	for k := i; k < j; k++ {
		if m.src[k] != '\\' {
			continue
		}
		k++
		switch m.src[k] {
		case 'b', 'f', 'n', 'r', 't':
			l := look{b: m.src[k:j]}
			if l.latex(false) || k-3 >= i && m.src[k-2] == ':' && isAlpha(m.src[k-3]) {
				return -1
			}
		}
	}
	return j
}
