package fuzz

import (
	"testing"

	"github.com/repairjson/repairjson/fuzz/laws"
	"github.com/repairjson/repairjson/repair"
)

// TestExhaustive checks the laws on every text of up to five bytes over an
// alphabet of those that mean something to the machine.
func TestExhaustive(t *testing.T) {
	const alphabet = "{}[],:\"'a1\\ \n(`"
	length := 5
	if testing.Short() {
		length = 4
	}
	var o repair.Options
	buf := make([]byte, length)
	n, failures := 0, 0
	var walk func(k int)
	walk = func(k int) {
		if failures > 20 {
			return
		}
		text := buf[:k]
		n++
		if err := laws.Check(o, text); err != nil {
			t.Errorf("%q: %v", text, err)
			failures++
		}
		if k <= 4 {
			if err := laws.Splits(o, text); err != nil {
				t.Errorf("%q: %v", text, err)
				failures++
			}
		}
		if k == length {
			return
		}
		for i := range len(alphabet) {
			buf[k] = alphabet[i]
			walk(k + 1)
		}
	}
	walk(0)
	t.Logf("%d texts", n)
}
