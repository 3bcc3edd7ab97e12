package fuzz

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/repairjson/repairjson/fuzz/laws"
	"github.com/repairjson/repairjson/repair"
)

// script returns the edits on a text of n bytes that a list of bytes stands
// for: each edit is one for its distance from the last, one for what it
// deletes and inserts, and one for its fault.
func script(n int, code []byte) []repair.Edit {
	const words = "0123456789"
	var edits []repair.Edit
	pos := 0
	for ; len(code) >= 3; code = code[3:] {
		pos += int(code[0] % 8)
		if pos > n {
			break
		}
		e := repair.Edit{Pos: pos, End: min(n, pos+int(code[1]%4)), Faults: 1 << (code[2] % 8)}
		e.New = words[:code[1]/4%8]
		if e.New == "" && e.End == e.Pos {
			continue
		}
		edits = append(edits, e)
		pos = e.End
	}
	return edits
}

// checkCompose checks that a composition of two lists does what both do, and
// that it is a list of edits that mends the faults of both and no others.
func checkCompose(t *testing.T, src, first, second []byte) {
	t.Helper()
	a := script(len(src), first)
	middle := repair.Apply(src, a)
	b := script(len(middle), second)
	want := repair.Apply(middle, b)
	c := repair.Compose(a, b)
	if err := laws.Disjoint(len(src), c); err != nil {
		t.Fatalf("%v\nof %v\nthen %v", err, a, b)
	}
	if got := repair.Apply(src, c); !bytes.Equal(got, want) {
		t.Fatalf("%q: %q, want %q\nby %v\nof %v\nthen %v", src, got, want, c, a, b)
	}
	var mends, both repair.Faults
	for _, e := range c {
		if e.Faults == 0 || e.Pos == e.End && e.New == "" {
			t.Fatalf("the edit %v is none\nof %v\nthen %v", e, a, b)
		}
		mends |= e.Faults
	}
	for _, e := range a {
		both |= e.Faults
	}
	for _, e := range b {
		both |= e.Faults
	}
	if mends&^both != 0 {
		t.Fatalf("%v mends %v\nof %v\nthen %v", c, mends&^both, a, b)
	}
}

// FuzzCompose checks compositions of any two lists of edits.
func FuzzCompose(f *testing.F) {
	f.Add([]byte("abcdefghij"), []byte{0, 4, 0, 0, 1, 1}, []byte{0, 4, 2, 3, 5, 3})
	f.Add([]byte("abc"), []byte{1, 8, 0}, []byte{0, 2, 1})
	f.Add([]byte("abc"), []byte{1, 1, 0}, []byte{1, 4, 1})
	f.Add([]byte(""), []byte{0, 28, 0}, []byte{1, 3, 1, 1, 7, 2})
	f.Fuzz(checkCompose)
}

// TestCompose does the same for random lists.
func TestCompose(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	some := func(n int) []byte {
		b := make([]byte, rng.IntN(n))
		for i := range b {
			b[i] = byte(rng.Uint32())
			if rng.IntN(2) == 0 {
				b[i] %= 4
			}
		}
		return b
	}
	for range 20000 {
		checkCompose(t, some(20), some(30), some(30))
	}
}

// TestComposeRepairs composes the repair of each case with nothing, and with
// the removal of the output's first byte.
func TestComposeRepairs(t *testing.T) {
	for _, c := range laws.Cases {
		src := []byte(c.In)
		edits, err := repair.Options{}.Edits(src)
		if err != nil {
			t.Fatal(err)
		}
		for _, more := range [][]repair.Edit{nil, {{Pos: 0, End: 1, Faults: repair.Stray}}, {{Pos: 0, End: len(c.Want), New: "0", Faults: repair.Stray}}} {
			want := repair.Apply([]byte(c.Want), more)
			if got := repair.Apply(src, repair.Compose(edits, more)); !bytes.Equal(got, want) {
				t.Errorf("%q, then %v: %q, want %q", src, more, got, want)
			}
		}
	}
}
