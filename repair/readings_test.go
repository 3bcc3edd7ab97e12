package repair_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/repair"
)

func ExampleOptions_Readings() {
	src := []byte(`{"a":1} {"b":22}`)
	readings, err := repair.Options{}.Readings(src, 8)
	if err != nil {
		panic(err)
	}
	for _, r := range readings {
		fmt.Println(r.Form, r.Left, string(repair.Apply(src, r.Edits)))
	}
	// Output:
	// marked 0 [{"a":1}, {"b":22}]
	// marked 1 {"b":22}
	// marked 1 {"a":1}
}

func ExampleAfterDraft() {
	src := "<think>3 or 4?</think>It is 4."
	fmt.Println(src[repair.AfterDraft([]byte(src)):])
	// Output: It is 4.
}

func TestReadings(t *testing.T) {
	for _, c := range []struct {
		in   string
		pick repair.Pick
		want string // the outputs, by semicolons; nothing for no JSON
	}{
		{`{"a":1}`, repair.All, `{"a":1}`},
		{`so {"a":1} it is`, repair.All, `{"a":1}`},
		{`{"a":1} {"b":22}`, repair.Best, `{"b":22};{"a":1}`},
		{`{"a":1} {"b":22}`, repair.First, `{"a":1}`},
		{`{"a":1} {"b":22}`, repair.Last, `{"b":22}`},
		{"so {\"a\":123} it is\n```json\n{b:2}\n```", repair.All, `{"b":2};{"a":123}`},
		{"1\n2", repair.All, "[1,\n2]"},
		{"x: 1\ny: 2", repair.All, "{\"x\": 1,\n\"y\": 2}"},
		{`{\"a\":1} {\"b\":1}`, repair.All, `[{"a":1}, {"b":1}]`},
		{`<think>{"a":1}</think>{b:1}`, repair.All, `{"b":1}`},
		{"no JSON", repair.All, ""},
		{"", repair.All, ""},
	} {
		o := repair.Options{Pick: c.pick}
		readings, err := o.Readings([]byte(c.in), 8)
		var got []string
		for _, r := range readings {
			got = append(got, string(repair.Apply([]byte(c.in), r.Edits)))
		}
		if strings.Join(got, ";") != c.want || (c.want == "") != errors.Is(err, repair.ErrNoJSON) {
			t.Errorf("%q gives %q, %v; want %s", c.in, got, err, c.want)
		}
		if out, _ := o.Repair([]byte(c.in)); len(got) > 0 && got[0] != string(out) {
			t.Errorf("%q: the first is %s, that of Repair %s", c.in, got[0], out)
		}
	}
}

func TestReadingsLimit(t *testing.T) {
	var in strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&in, "{\"a\":%d} ", i)
	}
	readings, err := repair.Options{}.Readings([]byte(in.String()), 8)
	if err != nil || len(readings) != 8 {
		t.Fatalf("%d readings, %v", len(readings), err)
	}
	if out := string(repair.Apply([]byte(in.String()), readings[1].Edits)); out != `{"a":1000}` {
		t.Errorf("the likeliest is %s", out)
	}
}

func TestAfterDraft(t *testing.T) {
	for in, want := range map[string]string{
		"":                             "",
		"abc":                          "abc",
		"<think>x</think>y":            "y",
		"x</think>y":                   "y",
		"<think>x</think>y</thought>z": "z",
		"[THINK]x[/THINK]y":            "y",
		"<b>x</b>y":                    "<b>x</b>y",
		"/think>y":                     "/think>y",
		"[/think]y":                    "[/think]y",
		strings.Repeat("/>]", 999):     strings.Repeat("/>]", 999),
	} {
		if got := in[repair.AfterDraft([]byte(in)):]; got != want {
			t.Errorf("%q after the draft is %q, want %q", in, got, want)
		}
	}
}

// Edits of a reading do not change with later repairs.
func TestReadingsKeep(t *testing.T) {
	src := []byte(`{a:1} {b:22}`)
	first, err := repair.Options{}.Readings(src, 8)
	if err != nil {
		t.Fatal(err)
	}
	before := slices.Clone(first[0].Edits)
	for range 10 {
		if _, err := (repair.Options{}).Repair([]byte(`{"x":'y',z:"1} {q:1}`)); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(before, first[0].Edits) {
		t.Errorf("%v, later %v", before, first[0].Edits)
	}
}
