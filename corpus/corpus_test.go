package corpus_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/corpus"
	"github.com/repairjson/repairjson/fuzz/laws"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// TestRepair repairs each case, and checks the laws on it.
func TestRepair(t *testing.T) {
	for _, c := range corpus.All() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			check(t, c)
			if err := laws.Check(repair.Options{}, c.Input); err != nil {
				t.Error(err)
			}
			if err := laws.Splits(repair.Options{}, c.Input); err != nil {
				t.Error(err)
			}
		})
	}
}

// check compares the repair of a case with its answer and its faults.
func check(t *testing.T, c corpus.Case) {
	var faults repair.Faults
	o := repairjson.Options{Options: repair.Options{
		Keys:   c.Keys,
		OnEdit: func(e repair.Edit) { faults |= e.Faults },
	}}
	if c.Schema != nil {
		s, err := schema.Parse(c.Schema)
		if err != nil {
			t.Fatal(err)
		}
		o.Schema = s
	}
	out, err := o.Repair(c.Input)
	if c.Error != "" {
		if !errors.Is(err, repair.ErrNoJSON) || c.Error != repair.ErrNoJSON.Error() {
			t.Errorf("%s\ngives %s, %v\nwant the error %q", c.Input, out, err, c.Error)
		}
		return
	}
	if err != nil {
		t.Errorf("%s\ngives %v\nwant  %s", c.Input, err, c.Want)
		return
	}
	if got, want := value(t, out), value(t, c.Want); !reflect.DeepEqual(got, want) {
		t.Errorf("%s\ngives %s\nwant  %s\nwhich is right: %s", c.Input, out, c.Want, c.Reason)
	}
	for _, name := range c.Faults {
		if f := faultNamed(name); faults&f == 0 {
			t.Errorf("the edits name %v, but not %s", faults, name)
		}
	}
}

// table is the documentation of all faults.
var table = repair.FaultTable()

// faultNamed returns the fault of a name, or 0.
func faultNamed(name string) repair.Faults {
	for _, info := range table {
		if info.Name == name {
			return info.Fault
		}
	}
	return 0
}

// value decodes JSON. Numbers keep their text, and of two equal keys the last
// one counts.
func value(t *testing.T, text []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return v
}

// TestCases checks what README.md asks of the cases.
func TestCases(t *testing.T) {
	models, long := map[string]bool{}, map[string]bool{}
	shapes := map[string]string{}
	cases := corpus.All()
	for _, c := range cases {
		models[c.Model] = true
		if c.Long() {
			long[c.Model] = true
		}
		if err := corpus.Check(c); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
		for _, name := range c.Faults {
			if faultNamed(name) == 0 {
				t.Errorf("%s: no fault has the name %q", c.Name, name)
			}
		}
		if other, ok := shapes[corpus.Shape(c.Input)]; ok {
			t.Errorf("%s has the shape of %s", c.Name, other)
		}
		shapes[corpus.Shape(c.Input)] = c.Name
	}
	if len(cases) < 250 || len(models) < 25 || len(long) < 8 {
		t.Errorf("%d cases of %d models, long documents of %d, want at least 250 of 25, and of 8", len(cases), len(models), len(long))
	}
	if !slices.IsSortedFunc(cases, func(a, b corpus.Case) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the cases are not sorted by name")
	}
}

// TestCheck checks that a case without provenance is refused, and that one
// with the shape of another is told.
func TestCheck(t *testing.T) {
	ok := corpus.Case{Model: "m", Source: "a log of m on ollama 0.17", Reason: "A comma ends nothing.", Input: []byte("[1,]")}
	if err := corpus.Check(ok); err != nil {
		t.Error(err)
	}
	for want, change := range map[string]func(c *corpus.Case){
		"does not say where": func(c *corpus.Case) { c.Source = "somewhere in the logs of a friend" },
		`the source ""`:      func(c *corpus.Case) { c.Source = "" },
		"no link":            func(c *corpus.Case) { c.Source = "MetaGPT issue 1: a list that is not closed" },
		"not a sentence":     func(c *corpus.Case) { c.Reason = "comma" },
		"not minimal":        func(c *corpus.Case) { c.Input = bytes.Repeat([]byte("[1,]"), 300) },
		"valid JSON":         func(c *corpus.Case) { c.Input = []byte("[1]") },
	} {
		c := ok
		change(&c)
		if err := corpus.Check(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", c, err, want)
		}
	}
	for _, pair := range []struct {
		a, b string
		same bool
	}{
		{`{"a": "Bob"}`, `{"héllo":"x_y"}`, false},
		{`{"a": "Bob"}`, "{\"héllo\":\n\"x_y\"}", true},
		{`[1, 22]`, `[345, 6]`, true},
		{`[1, 2]`, `[1, 2, 3]`, false},
		{`[1]`, `[a]`, false},
		{`['a']`, `["a"]`, false},
	} {
		if same := corpus.Shape([]byte(pair.a)) == corpus.Shape([]byte(pair.b)); same != pair.same {
			t.Errorf("%q and %q have the same shape: %v", pair.a, pair.b, same)
		}
	}
}

// TestFormat writes each case and reads it again.
func TestFormat(t *testing.T) {
	cases := corpus.All()
	cases = append(cases, corpus.Case{
		Name: "m/truncated-1", Model: "m", Source: "a log", Reason: "So.", Faults: []string{"truncated"}, Keys: []string{"a", "b c"},
		Input: []byte("-- input --\x00\xff\n"), Schema: []byte("{}"), Want: []byte("1"),
	})
	for _, c := range cases {
		back, err := corpus.Load(fstest.MapFS{c.Name + ".txtar": {Data: corpus.Format(c)}})
		if err != nil || len(back) != 1 || !reflect.DeepEqual(back[0], c) {
			t.Errorf("%s is read as %+v, %v", c.Name, back, err)
		}
	}
}

const good = `model: m
source: BFCL results
faults: extra-comma, quote-style
reason: Because.

-- input --
['a',]
-- want.json --
["a"]
`

func TestLoad(t *testing.T) {
	cases, err := corpus.Load(fstest.MapFS{
		"m/quote-style-2.txtar": {Data: []byte(strings.Replace(good, "input --\n['a',]", `input.quoted --`+"\n"+`"['a',]\n\x00"`, 1))},
		"m/extra-comma-1.txtar": {Data: []byte(good)},
		"m/extra-comma-3.txtar": {Data: []byte(strings.Replace(good, "json --\n[\"a\"]", "error --\nno", 1))},
		"m/notes.txt":           {Data: []byte("x")},
	})
	c := corpus.Case{
		Name: "m/extra-comma-1", Model: "m", Source: "BFCL results", Reason: "Because.",
		Faults: []string{"extra-comma", "quote-style"}, Input: []byte("['a',]"), Want: []byte(`["a"]`),
	}
	refused, quoted := c, c
	refused.Name, refused.Want, refused.Error = "m/extra-comma-3", nil, "no"
	quoted.Name, quoted.Input = "m/quote-style-2", []byte("['a',]\n\x00")
	if want := []corpus.Case{c, refused, quoted}; err != nil || !reflect.DeepEqual(cases, want) {
		t.Errorf("Load gives\n%+v, %v, want\n%+v", cases, err, want)
	}
}

func TestLoadBad(t *testing.T) {
	for _, bad := range []struct{ name, old, new, want string }{
		{"m/extra-comma-1", "model: m\n", "", `lacks "model"`},
		{"m/extra-comma-1", "BFCL results", "", `lacks "source"`},
		{"m/extra-comma-1", "reason: Because.", "reason: ", `lacks "reason"`},
		{"m/extra-comma-1", "extra-comma, quote-style", " ", `lacks "faults"`},
		{"m/extra-comma-1", "quote-style", "extra-comma", "twice"},
		{"m/extra-comma-1", "quote-style", "", "a comma too many"},
		{"m/extra-comma-1", "reason:", "model: m\nreason:", `two lines "model"`},
		{"m/extra-comma-1", "reason:", "note: m\nreason:", `a line "note: m"`},
		{"m/extra-comma-1", "-- input --", "-- inputs --", `unknown section "inputs"`},
		{"m/extra-comma-1", "-- input --\n['a',]\n", "", "0 inputs and 1 answers"},
		{"m/extra-comma-1", "-- want.json --", "-- want.error --\nno\n-- want.json --", "1 inputs and 2 answers"},
		{"m/extra-comma-1", `["a"]`, `["a",]`, "want.json is not JSON"},
		{"m/extra-comma-1", "want.json --\n[\"a\"]\n", "want.error --\n", "want.error is empty"},
		{"m/extra-comma-1", "-- input --", "-- input.quoted --", "not a string of Go"},
		{"m/extra-comma-1", "-- want.json --", "-- schema.json --\n{\n-- want.json --", "schema.json is not JSON"},
		{"m/extra-comma-1", "-- want.json --", "-- schema.json --\n{}\n-- schema.json --\n{}\n-- want.json --", "2 schemas"},
		{"m/extra-comma-1", "reason:", "keys: a,,b\nreason:", "list of keys"},
		{"n/extra-comma-1", "", "", `"m" belongs in a folder of that name`},
		{"m/extra-comma", "", "", "a hyphen and a number"},
		{"m/extra-comma-0", "", "", "a hyphen and a number"},
		{"m/comment-1", "", "", `"comment" of the name`},
	} {
		file := bad.name + ".txtar"
		text := strings.Replace(good, bad.old, bad.new, 1)
		cases, err := corpus.Load(fstest.MapFS{file: {Data: []byte(text)}, "m/quote-style-7.txtar": {Data: []byte(good)}})
		if err == nil || !strings.HasPrefix(err.Error(), file+": ") || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%s with %q for %q: error %v, want %q", file, bad.new, bad.old, err, bad.want)
		}
		if len(cases) != 1 || cases[0].Name != "m/quote-style-7" {
			t.Errorf("%s with %q: %d cases beside it", file, bad.new, len(cases))
		}
	}
}

// A repairer is judged by the values that it finds.
func Example() {
	repairer := repairjson.Repair // or any other
	for _, c := range corpus.All() {
		if c.Name != "open-mistral-nemo-2407/tuple-1" {
			continue
		}
		out, err := repairer(c.Input)
		var got, want any
		if err == nil && json.Unmarshal(out, &got) == nil && json.Unmarshal(c.Want, &want) == nil {
			fmt.Println(c.Faults, reflect.DeepEqual(got, want))
		}
	}
	// Output:
	// [tuple] true
}
