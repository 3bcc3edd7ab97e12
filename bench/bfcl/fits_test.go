package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/repairjson/repairjson"
)

func TestCalls(t *testing.T) {
	name := filepath.Join(t.TempDir(), "scored.jsonl")
	const rows = `{"key":"a","match":true,"calls":[["f.g",{"n":1,"s":"x"}]]}
{"key":"b","match":false,"calls":[["f_g",{"s":"x","n":1.0}]]}
{"key":"c","match":false,"calls":[["f_g",{"n":"1"}]]}
{"key":"d","match":false,"calls":[["h",{"n":1}]]}
{"key":"e","match":false,"calls":[]}
`
	if err := os.WriteFile(name, []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	calls, match, err := readCalls(name)
	if err != nil || len(calls) != 5 || !match["a"] || match["b"] {
		t.Fatalf("%v, %v, %v", calls, match, err)
	}
	offered := shapesOf([]function{{"f.g", json.RawMessage(`{"type":"object","properties":{"n":{"type":"integer"}}}`)}})
	for key, want := range map[string]struct{ fits, same bool }{
		"a": {true, true}, "b": {true, true}, "c": {false, false}, "d": {false, false}, "e": {false, false},
	} {
		if got := allFit(calls[key], offered); got != want.fits {
			t.Errorf("%s fits: %v", key, got)
		}
		if got := sameCalls(calls["a"], calls[key]); got != want.same {
			t.Errorf("%s is a: %v", key, got)
		}
	}
	if _, _, err := readCalls(name + "x"); err == nil {
		t.Error("a missing file is read")
	}
}

func TestWanted(t *testing.T) {
	functions := []function{
		{"f.g", json.RawMessage(`{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}`)},
		{"h", json.RawMessage(`{"type":"object","properties":{"s":{"type":"string"}},"required":["s"]}`)},
		{"bad", json.RawMessage(`{"type":"objekt"}`)},
	}
	for _, c := range []struct {
		framed  []string
		raw     bool
		in, out string
	}{
		{nil, true, `{"name":"f_g","arguments":{"n":"1"}}`, `{"name":"f_g","arguments":{"n":1}}`},
		{nil, true, `{"name":"h","parameters":{"s":1}} {"f.g":{"N":2}}`, `[{"name":"h","parameters":{"s":"1"}}, {"f.g":{"n":2}}]`},
		{nil, false, `{"name":"h","S":"1"}`, `{"name":"h","s":"1"}`},
		{nil, false, `["f.g",{"n":"3"}]`, `["f.g",{"n":3}]`},
		{[]string{"f_g"}, false, `{"N":"1"}`, `{"n":1}`},
		{[]string{"f_g"}, true, `{"n":"1"} {"n":"2"}`, `[{"n":1}, {"n":2}]`},
		{[]string{"h", "other", "f_g"}, true, `{"s":1} {"x":1} {"n":"2"}`, `[{"s":"1"}, {"x":1}, {"n":2}]`},
	} {
		s, err := wanted(functions, c.framed, c.raw)
		if err != nil {
			t.Fatal(err)
		}
		out, err := repairjson.Options{Schema: s}.RepairString(c.in)
		if err != nil || out != c.out {
			t.Errorf("%v: %s gives %s, %v; want %s", c.framed, c.in, out, err, c.out)
		}
	}
	if s, err := wanted(functions[2:], nil, true); s != nil || err != nil {
		t.Errorf("functions without a schema have %v, %v", s, err)
	}
}
