package repair

import (
	"strings"
	"testing"

	"github.com/repairjson/repairjson/bench"
)

// TestLinearNames is law 10 where names are known: what is looked for at each
// mark and colon is bounded.
func TestLinearNames(t *testing.T) {
	o := Options{Names: NewNames(true, "text", "name", "size", "a", "b", "k")}
	check := func(name string, src []byte, most int) {
		t.Helper()
		var m machine
		m.init(&o)
		m.root.names = o.Names
		m.src = src
		_, _ = m.complete(&o)
		if m.work > most*len(src) {
			t.Errorf("%s, %d KB: %.1f bytes examined for each", name, len(src)>>10, float64(m.work)/float64(len(src)))
		}
	}
	for _, f := range bench.Families() {
		for _, size := range []int{16 << 10, 128 << 10} {
			check(f.Name, f.Make(size), 4*workPerByte)
		}
	}
	for _, piece := range []string{`name: `, `, name: "`, `"name": `, `" name `, `, name": "`, "n ", "name:", `", name: "x`, `x "y" name: z, `, "\n: "} {
		for _, start := range []string{`{"text":"`, `{text: `, `{"text":'`} {
			for _, n := range []int{1 << 11, 1 << 14} {
				check(start+piece, []byte(start+strings.Repeat(piece, n)), 8*workPerByte)
			}
		}
	}
}
