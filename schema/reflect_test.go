package schema

import (
	"encoding/json"
	"math/big"
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/repairjson/repairjson/repair"
)

type tree struct {
	Name string  `json:"name"`
	Kids []*tree `json:"kids,omitempty"`
}

// Types that hold themselves, and are no structs.
type (
	forest []forest
	jungle map[string][]*jungle
)

type base struct {
	ID    int8 `json:"id"`
	Title string
}

type order struct {
	base
	Name   string             `json:"name"`
	Unit   string             `json:"unit" jsonschema:"description=Kilo, or not,enum=kg,enum=lb,default=kg"`
	Count  uint8              `json:"count"`
	Price  float64            `json:"price,string"`
	Tags   []string           `json:"tags"`
	Note   *string            `json:"note"`
	When   time.Time          `json:"when,omitzero"`
	Raw    json.RawMessage    `json:"raw,omitempty"`
	Any    any                `json:"any,omitempty"`
	Addr   netip.Addr         `json:"addr,omitzero"`
	Sizes  map[string]float64 `json:"sizes,omitempty"`
	Pair   [2]int             `json:"pair,omitzero"`
	Big    *big.Int           `json:"big,omitempty"`
	Number json.Number        `json:"number,omitempty"`
	Bytes  []byte             `json:"bytes,omitempty"`
	Tree   tree               `json:"tree,omitzero"`
	hidden int                //lint:ignore U1000 an unexported field is no member
	Skip   func()             `json:"-"`
}

func TestFor(t *testing.T) {
	s, err := For[order]()
	if err != nil {
		t.Fatal(err)
	}
	doc, _ := s.MarshalJSON()
	if _, err := Parse(doc); err != nil {
		t.Fatalf("%s: %v", doc, err)
	}
	in := `{"ID":"7","title":"t","Name":"n","Unit":"KG","count":"3.0","price":2.50,"tags":"a","note":null,
		"sizes":{"a":"1,000.5"},"pair":["1",2],"big":"12345678901234567890123","number":"1.10",
		"tree":{"name":"r","kids":[{"NAME":"k","kids":{"name":1}}]}}`
	edits, _, left := s.Align([]byte(in))
	if len(left) > 0 {
		t.Fatalf("%v", left)
	}
	var o order
	if err := json.Unmarshal(repair.Apply([]byte(in), edits), &o); err != nil {
		t.Fatal(err)
	}
	want := order{base: base{ID: 7, Title: "t"}, Name: "n", Unit: "kg", Count: 3, Price: 2.5, Tags: []string{"a"},
		Sizes: map[string]float64{"a": 1000.5}, Pair: [2]int{1, 2}, Number: "1.10",
		Tree: tree{Name: "r", Kids: []*tree{{Name: "k", Kids: []*tree{{Name: "1"}}}}}}
	if o.Big == nil || o.Big.String() != "12345678901234567890123" {
		t.Errorf("big is %v", o.Big)
	}
	o.Big = nil
	if !reflect.DeepEqual(o, want) {
		t.Errorf("%+v\nwant %+v", o, want)
	}
	for _, bad := range []string{`{"id":128}`, `{"id":"300"}`, `{"count":-1}`, `{"tree":null}`, `{"unit":"stone"}`} {
		full := `{"id":1,"Title":"","name":"n","unit":"kg","count":1,"price":"1","tags":null}`
		var m map[string]any
		_ = json.Unmarshal([]byte(full), &m)
		_ = json.Unmarshal([]byte(bad), &m)
		text, _ := json.Marshal(m)
		if len(s.Check(text)) == 0 {
			t.Errorf("%s fits", text)
		}
	}
}

func TestOfKinds(t *testing.T) {
	for _, c := range []struct {
		v    any
		want string
	}{
		{true, `{"type":"boolean"}`},
		{int8(0), `{"type":"integer","minimum":-128,"maximum":127}`},
		{int64(0), `{"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807}`},
		{uint64(0), `{"type":"integer","minimum":0,"maximum":18446744073709551615}`},
		{1.5, `{"type":"number"}`},
		{"", `{"type":"string"}`},
		{new(string), `{"type":["string","null"]}`},
		{[]byte{}, `{"type":["string","null"]}`},
		{[]int8{}, `{"type":["array","null"],"items":{"type":"integer","minimum":-128,"maximum":127}}`},
		{[1]bool{}, `{"type":"array","items":{"type":"boolean"}}`},
		{map[int]string{}, `{"type":["object","null"],"additionalProperties":{"type":"string"}}`},
		{time.Time{}, `{"type":"string","format":"date-time"}`},
		{netip.Addr{}, `{"type":"string"}`},
		{big.Int{}, `{"type":"integer"}`},
		{struct {
			A int `json:",omitempty" jsonschema:"a small one, or not"`
		}{}, `{"type":"object","properties":{"A":{"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807,"description":"a small one, or not"}}}`},
		{struct {
			A *int8   `json:",string"`
			B *string `jsonschema:"enum=a,enum=b"`
			C uint8   `jsonschema:"minimum=1,maximum=9,title=T,alias=See,alias=Sea,default=2,multipleOf=x"`
			D *bool   `jsonschema:"const=true,required"`
		}{}, `{"type":"object","properties":{"A":{"type":["string","null"]},"B":{"type":["string","null"],"enum":["a","b",null]},"C":{"type":"integer","minimum":1,"maximum":9,"title":"T","default":2,"x-alias":["See","Sea"]},"D":{"type":["boolean","null"],"const":true}},"required":["C","D"]}`},
		{forest{}, `{"$ref":"#/$defs/forest","$defs":{"forest":{"type":["array","null"],"items":{"$ref":"#/$defs/forest"}}}}`},
		{jungle{}, `{"$ref":"#/$defs/jungle","$defs":{"jungle":{"type":["object","null"],"additionalProperties":{"type":["array","null"],"items":{"anyOf":[{"$ref":"#/$defs/jungle"},{"type":"null"}]}}}}}`},
		{[][]string{}, `{"type":["array","null"],"items":{"type":["array","null"],"items":{"type":"string"}}}`},
		{tree{}, `{"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object","properties":{"name":{"type":"string"},"kids":{"type":["array","null"],"items":{"anyOf":[{"$ref":"#/$defs/tree"},{"type":"null"}]}}},"required":["name"]}}}`},
	} {
		s, err := Of(reflect.TypeOf(c.v))
		if err != nil {
			t.Fatal(err)
		}
		if doc, _ := s.MarshalJSON(); string(doc) != c.want {
			t.Errorf("%T is %s\n want %s", c.v, doc, c.want)
		}
	}
	if _, err := Of(nil); err == nil {
		t.Error("no type is taken")
	}
	if _, err := For[struct{ C chan int }](); err == nil {
		t.Error("a channel is taken")
	}
}

// Every kind of value that Go writes fits the schema of its type.
func TestForFits(t *testing.T) {
	n := "x"
	for _, v := range []any{
		order{Price: 1, Unit: "kg"}, order{Note: &n, Tags: []string{"a"}, Unit: "lb", Raw: json.RawMessage(`{"a":1}`), Any: 1},
		tree{Kids: []*tree{nil, {}}}, []tree{{}}, map[string]*tree{"a": nil}, 5, "a", []any{1, nil}, time.Now(), [2]*int{},
	} {
		s, err := Of(reflect.TypeOf(v))
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if edits, cost, left := s.Align(text); len(edits)+cost+len(left) > 0 {
			t.Errorf("%s: %v, %v", text, edits, left)
		}
	}
}
