package main

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/internal/records"
	"github.com/tidwall/gjson"
)

func TestField(t *testing.T) {
	const missing = `"repair_error":{"offset":0,"line":0,"column":0,"message":"no string at `
	const empty = `"repair_error":{"offset":0,"line":1,"column":1,"message":"no JSON value"}`
	tests := []struct {
		name, path, in, out string
		errs                string // the message after its number and line; "" for success
	}{
		{"repaired", "m", `{"id": 7, "m": "{\"a\":1,}", "z":null }`, `{"id": 7, "m": {"a":1}, "z":null }`, ""},
		{"valid text", "m", `{"m":"{\"a\" : [1, 2]}"}`, `{"m":{"a":[1,2]}}`, ""},
		{"line breaks", "m", `{"m":"[\n  1,\n  2,\n]\n"}`, `{"m":[1,2]}`, ""},
		{"escaped names", "é.m", `{"\u00e9":{"\u006d":"[1,]"}}`, `{"\u00e9":{"\u006d":[1]}}`, ""},
		{"path", "choices.0.message.content", `{"choices":[{"message":{"content":"[1,]"}},{}]}`, `{"choices":[{"message":{"content":[1]}},{}]}`, ""},
		{"later element", "1", ` [ "x" , "[1,]" , 3 ] `, ` [ "x" , [1] , 3 ] `, ""},
		{"number as key", "0.1", `{"0":{"1":"[1,]"}}`, `{"0":{"1":[1]}}`, ""},
		{"dot in key", `a\.b.c\\`, `{"a":{"b":"x"},"a.b":{"c\\":"[1,]"}}`, `{"a":{"b":"x"},"a.b":{"c\\":[1]}}`, ""},
		{"empty key", "a.", `{"a":{"":"[1,]"}}`, `{"a":{"":[1]}}`, ""},
		{"last of duplicates", "m", `{"m":"[0,]","m":"[1,]"}`, `{"m":"[0,]","m":[1]}`, ""},
		{"string inside text", "m", `{"m":"{\"s\":\"\\\\ \\\" a\\n b\",}"}`, `{"m":{"s":"\\ \" a\n b"}}`, ""},
		{"object", "m", `{"m": {"a" : 1}}`, `{"m": {"a" : 1}}`, ""},
		{"array", "m", `{"m":[ ]}`, `{"m":[ ]}`, ""},
		{"CRLF", "m", "{\"m\":\"[1,]\"}\r", "{\"m\":[1]}\r", ""},
		{"deep record", "m", `{"x":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `,"m":"[1,]"}`,
			`{"x":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `,"m":[1]}`, ""},

		{"number", "m", `{"a":1, "m": 12}`, `{"a":1, "m": 12,` + missing + `m"}}`, "column 14: no string at m"},
		{"null", "m", `{"m":null}`, `{"m":null,` + missing + `m"}}`, "column 6: no string at m"},
		{"absent", "m.x", `{"m":{ } } `, `{"m":{ },` + missing + `m.x"} } `, "column 6: no string at m.x"},
		{"no members", "m", `{ }`, `{` + missing + `m"} }`, "column 1: no string at m"},
		{"inside a string", "m.0", `{"m":"[1]"}`, `{"m":"[1]",` + missing + `m.0"}}`, "column 6: no string at m.0"},
		{"duplicates differ", "m.x", `{"m":{"x":"1"},"m":{}}`, `{"m":{"x":"1"},"m":{},` + missing + `m.x"}}`, "column 20: no string at m.x"},
		{"no such element", "2", `["x"]`, `["x"]`, "column 1: no string at 2"},
		{"negative index", "-1", `["[1]"]`, `["[1]"]`, "column 1: no string at -1"},
		{"index with zero", "00", `["[1]"]`, `["[1]"]`, "column 1: no string at 00"},
		{"gjson count", "#", `["[1]"]`, `["[1]"]`, "column 1: no string at #"},
		{"gjson all", "#.a", `[{"a":"[1]"}]`, `[{"a":"[1]"}]`, "column 1: no string at #.a"},
		{"gjson wildcard", "m*", `{"mm":"[1]"}`, `{"mm":"[1]",` + missing + `m*"}}`, "column 1: no string at m*"},
		{"gjson modifier", "@this", `["[1]"]`, `["[1]"]`, "column 1: no string at @this"},
		{"gjson pipe", "a|b", `{"a":{"b":"[1]"}}`, `{"a":{"b":"[1]"},` + missing + `a|b"}}`, "column 1: no string at a|b"},
		{"empty text", "m", `{"m":""}`, `{"m":"",` + empty + `}`, "column 6: no JSON value (line 1, column 1 of the text at m)"},
		{"earlier failure", "m", `{"repair_error":{"offset":3},"m":""}`, `{` + empty + `,"m":""}`, "column 34: no JSON value"},
		{"scalar record", "m", `"[1,]"`, `"[1,]"`, "column 1: no string at m"},
		{"bad record", "m", `{"m":"[1,]",}`, `{"m":"[1,]",}`, "column 13: not valid JSON: invalid character '}'"},
		{"record after characters", "m", `["é😀",]`, `["é😀",]`, "column 7: not valid JSON: "},
		{"short record", "m", `{"m":"[1,]"`, `{"m":"[1,]"`, "column 12: not valid JSON: unexpected end"},
		{"two records", "m", `{"m":"1"} {}`, `{"m":"1"} {}`, "column 11: not valid JSON: "},
		{"deep line", "m", strings.Repeat("[", 100000), strings.Repeat("[", 100000), "not valid JSON: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out, errs, code := tool("\n"+test.in+"\n", "--lines", "--field", test.path)
			if out != "\n"+test.out+"\n" {
				t.Errorf("got %.300q, want %.300q", out, "\n"+test.out+"\n")
			}
			if test.errs == "" {
				if errs != "" || code != 0 {
					t.Errorf("exit %d, stderr %q", code, errs)
				}
				return
			}
			checkLines(t, errs, []string{test.errs})
			if !strings.HasPrefix(errs, "repairjson: record 2 (line 2): column ") || code != 1 {
				t.Errorf("exit %d, stderr %q", code, errs)
			}
		})
	}
}

// TestFieldFailure checks what a record says of a text that is not JSON.
func TestFieldFailure(t *testing.T) {
	record := `{"m":"\u00e9\n` + prose + `","n":1}`
	out, _, code := tool(record+"\n"+`{"m":"[1,]"}`, "--lines", "--field", "m")
	first, second, _ := strings.Cut(out, "\n")
	if code != 1 || second != `{"m":[1]}` || !strings.HasPrefix(first, strings.TrimSuffix(record, "}")+`,"repair_error":{"offset":`) {
		t.Fatalf("exit %d, %q", code, out)
	}
	var got struct {
		Err records.Failure `json:"repair_error"`
	}
	if err := json.Unmarshal([]byte(first), &got); err != nil {
		t.Fatal(err)
	}
	at := records.NewCursor([]byte("é\n" + prose)).At(got.Err.Offset)
	if want := (records.Failure{Offset: at.Offset, Line: at.Line, Column: at.Column, Message: "no JSON value"}); !reflect.DeepEqual(got.Err, want) {
		t.Errorf("got %+v, want %+v", got.Err, want)
	}
}

// randomValue returns random valid JSON with members named m in many places.
func randomValue(r *rand.Rand, depth int) string {
	space := func() string { return strings.Repeat(" ", r.IntN(2)) + strings.Repeat("\t", r.IntN(2)) }
	kind := r.IntN(9)
	switch depth {
	case 0:
		kind = r.IntN(6)
	case 3:
		kind = 6 + r.IntN(3)
	}
	switch kind {
	case 0:
		return []string{"1", "-2.5e+7", "true", "null"}[r.IntN(4)]
	case 1:
		b, _ := json.Marshal(randomLines(r))
		return string(b)
	case 2, 3:
		return `"[1, {\"m\" : \"\\u00e9\"},]"`
	case 4, 5:
		return `" {\n'a' : [1, 2 ] , }"`
	case 6:
		var elems []string
		for range r.IntN(4) {
			elems = append(elems, space()+randomValue(r, depth-1)+space())
		}
		return "[" + space() + strings.Join(elems, ",") + "]"
	}
	var members []string
	for range r.IntN(5) {
		key := []string{`"m"`, `"m"`, `"\u006d"`, `"x"`, `"0"`, `"repair_error"`}[r.IntN(6)]
		members = append(members, space()+key+space()+":"+space()+randomValue(r, depth-1)+space())
	}
	return "{" + space() + strings.Join(members, ",") + "}"
}

// TestRandomRecords checks that every byte of a record outside the splice
// stays, and that the splice holds what the record promises.
func TestRandomRecords(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	spliced, failed := 0, 0
	for range 10000 {
		in := randomValue(r, 3)
		path := []string{"m", "m", "m", "m.0", "m.m", "0", "x.m", "repair_error"}[r.IntN(8)]
		elems, err := records.SplitPath(path)
		if err != nil {
			t.Fatal(err)
		}
		before, _, ok := records.Lookup(gjson.Parse(in), elems)
		out, errs, code := tool(in, "--lines", "--field", path)
		switch {
		case code == 0 && ok && before.Type == gjson.JSON:
			if out != in {
				t.Fatalf("%s: %s became %s", path, in, out)
			}
		case code == 0:
			// The string is cut out of one and the value of the other.
			spliced++
			prefix, suffix := in[:before.Index], in[before.Index+len(before.Raw):]
			if !strings.HasPrefix(out, prefix) || !strings.HasSuffix(out[len(prefix):], suffix) {
				t.Fatalf("%s: %s became %s", path, in, out)
			}
			value := out[len(prefix) : len(out)-len(suffix)]
			if !json.Valid([]byte(value)) || strings.ContainsAny(value, "\n\r") {
				t.Fatalf("%s: %s became %s", path, in, out)
			}
		default:
			failed++
			var record map[string]json.RawMessage
			isObject := json.Unmarshal([]byte(in), &record) == nil && record != nil
			if code != 1 || strings.Count(errs, "\n") != 1 || isObject == (in == out) {
				t.Fatalf("%s: %s became %s, exit %d, %q", path, in, out, code, errs)
			}
			if isObject && !strings.Contains(in, records.ErrorMember) {
				i := strings.LastIndex(out, `"`+records.ErrorMember+`":{`)
				end := strings.LastIndexByte(strings.TrimRight(out, " \t}"), '"') + 2
				cut := strings.TrimSuffix(out[:i], ",") + out[end:]
				if cut != in || !json.Valid([]byte(out)) {
					t.Fatalf("%s: %s became %s", path, in, out)
				}
			}
		}
	}
	if spliced < 1000 || failed < 1000 {
		t.Errorf("%d spliced and %d failed: too few to tell", spliced, failed)
	}
}
