package schema_test

import (
	"fmt"
	"reflect"

	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

func ExampleSchema_Align() {
	s, err := schema.Parse([]byte(`{
		"type": "object",
		"properties": {"city": {"type": "string"}, "days": {"type": "integer"}, "unit": {"enum": ["celsius", "fahrenheit"]}},
		"required": ["city", "days"]
	}`))
	if err != nil {
		panic(err)
	}
	text := []byte(`{"City": "Oslo", "days": "3", "unit": "Celsius"}`)
	edits, cost, mismatches := s.Align(text)
	fmt.Println(string(repair.Apply(text, edits)), cost, len(mismatches))
	for _, e := range edits {
		fmt.Println(e.Pos, e.New, e.Faults)
	}
	// Output:
	// {"city": "Oslo", "days": 3, "unit": "celsius"} 4 0
	// 1 "city" key-case
	// 25 3 coerced
	// 38 "celsius" enum-form
}

func ExampleSchema_Salvage() {
	s, err := schema.Parse([]byte(`{"type": "array", "items": {"type": "integer"}}`))
	if err != nil {
		panic(err)
	}
	text := []byte(`[1, "two", "3"]`)
	edits, _, mismatches := s.Salvage(text)
	fmt.Println(string(repair.Apply(text, edits)), len(mismatches))
	for _, e := range edits {
		fmt.Println(e.Pos, e.End, e.Faults)
	}
	// Output:
	// [1, 3] 0
	// 2 9 stray
	// 11 14 coerced
}

func ExampleSchema_AlignText() {
	s, err := schema.Parse([]byte(`{"type": "integer"}`))
	if err != nil {
		panic(err)
	}
	for _, text := range []string{"The answer is 42.", "3 or 4"} {
		edits, _, ok := s.AlignText([]byte(text))
		fmt.Println(string(repair.Apply([]byte(text), edits)), ok)
	}
	// Output:
	// 42 true
	// 3 or 4 false
}

func ExampleSchema_Names() {
	s, err := schema.Parse([]byte(`{"type": "object", "properties": {"text": {"type": "string"}, "by": {"type": "string"}}}`))
	if err != nil {
		panic(err)
	}
	out, err := repair.Options{Names: s.Names()}.Repair([]byte(`{"text": "said "no" twice, by: "me"}`))
	fmt.Println(string(out), err)
	// Output: {"text": "said \"no\" twice", "by": "me"} <nil>
}

func ExampleSchema_Check() {
	s, err := schema.Parse([]byte(`{"type": "array", "items": {"type": "integer", "maximum": 9}}`))
	if err != nil {
		panic(err)
	}
	for _, m := range s.Check([]byte(`[1, 10, "x"]`)) {
		fmt.Println(m)
	}
	// Output:
	// "/1": want at most 9, found 10
	// "/2": want integer, found "x"
}

func ExampleMismatch_String() {
	fmt.Println(schema.Mismatch{Pointer: "/days", Want: "integer", Found: `"soon"`})
	// Output: "/days": want integer, found "soon"
}

func ExampleParse() {
	_, err := schema.Parse([]byte(`{"$ref": "file:///etc/hostname"}`))
	fmt.Println(err != nil)
	// Output: true
}

func ExampleKeys() {
	s := schema.Keys("Original Requirements", "Search Information")
	text := []byte(`{"original_requirements": "a game", "search Information": ""}`)
	edits, _, _ := s.Align(text)
	fmt.Println(string(repair.Apply(text, edits)))
	// Output: {"Original Requirements": "a game", "Search Information": ""}
}

func ExampleFor() {
	type weather struct {
		City string   `json:"city"`
		Unit string   `json:"unit" jsonschema:"enum=C,enum=F,default=C"`
		Tags []string `json:"tags,omitempty"`
	}
	s, err := schema.For[weather]()
	if err != nil {
		panic(err)
	}
	text := []byte(`{"city": "Oslo", "tags": "cold"}`)
	edits, _, _ := s.Align(text)
	fmt.Println(string(repair.Apply(text, edits)))
	// Output: {"city": "Oslo", "tags": ["cold"],"unit":"C"}
}

func ExampleOf() {
	s, err := schema.Of(reflect.TypeFor[map[string]bool]())
	if err != nil {
		panic(err)
	}
	text := []byte(`{"a": "yes", "b": 0}`)
	edits, _, _ := s.Align(text)
	fmt.Println(string(repair.Apply(text, edits)))
	// Output: {"a": true, "b": false}
}

func ExampleSchema_MarshalJSON() {
	s, err := schema.For[[]string]()
	if err != nil {
		panic(err)
	}
	doc, _ := s.MarshalJSON()
	fmt.Println(string(doc))
	// Output: {"type":["array","null"],"items":{"type":"string"}}
}

func ExampleSchema_Unused() {
	s, err := schema.Parse([]byte(`{"type": "string", "format": "date", "pattern": "^(?=a)"}`))
	if err != nil {
		panic(err)
	}
	fmt.Println(s.Unused())
	// Output: [/format /pattern]
}
