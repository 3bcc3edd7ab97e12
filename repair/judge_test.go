package repair_test

import (
	"errors"
	"testing"

	"github.com/repairjson/repairjson/repair"
)

// TestJudge checks answers that hang on one condition of the judgements, on
// where strings end, on brackets, and on which answer is meant.
func TestJudge(t *testing.T) {
	for _, c := range []struct {
		in   string
		keys []string
		want string
	}{
		// Brackets that close what is open speak for the end of a string.
		{`{"a":["x"] @, "b":1}`, nil, `{"a":["x"] , "b":1}`},
		{`{"a":["x","y z."] @, "b":1}`, nil, `{"a":["x","y z."] , "b":1}`},
		{`[{"a":"x"], {"a":"y"}]`, nil, `[{"a":"x"}, {"a":"y"}]`},
		{`[{"a":"x"],{"a":"y "z" w"}]`, nil, `[{"a":"x"},{"a":"y \"z\" w"}]`},
		{`[{"a":"x", {"a":"y"}]`, nil, `[{"a":"x"}, {"a":"y"}]`},
		{`{"a":["x"]"b":1}`, nil, `{"a":["x"],"b":1}`},
		{`{"c":{"a":"x"}"b":"y"}`, nil, `{"c":{"a":"x"},"b":"y"}`},
		{"{\"a\":\"x\",\n\"b: {\n\"c\":1}}", nil, "{\"a\":\"x\",\n\"b\": {\n\"c\":1}}"},
		{`{"a":"see b"] now","c":1}`, nil, `{"a":"see b\"] now","c":1}`},
		// What comes after a comma is a key that lacks a mark, or a value without one.
		{`{"a":"x", "b: 1, "c":"d"}`, nil, `{"a":"x", "b": 1, "c":"d"}`},
		{`{"a":"x", : 1, "c":"d"}`, nil, `{"a":"x", "": 1, "c":"d"}`},
		// Dots stand for members that were left out.
		{`{"a":"x", ..., "b":"y"}`, nil, `{"a":"x",  "b":"y"}`},
		{`{"a":"x", …, "b":"y"}`, nil, `{"a":"x",  "b":"y"}`},
		{`{"a":{"b":"x", ...}, ..., "c":"y"}`, nil, `{"a":{"b":"x" },  "c":"y"}`},
		{`{"a":"x", ...`, nil, `{"a":"x"}`},
		{"{\"a\":\"x\"\n...,\n\"b\":\"y\"}", nil, "{\"a\":\"x\"\n,\n\"b\":\"y\"}"},
		{`{"a":"wait"..., he said", "b":1}`, nil, `{"a":"wait\"..., he said", "b":1}`},
		// A mark of the other style ends a name.
		{"{\"a\":'x', 'b\": \"y\"}\n", nil, "{\"a\":\"x\", \"b\": \"y\"}\n"},
		{"{\"a\":\"x\", \"b': \"y\", \"c\":1}\n", nil, "{\"a\":\"x\", \"b\": \"y\", \"c\":1}\n"},
		// Arithmetic behind parentheses is one value.
		{`[(2+3)/4, 5]`, nil, `["(2+3)/4", 5]`},
		{`{"a":(2+(3-4)) ** 5, "b":(6)}`, nil, `{"a":"(2+(3-4)) ** 5", "b":6}`},
		{`[(2, 3) , (4) /* x */]`, nil, `[[2, 3] , 4 ]`},
		// Single marks that are all escaped.
		{`{\'a\': \'x\', \'b\': [1]}`, nil, `{"a": "x", "b": [1]}`},
		// Comments and other space stand before a colon.
		{`{"a"/* x */ : "b", "c" /* y */: "d"}`, nil, `{"a" : "b", "c" : "d"}`},
		{"{\"a\": \"b\",\v \"c\": \"d\"}", nil, `{"a": "b", "c": "d"}`},
		{"{\"a\": \"b\", \"c\"\u00a0: \"d\"}", nil, `{"a": "b", "c": "d"}`},
		// Parentheses close what stands in them.
		{`{"a":("x", "y"), "b":1}`, nil, `{"a":["x", "y"], "b":1}`},
		{`{"a":("x", "y "z" w"), "b":1}`, nil, `{"a":["x", "y \"z\" w"], "b":1}`},
		{`{"a":["x", ("y", "z")], "b":1}`, nil, `{"a":["x", ["y", "z"]], "b":1}`},
		{`{"a":"f("x")", "b":1}`, nil, `{"a":"f(\"x\")", "b":1}`},
		// A trailing comma ends a string before a bracket that fits.
		{`{"a":["say "x" y",], "b":1}`, nil, `{"a":["say \"x\" y"], "b":1}`},
		{`{"a":"say "x" y",}`, nil, `{"a":"say \"x\" y"}`},
		{`{"a":"say "x",}`, nil, `{"a":"say \"x"}`},
		{`["a", "b",,"c"]`, nil, `["a", "b","c"]`},
		// The names that were asked for settle where strings end.
		{`{"Plan":"he said "a", "last_name":"c"}`, []string{"Plan", "Last Name"}, `{"Plan":"he said \"a", "last_name":"c"}`},
		{`{"Plan":"he said "a", "LAST-NAME":"c"}`, []string{"Plan", "Last Name"}, `{"Plan":"he said \"a", "LAST-NAME":"c"}`},
		// Texts that end, or close, at an unlucky place.
		{`[[}`, nil, `[[]]`},
		{`[["x",}]`, nil, `[["x"]]`},
		{`{"a":"x",, `, nil, `{"a":"x"}`},
		{`{"a":"x",'z'1]`, nil, `{"a":"x","z":1}`},
		{`[{"a":"", {"b"}`, nil, `[{"a":""}, {"b": null}]`},
		{`["b:" ["`, nil, `["b:", [""]]`},
		{`{"a "b"`, nil, `{"a ":"b"}`},
		{"[\"\n\"x\"", nil, "[\"\\n\\\"x\"]"},
		{`{"a":("x", "y"`, nil, `{"a":["x", "y"]}`},
		{`{"a":["x", "y"), "b":1}`, nil, `{"a":["x", "y"], "b":1}`},
		// A name that the object before it has begins another.
		{`[{"a":1, "b":2}, "a":3, "b":4}]`, nil, `[{"a":1, "b":2}, {"a":3, "b":4}]`},
		{`[{"a":1},"b":2}]`, nil, `[{"a":1,"b":2}]`},
		{`[{"a":1},"a":2},"a":3},{"a":4}]`, nil, `[{"a":1},{"a":2},{"a":3},{"a":4}]`},
		{`{"l":[{"a":1,"c":{"a":2},"d":""},"a":2,"c":3},"a":3,"c":1}],"z":1}`, nil,
			`{"l":[{"a":1,"c":{"a":2},"d":""},{"a":2,"c":3},{"a":3,"c":1}],"z":1}`},
		{`{"l":[{"c":{"a":2}},"a":2}],"z":1}`, nil, `{"l":[{"c":{"a":2}},{"a":2}],"z":1}`},
		{`[{"c":{"a":2}},"a":2}]`, nil, `[{"c":{"a":2},"a":2}]`},
		{`[{"c":"a"},"a":2}]`, nil, `[{"c":"a","a":2}]`},
		{`[{"a":1}, "a":2]`, nil, `[{"a":1}, {"a":2}]`},
		{`[{"a":1}, "a"]`, nil, `[{"a":1}, "a"]`},
		{`[{"a":1, "a":2]`, nil, `[{"a":1, "a":2}]`},
		// The first name lacks its bracket, and its mark with it.
		{`a": "x"}`, nil, `{"a": "x"}`},
		{`a": 1, "b": 2}`, nil, `{"a": 1, "b": 2}`},
		{`She said "a": {"b": 2}`, nil, `{"b": 2}`},
		// One backslash that can only be text tells of those before it.
		{`{"a":"\frac{1}{2} \sum"}`, nil, `{"a":"\\frac{1}{2} \\sum"}`},
		{`{"a":"\text{m} \sum"}`, nil, `{"a":"\\text{m} \\sum"}`},
		{`{"a":"\top \u00e9 \u12"}`, nil, `{"a":"\\top \u00e9 \\u12"}`},
		{`{"a":"\top \u00e9 \n", b:1}`, nil, `{"a":"\top \u00e9 \n", "b":1}`},
		{`{"a":"\frac","b":"\d"}`, nil, `{"a":"\frac","b":"\\d"}`},
		{`{"a":"C:\new\table\docs"}`, nil, `{"a":"C:\\new\\table\\docs"}`},
		{`{"a":"C:\new\table"}`, nil, `{"a":"C:\new\table"}`},
		// The last mark is missing: brackets, and white space, end the text.
		{"{\"a\": [{\"b\": \"x}]}\n", nil, "{\"a\": [{\"b\": \"x\"}]}\n"},
		{"{\"a\": [{\"b\": \"x\n\t}\n]\n}\n", nil, "{\"a\": [{\"b\": \"x\"\n\t}\n]\n}\n"},
		{"{\"a\": [\"x\ny]\n", nil, "{\"a\": [\"x\\ny\"]}\n"},
		{`{"a":"if (b) { c }`, nil, `{"a":"if (b) { c }"}`},
		{`{"a":"if (b) { c }}`, nil, `{"a":"if (b) { c }"}`},
		{`{"a":"} c}`, nil, `{"a":"} c"}`},
		{`{"a":["b[1], {c}]}`, nil, `{"a":["b[1], {c}"]}`},
		// What mutants of the judgements would read otherwise.
		{`{"c":(1,[2),"d":3}`, nil, `{"c":[1,[2]],"d":3}`},
		{`{"c":(1,{"a":2),"d":3}`, nil, `{"c":[1,{"a":2}],"d":3}`},
		{`{"a":["x, [], "y"]}`, nil, `{"a":["x", [], "y"]}`},
		{`{a:'x', b:'y, c:'z'}`, nil, `{"a":"x", "b":"y", "c":"z"}`},
		{`{a:"x", b:"y, c:"z"}`, nil, `{"a":"x", "b":"y", "c":"z"}`},
		{`["a", "b""]`, nil, `["a", "b"]`},
		{`"x""`, nil, `"x"`},
		{`["a.""]`, nil, `["a."]`},
		{`["3.5""]`, nil, `["3.5\""]`},
		{`["5"", "6""]`, nil, `["5\"", "6\""]`},
		{`[{"a":"x", {}]`, nil, `[{"a":"x"}, {}]`},
		{`[{"a":1},{"a":2],"b"]`, nil, `[{"a":1},{"a":2},"b"]`},
		// Line breaks at the end are not of what was cut there.
		{"{\"a\":\"x\",\"b\n", nil, "{\"a\":\"x\"}"},
		{"{\"a\":\"x\",\"\r\n", nil, "{\"a\":\"x\"}"},
		{"{\"a\":\"x \n\n ", nil, "{\"a\":\"x \"}\n\n "},
		{"{\"a\":tru\n", nil, "{\"a\":true}\n"},
		{"[\"a\", \"b\n", nil, "[\"a\", \"b\"]\n"},
		{"[\"a\nb\n", nil, "[\"a\\nb\"]\n"},
		// What stands between values is structure.
		{`["" 1]`, nil, `["", 1]`},
		{`["x" 1, "y"]`, nil, `["x", 1, "y"]`},
		{`{"a":b;"x":1}`, nil, `{"a":"b","x":1}`},
		{`{"a":b; c:1}`, nil, `{"a":"b", "c":1}`},
		{`{"a":"x"; c:1}`, nil, `{"a":"x", "c":1}`},
		{`["x" [1], "y"]`, nil, `["x", [1], "y"]`},
		{`["x" {"a":1}]`, nil, `["x", {"a":1}]`},
		{`{"a":"x" b: {"c":1}}`, nil, `{"a":"x", "b": {"c":1}}`},
		{`{a:"x" b: {c:1}}`, nil, `{"a":"x", "b": {"c":1}}`},
		{`["x"}`, nil, `["x"]`},
		{`{"a":{"b":"x"], "c":1}`, nil, `{"a":{"b":"x"}, "c":1}`},
		{`{"a":"x", b c: 1}`, nil, `{"a":"x", "b c": 1}`},
		{`["x"; "y"]`, nil, `["x", "y"]`},
		{`["x"; {"a":1}]`, nil, `["x", {"a":1}]`},
		{`{"a":"x";"b":1}`, nil, `{"a":"x","b":1}`},
		{"{\"a\":\"\"\nb: 1}", nil, "{\"a\":\"\",\n\"b\": 1}"},
		{"{\"a\":\"x\"\n\nThen more words.", nil, "{\"a\":\"x\"}"},
		// A mark behind all of it is one too many, also doubled or tripled.
		{`{"a":"x"}"`, nil, `{"a":"x"}`},
		{`["x", "y"]" is it.`, nil, `["x", "y"]`},
		{`{"a":["x"]}"""`, nil, `{"a":["x"]}`},
		{`{"a":"x"}""`, nil, `{"a":"x"}`},
		{`{'a':'x'}'`, nil, `{"a":"x"}`},
		{`"""{"a":"x"}""" is it.`, nil, `{"a":"x"}`},
		{`""{"a":1}""`, nil, `{"a":1}`},
		{`{"a":"b = {"c":"d"}"`, nil, `{"a":"b = {\"c\":\"d\"}"}`},
		{`{"a":"see "b"}"`, nil, `{"a":"see \"b\"}"}`},
		// The end of the name, written twice.
		{`{"a":": "b", "c": 1}`, nil, `{"a":"b", "c": 1}`},
		{`{'a':' : 'b'}`, nil, `{"a":"b"}`},
		{`{"a":": "b" c"}`, nil, `{"a":": \"b\" c"}`},
		{`{"a":": ", "b":1,}`, nil, `{"a":": ", "b":1}`},
		{`{"a":":b","c":"d",}`, nil, `{"a":":b","c":"d"}`},
		// Pieces of a string, and what only looks like them.
		{`{"a":"x" + "y", "b":1}`, nil, `{"a":"xy", "b":1}`},
		{`{"a":"1 "+" 2", "b":1}`, nil, `{"a":"1  2", "b":1}`},
		// After the end of a turn, answers that repeat one another but for white
		// space are one.
		{"{\"a\": 1}<|im_end|>\n{\"a\":1}<|im_end|>", nil, `{"a": 1}`},
		{"{\"a\":1}<|im_end|>\n{ \"a\": 1 }<|im_end|>", nil, `{"a":1}`},
		{"{\"a\":1}<|im_end|>\n{\"a\":12}<|im_end|>", nil, `[{"a":1},{"a":12}]`},
	} {
		out, err := repair.Options{Keys: c.keys}.Repair([]byte(c.in))
		if err != nil || string(out) != c.want {
			t.Errorf("%q\n got %q, %v\nwant %q", c.in, out, err, c.want)
		}
		if err := checkAll(repair.Options{Keys: c.keys}, []byte(c.in)); err != nil {
			t.Errorf("%q: %v", c.in, err)
		}
	}
}

// TestNoJSONOffset checks that an error tells the first thing that is there.
func TestNoJSONOffset(t *testing.T) {
	for text, want := range map[string]int{"": 0, "x": 0, " \n\t x y": 4, "  ": 0} {
		_, err := repair.Options{}.Repair([]byte(text))
		var e *repair.Error
		if !errors.As(err, &e) || e.Offset != want {
			t.Errorf("%q: %v, want offset %d", text, err, want)
		}
	}
}
