package repairjson_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/fuzz/laws"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

func ExampleBuffer() {
	var b repairjson.Buffer
	b.Options.Pick = repair.First
	b.Options.Schema = taskSchema()
	for _, piece := range []string{"Sure: {'title': 'Wri", "te docs', 'hours': \"3\"", ", 'Tags': 'docs'", "} Done."} {
		if _, err := b.Write([]byte(piece)); err != nil {
			panic(err)
		}
		snapshot, err := b.Snapshot()
		fmt.Println(string(snapshot), errors.Is(err, repair.ErrNoJSON))
	}
	err := b.Close()
	fmt.Println(string(b.Bytes()), err)
	// Output:
	//  true
	// {"title": "Write docs"} false
	// {"title": "Write docs", "hours": 3} false
	// {"title": "Write docs", "hours": 3, "tags": ["docs"]} false
	// {"title": "Write docs", "hours": 3, "tags": ["docs"]} <nil>
}

const (
	tree   = `{"type":"object","properties":{"name":{"type":"string"},"size":{"type":"integer"},"kids":{"type":"array","items":{"$ref":"#"}},"note":{"type":"string"}},"required":["name"],"additionalProperties":false}`
	filled = `{"type":"object","properties":{"a":{"type":"integer"},"unit":{"type":"string","default":"m"}},"required":["a","unit"]}`
	counts = `{"type":"object","additionalProperties":{"type":"integer"}}`
	calls  = `{"anyOf":[{"$ref":"#/$defs/c"},{"type":"array","items":{"$ref":"#/$defs/c"}},{"type":"null"}],"$defs":{"c":{"type":"object","properties":{"name":{"enum":["f","g"]},"args":{"type":"object"}},"required":["name"]}}}`
	kinds  = `{"oneOf":[{"type":"object","properties":{"k":{"const":"a"},"n":{"type":"integer"}},"required":["k","n"]},{"type":"object","properties":{"k":{"const":"b"},"n":{"type":"string"}},"required":["k","n"]}]}`
	ints   = `{"type":"array","items":{"type":"integer"}}`
)

// streamCases are texts, and what the last snapshot before the end of the
// text shows when it comes byte by byte; nothing for none.
var streamCases = []struct{ name, schema, in, shown string }{
	{"member by member", tree, `{"name":"x","size":"3","note":"abc`, `{"name":"x","size":3}`},
	{"within", tree, `{"name":"x","kids":[{"name":"y","size":"4"},{"name":"z","size":5,"note":`, `{"name":"x","kids":[{"name":"y","size":4},{"name":"z","size":5}]}`},
	{"nothing of a name that may change", tree, `{"Name":"x","size":"3","note":"a",`, ``},
	{"nor what comes after it", tree, `{"name":"x","SIZE":"3","note":"a",`, `{"name":"x"}`},
	{"an extra field", tree, `{"name":"x","zzz":1,"size":3,"note":`, `{"name":"x","size":3}`},
	{"an extra field first", tree, `{"zzz":1,"name":"x","size":3,"note":`, `{"name":"x","size":3}`},
	{"null for an optional field", tree, `{"name":"x","size":null,"note":"a","k":`, `{"name":"x","note":"a"}`},
	{"what cannot fit", tree, `{"name":"x","size":"soon","note":"a",`, `{"name":"x"}`},
	{"a wrapping key", tree, `{"result":{"name":"x","size":3}`, ``},
	{"a string for a list", tree, `{"name":"x","kids":"[{\"name\":\"y\"}]","note":`, `{"name":"x","kids":[{"name":"y"}]}`},
	{"one for a list", tree, `{"name":"x","kids":{"name":"y"},"size":1`, `{"name":"x","kids":[{"name":"y"}]}`},
	{"not before it is complete", tree, `{"name":"x","kids":{"name":"y"`, `{"name":"x"}`},
	{"a default comes last", filled, `{"a":"1","b":`, `{"a":1}`},
	{"a default at the end", filled, `{"a":"1"} there`, `{"a":1,"unit":"m"}`},
	{"any names", counts, `{"x":"1","y":2,"z":`, `{"x":1,"y":2}`},
	{"one of any names", counts, `{"x":"1","y":`, ``},
	{"any value", `{}`, `{"a":[1,{"b":"c","d":2`, `{"a":[1,{"b":"c"}]}`},
	{"a list", ints, `["1", 2, "x", 3`, `[1, 2]`},
	{"the first of a list", ints, `["1","2`, `[1]`},
	{"a list within", `{"type":"array","items":{"type":"array"}}`, `[["a","b`, `[["a"]]`},
	{"call or calls: call", calls, `{"name":"F","args":{"a":1,"b":"c`, `{"name":"f","args":{"a":1}}`},
	{"call or calls: calls", calls, `[{"name":"F","args":{"a":1,"b":2}},{"name":"g","args":`, `[{"name":"f","args":{"a":1,"b":2}},{"name":"g"}]`},
	{"call or calls: not yet", calls, `[`, ``},
	{"a union is held", kinds, `{"k":"B","n":5`, ``},
	{"a union is complete", kinds, `{"k":"B","n":5} there`, `{"k":"b","n":"5"}`},
	{"text is wanted", `{"type":"string"}`, `Use {"a":1} there`, ``},
	{"a scalar", `{"type":"integer"}`, `The answer is 42.`, ``},
	{"broken text", tree, "```json\n{name: 'x', size: '3', note: \"say \"hi\" now\", kids: [ {", `{"name": "x", "size": 3, "note": "say \"hi\" now", "kids": []}`},
}

func TestStreams(t *testing.T) {
	for _, c := range streamCases {
		t.Run(c.name, func(t *testing.T) {
			o := repairjson.Options{Schema: parsed(t, c.schema)}
			o.Pick = repair.First
			b := repairjson.Buffer{Options: o}
			var shown string
			for i := range len(c.in) {
				if _, err := b.Write([]byte{c.in[i]}); err != nil {
					t.Fatal(err)
				}
				if snap, err := b.Snapshot(); err == nil {
					shown = string(snap)
				}
			}
			if shown != c.shown {
				t.Errorf("%s, want %s", shown, c.shown)
			}
		})
	}
}

// Every table, every division in two and some others.
func TestStreamLaws(t *testing.T) {
	check := func(name string, o repairjson.Options, in string) {
		t.Helper()
		for _, sizes := range [][]int{{1}, {2}, {3}, {7}, {1, 5}} {
			if err := laws.Aligned(o, []byte(in), sizes...); err != nil {
				t.Errorf("%s: %q in pieces %v: %v", name, in, sizes, err)
				return
			}
		}
		for i := 1; i < len(in) && len(in) < 200; i++ {
			if err := laws.Aligned(o, []byte(in), i, len(in)); err != nil {
				t.Errorf("%s: %q split at %d: %v", name, in, i, err)
				return
			}
		}
	}
	o := func(pick repair.Pick, salvage bool, doc string) repairjson.Options {
		return repairjson.Options{Options: repair.Options{Pick: pick}, Schema: parsed(t, doc), Salvage: salvage}
	}
	for _, as := range []struct {
		pick    repair.Pick
		salvage bool
	}{{repair.First, false}, {repair.First, true}, {repair.All, false}} {
		for _, c := range streamCases {
			check(c.name, o(as.pick, as.salvage, c.schema), c.in)
		}
		for _, c := range answerCases {
			check(c.name, o(as.pick, as.salvage, c.schema), c.in)
		}
	}
	keys := repairjson.Options{Options: repair.Options{Pick: repair.First, Keys: []string{"a", "Other Key"}}}
	numbers := parsed(t, counts)
	for _, c := range laws.Cases {
		check(c.Name+" with keys", keys, c.In)
		check(c.Name+" alone", repairjson.Options{Options: repair.Options{Pick: repair.First}}, c.In)
		check(c.Name+" with a schema", repairjson.Options{Options: repair.Options{Pick: repair.First}, Schema: numbers}, c.In)
	}
}

func TestBufferAgain(t *testing.T) {
	b := repairjson.Buffer{Options: repairjson.Options{Schema: parsed(t, city)}}
	for _, in := range []string{`{"City":"A"}`, `{"city":"Oslo","days":"3"} and more`} {
		if _, err := b.Write([]byte(in)); err != nil {
			t.Fatal(err)
		}
		if s := b.Settled(); len(s) > 0 {
			t.Errorf("%q: %q is settled, though a later answer may be better", in, s)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		want, err := b.Options.Repair([]byte(in))
		if snap, snapErr := b.Snapshot(); err != nil || snapErr != nil || string(snap) != string(want) || b.Close() != nil {
			t.Errorf("%q: %q, want %q", in, snap, want)
		}
		b.Reset()
	}
	if err := b.Close(); !errors.Is(err, repair.ErrNoJSON) {
		t.Errorf("nothing gives %v", err)
	}
	b.Reset()
	_, _ = b.Write([]byte(`{"days":"soon"}`))
	err := b.Close()
	if e := mismatchOf(t, err); string(b.Bytes()) != string(e.Best) || len(e.Mismatches) != 2 {
		t.Errorf("%s, %v", b.Bytes(), err)
	}
}

func ExampleBuffer_Settled() {
	b := repairjson.Buffer{Options: repairjson.Options{Options: repair.Options{Pick: repair.First}, Schema: taskSchema()}}
	if _, err := b.Write([]byte(`{"title":"Write docs","hours":"3","tags":[`)); err != nil {
		panic(err)
	}
	fmt.Println(string(b.Settled()))
	// Output: {"title":"Write docs","hours":3
}

func ExampleBuffer_Edits() {
	b := repairjson.Buffer{Options: repairjson.Options{Schema: taskSchema()}}
	if _, err := b.Write([]byte(`{"title":"Write docs","hours":"3","tags":[]}`)); err != nil {
		panic(err)
	}
	err := b.Close()
	for _, e := range b.Edits() {
		fmt.Println(e.Pos, e.New, e.Faults, err)
	}
	// Output: 30 3 coerced <nil>
}

func ExampleOptions_salvage() {
	o := repairjson.Options{Salvage: true}
	var err error
	if o.Schema, err = schema.For[[]int](); err != nil {
		panic(err)
	}
	out, err := o.RepairString(`[1, "two", "3"]`)
	fmt.Println(out, err)
	// Output: [1, 3] <nil>
}

func ExampleOptions_schema() {
	o := repairjson.Options{Schema: taskSchema()}
	out, err := o.RepairString(`I thought of {"name":"x"}, but take {"title":"Write docs, hours: "3", tags: 'docs'}`)
	fmt.Println(out, err)
	// Output: {"title":"Write docs", "hours": 3, "tags": ["docs"]} <nil>
}

func ExampleBuffer_Write() {
	var b repairjson.Buffer
	n, err := b.Write([]byte(`{"a":tru`))
	fmt.Println(n, err)
	// Output: 8 <nil>
}

func ExampleBuffer_Close() {
	b := repairjson.Buffer{Options: repairjson.Options{Schema: taskSchema()}}
	if _, err := b.Write([]byte(`{"title":"Write docs"}`)); err != nil {
		panic(err)
	}
	fmt.Println(errors.Is(b.Close(), repairjson.ErrMismatch))
	// Output: true
}

func ExampleBuffer_Bytes() {
	var b repairjson.Buffer
	if _, err := b.Write([]byte(`{"a":tru`)); err != nil {
		panic(err)
	}
	err := b.Close()
	fmt.Println(string(b.Bytes()), err)
	// Output: {"a":true} <nil>
}

func ExampleBuffer_Snapshot() {
	b := repairjson.Buffer{Options: repairjson.Options{Schema: taskSchema()}}
	if _, err := b.Write([]byte(`{"title":"Write docs","hours":"3","tags":["a","b`)); err != nil {
		panic(err)
	}
	snapshot, err := b.Snapshot()
	fmt.Println(string(snapshot), err)
	// Output: {"title":"Write docs","hours":3,"tags":["a"]} <nil>
}

func ExampleBuffer_Reset() {
	var b repairjson.Buffer
	for _, text := range []string{`{a:1}`, `{b:2}`} {
		if _, err := b.Write([]byte(text)); err != nil {
			panic(err)
		}
		err := b.Close()
		fmt.Println(string(b.Bytes()), err)
		b.Reset()
	}
	// Output:
	// {"a":1} <nil>
	// {"b":2} <nil>
}
