package casefix

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold appends the folded form of name to dst. Two spellings of one name have
// the same folded form, which is for comparing and not for showing:
//
//   - letters are small, as Unicode folds them: ß is ss, and the three sigmas
//     are one; so are the i of all alphabets, dotless, dotted or neither;
//   - full-width, half-width and other compatibility forms are the usual
//     characters: Ａ is a, ﬁ is fi, ² is 2;
//   - accents are left out: é is e. Marks that make another sound of an Indic,
//     Thai or Japanese letter are not accents, and stay;
//   - separators are left out: spaces, hyphens, dashes, low lines and full
//     stops, and characters that cannot be seen. So snake_case, kebab-case and
//     camelCase come out the same.
//
// Separators between two digits become one low line instead: v1.2 is v1_2, and
// not v12. Bytes that are not UTF-8 become U+FFFD.
func Fold(dst, name []byte) []byte { return fold(dst, name) }

// fold does not let name escape, so that a caller can convert a string to it
// or from it for free.
func fold[S string | []byte](dst []byte, name S) []byte {
	if out, ok := foldASCII(dst, name); ok {
		return out
	}
	return append(dst, foldUnicode(string(name))...)
}

// foldASCII is fold for names in ASCII, which nearly all are. It reports
// whether name is one; otherwise the result is of no use.
func foldASCII[S string | []byte](dst []byte, name S) ([]byte, bool) {
	const none = 0x80 // neither ASCII nor a digit
	last := byte(none)
	separated := false
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c >= utf8.RuneSelf:
			return dst, false
		case c == '_' || c == '-' || c == '.' || c == ' ' || '\t' <= c && c <= '\r':
			separated = true
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		if separated && isDigit(c) && isDigit(last) {
			dst = append(dst, '_')
		}
		dst = append(dst, c)
		last, separated = c, false
	}
	return dst, true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// folder has no state, other than most values of its type, so it can be shared.
var folder = cases.Fold()

// foldUnicode is fold for any name. Characters are decomposed before their case
// is folded, for capital letters may be within them (㎒ holds an M); no small
// letter that comes of it has to be decomposed again.
func foldUnicode(name string) []byte {
	b := []byte(strings.ToValidUTF8(name, "\uFFFD"))
	b = folder.Bytes(norm.NFKD.Bytes(b))

	out := make([]byte, 0, len(b))
	last := rune(-1)
	separated := false
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		i += n
		switch {
		case isSeparator(r):
			separated = true
			continue
		case isAccent(r):
			continue
		case r == 'ı': // folding keeps it, but its capital is I
			r = 'i'
		}
		if separated && unicode.IsDigit(r) && unicode.IsDigit(last) {
			out = append(out, '_')
		}
		last, separated = unicode.ToLower(r), false // folding swaps the cases of Cherokee
		out = utf8.AppendRune(out, last)
	}
	return norm.NFD.Bytes(out) // marks that have come together are put in order
}

// isSeparator reports whether r stands between words.
func isSeparator(r rune) bool {
	return r == '.' || unicode.IsSpace(r) || unicode.In(r, unicode.Pc, unicode.Pd)
}

// isAccent reports whether r is a mark upon a letter that may go without it,
// or is not to be seen at all. The marks of one script alone are a part of its
// spelling, such as the vowels of Devanagari; accents are common to many. The
// two voicing marks of kana are in both scripts of Japanese, but か is not が.
func isAccent(r rune) bool {
	switch {
	case r == '\u3099' || r == '\u309A':
		return false
	case unicode.In(r, unicode.Mn, unicode.Me):
		return unicode.Is(unicode.Inherited, r)
	}
	return unicode.Is(unicode.Cf, r)
}
