package records

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// A Layout is how records are laid out. The zero Layout leaves them as they
// are.
type Layout struct{ Compact, ASCII bool }

// text lays out valid JSON that is to be on one line. If it is same as its
// line in the input, it is.
func (l Layout) text(text []byte, same bool) []byte {
	if l.Compact || !same && bytes.ContainsAny(text, "\n\r") {
		text = AppendCompact(nil, text)
	}
	if l.ASCII {
		text = AppendASCII(nil, text)
	}
	return text
}

// record lays out a record that is as it was but for its fields.
func (l Layout) record(text []byte) []byte {
	return l.text(text, true)
}

// AppendCompact appends valid JSON to dst without the white space outside
// strings.
func AppendCompact(dst, src []byte) []byte {
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case ' ', '\t', '\n', '\r':
		case '"':
			start := i
			for i++; i < len(src) && src[i] != '"'; i++ {
				if src[i] == '\\' {
					i++
				}
			}
			dst = append(dst, src[start:min(i+1, len(src))]...)
		default:
			dst = append(dst, src[i])
		}
	}
	return dst
}

// AppendASCII appends valid JSON to dst with escapes for the characters that
// are not ASCII, all of which are in strings.
func AppendASCII(dst, src []byte) []byte {
	for i := 0; i < len(src); {
		if src[i] < utf8.RuneSelf {
			dst = append(dst, src[i])
			i++
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		i += size
		if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
			dst = appendEscape(appendEscape(dst, high), low)
		} else {
			dst = appendEscape(dst, r)
		}
	}
	return dst
}

func appendEscape(dst []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	return append(dst, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
