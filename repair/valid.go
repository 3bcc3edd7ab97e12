package repair

import "math/bits"

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
	name  int    // where the name begins; 0 if there is none
	kinds levels // the open containers
	peak  levels // those where the depth was greatest, up to where the check stopped
	stop  int    // there: the end of the value, or the beginning of a token in it or after it
	from  mode   // what comes first, if not a value from its bracket on
	first bool   // and whether it is the first of its container

	top   levels // a container may open below it
	limit int    // how many may be open
	outer *outer // room for more than maxLevels, or nil
}

// levels are open containers, a bit each: 1 for an object and 0 for an array,
// the innermost lowest, and above the outermost a 1. So of two the one that is
// deeper is greater, and one word is all that the check has to keep.
type levels uint64

// maxLevels is how many containers fit into levels.
const maxLevels = 63

// depth returns how many containers are open.
func (l levels) depth() int { return bits.Len64(uint64(l)) - 1 }

// closer returns the closer of the innermost container.
func (l levels) closer() byte { return ']' | byte(l&1)<<5 }

// outer holds the outer containers of a text that is nested more deeply than
// levels can say, maxLevels in each word.
type outer struct {
	words [MaxDepth/maxLevels + 1]levels
	n     int
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
	end, deep = checkLevels(src, i, maxDepth, at)
	if deep && maxDepth > maxLevels {
		*at = reach{}
		end, at.stop, deep = checkDeep(src, i, min(maxDepth, MaxDepth))
	}
	return end, deep
}

// checkDeep is skipValue for a value of more than maxLevels, and returns where
// it stopped. It is a function of its own, and not inlined, because clearing
// its memory takes as long as checking a short text.
//
//go:noinline
func checkDeep(src []byte, i, maxDepth int) (end, stop int, deep bool) {
	var o outer
	at := reach{outer: &o}
	end, deep = checkLevels(src, i, maxDepth, &at)
	return end, at.stop, deep
}

// mayOpen reports whether a container may open below those of l, which reach
// the top, and returns the levels to go on with: the outer ones are put by.
func (at *reach) mayOpen(l levels) (levels, bool) {
	o := at.outer
	if o == nil || o.n*maxLevels+l.depth() >= at.limit {
		return l, false
	}
	o.words[o.n] = l
	o.n++
	at.setTop()
	return 1, true
}

// leave returns the levels around those that have all been closed, and
// whether there are any.
func (at *reach) leave() (levels, bool) {
	o := at.outer
	if o == nil || o.n == 0 {
		return 0, false
	}
	o.n--
	at.setTop()
	return o.words[o.n], true
}

// setTop sets the top for the containers that may open before some of them
// are put by, or the limit is reached.
func (at *reach) setTop() {
	left := at.limit
	if at.outer != nil {
		left -= at.outer.n * maxLevels
	}
	at.top = 1 << max(0, min(left, maxLevels))
}

// checkLevels is skipValue with room for maxLevels, or for those that at has
// room for. at, but for that empty at first, says how far it is.
//
// Time goes into branches that the processor guesses wrong rather than into
// bytes, and on short texts into moving variables between registers and
// memory. So the labels are the states, each with branches of its own, in
// place of one central switch; the usual single space is skipped by a test in
// line; most strings never leave the function; and what is needed seldom lies
// in at. At each label c is the byte at i and not white space; at the end of
// src it is 0, which no state accepts.
func checkLevels(src []byte, i, maxDepth int, at *reach) (end int, deep bool) {
	at.limit = maxDepth
	at.setTop()
	kinds := max(at.kinds, 1)
	indent := 0
	start := i // of the last token

	c := byteAt(src, i)
	if kinds > 1 {
		switch {
		case at.from == afterValue:
			goto next
		case at.first:
			goto opened
		case c <= ' ':
			i, c = skipSpace(src, i)
		}
		goto value
	}

open: // c opens a container
	start = i
	if kinds >= at.top {
		if kinds, deep = at.mayOpen(kinds); !deep {
			deep = true
			goto fail
		}
		deep = false
	}
	kinds = kinds<<1 | levels(c>>5&1) // '[' is 0x5b, '{' is 0x7b
	at.peak = max(at.peak, kinds)
	i++

opened:
	if c = byteAt(src, i); c == '\n' { // most likely a line further in
		if n := indentAt(src, i+1); n == indent+2 {
			indent += 2
			i += 1 + indent
		} else {
			indent = n
			i += 1 + n
		}
		c = byteAt(src, i)
	}
	if c <= ' ' {
		i, c = skipSpace(src, i)
	}
	if c == kinds.closer() {
		goto closing
	}
	if kinds&1 == 0 {
		goto value
	}

name:
	start = i
	if c != '"' {
		goto fail
	}
	i = skipPlain(src, i+1)
	if byteAt(src, i) == '"' {
		i++
	} else if i = skipString(src, i); i < 0 {
		goto fail
	}
	if c = byteAt(src, i); c != ':' {
		if i, c = skipSpace(src, i); c != ':' {
			start = i
			goto fail
		}
	}
	i++
	at.name, at.kinds = start, kinds
	if c = byteAt(src, i); c == ' ' {
		i++
		c = byteAt(src, i)
	}
	if c <= ' ' {
		i, c = skipSpace(src, i)
	}

value:
	start = i
	if c == '"' {
		i = skipPlain(src, i+1)
		if byteAt(src, i) == '"' {
			i++
		} else if i = skipString(src, i); i < 0 {
			goto fail
		}
	} else if c|0x20 == '{' {
		goto open
	} else if c <= '9' {
		if i = skipNumber(src, i, c); i < 0 {
			goto fail
		}
	} else {
		if i = skipLiteral(src, i); i < 0 {
			goto fail
		}
	}

next: // i is after a value
	if c = byteAt(src, i); c == '\n' { // most likely a bracket further out
		if n := indentAt(src, i+1); n == indent-2 {
			indent -= 2
			i += 1 + indent
		} else {
			indent = n
			i += 1 + n
		}
		c = byteAt(src, i)
	}
	if c <= ' ' {
		i, c = skipSpace(src, i)
	}
	if c == ',' {
		i++
		if c = byteAt(src, i); c == ' ' {
			i++
			c = byteAt(src, i)
		} else if c == '\n' { // the next line, most likely as far in
			if n := indentAt(src, i+1); n == indent {
				i += 1 + indent
			} else {
				indent = n
				i += 1 + n
			}
			c = byteAt(src, i)
		}
		if c <= ' ' {
			i, c = skipSpace(src, i)
		}
		if kinds&1 == 0 {
			goto value
		}
		goto name
	}
	if c != kinds.closer() {
		start = i
		goto fail
	}

closing: // c closes the innermost container
	i++
	if kinds >>= 1; kinds == 1 {
		if kinds, deep = at.leave(); !deep {
			at.stop = i
			return i, false
		}
		deep = false
	}
	goto next

fail:
	at.stop = start
	return -1, deep
}
