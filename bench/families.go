package bench

import "strings"

// A Family is an adversarial text of any size: one on which a careless
// repairer takes more than linear time.
type Family struct {
	Name string
	Make func(size int) []byte
}

// deep is the number of nested brackets in the families of deep nesting, below
// the greatest depth that a repair allows.
const deep = 9000

// around returns the family of head, then unit as often as size asks for, then
// tail.
func around(name, head, unit, tail string) Family {
	return Family{name, func(size int) []byte {
		n := max(1, (size-len(head)-len(tail)+len(unit)/2)/len(unit))
		return []byte(head + strings.Repeat(unit, n) + tail)
	}}
}

// repeated returns the family of unit as often as size asks for.
func repeated(name, unit string) Family { return around(name, "", unit, "") }

// nested returns the family of groups, each of them open nested at most deep
// times, then middle, then as many closers.
func nested(name, open, middle, closer string) Family {
	return Family{name, func(size int) []byte {
		var b strings.Builder
		for b.Len() < size {
			room := max(1, (size-b.Len()-len(middle)-1)/(len(open)+len(closer)))
			n := min(deep, room)
			b.WriteString(strings.Repeat(open, n))
			b.WriteString(middle)
			b.WriteString(strings.Repeat(closer, n))
			b.WriteByte('\n')
		}
		return []byte(b.String())
	}}
}

// Families returns the families, each with its own name.
func Families() []Family {
	return []Family{
		// Commas, colons and brackets.
		around("missing commas in an array", "[", "1 ", "]"),
		around("missing commas between members", "{", `"a": "b" `, "}"),
		around("missing commas between lines", "{\n", "\"key\": \"value\"\n", "}"),
		around("trailing commas", "[", "[1,],", "]"),
		nested("nested trailing commas", "[", "1", ",]"),
		repeated("only commas", ","),
		repeated("only colons", ":"),
		repeated("only closers", "]}"),
		around("extra closers", "[", `{"a":1}}],`, "]"),
		nested("deep arrays", "[", "", "]"),
		nested("deep objects", `{"a":`, "1", "}"),
		nested("deep mismatched closers", "[", "1", "}"),
		nested("deep mixed brackets", `[{"a":`, "1", "]}"),
		{"deep arrays, never closed", func(size int) []byte {
			n := min(deep, size/2)
			return []byte(strings.Repeat("[", n) + strings.Repeat("1,", max(1, (size-n)/2)))
		}},
		repeated("object openers, too deep", `{"a":`),
		repeated("array openers, too deep", "["),
		nested("mismatched pairs", "[[1,2},", "", "]"),
		around("keys in an array", "[", `"a","b":1,`, "]"),
		around("keys without colons", "{", `"a" "b", `, "}"),
		around("keys without values", "{", `"a":,`, "}"),
		around("values without keys", "{", `:1,`, "}"),

		// Quotes.
		repeated("only quotes", `"`),
		repeated("only single quotes", "'"),
		repeated("quotes and commas", `",`),
		repeated("quotes, commas and colons", `",":`),
		repeated("alternating quotes", `"'`),
		around("quotes in a string", `{"a":"`, `x" y`, `"}`),
		around("quotes and commas in a string", `{"a":"`, `b", c "d", `, `"}`),
		around("quoted pairs in a string", `{"a":"`, `said "x": "y" and `, `"}`),
		around("doubled quotes", "{", `""a"":""b"",`, "}"),
		around("triple quotes", "[", `"""a "b" c""", `, "]"),
		around("smart quotes", "{", "“a”: “b”, ", "}"),
		around("smart quotes, never closed", "[", "“a, ", "]"),
		around("backquotes", "[", "`a`, `b, ", "]"),
		around("strings without end", "[\n", "\"a,\n", "]"),
		around("strings without start", "[\n", "a\",\n", "]"),
		around("values without start quote", "{", `"a": b", `, "}"),
		around("one unclosed string", `{"a":"`, "x", ""),
		around("one unclosed string with commas", `{"a":"`, "x, ", ""),
		around("one unclosed string with quotes", `{"a":"`, `x" `, ""),
		around("one unclosed string with lines", `{"a":"`, "x: y,\n", ""),

		// Words and numbers.
		around("unquoted words", "[", "word, ", "]"),
		around("unquoted sentences", "[", "some more words ", "]"),
		around("unquoted words and colons", "{", "a: b: ", "}"),
		around("unquoted members", "{", "a: b, ", "}"),
		around("one long word", "[", "x", "]"),
		around("one long number", "[-", "1", "]"),
		around("one long bad number", "[", "1.2e-", "]"),
		around("thousands of commas in a number", `{"a":`, "123,", `456,"b":2}`),
		around("underscores in a number", `{"a":`, "123_", "4}"),
		around("python literals", "[", "True, None, ", "]"),
		around("ellipses", "[", "1, ..., ", "]"),
		repeated("dots", "."),
		repeated("lines of key and value", "key: a value\n"),
		repeated("lines of prose", "It is as it is, isn't it?\n"),

		// Escapes and bytes.
		repeated("only backslashes", `\`),
		around("backslashes in a string", `{"a":"`, `\`, `"}`),
		around("escaped quotes", `{"a":"`, `\"`, `"}`),
		around("bad escapes", `{"a":"`, `\d\sum\u12`, `"}`),
		around("an escaped document", "", `{\"a\":\"b\"}, `, ""),
		around("an escaped document in one", `{`, `\"a\":\"b\", `, `}`),
		around("surrogates", `["`, `\ud83d`, `",]`),
		around("control characters", `{"a":"`, "\x01\n\t", `"}`),
		around("invalid UTF-8", `{"a":"`, "\xff\xc3(\xe2\x82", `"}`),
		repeated("invalid UTF-8 alone", "\xff"),
		around("CJK text", `{"a":"`, "漢字，「引用」：", `",}`),
		around("full-width signs", "｛", "“a”：“b”，", "｝"),
		around("white space", "", " \n", "1"),
		around("odd space", "[", "1\u00a0\u2009,", "]"),
		repeated("byte order marks", "\uFEFF"),

		// Comments and markup.
		around("line comments", "[", "1, // x\n", "]"),
		around("line comment openers", "[", "//", "]"),
		around("hash comments", "[", "1, # x\n", "]"),
		around("block comments", "[", "1, /* x */", "]"),
		around("block comment openers", "[", "/* ", "1]"),
		around("comment openers in members", "{", `"a": /* 1, `, "}"),
		around("HTML comments", "[", "1, <!-- x --> ", "]"),
		repeated("HTML comment openers", "<!-- "),
		repeated("empty fences", "```json\n```\n"),
		repeated("fences", "```json\n{\"a\":1,}\n```\n"),
		repeated("fence openers", "```json\n{"),
		around("fences in a string", `{"a":"`, "```x\n```\n", `"}`),
		repeated("thoughts", "<think>{</think>"),
		repeated("thought openers", "<think>"),
		repeated("thought closers", "{</think>"),
		repeated("tag closers", "</tool_call>"),
		repeated("tags", `<tool_call>{"name":"f"}</tool_call>`),
		repeated("tag openers", `<tool_call>{"name":`),
		repeated("angle brackets", "<"),
		repeated("special tokens", "<|im_end|>"),

		// Several answers, and text around them.
		repeated("lines of objects", "{\"a\":1}\n"),
		repeated("lines of broken objects", "{'a':1,\n"),
		repeated("objects in prose", `See {"a":1} or `),
		repeated("objects and commas", `{"a":1},`),
		repeated("braces in prose", "take {x} and [1], then "),
		repeated("apostrophes in prose", "it's {that} 'one' "),
		repeated("event lines", "data: {\"a\":1}\n\n"),
		around("prose before an object", "", "word ", `{"a":1}`),
		around("prose after an object", `{"a":1}`, " word", ""),

		// Source code.
		nested("parentheses", "(", "1", ")"),
		around("tuples", "[", "(1, 'a'), ", "]"),
		nested("sets", "{1,", "2", "}"),
		around("string concatenations", `["a"`, ` + "b"`, "]"),
		around("adjacent strings", `{"a": ("x"`, ` "y"`, ")}"),
		nested("nested calls", "f(", "1", ")"),
		around("calls", "[", `ObjectId("5f"), `, "]"),
		repeated("functions", "f(x){return x;} "),
		around("function values", "{", `"a": function(x) { return {b: x}; }, `, "}"),
		repeated("call openers", "f("),
		around("assignments", "{", "a = 1; ", "}"),
	}
}
