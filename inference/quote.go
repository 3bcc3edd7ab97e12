package inference

import "unicode/utf8"

const hex = "0123456789abcdef"

// appendString appends s as a string of JSON. Bytes that are not UTF-8 become
// U+FFFD.
func appendString(dst, s []byte) []byte {
	dst = append(dst, '"')
	for len(s) > 0 {
		n := 0
		for n < len(s) && s[n] >= ' ' && s[n] != '"' && s[n] != '\\' && s[n] < utf8.RuneSelf {
			n++
		}
		dst = append(dst, s[:n]...)
		if s = s[n:]; len(s) == 0 {
			break
		}
		switch c := s[0]; {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\t':
			dst = append(dst, '\\', 't')
		case c == '\r':
			dst = append(dst, '\\', 'r')
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			r, size := utf8.DecodeRune(s)
			dst = utf8.AppendRune(dst, r)
			s = s[size:]
			continue
		}
		s = s[1:]
	}
	return append(dst, '"')
}

// portion returns how much of s, at least one rune, fits into a string of
// JSON of about limit bytes.
func portion(s []byte, limit int) int {
	cost, i := 0, 0
	for i < len(s) {
		r, size := utf8.DecodeRune(s[i:])
		switch {
		case r < ' ':
			cost += 6
		case r == '"' || r == '\\':
			cost += 2
		default:
			cost += utf8.RuneLen(r)
		}
		if cost > limit && i > 0 {
			break
		}
		i += size
	}
	return i
}
