package schema

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/repair"
)

func ExampleSchema_Partial() {
	s, err := Parse([]byte(`{"type": "object", "properties": {"n": {"type": "integer"}, "tags": {"type": "array", "items": {"type": "string"}}}}`))
	if err != nil {
		panic(err)
	}
	text, settled, ok := s.Partial([]byte(`{"n": "3", "tags": ["a", 5, "b`), false)
	fmt.Println(string(text), ok)
	fmt.Println(string(text[:settled]))
	// Output:
	// {"n": 3, "tags": ["a", "5"]} true
	// {"n": 3, "tags": ["a", "5"
}

// grown returns why the value w of y is not the value v of x with more in it,
// or nothing.
func grown(x *index, v int, y *index, w int) string {
	a, b := x.vals[v], y.vals[w]
	if a.kind != b.kind {
		return "a kind changed"
	}
	if a.kind < kArray {
		if string(x.raw(v)) != string(y.raw(w)) {
			return "a scalar changed"
		}
		return ""
	}
	if b.n < a.n {
		return "something went"
	}
	m := w + 1
	for c := range x.children(v) {
		if a.kind == kObject && x.name(c) != y.name(m) {
			return "a name changed"
		}
		if why := grown(x, c, y, m); why != "" {
			return why
		}
		m = y.vals[m].next
	}
	return ""
}

// Whatever is shown of a prefix stays, for random schemas and texts.
func TestPartialStays(t *testing.T) {
	m := maker{rand.New(rand.NewPCG(7, 2026))}
	shown, changed, runs := 0, 0, 2500
	if testing.Short() {
		runs = 200
	}
	for range runs {
		doc := m.schema(3)
		doc = strings.TrimSuffix(doc, "}") + fmt.Sprintf(`,"$defs":{"d0":%s,"d1":%s}}`, m.schema(0), m.schema(2))
		s, err := Parse([]byte(doc))
		if err != nil {
			continue
		}
		for range 4 {
			in := []byte(m.document(3))
			salvage := m.IntN(2) == 0
			edits, _, left := s.alignText(in, salvage)
			out := repair.Apply(in, edits)
			if len(left) > 0 {
				continue // a mismatch: nothing is promised
			}
			final, ok := newIndex(out)
			if !ok {
				t.Fatalf("%s", out)
			}
			for i := 1; i <= len(in); i++ {
				if i < len(in) && !strings.ContainsRune(" ,:]}", rune(in[i])) && !strings.ContainsRune(" ,:[{", rune(in[i-1])) {
					continue // within a number, or close to that
				}
				text, settled, ok := s.Partial(in[:i], salvage)
				if !ok {
					continue
				}
				shown++
				now, ok := newIndex(text)
				if !ok {
					t.Fatalf("schema %s\nprefix %s\nshows %s", doc, in[:i], text)
				}
				why := grown(now, 0, final, 0)
				if why == "" && !strings.HasPrefix(string(out), string(text[:settled])) {
					why = "what was settled changed"
				}
				if why != "" {
					changed++
					if changed < 10 {
						t.Errorf("schema %s\ntext %s\nprefix %s\nshows  %s\naligned %s\n%s", doc, in, in[:i], text, out, why)
					}
					break
				}
			}
		}
	}
	t.Logf("%d prefixes were shown, of %d something changed", shown, changed)
	if shown < runs {
		t.Errorf("only %d prefixes were shown: the test tests nothing", shown)
	}
}
