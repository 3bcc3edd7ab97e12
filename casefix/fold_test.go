package casefix

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

func folds(s string) string { return string(Fold(nil, []byte(s))) }

func TestFold(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"_", ""},
		{" -_.\t\r\n", ""},
		{"name", "name"},
		{"Original requirements", "originalrequirements"},
		{"XMLHttpRequest", "xmlhttprequest"},
		{"xml_http_request", "xmlhttprequest"},
		{"__init__", "init"},
		{"a.b.c", "abc"},
		{"a@[`{z", "a@[`{z"}, // the neighbours of the letters
		{"$ref", "$ref"},
		{"A\x00B\x7f", "a\x00b\x7f"},

		// digits
		{"v1.2", "v1_2"},
		{"1-_ 2", "1_2"},
		{"_1_", "1"},
		{"line_1", "line1"},
		{"1_a_2", "1a2"},
		{"１．２", "1_2"},
		{"١.٢", "١_٢"},
		{"1\u00ad2", "12"}, // a soft hyphen is not seen

		// width and compatibility
		{"Ｆｕｌｌ　Ｗｉｄｔｈ", "fullwidth"},
		{"ﬁle", "file"},
		{"m²", "m2"},
		{"㎒", "mhz"},
		{"…", ""},
		{"a\u00a0b\u2003c", "abc"},
		{"a–b—c‿d", "abcd"},
		{"ｶﾞ", folds("ガ")},

		// accents
		{"Élan", "elan"},
		{"E\u0301lan", "elan"},
		{"Ångström", "angstrom"},
		{"Việt Nam", "vietnam"},
		{"Ёлка", "елка"},
		{"a\u0301\u0301\u0301", "a"},
		{"\u0301", ""},
		{"1️⃣", "1"},
		{"हिन्दी", "हिन्दी"},
		{"ガ", "カ\u3099"},

		// case
		{"Straße", "strasse"},
		{"STRAẞE", "strasse"},
		{"ΟΔΟΣ", "οδοσ"},
		{"οδος", "οδοσ"},
		{"Άδης", "αδησ"},
		{"ISTANBUL", "istanbul"},
		{"İstanbul", "istanbul"},
		{"ılık", "ilik"},
		{"K", "k"}, // the sign of kelvin
		{"ſ", "s"},

		// not to be seen
		{"na\u200bme\ufeff", "name"},

		// not UTF-8
		{"a\xff", "a\ufffd"},
		{"\xc3(", "\ufffd("},
	} {
		if got := folds(tt.in); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
		if got := folds(tt.want); got != tt.want {
			t.Errorf("Fold(%q) = %q", tt.want, got)
		}
	}
}

// Fold appends, and neither reads nor changes what is there.
func TestFoldAppends(t *testing.T) {
	for _, name := range []string{"_2", "٢", "\u0301e"} {
		dst := make([]byte, 2, 64)
		copy(dst, "1_")
		in := []byte(name)
		if got, want := string(Fold(dst, in)), "1_"+folds(name); got != want {
			t.Errorf("Fold(1_, %q) = %q, want %q", name, got, want)
		}
		if string(dst) != "1_" || string(in) != name {
			t.Errorf("Fold(1_, %q) changed %q or %q", name, dst, in)
		}
	}
}

// checkFold holds Fold to its laws.
func checkFold(t *testing.T, name string) {
	t.Helper()
	once := folds(name)
	if twice := folds(once); twice != once {
		t.Errorf("Fold(%+q) = %+q, and that folds to %+q", name, once, twice)
	}
	if !utf8.ValidString(once) {
		t.Errorf("Fold(%+q) = %q is not UTF-8", name, once)
	}
	if fast, ok := foldASCII(nil, name); ok {
		if slow := foldUnicode(name); !bytes.Equal(fast, slow) {
			t.Errorf("Fold(%+q) = %q, and the slow path has %q", name, fast, slow)
		}
	}
	if valid := strings.ToValidUTF8(name, "\ufffd"); once != folds(valid) {
		t.Errorf("Fold(%+q) = %+q, want that of %+q", name, once, valid)
	}
}

// recasings are the spellings of a text that Fold has to see through.
var recasings = map[string]func(string) string{
	"unicode.ToUpper": func(s string) string { return strings.Map(unicode.ToUpper, s) },
	"unicode.ToLower": func(s string) string { return strings.Map(unicode.ToLower, s) },
	"unicode.ToTitle": func(s string) string { return strings.Map(unicode.ToTitle, s) },
	"cases.Upper":     func(s string) string { return cases.Upper(language.Und).String(s) },
	"cases.Lower":     func(s string) string { return cases.Lower(language.Und).String(s) },
	"cases.Fold":      func(s string) string { return cases.Fold().String(s) },
	"turkish upper":   func(s string) string { return cases.Upper(language.Turkish).String(s) },
	"turkish lower":   func(s string) string { return cases.Lower(language.Turkish).String(s) },
	"width.Fold":      width.Fold.String,
	"width.Widen":     width.Widen.String,
	"width.Narrow":    width.Narrow.String,
	"NFC":             norm.NFC.String,
	"NFD":             norm.NFD.String,
	"NFKC":            norm.NFKC.String,
	"NFKD":            norm.NFKD.String,
}

// Every character obeys the laws, alone and among others, in every case, width
// and normal form.
func TestFoldRunes(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) || r > 0x323AF && r < 0xE0000 || r > 0xE01FF {
			continue // nothing is assigned there, or for private use
		}
		if unicode.In(r, unicode.Han, unicode.Hangul) && r%16 != 0 {
			continue // they are most of all, and alike
		}
		s := string(r)
		checkFold(t, s)
		checkFold(t, "a"+s+"1"+s+"2")
		if unicode.Is(unicode.Lo, r) {
			continue // the rest is of no use to most of them, and they are many
		}
		want := folds(s)
		for name, f := range recasings {
			if got := folds(f(s)); got != want {
				t.Errorf("%s: Fold(%+q) = %+q, want %+q of %+q", name, f(s), got, want, s)
			}
		}
	}
}

// What Go folds alike in strings.EqualFold is alike.
func TestFoldEqualFold(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if q := unicode.SimpleFold(r); q != r && folds(string(r)) != folds(string(q)) {
			t.Errorf("%+q and %+q fold to %+q and %+q", r, q, folds(string(r)), folds(string(q)))
		}
	}
}

// Marks that come together when a separator between them goes are in order.
func TestFoldOrder(t *testing.T) {
	marks := []string{"\u05bc", "\u05b0", "\u0301", "\u3099", "\u302e", "\u094d", "-", "\u0345", "a", "\u034f"}
	for _, a := range marks {
		for _, b := range marks {
			for _, c := range marks {
				for _, d := range marks {
					checkFold(t, a+b+c+d)
					checkFold(t, strings.Repeat(a+b, 20)+strings.Repeat(c+d, 20))
				}
			}
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "Original requirements", "v1.2", "Straße", "ΟΔΟΣ", "İı", "ｶﾞ", "a\xff", "\u05bc-\u05b0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkFold(t, s) })
}

func BenchmarkFold(b *testing.B) {
	for _, bb := range []struct{ name, in string }{
		{"ascii", "competitive Quadrant charT"},
		{"unicode", "Ｃompetitive Quadrant charT"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			in, dst := []byte(bb.in), make([]byte, 0, 64)
			b.ReportAllocs()
			for b.Loop() {
				dst = Fold(dst[:0], in)
			}
		})
	}
}
