package fuzz

import (
	"testing"

	"github.com/repairjson/repairjson/fuzz/laws"
)

// TestStreamCases streams every case byte by byte and in pieces.
func TestStreamCases(t *testing.T) {
	for _, c := range laws.Cases {
		for _, sizes := range [][]int{{1}, {2}, {3}, {4}, {7}, {1, 5}} {
			if err := laws.Stream([]byte(c.In), sizes...); err != nil {
				t.Errorf("%q in pieces %v: %v", c.In, sizes, err)
				break
			}
		}
	}
}

// TestStreamExhaustive streams every text of up to five bytes over an
// alphabet, inside of an object, byte by byte.
func TestStreamExhaustive(t *testing.T) {
	const alphabet = "{}[],:\"'a1\\ \n("
	length := 5
	if testing.Short() {
		length = 4
	}
	buf := []byte(`{"k":`)
	base := len(buf)
	buf = append(buf, make([]byte, length)...)
	failures := 0
	var walk func(k int)
	walk = func(k int) {
		for _, text := range [][]byte{buf[:base+k], buf[base : base+k]} {
			if failures > 20 {
				return
			}
			if err := laws.Stream(text, 1); err != nil {
				t.Errorf("%q: %v", text, err)
				failures++
			}
		}
		if k == length {
			return
		}
		for i := range len(alphabet) {
			buf[base+k] = alphabet[i]
			walk(k + 1)
		}
	}
	walk(0)
}

func FuzzStream(f *testing.F) {
	for _, c := range laws.Cases {
		f.Add([]byte(c.In), byte(1), byte(3))
	}
	f.Fuzz(func(t *testing.T, src []byte, n, k byte) {
		if err := laws.Stream(src, int(n%9)+1, int(k%33)+1); err != nil {
			t.Errorf("%q in pieces of %d and %d: %v", src, n%9+1, k%33+1, err)
		}
	})
}
