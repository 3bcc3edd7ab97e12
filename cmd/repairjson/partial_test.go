package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/internal/records"
)

func TestPartial(t *testing.T) {
	tests := []struct{ name, in, out, errs string }{
		{"in a string", `{"a": "b c`, "{\"a\": \"b c\"}\n", ""},
		{"in a name", `{"a": [1, 2], "b c`, "{\"a\": [1, 2]}\n", ""},
		{"after a name", `{'a': {}, 'b':`, "{\"a\": {}}\n", ""},
		{"in a number", `[1, 2`, "[1]\n", ""},
		{"in a literal", `[True, Fal`, "[true]\n", ""},
		{"nested", "[[{'a': [\n1,", "[[{\"a\": [\n1]}]]\n", ""},
		{"after prose", "Sure:\n```json\n{'a': \"x", "{\"a\": \"x\"}\n", ""},
		{"after the answer", "```json\n{'a': 1,}\n```\nBye", "{\"a\": 1}\n", ""},
		{"empty", "", "", "repairjson: line 1, column 1: no JSON value\n"},
		{"prose", "Sure,\nhere", "", "repairjson: line 2, column 5: no JSON value\nhere\n    ^\n"},
		{"a number", "12", "", "repairjson: line 1, column 3: no JSON value\n"},
		{"too deep", "[1," + strings.Repeat("[", 20000), "", ": nested too deeply\n"},
	}
	for _, test := range tests {
		out, errs, code := tool(test.in, "--partial")
		if want := min(len(test.errs), 1); out != test.out || code != want || !strings.Contains(errs, test.errs) || test.errs == "" && errs != "" {
			t.Errorf("%s: got %q, %q, exit %d, want %q, %q", test.name, out, errs, code, test.out, test.errs)
		}
	}
}

func TestPartialLines(t *testing.T) {
	tests := []struct {
		name, in, out string
		args          []string
		errs          []string
	}{
		{name: "lines", in: "[1,\r\n\n{'a': \"b\n[[2, 3", out: "[1]\r\n\n{\"a\": \"b\"}\n[[2]]", args: []string{"--lines"}},
		{name: "nothing certain", in: "[1,\n" + prose + "\n{'a\n[2,", out: "[1]\n" + prose + "\n{'a\n[2]", args: []string{"--lines"},
			errs: []string{"record 2 (line 2): column ", "record 3 (line 3): column "}},
		{name: "carriage returns", in: "[1,\r2,\n", out: "[1,2]\n", args: []string{"--lines"}},
		{name: "field", in: `{"id": 7, "m": "Sure: {\"a\" : [1,\n 2, \"b"}`, out: `{"id": 7, "m": {"a":[1,2]}}`, args: []string{"--lines", "--field", "m"}},
		{name: "object in a field", in: `{"m": {"a" : 1}}`, out: `{"m": {"a" : 1}}`, args: []string{"--lines", "--field", "m"}},
		{name: "nothing certain in a field", in: "{\"m\":\"Sure:\"}\n{\"m\":\"[1,\"}", args: []string{"--lines", "--field", "m"},
			out:  `{"m":"Sure:","repair_error":{"offset":5,"line":1,"column":6,"message":"no JSON value"}}` + "\n" + `{"m":[1]}`,
			errs: []string{"record 1 (line 1): column 6: no JSON value (line 1, column 6 of the text at m)"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out, errs, code := tool(test.in, append(test.args, "--partial")...)
			if want := min(len(test.errs), 1); out != test.out || code != want {
				t.Errorf("got %q, exit %d, want %q, exit %d", out, code, test.out, want)
			}
			checkLines(t, errs, test.errs)
		})
	}
}

// TestPartialPrefixes checks every prefix of documents, as a text, as a line
// and as the field of a record.
func TestPartialPrefixes(t *testing.T) {
	docs := []string{
		"Sure:\n```json\n{'a': \"x\\\" y\", b: [1, 2.5e3, True,], // ok\n \"é\": {\"日本\": null}}\n```\nBye.",
		`{"title": "He said "hi", then left", 'n': -1, "list": [[], {}, "\u00e9\ud83d\ude00"],}`,
		"[{'a': 1, 'b': \"one\ntwo\"} {'a': 2, 'b': 'three}]",
		`<think>{"draft": 1}</think> The answer is {"a": (1, 2), "b": "c" + "d", "e": NaN, "f": .5,}`,
	}
	for _, doc := range docs {
		shown := 0
		for n := range len(doc) + 1 {
			in := doc[:n]
			out, errs, code := tool(in, "--partial")
			switch {
			case code == 0 && errs == "" && json.Valid([]byte(out)) && strings.HasSuffix(out, "\n"):
				shown++
			case code != 1 || out != "" || !strings.Contains(errs, ": no JSON value\n"):
				t.Errorf("%q: got %q, %q, exit %d", in, out, errs, code)
			}
			line := string(records.AppendCompact(nil, []byte(out)))
			record := string(records.AppendJSON(nil, map[string]string{"m": strings.ToValidUTF8(in, "")})) + "\n"
			got, _, code2 := tool(record, "--lines", "--field", "m", "--partial")
			if want := `{"m":` + line + "}\n"; strings.ToValidUTF8(in, "") == in && (code2 != code || code == 0 && got != want) {
				t.Errorf("%q: in a record %q, exit %d, want %q, exit %d", in, got, code2, want, code)
			}
			if strings.Contains(in, "\n") {
				continue
			}
			got, _, code2 = tool(in, "--lines", "--partial")
			if code2 != code && in != "" || code == 0 && got+"\n" != out {
				t.Errorf("%q: as a line %q, exit %d, want %q, exit %d", in, got, code2, out, code)
			}
		}
		if shown < len(doc)/3 {
			t.Errorf("%q: %d of %d prefixes show something", doc, shown, len(doc))
		}
	}
}
