package records

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/repairjson/repairjson/repair"
)

// A Tally counts texts and edits.
type Tally struct {
	Valid, Repaired, Failed int
	Shapeless               int // without the schema that the record should have
	Edits                   int
	Faults                  [64]int // by bit
}

// Add counts the edits of a text.
func (t *Tally) Add(edits []repair.Edit) {
	t.Edits += len(edits)
	for i := range edits {
		for f := uint64(edits[i].Faults); f != 0; f &= f - 1 {
			t.Faults[bits.TrailingZeros64(f)]++
		}
	}
}

// Merge adds the counts of u.
func (t *Tally) Merge(u *Tally) {
	t.Valid += u.Valid
	t.Repaired += u.Repaired
	t.Failed += u.Failed
	t.Shapeless += u.Shapeless
	t.Edits += u.Edits
	for i, n := range u.Faults {
		t.Faults[i] += n
	}
}

// EditsText says how many edits there are, and for which faults, the most
// frequent first.
func (t *Tally) EditsText() string {
	var b strings.Builder
	b.WriteString(Count(t.Edits, "edit"))
	var order []int
	for i, n := range t.Faults {
		if n > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(t.Faults[j], t.Faults[i]) })
	for k, i := range order {
		sep := ", "
		if k == 0 {
			sep = ": "
		}
		fmt.Fprintf(&b, "%s%d %s", sep, t.Faults[i], (repair.Faults(1) << i).String())
	}
	return b.String()
}

// Summary says what became of all texts, which are called noun; what is
// repaired is said to be verb.
func (t *Tally) Summary(noun, verb string) string {
	s := fmt.Sprintf("%s: %d valid, %d %s, %d failed",
		Count(t.Valid+t.Repaired+t.Failed, noun), t.Valid, t.Repaired, verb, t.Failed)
	if t.Shapeless > 0 {
		s += fmt.Sprintf(", %d without a schema", t.Shapeless)
	}
	if t.Edits > 0 {
		s += "; " + t.EditsText()
	}
	return s
}

// Count returns a number with its noun.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
