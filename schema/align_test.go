package schema

import (
	"encoding/json"
	"testing"

	"github.com/repairjson/repairjson/repair"
)

// person is the schema of several cases.
const person = `{"type":"object","properties":{"userName":{"type":"string"},"age":{"type":"integer"},"email_address":{"type":"string"}},"required":["userName","age"]}`

// one returns the schema of an object whose required field x fits s.
func one(s string) string {
	return `{"type":"object","properties":{"x":` + s + `},"required":["x"]}`
}

var alignCases = []struct {
	name, schema, in, out string
	faults                repair.Faults
	left                  int // mismatches
}{
	{"names folded", person, `{"User Name":"a","AGE":3}`, `{"userName":"a","age":3}`, repair.KeyCase, 0},
	{"names near", person, `{"usrName":"a","age":3}`, `{"userName":"a","age":3}`, repair.KeyNear, 0},
	{"not onto another", person, `{"userName":"a","user_name":"b","age":"3"}`, `{"userName":"a","user_name":"b","age":3}`, repair.Coerced, 0},
	{"two claim one", person, `{"USERNAME":"a","user_name":"b","age":3}`, `{"USERNAME":"a","user_name":"b","age":3}`, 0, 1},
	{"fits with another name", person, `{"userName":"a","age":3,"EMAIL_ADDRESS":1}`, `{"userName":"a","age":3,"EMAIL_ADDRESS":1}`, 0, 0},
	{"alias", `{"type":"object","properties":{"city":{"x-alias":["town"],"type":"string"}},"required":["city"]}`, `{"Town":"x"}`, `{"city":"x"}`, repair.KeyCase, 0},
	{"every duplicate", one(`{"type":"integer"}`), `{"x":"1","x":"2"}`, `{"x":1,"x":2}`, repair.Coerced, 0},

	{"text to number", one(`{"type":"number"}`), `{"x":"1,234.50"}`, `{"x":1234.50}`, repair.Coerced, 0},
	{"exact digits", one(`{"type":"number"}`), `{"x":"0.12345678901234567890"}`, `{"x":0.12345678901234567890}`, repair.Coerced, 0},
	{"big integer", one(`{"type":"integer"}`), `{"x":"123456789012345678901234567890"}`, `{"x":123456789012345678901234567890}`, repair.Coerced, 0},
	{"currency", one(`{"type":"number"}`), `{"x":"$5"}`, `{"x":5}`, repair.UnitDropped, 0},
	{"percent", one(`{"type":"integer"}`), `{"x":"12%"}`, `{"x":12}`, repair.UnitDropped, 0},
	{"years", one(`{"type":"integer"}`), `{"x":"42 years"}`, `{"x":42}`, repair.UnitDropped, 0},
	{"fraction", one(`{"type":"number"}`), `{"x":"1/5"}`, `{"x":0.2}`, repair.Coerced, 0},
	{"no exact fraction", one(`{"type":"number"}`), `{"x":"1/3"}`, `{"x":"1/3"}`, 0, 1},
	{"negative currency", one(`{"type":"number"}`), `{"x":"-$5.5"}`, `{"x":-5.5}`, repair.UnitDropped, 0},
	{"leading zeros", one(`{"type":"integer"}`), `{"x":"007"}`, `{"x":7}`, repair.Coerced, 0},
	{"no time", one(`{"type":"number"}`), `{"x":"12:30"}`, `{"x":"12:30"}`, 0, 1},
	{"no date", one(`{"type":"number"}`), `{"x":"2024-01-02"}`, `{"x":"2024-01-02"}`, 0, 1},
	{"two numbers", one(`{"type":"number"}`), `{"x":"3 or 4"}`, `{"x":"3 or 4"}`, 0, 1},
	{"version", one(`{"type":"number"}`), `{"x":"1.2.3"}`, `{"x":"1.2.3"}`, 0, 1},
	{"no rounding", one(`{"type":"integer"}`), `{"x":"3.5"}`, `{"x":"3.5"}`, 0, 1},
	{"whole text", one(`{"type":"integer"}`), `{"x":"3.0"}`, `{"x":3}`, repair.Coerced, 0},
	{"whole number", one(`{"type":"integer"}`), `{"x":3.0}`, `{"x":3}`, repair.IntegerForm, 0},
	{"no whole number", one(`{"type":"integer"}`), `{"x":3.5}`, `{"x":3.5}`, 0, 1},
	{"number keeps its form", one(`{"type":"number"}`), `{"x":3.0}`, `{"x":3.0}`, 0, 0},
	{"whole number, and no more", person, `{"userName":"a","age":3.0,"EMAIL_ADDRESS":1}`, `{"userName":"a","age":3,"EMAIL_ADDRESS":1}`, repair.IntegerForm, 0},
	{"huge exponent", one(`{"type":"integer"}`), `{"x":1e999999999}`, `{"x":1e999999999}`, 0, 0},
	{"out of range", one(`{"type":"integer","maximum":10}`), `{"x":"11"}`, `{"x":"11"}`, 0, 1},
	{"yes", one(`{"type":"boolean"}`), `{"x":"Yes"}`, `{"x":true}`, repair.Coerced, 0},
	{"maybe", one(`{"type":"boolean"}`), `{"x":"maybe"}`, `{"x":"maybe"}`, 0, 1},
	{"yes in a sentence", one(`{"type":"boolean"}`), `{"x":"Yes, it is."}`, `{"x":true}`, repair.UnitDropped, 0},
	{"not true", one(`{"type":"boolean"}`), `{"x":"not true"}`, `{"x":"not true"}`, 0, 1},
	{"yes or no", one(`{"type":"boolean"}`), `{"x":"yes or no"}`, `{"x":"yes or no"}`, 0, 1},
	{"number in a sentence", `{"type":"integer"}`, `"The answer is 42."`, `42`, repair.UnitDropped, 0},
	{"yes stays", one(`{"type":"string"}`), `{"x":"yes"}`, `{"x":"yes"}`, 0, 0},
	{"number to text", one(`{"type":"string"}`), `{"x":1.50}`, `{"x":"1.50"}`, repair.Coerced, 0},
	{"bool to text", one(`{"type":"string"}`), `{"x":true}`, `{"x":"true"}`, repair.Coerced, 0},
	{"none", one(`{"type":["integer","null"]}`), `{"x":"none"}`, `{"x":null}`, repair.Coerced, 0},
	{"none stays", one(`{"type":["string","null"]}`), `{"x":"none"}`, `{"x":"none"}`, 0, 0},
	{"nullable", one(`{"type":"integer","nullable":true}`), `{"x":null}`, `{"x":null}`, 0, 0},
	{"null optional", person, `{"userName":"a","age":1,"email_address":null}`, `{"userName":"a","age":1}`, repair.NullField, 0},
	{"null required", one(`{"type":"integer"}`), `{"x":null}`, `{"x":null}`, 0, 1},

	{"enum case", one(`{"enum":["celsius","fahrenheit"]}`), `{"x":"Celsius."}`, `{"x":"celsius"}`, repair.EnumForm, 0},
	{"enum accents", one(`{"enum":["cafe","tea"]}`), `{"x":"Café"}`, `{"x":"cafe"}`, repair.EnumForm, 0},
	{"enum quotes", one(`{"enum":["high","low"]}`), `{"x":"'high'"}`, `{"x":"high"}`, repair.EnumForm, 0},
	{"enum words", one(`{"enum":["high","low"]}`), `{"x":"very high, I think"}`, `{"x":"high"}`, repair.EnumNear, 0},
	{"enum two", one(`{"enum":["high","low"]}`), `{"x":"high or low"}`, `{"x":"high or low"}`, 0, 1},
	{"enum not", one(`{"enum":["high","low"]}`), `{"x":"not high"}`, `{"x":"not high"}`, 0, 1},
	{"enum none", one(`{"enum":["high","low"]}`), `{"x":"medium"}`, `{"x":"medium"}`, 0, 1},
	{"enum slip", one(`{"enum":["celsius","fahrenheit"]}`), `{"x":"farenheit"}`, `{"x":"fahrenheit"}`, repair.EnumNear, 0},
	{"enum number", one(`{"enum":[1,2,3]}`), `{"x":"2"}`, `{"x":2}`, repair.Coerced, 0},
	{"enum text", one(`{"enum":["1","2"]}`), `{"x":2}`, `{"x":"2"}`, repair.Coerced, 0},
	{"enum case matters", one(`{"enum":["a","A"]}`), `{"x":"A"}`, `{"x":"A"}`, 0, 0},
	{"const", one(`{"const":"v1"}`), `{"x":"V1"}`, `{"x":"v1"}`, repair.EnumForm, 0},

	{"one to list", one(`{"type":"array","items":{"type":"string"}}`), `{"x":"a"}`, `{"x":["a"]}`, repair.Wrapped, 0},
	{"one to list, aligned", one(`{"type":"array","items":{"type":"integer"}}`), `{"x":"5"}`, `{"x":[5]}`, repair.Wrapped | repair.Coerced, 0},
	{"not the wrong one", one(`{"type":"array","items":{"type":"integer"}}`), `{"x":"a"}`, `{"x":"a"}`, 0, 1},
	{"list of one", one(`{"type":"string"}`), `{"x":["a"]}`, `{"x":"a"}`, repair.Unwrapped, 0},
	{"list of two to text", one(`{"type":"string"}`), `{"x":["a","b"]}`, `{"x":"[\"a\",\"b\"]"}`, repair.Stringified, 0},
	{"list of two", one(`{"type":"integer"}`), `{"x":[1,2]}`, `{"x":[1,2]}`, 0, 1},
	{"stringified", one(`{"type":"array","items":{"type":"integer"}}`), `{"x":"[1, \"2\"]"}`, `{"x":[1, 2]}`, repair.Stringified | repair.Coerced, 0},
	{"stringified and broken", one(`{"type":"array","items":{"type":"string"}}`), `{"x":"['a', 'b']"}`, `{"x":["a", "b"]}`, repair.Stringified | repair.QuoteStyle, 0},
	{"read, not wrapped", one(`{"type":"array","items":{"type":"string"}}`), `{"x":"[1,2,3]"}`, `{"x":["1","2","3"]}`, repair.Stringified | repair.Coerced, 0},
	{"in brackets, but prose", one(`{"type":"array","items":{"type":"string"}}`), `{"x":"[sic] a"}`, `{"x":["[sic] a"]}`, repair.Wrapped, 0},
	{"string of JSON stays", one(`{"type":"string"}`), `{"x":"[1]"}`, `{"x":"[1]"}`, 0, 0},
	{"object to text", one(`{"type":"string"}`), `{"x":{"a":1}}`, `{"x":"{\"a\":1}"}`, repair.Stringified, 0},

	{"default", one(`{"type":"string","default":"d"}`), `{}`, `{"x":"d"}`, repair.Defaulted, 0},
	{"default after others", one(`{"type":"string","default":"d"}`), `{"y":1 }`, `{"y":1,"x":"d" }`, repair.Defaulted, 0},
	{"no default", one(`{"type":"string"}`), `{}`, `{}`, 0, 1},
	{"default of optional", `{"type":"object","properties":{"x":{"default":1}}}`, `{}`, `{}`, 0, 0},
	{"extra", `{"type":"object","properties":{"x":{}},"additionalProperties":false}`, `{"y":1, "x":2, "z":3}`, `{"x":2}`, repair.ExtraField, 0},
	{"all extra", `{"type":"object","properties":{"x":{}},"additionalProperties":false}`, `{"why":1, "zed":3}`, `{}`, repair.ExtraField, 0},
	{"extra allowed", person, `{"userName":"a","age":"3","z":1}`, `{"userName":"a","age":3,"z":1}`, repair.Coerced, 0},

	{"union order", one(`{"anyOf":[{"type":"integer"},{"type":"boolean"}]}`), `{"x":"1"}`, `{"x":1}`, repair.Coerced, 0},
	{"union exact", one(`{"anyOf":[{"type":"integer"},{"type":"string"}]}`), `{"x":"1"}`, `{"x":"1"}`, 0, 0},
	{"union least cost", `{"oneOf":[{"type":"object","properties":{"k":{"const":"a"},"n":{"type":"integer"}},"required":["k","n"]},{"type":"object","properties":{"k":{"const":"b"},"n":{"type":"string"}},"required":["k","n"]}]}`, `{"k":"B","n":5}`, `{"k":"b","n":"5"}`, repair.EnumForm | repair.Coerced, 0},
	{"type list", one(`{"type":["integer","null"]}`), `{"x":"7"}`, `{"x":7}`, repair.Coerced, 0},
	{"allOf", `{"allOf":[` + one(`{"type":"integer"}`) + `,{"properties":{"y":{"type":"string"}},"required":["y"]}]}`, `{"X":"1","Y":2}`, `{"x":1,"y":"2"}`, repair.KeyCase | repair.Coerced, 0},
	{"condition", `{"properties":{"k":{"type":"string"},"v":{}},"if":{"properties":{"k":{"const":"n"}}},"then":{"properties":{"v":{"type":"number"}}}}`, `{"k":"n","v":"1"}`, `{"k":"n","v":1}`, repair.Coerced, 0},

	{"wrapping key", person, `{"result":{"userName":"a","age":3}}`, `{"userName":"a","age":3}`, repair.Unwrapped, 0},
	{"wrapping list", person, `[{"userName":"a","age":"3"}]`, `{"userName":"a","age":3}`, repair.Unwrapped | repair.Coerced, 0},
	{"two keys", person, `{"result":{"userName":"a","age":3},"ok":true}`, `{"result":{"userName":"a","age":3},"ok":true}`, 0, 2},
	{"implied field", one(`{"type":"string"}`), `"a"`, `{"x":"a"}`, repair.Wrapped, 0},
	{"implied list", one(`{"type":"array","items":{"type":"integer"}}`), `[1,2]`, `{"x":[1,2]}`, repair.Wrapped, 0},
	{"tuple", `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["a","b"]}`, `["u", "3"]`, `{"a":"u","b":3}`, repair.Rearranged | repair.Coerced, 0},
	{"tuple of three", `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["a","b"]}`, `["u", 3, 4]`, `["u", 3, 4]`, 0, 1},
	{"pairs", `{"type":"object","additionalProperties":{"type":"integer"}}`, `[["a", 1], ["b", "2"]]`, `{"a":1,"b":2}`, repair.Rearranged | repair.Coerced, 0},
	{"pairs of one name", `{"type":"object","additionalProperties":{"type":"integer"}}`, `[["a", 1], ["a", 2]]`, `[["a", 1], ["a", 2]]`, 0, 1},
	{"recursion", `{"$ref":"#/$defs/t","$defs":{"t":{"type":"object","properties":{"v":{"type":"integer"},"kids":{"type":"array","items":{"$ref":"#/$defs/t"}}},"required":["v"]}}}`, `{"v":"1","kids":[{"V":2,"kids":{"v":"3"}}]}`, `{"v":1,"kids":[{"v":2,"kids":[{"v":3}]}]}`, repair.Coerced | repair.KeyCase | repair.Wrapped, 0},
	{"nothing fits false", `false`, `1`, `1`, 0, 1},
	{"anything fits true", `true`, `{"a":[1]}`, `{"a":[1]}`, 0, 0},
}

func TestAlign(t *testing.T) {
	for _, c := range alignCases {
		t.Run(c.name, func(t *testing.T) {
			s, err := Parse([]byte(c.schema))
			if err != nil {
				t.Fatal(err)
			}
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
				t.Errorf("faults %s, want %s", f, c.faults)
			}
			if len(left) != c.left {
				t.Errorf("mismatches %v, want %d", left, c.left)
			}
			if (cost > 0) != (len(edits) > 0) {
				t.Errorf("cost %d for %d edits", cost, len(edits))
			}
			law9(t, s, []byte(c.in))
		})
	}
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
			if e.Faults != repair.IntegerForm && (e.Faults != repair.KeyCase || !s.root.anyKeys()) {
				t.Fatalf("%s fits, but %v", in, edits)
			}
		}
	}
}

// anyKeys reports whether the node is the root of Keys.
func (n *node) anyKeys() bool { return len(n.anyOf) > 0 && n.anyOf[0].keys != nil }
