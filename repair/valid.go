package repair

// Valid reports whether src is one JSON text (RFC 8259) in valid UTF-8, nested
// at most MaxDepth deep. It allocates nothing.
func Valid(src []byte) bool {
	ok, _ := check(src, MaxDepth)
	return ok
}

// check reports whether src is valid JSON nested at most maxDepth deep, and, if
// not, whether the cause is that it nests deeper: all of src before the opener
// at level maxDepth+1 is then the start of a valid text.
func check(src []byte, maxDepth int) (ok, deep bool) {
	_, ok, deep = checkFirst(src, maxDepth, new(reach))
	return ok, deep
}

// A reach is how far a check came: the state after the last member name with
// its colon. It also says where in a value the check begins, its zero value at
// the opening bracket.
type reach struct {
	name    int    // where the name begins; 0 if there is none
	kinds   uint64 // the open containers, as in checkLevels
	depth   int    // how many they are
	deepest int    // the greatest depth up to where the check stopped
	stop    int    // there: the end of the value, or the beginning of a token in it or after it
	from    mode   // what comes first, if not a value from its bracket on
	opened  bool   // and whether it is the first of its container
}

// checkFirst is check, and returns the offset after the value that src begins
// with, -1 if that is not valid; then at, if given, is how far it is.
func checkFirst(src []byte, maxDepth int, at *reach) (end int, ok, deep bool) {
	i, c := skipSpace(src, 0)
	if c|0x20 == '{' {
		i, deep = skipValue(src, i, maxDepth, at)
	} else {
		i = skipScalar(src, i, c)
	}
	if i < 0 {
		return -1, false, deep
	}
	end = i
	i, _ = skipSpace(src, i)
	return end, i == len(src), false
}

// skipValue returns the offset after the array or object that begins at i and
// nests at most maxDepth deep, or -1 and whether it nests deeper.
func skipValue(src []byte, i, maxDepth int, at *reach) (end int, deep bool) {
	end, deep = checkLevels(src, i, min(maxDepth, 64), nil, at)
	if deep && maxDepth > 64 {
		*at = reach{}
		return checkDeep(src, i, min(maxDepth, MaxDepth), at)
	}
	return end, deep
}

// checkDeep is skipValue for a value of more than 64 levels. It is a function
// of its own, and not inlined, because clearing its stack takes as long as
// checking a short text.
//
//go:noinline
func checkDeep(src []byte, i, maxDepth int, at *reach) (end int, deep bool) {
	var stack [(MaxDepth + 63) / 64]uint64
	return checkLevels(src, i, maxDepth, stack[:], at)
}

// checkLevels is skipValue with room for maxDepth levels. The open containers are
// bits, 1 for an object and 0 for an array, the innermost lowest in kinds; the
// outer ones are put by in stack, 64 at a time, which may be nil if maxDepth is
// at most 64. at, empty at first, says how far it is.
//
// Time goes into branches that the processor guesses wrong rather than into
// bytes. So the labels are the states, each with branches of its own, in place
// of one central switch; the usual single space is skipped by a test in line;
// and most strings never leave the function. At each label c is the byte at i
// and not white space; at the end of src it is 0, which no state accepts.
func checkLevels(src []byte, i, maxDepth int, stack []uint64, at *reach) (end int, deep bool) {
	kinds, depth := at.kinds, at.depth
	var indent int
	var start int // of the last token

	c := byteAt(src, i)
	if depth > 0 {
		switch {
		case at.from == afterValue:
			goto next
		case at.opened:
			goto opened
		case c <= ' ':
			i, c = skipSpace(src, i)
		}
		goto value
	}

open: // c opens a container
	if depth >= maxDepth {
		deep = true
		goto fail
	}
	if depth&63 == 0 && depth > 0 {
		stack[depth>>6-1] = kinds
	}
	depth++
	at.deepest = max(at.deepest, depth)
	kinds = kinds<<1 | uint64(c>>5&1) // '[' is 0x5b, '{' is 0x7b
	i++

opened:
	if c = byteAt(src, i); c <= ' ' {
		i, c = skipSpace(src, i)
	}
	if c == closerOf(kinds) {
		goto closing
	}
	if kinds&1 == 0 {
		goto value
	}

name:
	if c != '"' {
		goto fail
	}
	start = i
	i = skipPlain(src, i+1)
	if byteAt(src, i) == '"' {
		i++
	} else if i = skipString(src, i); i < 0 {
		i = start
		goto fail
	}
	if c = byteAt(src, i); c != ':' {
		if i, c = skipSpace(src, i); c != ':' {
			goto fail
		}
	}
	i++
	at.name, at.kinds, at.depth = start, kinds, depth
	if c = byteAt(src, i); c == ' ' {
		i++
		c = byteAt(src, i)
	}
	if c <= ' ' {
		i, c = skipSpace(src, i)
	}

value:
	if c == '"' {
		start = i
		i = skipPlain(src, i+1)
		if byteAt(src, i) == '"' {
			i++
		} else if i = skipString(src, i); i < 0 {
			i = start
			goto fail
		}
	} else if c|0x20 == '{' {
		goto open
	} else if c <= '9' {
		start = i
		if i = skipNumber(src, i, c); i < 0 {
			i = start
			goto fail
		}
	} else {
		start = i
		if i = skipLiteral(src, i); i < 0 {
			i = start
			goto fail
		}
	}

next: // i is after a value
	if c = byteAt(src, i); c <= ' ' {
		i, c = skipSpace(src, i)
	}
	if c == ',' {
		i++
		if c = byteAt(src, i); c == ' ' {
			i++
			c = byteAt(src, i)
		} else if c == '\n' {
			if n := indentAt(src, i+1); n == indent {
				i += 1 + indent
				c = byteAt(src, i)
			} else {
				indent = n
				i += 1 + n
				c = byteAt(src, i)
			}
		}
		if c <= ' ' {
			i, c = skipSpace(src, i)
		}
		if kinds&1 == 0 {
			goto value
		}
		goto name
	}
	if c != closerOf(kinds) {
		goto fail
	}

closing: // c closes the innermost container
	i++
	depth--
	kinds >>= 1
	if depth&63 == 0 {
		if depth == 0 {
			at.stop = i
			return i, false
		}
		kinds = stack[depth>>6-1]
	}
	goto next

fail:
	at.stop = i
	return -1, deep
}

// closerOf returns the closer of the innermost container of kinds.
func closerOf(kinds uint64) byte { return ']' | byte(kinds&1)<<5 }
