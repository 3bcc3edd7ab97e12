package repair

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// This file reads the tokens of valid JSON, eight bytes at a time. Each
// function returns the offset after the token, or -1 if it is not valid.

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
// It reads a short one without an exponent from one word.
func skipNumber(src []byte, i int, c byte) int {
	if c == '-' {
		i++
	}
	if i+8 > len(src) {
		return readNumber(src, i)
	}
	m := notDigits(eightAt(src, i))
	n := bits.TrailingZeros64(m) >> 3
	if n == 0 || n > 1 && src[i] == '0' {
		return -1
	}
	switch c = byteAt(src, i+n); {
	case c == ',':
		return i + n
	case c == '.':
		more := bits.TrailingZeros64(m&(m-1)) >> 3
		if more > n+1 && more < 8 && src[i+more]|0x20 != 'e' {
			return i + more
		}
	case c|0x20 != 'e' && n < 8:
		return i + n
	}
	return readNumber(src, i)
}

// readNumber returns the offset after the number without its sign at i, or -1.
func readNumber(src []byte, i int) int {
	from := i
	i = skipDigits(src, i)
	if i == from || i > from+1 && src[from] == '0' {
		return -1
	}
	c := byteAt(src, i)
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
		if m := notDigits(eightAt(src, i)); m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
	}
	for i < len(src) && src[i]-'0' < 10 {
		i++
	}
	return i
}

// notDigits returns the bits of the bytes in x that are no digits, up to the
// first beyond ASCII.
func notDigits(x uint64) uint64 {
	x ^= '0' * eachByte // digits are now 0 to 9
	return ((x + (0x80-10)*eachByte) | x) & topBits
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
