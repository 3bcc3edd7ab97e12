package schema

import (
	"testing"

	"github.com/repairjson/repairjson/repair"
)

func TestSalvage(t *testing.T) {
	const (
		ints    = `{"type":"array","items":{"type":"integer"}}`
		persons = `{"type":"array","items":` + person + `}`
		stray   = repair.Stray
	)
	for _, c := range []struct {
		name, schema, in, out string
		faults                repair.Faults
		left                  int
	}{
		{"first", ints, `["x", 1, 2]`, `[1, 2]`, stray, 0},
		{"middle", ints, `[1, "x", 2]`, `[1, 2]`, stray, 0},
		{"last", ints, `[1, 2, "x"]`, `[1, 2]`, stray, 0},
		{"all", ints, `["x", "y" ]`, `[ ]`, stray, 0},
		{"two at the front", ints, `[ "x", [1,2], 3 ]`, `[ 3 ]`, stray, 0},
		{"what can fit stays", ints, `["1", "x"]`, `[1]`, stray | repair.Coerced, 0},
		{"what fits is not touched", ints, `[1, 2]`, `[1, 2]`, 0, 0},
		{"missing field", persons, `[{"userName":"a"},{"userName":"b","age":"2"}]`, `[{"userName":"b","age":2}]`, stray | repair.Coerced, 0},
		{"within a member", one(ints), `{"x":[1,"x",2]}`, `{"x":[1,2]}`, stray, 0},
		{"within a string", one(ints), `{"x":"[1,\"x\",2]"}`, `{"x":[1,2]}`, stray | repair.Stringified, 0},
		{"lists within", `{"type":"array","items":` + ints + `}`, `[[1,"x"],["y",2]]`, `[[1],[2]]`, stray, 0},
		{"too few stay", `{"type":"array","items":{"type":"integer"},"minItems":2}`, `[1,"x"]`, `[1]`, stray, 1},
		{"places count", `{"type":"array","prefixItems":[{"type":"integer"},{"type":"string"}],"items":{"type":"integer"}}`, `["x","y","z",3]`, `["x","y",3]`, stray, 1},
		{"another branch fits", `{"anyOf":[` + ints + `,{"type":"array","items":{"type":"string"}}]}`, `["x","y"]`, `["x","y"]`, 0, 0},
		{"not a member", one(`{"type":"integer"}`), `{"x":"soon"}`, `{"x":"soon"}`, 0, 1},
	} {
		s := mustParse(t, c.schema)
		edits, _, left := s.Salvage([]byte(c.in))
		out := repair.Apply([]byte(c.in), edits)
		var all repair.Faults
		for _, e := range edits {
			all |= e.Faults
		}
		if string(out) != c.out || all != c.faults || len(left) != c.left {
			t.Errorf("%s: %s gives %s with %v, %v; want %s with %v, %d", c.name, c.in, out, all, left, c.out, c.faults, c.left)
		}
		if again, _, _ := s.Salvage(out); len(again) > 0 {
			t.Errorf("%s: salvaged again: %v", c.name, again)
		}
		if c.faults&stray == 0 {
			continue
		}
		if _, _, left := s.Align([]byte(c.in)); len(left) == 0 {
			t.Errorf("%s: it fits without salvage", c.name)
		}
	}
}

// What an object or a list is not taken for.
func TestNotTaken(t *testing.T) {
	two := `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a","b"]}`
	for _, c := range []alignCase{
		{two, `[{"u":1}, {"v":2}]`, `[{"u":1}, {"v":2}]`, 0, 1}, // the texts of the objects
		{one(`{"type":"string"}`), `{"y":1,"z":2}`, `{"y":1,"z":2}`, 0, 1},
		{`{"type":"object","properties":{"a":{"type":"object"},"b":{"type":"string"}},"required":["a"]}`, `{"b":"x"}`, `{"b":"x"}`, 0, 1}, // it is that object, not its field
		{`{"type":"object","properties":{"a":` + person + `},"required":["a"]}`, `{"userName":"x","age":"3"}`, `{"a":{"userName":"x","age":3}}`, repair.Wrapped | repair.Coerced, 0},
		{`{"type":"array","items":{"if":{"type":"integer"},"else":{"type":"array"}}}`, `[1e2, {"a":1}]`, `[1e2, [{"a":1}]]`, repair.Wrapped, 0}, // 1e2 is an integer to a condition
	} {
		checkCase(t, c)
	}
}
