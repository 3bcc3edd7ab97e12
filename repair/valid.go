package repair

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

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

// byteAt returns src[i], or 0 at the end.
func byteAt(src []byte, i int) byte {
	if uint(i) < uint(len(src)) {
		return src[i]
	}
	return 0
}

// spaceBits has the bits of the bytes that are white space.
const spaceBits = 1<<' ' | 1<<'\n' | 1<<'\r' | 1<<'\t'

// skipSpace returns the offset after the white space at i and the byte there,
// or len(src) and 0.
func skipSpace(src []byte, i int) (int, byte) {
	for i < len(src) {
		c := src[i]
		if c > ' ' || 1<<c&spaceBits == 0 {
			return i, c
		}
		i++
		for ; i+8 <= len(src); i += 8 { // indentation
			if x := eightAt(src, i) ^ ' '*eachByte; x != 0 {
				i += bits.TrailingZeros64(x) >> 3
				break
			}
		}
	}
	return i, 0
}

// indentAt returns how many of the eight bytes at i are spaces before another
// byte comes; 0 near the end of src.
func indentAt(src []byte, i int) int {
	if i+8 > len(src) {
		return 0
	}
	return bits.TrailingZeros64(eightAt(src, i)^' '*eachByte) >> 3
}

// skipScalar returns the offset after the string, number or literal that begins
// with c at i, or -1.
func skipScalar(src []byte, i int, c byte) int {
	switch {
	case c == '"':
		return skipString(src, i+1)
	case c <= '9':
		return skipNumber(src, i, c)
	}
	return skipLiteral(src, i)
}

// skipLiteral returns the offset after the literal at i, or -1.
func skipLiteral(src []byte, i int) int {
	if i+4 > len(src) {
		return -1
	}
	switch binary.LittleEndian.Uint32(src[i : i+4 : i+4]) {
	case 't' | 'r'<<8 | 'u'<<16 | 'e'<<24, 'n' | 'u'<<8 | 'l'<<16 | 'l'<<24:
		return i + 4
	case 'f' | 'a'<<8 | 'l'<<16 | 's'<<24:
		if byteAt(src, i+4) == 'e' {
			return i + 5
		}
	}
	return -1
}

// skipNumber returns the offset after the number that begins with c at i, or -1.
func skipNumber(src []byte, i int, c byte) int {
	if c == '-' {
		i++
	}
	from := i
	i = skipDigits(src, i)
	if i == from || i > from+1 && src[from] == '0' {
		return -1
	}
	c = byteAt(src, i)
	if c == ',' {
		return i
	}
	if c == '.' {
		from = i + 1
		if i = skipDigits(src, from); i == from {
			return -1
		}
		c = byteAt(src, i)
	}
	if c|0x20 == 'e' {
		i++
		if c = byteAt(src, i); c == '+' || c == '-' {
			i++
		}
		from = i
		if i = skipDigits(src, from); i == from {
			return -1
		}
	}
	return i
}

// skipDigits returns the offset after the digits at i.
func skipDigits(src []byte, i int) int {
	for ; i+8 <= len(src); i += 8 {
		x := eightAt(src, i) ^ '0'*eachByte // digits are now 0 to 9
		if m := ((x + (0x80-10)*eachByte) | x) & topBits; m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
	}
	for i < len(src) && src[i]-'0' < 10 {
		i++
	}
	return i
}

// Eight bytes are tested together as a word, the first byte lowest. A test
// leaves the top bit set in each byte that meets it and perhaps, by carry, in
// bytes above the first of them, so only the lowest bit is used.
const (
	eachByte = 0x0101010101010101 // times a byte is eight of that byte
	topBits  = 0x80 * eachByte
)

// eightAt returns the eight bytes at i.
func eightAt(src []byte, i int) uint64 { return binary.LittleEndian.Uint64(src[i : i+8 : i+8]) }

// skipPlain returns the offset of the first quote, backslash, control character
// or byte beyond ASCII from i on; near the end of src it may stop before.
// Flipping a bit exchanges '"' (0x22) with ' ' (0x20), which makes quotes and
// control characters one range, below 0x21.
func skipPlain(src []byte, i int) int {
	for ; i+8 <= len(src); i += 8 {
		x := eightAt(src, i)
		m := (((x ^ 0x02*eachByte) - 0x21*eachByte) | ((x ^ '\\'*eachByte) - eachByte) | x) & topBits
		if m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
	}
	return i
}

// skipString returns the offset after the string whose text goes on at i, or -1.
func skipString(src []byte, i int) int {
	for i < len(src) {
		switch c := src[i]; {
		case c == '\\':
			switch escapeLen[byteAt(src, i+1)] {
			case 2:
				i += 2
			case 6:
				if i+6 > len(src) || !hexDigits(src[i+2:i+6:i+6]) {
					return -1
				}
				i += 6
			default:
				return -1
			}
		case c == '"':
			return i + 1
		case c < ' ':
			return -1
		case c >= utf8.RuneSelf:
			if i = skipWide(src, i); i < 0 {
				return -1
			}
		default:
			i++
		}
		i = skipPlain(src, i)
	}
	return -1
}

// escapeLen is the length of an escape by the byte after its backslash.
var escapeLen = [256]uint8{'"': 2, '\\': 2, '/': 2, 'b': 2, 'f': 2, 'n': 2, 'r': 2, 't': 2, 'u': 6}

// hexDigits reports whether all of b are hexadecimal digits.
func hexDigits(b []byte) bool {
	for _, c := range b {
		if c-'0' >= 10 && c|0x20-'a' >= 6 {
			return false
		}
	}
	return true
}

// skipWide returns the offset after the characters beyond ASCII at i, or -1 if
// they are not UTF-8. It knows two and three bytes that are in order at a
// glance and leaves the rest, and the end of src, to package utf8.
func skipWide(src []byte, i int) int {
	for i < len(src) && src[i] >= utf8.RuneSelf {
		if i+4 <= len(src) {
			x := binary.LittleEndian.Uint32(src[i : i+4 : i+4])
			y := x & 0x200f // 0 if overlong, 0x200d if a surrogate
			if x&0xc0c0f0 == 0x8080e0 && y != 0 && y != 0x200d {
				i += 3
				continue
			}
			if x&0xc0e0 == 0x80c0 && x&0x1e != 0 { // not overlong
				i += 2
				continue
			}
		}
		_, n := utf8.DecodeRune(src[i:])
		if n == 1 {
			return -1
		}
		i += n
	}
	return i
}
