package repair_test

import (
	"math/bits"
	"testing"

	"github.com/repairjson/repairjson/bench"
	"github.com/repairjson/repairjson/repair"
)

// TestValidAllocations is law 2: valid input comes back as the same slice,
// without an allocation.
func TestValidAllocations(t *testing.T) {
	texts := [][]byte{[]byte(`1`), []byte(` "é" `), []byte(`[]`), []byte("{\"a\":[1,2,{\"b\":null}]}\n")}
	for i, size := range []int{300, 1000, 10_000, 100_000, 1_000_000} {
		texts = append(texts, bench.Document(size, uint64(i)))
	}
	for _, text := range texts {
		o := repair.Options{Reject: repair.Guess | repair.Loss}
		out, err := o.Repair(text)
		if err != nil || len(out) != len(text) || &out[0] != &text[0] {
			t.Fatalf("%d bytes: a slice of %d bytes, %v", len(text), len(out), err)
		}
		edits, err := o.Edits(text)
		if err != nil || edits != nil {
			t.Fatalf("%d bytes: %v, %v", len(text), edits, err)
		}
		if out := repair.Apply(text, nil); &out[0] != &text[0] {
			t.Errorf("%d bytes: Apply without edits makes a copy", len(text))
		}
		if n := testing.AllocsPerRun(10, func() {
			if _, err := o.Repair(text); err != nil {
				t.Error(err)
			}
			if _, err := o.Edits(text); err != nil {
				t.Error(err)
			}
		}); n != 0 {
			t.Errorf("%d bytes: %v allocations", len(text), n)
		}
	}
}

// TestDamagedAllocations says that a repair allocates its result, the machine
// and its list of edits, which grows by doubling.
func TestDamagedAllocations(t *testing.T) {
	for _, d := range bench.Damages() {
		for _, size := range []int{500, 5000, 50_000, 500_000} {
			text := d.Make(bench.Document(size, 7), 7)
			edits, err := repair.Options{}.Edits(text)
			if err != nil {
				t.Fatalf("%s, %d bytes: %v", d.Name, size, err)
			}
			most := 4 + bits.Len(uint(len(edits)))
			n := testing.AllocsPerRun(5, func() {
				if _, err := (repair.Options{}).Repair(text); err != nil {
					t.Error(err)
				}
			})
			if n > float64(most) {
				t.Errorf("%s, %d bytes: %v allocations for %d edits, want at most %d", d.Name, size, n, len(edits), most)
			}
		}
	}
}

// TestShortAllocations says that short texts cost little, too.
func TestShortAllocations(t *testing.T) {
	for _, s := range []string{"{'a':1,}", "Here: {\"a\":1}.", "```json\n{\"a\":1}\n```", `{"a":"b`} {
		src := []byte(s)
		if n := testing.AllocsPerRun(20, func() { _, _ = repair.Options{}.Repair(src) }); n > 6 {
			t.Errorf("%q: %v allocations", s, n)
		}
	}
}
