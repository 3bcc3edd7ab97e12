package damage

import (
	"encoding/json"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
)

// A Case is a document that was broken, and what was meant.
type Case struct {
	ID     string
	Model  string   // whose faults it has
	Faults []string // in the order in which they were made
	Input  string   // the broken text
	Schema []byte   // a JSON Schema that the answer fits
	Want   []byte   // the answer
}

// The seeds. What is learnt from the cases of Tuning may change a repairer;
// those of Measured are only ever measured.
const (
	Tuning   = 1
	Measured = 2
)

// perPair is how many cases each fault of each model gets at least. The
// further ones follow the counts.
const perPair = 4

// Cases yields n cases of a seed. No two have the same text.
func Cases(seed uint64, n int) iter.Seq[Case] {
	return func(yield func(Case) bool) {
		type pair struct {
			p    Profile
			lead string
		}
		var pairs []pair
		profiles := Profiles()
		for _, p := range profiles {
			for _, name := range p.known() {
				pairs = append(pairs, pair{p, name})
			}
		}
		seen := map[string]bool{}
		for i := uint64(0); len(seen) < n; i++ {
			rng := rand.New(rand.NewPCG(seed, i))
			one := pairs[i%uint64(len(pairs))]
			if i >= perPair*uint64(len(pairs)) {
				one.p = profiles[rng.IntN(len(profiles))]
				one.lead = one.p.draw(rng)
			}
			c, ok := one.p.Damage(rng, one.lead)
			if !ok || seen[c.Input] {
				continue
			}
			seen[c.Input] = true
			c.ID = strconv.FormatUint(seed, 10) + "-" + strconv.FormatUint(i, 10)
			if !yield(c) {
				return
			}
		}
	}
}

// tries is how many documents are made until one has a place for a fault.
const tries = 40

// Damage makes a document and breaks it by a fault, and by others that the
// profile has with it. ok is false if no document has a place for it.
func (p Profile) Damage(rng *rand.Rand, lead string) (c Case, ok bool) {
	w := writer{rng}
	faults := p.with(rng, lead)
	slices.SortStableFunc(faults, func(a, b string) int { return orders[a] - orders[b] })
	for range tries {
		d := newDraft(w, w.document())
		var made []string
		for _, name := range faults {
			if list := operators[name]; list != nil && list[rng.IntN(len(list))](d) {
				made = append(made, name)
			}
		}
		text := d.String()
		if !slices.Contains(made, lead) || json.Valid([]byte(text)) {
			continue
		}
		return Case{Model: p.Model, Faults: made, Input: text, Schema: d.truth.Schema(), Want: d.truth.JSON()}, true
	}
	return Case{}, false
}
