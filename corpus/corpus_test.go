package corpus_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
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
			t.Errorf("the edits name %v, but not %s", schema.FaultNames(faults), name)
		}
	}
}

// table is the documentation of all faults, those of the repair and those of
// alignment.
var table = slices.Concat(repair.FaultTable(), schema.FaultTable())

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
	source := regexp.MustCompile(`^(BFCL results |MetaGPT issue |MetaGPT's tests |written for this project, after the habit )`)
	issue := regexp.MustCompile(`MetaGPT issue [0-9]+`)
	models := map[string]bool{}
	shapes := map[string]string{}
	cases := corpus.All()
	for _, c := range cases {
		models[c.Model] = true
		if !source.MatchString(c.Source) {
			t.Errorf("%s: the source %q says neither BFCL nor MetaGPT nor that it was written for this project", c.Name, c.Source)
		}
		if issue.MatchString(c.Source) && !strings.Contains(c.Source, "https://github.com/FoundationAgents/MetaGPT/issues/") {
			t.Errorf("%s: no link to the issue", c.Name)
		}
		for _, name := range c.Faults {
			if faultNamed(name) == 0 {
				t.Errorf("%s: no fault has the name %q", c.Name, name)
			}
		}
		if !strings.HasSuffix(c.Reason, ".") {
			t.Errorf("%s: the reason %q is not a sentence", c.Name, c.Reason)
		}
		if len(c.Input) > 2<<10 {
			t.Errorf("%s: %d bytes are not minimal", c.Name, len(c.Input))
		}
		if json.Valid(c.Input) && c.Schema == nil && c.Keys == nil {
			t.Errorf("%s: the input is valid JSON", c.Name)
		}
		if other, ok := shapes[corpus.Shape(c.Input)]; ok {
			t.Errorf("%s has the shape of %s", c.Name, other)
		}
		shapes[corpus.Shape(c.Input)] = c.Name
	}
	if len(cases) < 60 || len(models) < 10 {
		t.Errorf("%d cases of %d models, want at least 60 of 10", len(cases), len(models))
	}
	if !slices.IsSortedFunc(cases, func(a, b corpus.Case) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the cases are not sorted by name")
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
