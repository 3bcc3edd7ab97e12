package main

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/repairjson/repairjson/repair"
)

// A tally counts texts and edits.
type tally struct {
	valid, repaired, failed int
	shapeless               int // without the schema that --schema-field names
	edits                   int
	faults                  [64]int // by bit
}

// add counts the edits of a text.
func (t *tally) add(edits []repair.Edit) {
	t.edits += len(edits)
	for i := range edits {
		for f := uint64(edits[i].Faults); f != 0; f &= f - 1 {
			t.faults[bits.TrailingZeros64(f)]++
		}
	}
}

// merge adds the counts of u.
func (t *tally) merge(u *tally) {
	t.valid += u.valid
	t.repaired += u.repaired
	t.failed += u.failed
	t.shapeless += u.shapeless
	t.edits += u.edits
	for i, n := range u.faults {
		t.faults[i] += n
	}
}

// editsText says how many edits there are, and for which faults, the most
// frequent first.
func (t *tally) editsText() string {
	var b strings.Builder
	b.WriteString(count(t.edits, "edit"))
	var order []int
	for i, n := range t.faults {
		if n > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(t.faults[j], t.faults[i]) })
	for k, i := range order {
		sep := ", "
		if k == 0 {
			sep = ": "
		}
		fmt.Fprintf(&b, "%s%d %s", sep, t.faults[i], (repair.Faults(1) << i).String())
	}
	return b.String()
}

// summary says what became of all texts, which are called noun; what is
// repaired is said to be verb.
func (t *tally) summary(noun, verb string) string {
	s := fmt.Sprintf("repairjson: %s: %d valid, %d %s, %d failed",
		count(t.valid+t.repaired+t.failed, noun), t.valid, t.repaired, verb, t.failed)
	if t.shapeless > 0 {
		s += fmt.Sprintf(", %d without a schema", t.shapeless)
	}
	if t.edits > 0 {
		s += "; " + t.editsText()
	}
	return s + "\n"
}

// count returns a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
