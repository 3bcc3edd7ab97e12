package fuzz

import (
	"slices"
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

// options returns the options that a byte stands for: which answer, how deep,
// and what to refuse.
func options(b byte) repair.Options {
	reject := [...]repair.Faults{0, repair.Guess, repair.Loss, repair.Guess | repair.Loss}
	return repair.Options{
		Pick:     repair.Pick(b & 3),
		MaxDepth: [...]int{0, 1, 2, 5}[b>>2&3],
		Reject:   reject[max(0, int(b>>4)-12)],
	}
}

// FuzzRepair checks the laws on any text, with any options, in any pieces.
func FuzzRepair(f *testing.F) {
	for i, c := range laws.Cases {
		f.Add([]byte(c.In), byte(i), byte(1+i%5), byte(1+i%7))
		f.Add([]byte(c.In), byte(0), byte(3), byte(1))
	}
	for _, s := range slices.Concat(laws.Refused, laws.Edges) {
		f.Add([]byte(s), byte(0), byte(1), byte(2))
	}
	for _, info := range repair.FaultTable() {
		f.Add([]byte(info.Before), byte(0), byte(2), byte(3))
	}
	f.Fuzz(func(t *testing.T, src []byte, which, m, n byte) {
		o := options(which)
		if err := laws.Check(o, src); err != nil {
			t.Errorf("%q, %+v: %v", src, o, err)
		}
		if err := laws.Chunks(o, src, int(m), int(n)); err != nil {
			t.Errorf("%q, %+v: %v", src, o, err)
		}
		if err := laws.Chunks(o, src, int(m)+int(n)<<4, len(src)); err != nil {
			t.Errorf("%q, %+v: %v", src, o, err)
		}
	})
}
