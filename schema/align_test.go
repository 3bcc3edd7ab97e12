package schema

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/repairjson/repairjson/repair"
)

var rules = slices.Concat(nameRules, scalarRules, enumRules, listRules, fieldRules, unionRules)

// TestRules checks that every rule applies where it should, and nowhere else.
func TestRules(t *testing.T) {
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			if len(r.applies) == 0 && r.does != 0 || len(r.not) == 0 {
				t.Error("no case in which it applies, or none in which it does not")
			}
			for _, c := range r.applies {
				if checkCase(t, c); c.faults&r.does == 0 {
					t.Errorf("%s: mends only %s", c.in, c.faults)
				}
			}
			for _, c := range r.not {
				checkCase(t, c)
			}
		})
	}
}

func checkCase(t *testing.T, c alignCase) {
	t.Helper()
	s := mustParse(t, c.schema)
	edits, cost, left := s.Align([]byte(c.in))
	out := string(repair.Apply([]byte(c.in), edits))
	if out != c.out {
		t.Errorf("%s\n gives %s\n want  %s", c.in, out, c.out)
	}
	var f repair.Faults
	for _, e := range edits {
		f |= e.Faults
	}
	if f != c.faults {
		t.Errorf("%s: faults %s, want %s", c.in, f, c.faults)
	}
	if len(left) != c.left {
		t.Errorf("%s: mismatches %v, want %d", c.in, left, c.left)
	}
	if (cost > 0) != (len(edits)+len(left) > 0) {
		t.Errorf("%s: cost %d for %d edits", c.in, cost, len(edits))
	}
	law9(t, s, []byte(c.in))
}

// law9 checks what the package promises of every text.
func law9(t *testing.T, s *Schema, in []byte) {
	t.Helper()
	edits, _, left := s.Align(in)
	pos := 0
	for _, e := range edits {
		if e.Pos < pos || e.End < e.Pos || e.End > len(in) {
			t.Fatalf("edits out of order: %v", edits)
		}
		pos = e.End
	}
	out := repair.Apply(in, edits)
	if !json.Valid(out) {
		t.Fatalf("%s\n gives %s, which is not JSON", in, out)
	}
	if now := s.Check(out); len(now) != len(left) {
		t.Fatalf("%s\n gives %s\n with %v, but Check says %v", in, out, left, now)
	}
	again, _, _ := s.Align(out)
	if len(again) > 0 {
		t.Fatalf("%s\n gives %s\n and then %s", in, out, repair.Apply(out, again))
	}
	if len(s.Check(in)) == 0 {
		for _, e := range edits {
			if e.Faults != repair.IntegerForm && (e.Faults != repair.KeyCase || s.root.keys == nil) {
				t.Fatalf("%s fits, but %v", in, edits)
			}
		}
	}
}
