package schema

import (
	"testing"

	"github.com/repairjson/repairjson/repair"
)

// The examples of the faults of alignment are true.
func TestFaultTable(t *testing.T) {
	n := 0
	for _, f := range repair.FaultTable() {
		if f.Schema == "" {
			continue
		}
		n++
		edits, _, left := mustParse(t, f.Schema).Align([]byte(f.Before))
		var all repair.Faults
		for _, e := range edits {
			all |= e.Faults
		}
		if out := string(repair.Apply([]byte(f.Before), edits)); out != f.After || all != f.Fault || len(left) > 0 {
			t.Errorf("%s: %s gives %s with %s, %v; want %s", f.Name, f.Before, out, all, left, f.After)
		}
	}
	if n < 14 {
		t.Errorf("only %d faults have a schema", n)
	}
}
