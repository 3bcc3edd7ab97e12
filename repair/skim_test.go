package repair

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// sameWithoutSkim reports whether skimming makes no difference for src.
func sameWithoutSkim(src []byte) (fast, slow []Edit, same bool) {
	var a, b machine
	a.init(&Options{})
	b.init(&Options{})
	var at reach
	end, _, _ := checkFirst(src, MaxDepth, &at)
	a.checked(src, end, &at)
	b.src, b.careful = src, true
	fast, errA := a.complete(&Options{})
	slow, errB := b.complete(&Options{})
	return fast, slow, reflect.DeepEqual(fast, slow) && reflect.DeepEqual(errA, errB)
}

func FuzzSkim(f *testing.F) {
	f.Add([]byte(`{'a': [1, True, // x
 {b:"\n"} {"c":2,},]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		if fast, slow, same := sameWithoutSkim(src); !same {
			t.Errorf("%q\nskimming   %v\notherwise  %v", src, fast, slow)
		}
	})
}

func TestSkimExhaustive(t *testing.T) {
	const alphabet = "{}[],:\"'a1 \nT"
	n := 5
	if testing.Short() {
		n = 4
	}
	buf := make([]byte, n)
	fails := 0
	var walk func(k int)
	walk = func(k int) {
		if fails > 20 {
			return
		}
		if k > 0 {
			if fast, slow, same := sameWithoutSkim(buf[:k]); !same {
				t.Errorf("%q\nskimming   %v\notherwise  %v", buf[:k], fast, slow)
				fails++
			}
		}
		if k == n {
			return
		}
		for i := range len(alphabet) {
			buf[k] = alphabet[i]
			walk(k + 1)
		}
	}
	walk(0)
}

// TestSkimWrapped does the same for every text of up to four tokens inside of
// containers, where most of what skim reads lies.
func TestSkimWrapped(t *testing.T) {
	tokens := []string{"{", "}", "[", "]", ",", ":", `"a"`, `'b'`, `"`, "'", "c", "1", " ", "\n", "True", "//x\n", "/*y*/", `"a":`, `,"d":2`, `\n`}
	n := 4
	if testing.Short() {
		n = 3
	}
	var walk func(text string, k int)
	fails := 0
	walk = func(text string, k int) {
		if fails > 20 {
			return
		}
		for _, around := range [...][2]string{{`[[1,{"x":"y"`, `"z":"w"}],2]`}, {`{"k":{"l":['s'`, `,"t"]},"m":0}`}} {
			src := []byte(around[0] + text + around[1])
			if fast, slow, same := sameWithoutSkim(src); !same {
				t.Errorf("%q\nskimming   %v\notherwise  %v", src, fast, slow)
				fails++
			}
		}
		if k == n {
			return
		}
		for _, s := range tokens {
			walk(text+s, k+1)
		}
	}
	walk("", 0)
}

// TestSkimTokens compares on texts of random tokens, which are longer than
// those of the exhaustive tests.
func TestSkimTokens(t *testing.T) {
	tokens := []string{
		`1`, `-2`, `007`, `1.5`, `1e5`, `true`, `None`, `null`, `x`, `.`, `"a"`, `"b c"`, `"\n"`, `'a'`, `"k":`, `k:`, `true:`, `2c:`,
		` `, ` `, "\n", `  `, `,`, `,`, `:`, `]`, `[`, `{`, `}`, "//c\n", `/*c*/`,
	}
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	for range 200_000 {
		text := pick([]string{`[`, `{"k":[`, `[{"a":1},`, `{"k":1,`, `{k:[`, `[{a:{b:1}},`, `{k:1,`})
		for range 1 + r.IntN(10) {
			text += pick(tokens)
		}
		text += pick([]string{"", "]"})
		if fast, slow, same := sameWithoutSkim([]byte(text)); !same {
			t.Fatalf("%q\nskimming   %v\notherwise  %v", text, fast, slow)
		}
	}
}
