package fuzz

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/bench/damage"
	"github.com/repairjson/repairjson/fuzz/laws"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// certain are the faults that have one reading whatever stands around them:
// alone in a document, each of them must be mended exactly.
var certain = repair.QuoteStyle | repair.Literal | repair.ControlChar | repair.BadEscape | repair.WrongSeparator |
	repair.Tuple | repair.MissingColon | repair.OddSpace | repair.DigitGroups | repair.ExtraQuote

// damaged makes a document, breaks it after a model's habits, and checks the
// laws on the text, whole and in pieces, and what was meant.
func damaged(t *testing.T, seed uint64, model, lead byte) {
	t.Helper()
	profiles := damage.Profiles()
	p := profiles[int(model)%len(profiles)]
	faults := damage.Faults()
	c, ok := p.Damage(rand.New(rand.NewPCG(seed, 3)), faults[int(lead)%len(faults)])
	if !ok {
		return
	}
	text := []byte(c.Input)
	if err := laws.Check(repair.Options{}, text); err != nil {
		t.Errorf("%v: %q: %v", c.Faults, text, err)
	}
	if err := laws.Chunks(repair.Options{}, text, int(seed%17)+1, int(seed%5)+1); err != nil {
		t.Errorf("%v: %q: %v", c.Faults, text, err)
	}
	if err := laws.Stream(text, int(seed%61)+1); err != nil {
		t.Errorf("%v: %q: %v", c.Faults, text, err)
	}
	meant(t, c)
}

// meant checks the repair of a case against what was meant: exactly where the
// only fault is certain, and with its schema in any case.
func meant(t *testing.T, c damage.Case) {
	t.Helper()
	out, err := repairjson.Repair([]byte(c.Input))
	fault, _ := repair.ParseFaults(c.Faults[0])
	exact := err == nil && damage.Equal(out, c.Want)
	if len(c.Faults) == 1 && fault&certain != 0 && !exact {
		t.Errorf("%v: %q\ngives %s, %v\nwant  %s", c.Faults, c.Input, out, err, c.Want)
	}
	s, err := schema.Parse(c.Schema)
	if err != nil {
		t.Fatal(err)
	}
	if edits, _, _ := s.Align(c.Want); len(edits) > 0 {
		t.Errorf("what was meant fits, and changes: %s by %v", c.Want, edits)
	}
	if fits, err := (repairjson.Options{Schema: s}).Repair([]byte(c.Input)); exact && (err != nil || !bytes.Equal(fits, out)) {
		t.Errorf("%q: %s fits the schema, but with it comes %s, %v", c.Input, out, fits, err)
	}
}

// TestDamage checks documents of every model and every fault.
func TestDamage(t *testing.T) {
	faults := damage.Faults()
	for model := range damage.Profiles() {
		for lead := range faults {
			if testing.Short() && (model+lead)%5 > 0 {
				continue
			}
			damaged(t, uint64(model), byte(model), byte(lead))
		}
	}
}

// FuzzDamage checks documents that are broken after the habits of models.
func FuzzDamage(f *testing.F) {
	for i := range byte(40) {
		f.Add(uint64(i), i, i)
	}
	f.Fuzz(damaged)
}
