package repair

import "unicode/utf8"

// Classes of bytes, a bit each, for the loops that skip what is plain.
const (
	spaceByte   = 1 << iota // JSON white space
	textByte                // ends the plain run in any quoted string: " \ control, not ASCII
	singleByte              // '
	backByte                // `
	bracketByte             // { } [ ]
	markByte                // < and `: where markup may begin
	wordByte                // a letter, digit, _ or $
	hexByte                 // a hexadecimal digit
	bareByte                // ends the plain run in unquoted text
	proseByte               // may begin something in prose
	colonByte               // :
)

var class = func() (t [256]uint16) {
	for c := range t {
		b := byte(c)
		switch {
		case b == ' ' || b == '\t' || b == '\n' || b == '\r':
			t[c] |= spaceByte
		}
		if b < ' ' || b == '"' || b == '\\' || b >= utf8.RuneSelf {
			t[c] |= textByte | bareByte
		}
		if b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'f' {
			t[c] |= hexByte
		}
		if b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' || b == '_' || b == '$' {
			t[c] |= wordByte
		}
	}
	t['\''] |= singleByte
	t['`'] |= backByte | markByte
	t['<'] |= markByte
	t[':'] |= colonByte
	for _, c := range "{}[]" {
		t[c] |= bracketByte
	}
	for _, c := range "{}[](),;/#`<" {
		t[c] |= bareByte
	}
	t[0xef] |= proseByte // of full-width brackets
	for c := range t {
		if t[c]&(textByte|wordByte) != 0 && c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		if c != ' ' && c != '.' {
			t[c] |= proseByte
		}
	}
	return t
}()

func isSpace(c byte) bool { return class[c]&spaceByte != 0 }
func isWord(c byte) bool  { return class[c]&wordByte != 0 }
func isDigit(c byte) bool { return c-'0' <= 9 }
func isAlpha(c byte) bool { return (c|0x20)-'a' <= 25 }

// A quote is a style of quotation marks: which marks may close what an
// opening mark opened.
type quote uint8

const (
	double   quote = iota + 1 // "
	single                    // '
	back                      // `
	curly                     // “ ” „ ‟ 〝 〞 ＂
	curlyOne                  // ‘ ’ ‚ ‛ ＇
	angle                     // « » ‹ ›
	corner                    // 「 」 『 』
	bare                      // none: text without quotes
)

// A sign is what a character means to the structure of JSON, whatever its
// script: one of { } [ ] ( ) : , " or ' ' for space, 'w' for anything else.
// For quotation marks quote tells the style.
type sign struct {
	c     byte
	quote quote
	n     int // length in bytes
}

// runeSign returns the sign of a rune that is not ASCII.
func runeSign(r rune) (byte, quote) {
	switch r {
	case '“', '”', '„', '‟', '〝', '〞', '＂':
		return '"', curly
	case '‘', '’', '‚', '‛', '＇', '´':
		return '"', curlyOne
	case '«', '»', '‹', '›':
		return '"', angle
	case '「', '」', '『', '』':
		return '"', corner
	case '｛':
		return '{', 0
	case '｝':
		return '}', 0
	case '［':
		return '[', 0
	case '］':
		return ']', 0
	case '（':
		return '(', 0
	case '）':
		return ')', 0
	case '：':
		return ':', 0
	case '，', '、', '；', '﹐', '،':
		return ',', 0
	case '…':
		return '.', 0
	case 0x85, 0xA0, 0x1680, 0x180E, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF:
		return ' ', 0
	}
	if r >= 0x2000 && r <= 0x200D {
		return ' ', 0
	}
	return 'w', 0
}

// asciiSigns has the signs of the ASCII characters.
var asciiSigns = func() (t [utf8.RuneSelf]sign) {
	for c := range t {
		t[c] = sign{byte(c), 0, 1}
	}
	t['"'] = sign{'"', double, 1}
	t['\''] = sign{'"', single, 1}
	t['`'] = sign{'"', back, 1}
	t[';'] = sign{',', 0, 1}
	t['\v'] = sign{' ', 0, 1}
	t['\f'] = sign{' ', 0, 1}
	return t
}()

// signAt returns the sign at b[0]. Its length is 0 if b is empty or ends
// within a character.
func signAt(b []byte) sign {
	if len(b) > 0 && b[0] < utf8.RuneSelf {
		return asciiSigns[b[0]]
	}
	return wideSign(b)
}

// wideSign is signAt for what is not ASCII.
func wideSign(b []byte) sign {
	if !utf8.FullRune(b) {
		return sign{}
	}
	r, n := utf8.DecodeRune(b)
	c, q := runeSign(r)
	return sign{c, q, n}
}

// closes reports whether a mark of style q may close a string of style open.
// A straight string takes a curly mark only where curly marks were used
// before (mixed), because they are ordinary text otherwise.
func (open quote) closes(q quote, mixed bool) bool {
	switch open {
	case q:
		return true
	case double:
		return mixed && q == curly
	case single:
		return mixed && q == curlyOne
	case curly, angle, corner:
		return q == double || q == curly
	case curlyOne:
		return q == single
	}
	return false
}
