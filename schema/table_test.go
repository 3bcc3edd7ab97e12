package schema

import (
	"testing"

	"github.com/repairjson/repairjson/repair"
)

// The examples of the fault table are true for these schemas.
func TestFaultTableExamples(t *testing.T) {
	object := func(name, schema string) string {
		return `{"type":"object","properties":{"` + name + `":` + schema + `},"required":["` + name + `"]}`
	}
	unit := object("unit", `{"enum":["celsius","fahrenheit"],"default":"celsius"}`)
	schemas := map[repair.Faults]string{
		KeyCase:     object("userName", `{}`),
		KeyNear:     object("address", `{}`),
		Coerced:     object("age", `{"type":"integer"}`),
		UnitDropped: object("rate", `{"type":"number"}`),
		IntegerForm: object("age", `{"type":"integer"}`),
		EnumForm:    unit,
		EnumNear:    unit,
		Wrapped:     object("tags", `{"type":"array"}`),
		Unwrapped:   object("name", `{"type":"string"}`),
		Stringified: object("list", `{"type":"array","items":{"type":"integer"}}`),
		Rearranged:  `{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}}}`,
		Defaulted:   unit,
		NullField:   `{"type":"object","properties":{"note":{"type":"string"}}}`,
		ExtraField:  `{"type":"object","properties":{"name":{}},"additionalProperties":false}`,
	}
	for _, f := range FaultTable() {
		s := mustParse(t, schemas[f.Fault])
		edits, _, left := s.Align([]byte(f.Before))
		var all repair.Faults
		for _, e := range edits {
			all |= e.Faults
		}
		if out := string(repair.Apply([]byte(f.Before), edits)); out != f.After || all != f.Fault || len(left) > 0 {
			t.Errorf("%s: %s gives %s with %s, %v; want %s", f.Name, f.Before, out, FaultNames(all), left, f.After)
		}
	}
}
