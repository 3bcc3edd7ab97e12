package repair

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// wantValid is the law for Valid, in words of the standard library, which
// counts levels as check does but takes any bytes in a string.
func wantValid(src []byte) bool { return json.Valid(src) && utf8.Valid(src) }

func testValid(t *testing.T, src []byte) {
	t.Helper()
	if got, want := Valid(src), wantValid(src); got != want {
		t.Errorf("Valid(%.200q) = %v, want %v", src, got, want)
	}
}

var validSeeds = []string{
	``, ` `, `{}`, `[]`, ` [ ] `, `{ }`, "\t\n\r [1]\r\n", `[1,]`, `[,1]`, `{,}`, `{"a":1,}`, `[1 2]`, `[1}`, `{"a":1]`, `[`, `{`, `]`, `[[]`, `[]]`,
	`{"a":1}`, `{"a" : 1 , "b" :2}`, `{"a"}`, `{"a":}`, `{"a" 1}`, `{a:1}`, `{1:1}`, `{"a":1 "b":2}`, `{"a":1,"a":2}`, `{"a":{}}`, `{"a":[{}]}`,
	`null`, `true`, `false`, ` true `, `nul`, `nulll`, `tru`, `fals`, `falsE`, `True`, `[null,true,false]`, `[nul,true]`, `truefalse`,
	`0`, `-0`, `-`, `+1`, `01`, `-01`, `10`, `1.`, `.5`, `1.5`, `1.5.5`, `1e5`, `1E+5`, `1e-05`, `1e`, `1e+`, `1.e5`, `0e0`, `0.0`, `0x1`, `00`, `1_0`, `1-`, `NaN`,
	`12345678`, `123456789`, `[1234567,12345678,123456789.123456789e123456789]`, `[-]`, `[0,-1,00]`, `["a",1:2]`, `1 2`, `[1]x`, `[1],`,
	`""`, `"a`, `"`, `"\"`, `"\\"`, `"\n\t\b\f\r\/\"\\"`, `"\x"`, `"\u12"`, `"\u12g4"`, `"\u12AF"`, `"\ud800"`, `"\udc00\ud800"`, `"\U0041"`, `"\u`, `"\u123`, `"\u1234`, `'a'`,
	"\"\n\"", "\"\x00\"", "\"\x1f\"", "\"\x7f\"", "\x00", "[\x00]", "[1\x00]", "\v1", "\u00a01", "\ufeff1", "1\ufeff", "\"\ufeff\"",
	`"é"`, `"漢字かな交じり文"`, `"한국어 문장"`, `"हिन्दी"`, `"😀😀"`, `"a😀é漢b"`, "\"\u2028\"",
	"\"\x80\"", "\"\xbf\"", "\"\xc0\x80\"", "\"\xc1\xbf\"", "\"\xc2\x80\"", "\"\xc2\"", "\"\xc2a\"", "\"\xdf\xbf\"", "\"\xe0\x9f\xbf\"", "\"\xe0\xa0\x80\"",
	"\"\xed\x9f\xbf\"", "\"\xed\xa0\x80\"", "\"\xed\xbf\xbf\"", "\"\xee\x80\x80\"", "\"\xef\xbf\xbf\"", "\"\xe6\xbc\"", "\"\xe6\xbcx\"", "\"\xe6\"",
	"\"\xf0\x8f\xbf\xbf\"", "\"\xf0\x90\x80\x80\"", "\"\xf4\x8f\xbf\xbf\"", "\"\xf4\x90\x80\x80\"", "\"\xf5\x80\x80\x80\"", "\"\xf8\x88\x80\x80\x80\"", "\"\xff\"", "\xff",
	"\"\xf0\x9f\x98\"", "\"\xf0\x9f\"", "\"\xf0\"", "{\"\xc3\":1}", "{\"\xc3\xa9\":1}",
	"{\n    \"name\": \"x\",\n\t\t\"list\": [\n            1,\n        2\n    ]\n}\n",
}

func TestValid(t *testing.T) {
	for _, s := range validSeeds {
		testValid(t, []byte(s))
		// Again with words to load after the end of the value, and before it.
		testValid(t, []byte(s+"         "))
		testValid(t, []byte(`["long enough", `+s+`, "long enough"]`))
		testValid(t, []byte(`{"long enough": `+s+`, "long enough": 0}`))
		testValid(t, []byte(`{`+s+`: "long enough"}`))
	}
}

// TestValidShort tries every text of up to five of the bytes that matter, alone
// and inside an array and a string.
func TestValidShort(t *testing.T) {
	alphabet := []byte("[]{}:,\"\\ 0-1.eu\n\xc3\xa9")
	most := 5
	if testing.Short() {
		most = 4
	}
	buf := make([]byte, 0, 64)
	var try func(s []byte)
	try = func(s []byte) {
		testValid(t, s)
		buf = append(append(append(buf[:0], '['), s...), ']')
		testValid(t, buf)
		buf = append(append(append(buf[:0], `{"a":"`...), s...), `"}        `...)
		testValid(t, buf)
		if t.Failed() {
			t.FailNow()
		}
		if len(s) == most {
			return
		}
		for _, c := range alphabet {
			try(append(s, c))
		}
	}
	try(make([]byte, 0, most))
}

// TestValidUTF8 tries every two bytes, and every three and four of the
// bytes at the edges of UTF-8, in a string.
func TestValidUTF8(t *testing.T) {
	edges := []byte("\x00\x22\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc1\xc2\xdf\xe0\xe1\xec\xed\xee\xef\xf0\xf1\xf3\xf4\xf5\xff")
	in := func(b ...byte) {
		testValid(t, append(append([]byte(`"`), b...), '"'))
		testValid(t, append(append([]byte(`["`), b...), `", "long enough"]`...))
	}
	for a := range 256 {
		for b := range 256 {
			in(byte(a), byte(b))
		}
	}
	for _, a := range edges {
		for _, b := range edges {
			for _, c := range edges {
				in(a, b, c)
				for _, d := range edges {
					in(a, b, c, d)
				}
			}
		}
	}
}

// TestValidEdges puts each special text at every place in strings, names,
// numbers and white space of every length around the size of a word.
func TestValidEdges(t *testing.T) {
	specials := []string{"\"", `\`, `\\`, `\"`, `\n`, `\q`, `\u00e9`, `\u00eg`, "\x00", "\x1f", "\n", "é", "漢", "漢字", "😀", "\x80", "\xc3", "\xe6\xbc", "\xed\xa0\x80", "\xf0\x9f\x98"}
	for n := range 41 {
		plain := strings.Repeat("a", n)
		for at := range n + 1 {
			for _, s := range specials {
				text := plain[:at] + s + plain[at:]
				testValid(t, []byte(`"`+text+`"`))
				testValid(t, []byte(`{"`+text+`":"`+text+`"}`))
			}
			number := strings.Repeat("7", n)
			for _, s := range []string{".", "e", "E-", "-", "0", "x", "."} {
				testValid(t, []byte("["+number[:at]+s+number[at:]+"]"))
			}
			space := strings.Repeat(" ", n)
			for _, s := range []string{"\n", "\t", "\r\n", "\v", "\x00", "\u00a0", ","} {
				gap := space[:at] + s + space[at:]
				testValid(t, []byte("["+gap+"1"+gap+"]"+gap))
			}
		}
	}
}

// randomJSON appends a random value, with random white space between tokens.
func randomJSON(r *rand.Rand, dst []byte, depth int) []byte {
	gap := func() {
		if r.Intn(3) == 0 {
			dst = append(dst, []string{" ", "\n    ", "\r\n\t", "\n          "}[r.Intn(4)]...)
		}
	}
	text := func() {
		dst = append(dst, '"')
		for range r.Intn(6) {
			dst = append(dst, []string{"a", "some words ", `\n`, `\"`, `\u00e9`, "é", "漢字", "😀", "x, y: {z}", "/"}[r.Intn(10)]...)
		}
		dst = append(dst, '"')
	}
	kind := r.Intn(8)
	if depth == 0 {
		kind %= 5
	}
	gap()
	switch kind {
	case 0, 1:
		text()
	case 2:
		dst = append(dst, []string{"true", "false", "null"}[r.Intn(3)]...)
	case 3:
		dst = fmt.Appendf(dst, "%d", r.Int63n(1<<r.Intn(60))-5)
	case 4:
		dst = fmt.Appendf(dst, "%g", r.NormFloat64()*1e10)
	case 5, 6:
		dst = append(dst, '{')
		gap()
		for i := range r.Intn(5) {
			if i > 0 {
				dst = append(dst, ',')
				gap()
			}
			text()
			gap()
			dst = append(dst, ':')
			dst = randomJSON(r, dst, depth-1)
		}
		gap()
		dst = append(dst, '}')
	case 7:
		dst = append(dst, '[')
		gap()
		for i := range r.Intn(5) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = randomJSON(r, dst, depth-1)
		}
		gap()
		dst = append(dst, ']')
	}
	gap()
	return dst
}

func TestValidRandom(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	pieces := []string{"{", "}", "[", "]", ",", ":", `"`, `\`, " ", "\n", "0", "-", ".", "e", "\xe6", "\x80", "true", "\x00"}
	for range 20000 {
		src := randomJSON(r, nil, 4)
		if !Valid(src) {
			t.Fatalf("Valid(%q) = false", src)
		}
		for range 10 {
			bad := bytes.Clone(src)
			for range 1 + r.Intn(2) {
				i := r.Intn(len(bad) + 1)
				j := min(len(bad), i+r.Intn(3))
				piece := ""
				if r.Intn(3) > 0 {
					piece = pieces[r.Intn(len(pieces))]
				}
				bad = append(bad[:i:i], append([]byte(piece), bad[j:]...)...)
			}
			testValid(t, bad)
		}
		testValid(t, src[:r.Intn(len(src))])
	}
}

// nested returns n levels, of arrays and objects in turn.
func nested(n int) []byte {
	var b []byte
	for i := range n {
		b = append(b, []string{"[", `{"a":[1],"b": `}[i%2]...)
		if i == n-1 && i%2 == 1 {
			b = append(b, '0')
		}
	}
	for i := n - 1; i >= 0; i-- {
		b = append(b, []string{"]", `,"c":{}}`}[i%2]...)
	}
	return b
}

func TestCheckDepth(t *testing.T) {
	for _, n := range []int{1, 2, 3, 62, 63, 64, 65, 66, 127, 128, 129, 130, 192, 193, 1000, 9984, 9985, MaxDepth} {
		// An odd level is an array and closes next to a member of its own.
		src := nested(n)
		deepest := n + 1 - n%2 // "a":[1] and "c":{} are a level more
		if n == 1 {
			deepest = 1
		}
		for _, limit := range []int{0, 1, 63, 64, 65, deepest - 1, deepest, deepest + 1, MaxDepth, 2 * MaxDepth} {
			want := deepest <= min(limit, MaxDepth)
			if ok, deep := check(src, limit); ok != want || deep == want {
				t.Errorf("%d levels: check(src, %d) = %v, %v, want %v, %v", deepest, limit, ok, deep, want, !want)
			}
		}
		testValid(t, src)
		testValid(t, src[:len(src)-1])
		swapped := bytes.Clone(src)
		swapped[len(swapped)-1] ^= 0x20
		testValid(t, swapped)
	}
	for _, n := range []int{64, 65, MaxDepth, MaxDepth + 1} {
		src := []byte(strings.Repeat("[", n) + strings.Repeat("]", n))
		if got, want := Valid(src), n <= MaxDepth; got != want {
			t.Errorf("%d arrays: Valid = %v, want %v", n, got, want)
		}
		testValid(t, src)
		for _, wrong := range []int{n, len(src) - 1, len(src) - 65} {
			if wrong >= n {
				bad := bytes.Clone(src)
				bad[wrong] = '}'
				testValid(t, bad)
			}
		}
	}
	if ok, deep := check([]byte("[1,]"), 1); ok || deep {
		t.Errorf("an invalid text: check = %v, %v, want false, false", ok, deep)
	}
}

func TestValidAllocs(t *testing.T) {
	for _, src := range [][]byte{[]byte(validSeeds[len(validSeeds)-1]), nested(64), nested(1000)} {
		if n := testing.AllocsPerRun(100, func() { Valid(src) }); n != 0 {
			t.Errorf("Valid(%.20q…) allocates %v times", src, n)
		}
	}
}

// TestValidSuite runs the JSONTestSuite.
func TestValidSuite(t *testing.T) {
	folder := os.Getenv("REPAIRJSON_DATA")
	if folder == "" {
		t.Skip("REPAIRJSON_DATA is not set")
	}
	f, err := os.Open(filepath.Join(folder, "jsontestsuite.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	n := 0
	for ; lines.Scan(); n++ {
		var c struct {
			ID, Kind string
			Input    []byte `json:"input_b64"`
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		got := Valid(c.Input)
		if c.Kind == "y" && !got || c.Kind == "n" && got || got != wantValid(c.Input) {
			t.Errorf("%s: Valid(%.100q) = %v", c.ID, c.Input, got)
		}
	}
	if err := lines.Err(); err != nil || n == 0 {
		t.Errorf("%d cases, error %v", n, err)
	}
}

func FuzzValid(f *testing.F) {
	for _, s := range validSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) { testValid(t, src) })
}
