package inference

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

func TestShapeOf(t *testing.T) {
	const s = `{"type":"object","properties":{"n":{"type":"integer"}}}`
	quoted, _ := json.Marshal(s)
	for _, c := range []struct {
		name   string
		route  Route
		body   string
		json   bool
		schema bool
		tools  int
	}{
		{"nothing", Chat, `{"model":"m"}`, false, false, 0},
		{"text", Chat, `{"response_format":{"type":"text"}}`, false, false, 0},
		{"structural tag", Chat, `{"response_format":{"type":"structural_tag","structures":[]}}`, false, false, 0},
		{"JSON mode", Chat, `{"response_format":{"type":"json_object"}}`, true, false, 0},
		{"OpenAI", Chat, `{"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":` + s + `}}}`, true, true, 0},
		{"llama.cpp, JSON mode with a schema", Chat, `{"response_format":{"type":"json_object","schema":` + s + `}}`, true, true, 0},
		{"llama.cpp", Chat, `{"response_format":{"type":"json_schema","schema":` + s + `}}`, true, true, 0},
		{"llama.cpp at the top", Completions, `{"json_schema":` + s + `}`, true, true, 0},
		{"vLLM", Completions, `{"guided_json":` + s + `}`, true, true, 0},
		{"vLLM, a string", Chat, `{"guided_json":` + string(quoted) + `}`, true, true, 0},
		{"vLLM, other guides", Chat, `{"guided_regex":"a+","guided_choice":["a"],"guided_json":null}`, false, false, 0},
		{"vLLM, new", Chat, `{"structured_outputs":{"json":` + s + `}}`, true, true, 0},
		{"vLLM, new, a string", Chat, `{"structured_outputs":{"json":` + string(quoted) + `}}`, true, true, 0},
		{"vLLM, new, JSON mode", Chat, `{"structured_outputs":{"json_object":true}}`, true, false, 0},
		{"vLLM, new, others", Chat, `{"structured_outputs":{"regex":"a+"}}`, false, false, 0},
		{"ollama, JSON mode", NativeChat, `{"format":"json"}`, true, false, 0},
		{"ollama", Generate, `{"format":` + s + `}`, true, true, 0},
		{"ollama, none", Generate, `{"format":""}`, false, false, 0},
		{"format elsewhere", Chat, `{"format":"json"}`, false, false, 0},
		{"tools", Chat, `{"tools":[{"type":"function","function":{"name":"f","parameters":` + s + `}},{"type":"web"}]}`, false, false, 1},
		{"a tool without parameters", NativeChat, `{"tools":[{"function":{"name":"f"}}]}`, false, false, 0},
		{"functions", Chat, `{"functions":[{"name":"f","parameters":` + s + `}]}`, false, false, 1},
		{"no schema", Chat, `{"guided_json":{"type":12}}`, true, false, 0},
		{"no object", Chat, `[1]`, false, false, 0},
	} {
		require.True(t, gjson.Valid(c.body), c.name)
		got := shapeOf(c.route, gjson.Parse(c.body))
		assert.Equal(t, c.json, got.json, c.name)
		assert.Equal(t, c.schema, got.schema != nil, c.name)
		assert.Len(t, got.tools, c.tools, c.name)
	}
}

// metaGPT is a prompt as MetaGPT writes it.
const metaGPT = `
## context
a snake game

-----

## format example
[CONTENT]
{
    "Language": "en_us"
}
[/CONTENT]

## nodes: "<node>: <type>  # <instruction>"
## Language: <class 'str'>  # Provide the language used in the project.
## Product Goals: typing.List[str]  # Provide up to three clear, orthogonal product goals.
## Requirement Pool: typing.List[typing.List[str]]  # List the top-5 requirements.
## Data structures and interfaces: typing.Optional[str]  # Use mermaid: classDiagram.
## Odd: typing.Union[typing.List[str], str]  # whatever

## constraint
Language: Please use the same language as Human INPUT.
Format: output wrapped inside [CONTENT][/CONTENT] like format example, nothing else.
`

func TestMetaGPT(t *testing.T) {
	body, _ := json.Marshal(map[string]any{"messages": []any{map[string]any{"role": "user", "content": metaGPT}}})
	s := shapeOf(Chat, gjson.ParseBytes(body))
	assert.True(t, s.json && s.tagged)
	assert.Equal(t, []string{"Language", "Product Goals", "Requirement Pool", "Data structures and interfaces", "Odd"}, s.keys)
	doc, err := s.schema.MarshalJSON()
	require.NoError(t, err)
	assert.JSONEq(t, `{"type":"object","properties":{"Language":{"type":"string"},"Product Goals":{"type":"array","items":{"type":"string"}},
		"Requirement Pool":{"type":"array","items":{"type":"array","items":{"type":"string"}}},
		"Data structures and interfaces":{"anyOf":[{"type":"string"},{"type":"null"}]},"Odd":{}},"required":["Language","Product Goals","Requirement Pool","Odd"]}`, string(doc))

	// So 0.8.1 writes it.
	dashes := strings.NewReplacer("\n## Language: <", "\n- Language: <", "\n## Product", "\n- Product", "\n## Req", "\n- Req", "\n## Data", "\n- Data", "\n## Odd", "\n- Odd").Replace(metaGPT)
	body, _ = json.Marshal(map[string]any{"messages": []any{map[string]any{"role": "user", "content": dashes}}})
	assert.Equal(t, s.keys, shapeOf(Chat, gjson.ParseBytes(body)).keys)

	body, _ = json.Marshal(map[string]any{"prompt": metaGPT})
	assert.True(t, shapeOf(Generate, gjson.ParseBytes(body)).tagged)
	body, _ = json.Marshal(map[string]any{"messages": []any{map[string]any{"content": []any{map[string]any{"type": "text", "text": metaGPT}}}}})
	assert.True(t, shapeOf(Chat, gjson.ParseBytes(body)).tagged)
	assert.False(t, shapeOf(Chat, gjson.Parse(`{"messages":[{"content":"[CONTENT] ## nodes: none"}]}`)).json)

	body, _ = json.Marshal(map[string]any{"prompt": "[CONTENT]\n## nodes:\n## Language: <class 'str'>  # x\n## Product Goals: typing.Optional[typing.List[str]]  # x\n"})
	target, ok := shapeOf(Generate, gjson.ParseBytes(body)).target(&Options{}, key{}, "")
	require.True(t, ok)
	for _, c := range []struct{ name, in, want string }{
		{"as it should be", "[CONTENT]\n{\n \"Language\": \"en\"\n}\n[/CONTENT]", "[CONTENT]\n{\n \"Language\": \"en\"\n}\n[/CONTENT]"},
		{"with space around", "\n[CONTENT]{\"Language\":\"en\"} [/CONTENT]\n", "\n[CONTENT]{\"Language\":\"en\"} [/CONTENT]\n"},
		{"broken", "[CONTENT]\n{\"language\": \"en\",}\n[/CONTENT]", "[CONTENT]\n{\"Language\": \"en\"}\n[/CONTENT]"},
		{"the closing tag is missing", "[CONTENT]\n{\"Language\": \"en\"}", "[CONTENT]\n{\"Language\": \"en\"}\n[/CONTENT]"},
		{"no tags", "{\"Language\": \"en\"}", "[CONTENT]\n{\"Language\": \"en\"}\n[/CONTENT]"},
		{"words around", "Sure! [CONTENT]\n{\"Language\": \"en\"}\n[/CONTENT] Great!", "[CONTENT]\n{\"Language\": \"en\"}\n[/CONTENT]"},
		{"a value for a list", "[CONTENT]{\"Language\": 1, \"Product Goals\": \"fun\"}[/CONTENT]", "[CONTENT]{\"Language\": \"1\", \"Product Goals\": [\"fun\"]}[/CONTENT]"},
		{"no JSON", "I cannot.", "I cannot."},
	} {
		out, edits, err := target.mend([]byte(c.in), 0)
		assert.Equal(t, c.want, string(out), c.name)
		assert.Equal(t, c.in == c.want, len(edits) == 0, c.name)
		assert.Equal(t, c.name == "no JSON", err != nil, c.name)
	}
}

// TestHistory checks the arguments in the messages of a request.
func TestHistory(t *testing.T) {
	call := func(args string) string {
		return `{"messages": [{"role":"user","content":"x"}, {"tool_calls":[{"id":"1","function":{"name":"f","arguments":` + args + `}}], "n": 1.50}]}`
	}
	for _, c := range []struct {
		name     string
		route    Route
		in, want string
	}{
		{"valid", Chat, `"{\"a\": 1}"`, `"{\"a\": 1}"`},
		{"broken", Chat, `"{\"a\": 1,"`, `"{\"a\": 1}"`},
		{"empty", Chat, `""`, `"{}"`},
		{"an object", Chat, `{"a": 1}`, `"{\"a\": 1}"`},
		{"in a string", Chat, `"\"{\\\"a\\\": 1}\""`, `"{\"a\": 1}"`},
		{"doubled", Chat, `"{\"a\":1}{\"a\":1}"`, `"{\"a\":1}"`},
		{"no JSON", Chat, `"nothing"`, `"nothing"`},
		{"a number", Chat, `12`, `12`},
		{"ollama, valid", NativeChat, `{"a": 1}`, `{"a": 1}`},
		{"ollama, a string", NativeChat, `"{'a': 1}"`, `{"a": 1}`},
		{"completions have no history", Completions, `"{"`, `"{"`},
	} {
		x := &exchange{opts: &Options{}, route: c.route, shape: &shape{}}
		in := []byte(call(c.in))
		require.True(t, gjson.ValidBytes(in))
		assert.Equal(t, call(c.want), string(x.history(in, gjson.ParseBytes(in))), c.name)
		assert.Equal(t, c.in != c.want || c.name == "no JSON", len(x.report.Requests) > 0, c.name)
	}
	x := &exchange{opts: &Options{}, route: Chat, shape: &shape{}}
	in := []byte(`{"messages":[{"function_call":{"name":"f","arguments":"{a:1"}}]}`)
	assert.Equal(t, `{"messages":[{"function_call":{"name":"f","arguments":"{\"a\":1}"}}]}`, string(x.history(in, gjson.ParseBytes(in))))
}

func TestInstruct(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`{"response_format":{"type":"json_object"},"messages":[{"role":"user","content":"x"}]}`,
			`{"response_format":{"type":"json_object"},"messages":[{"role":"system","content":"Answer with JSON only, without any other words."},{"role":"user","content":"x"}]}`},
		{`{"guided_json":{"type":"object"},"messages":[{"role":"system","content":"be \"kind\""},{"role":"user","content":"x"}]}`,
			`{"guided_json":{"type":"object"},"messages":[{"role":"system","content":"be \"kind\"\n\nAnswer with JSON only, without any other words. The JSON fits this schema: {\"type\":\"object\"}"},{"role":"user","content":"x"}]}`},
		{`{"messages":[{"role":"user","content":"x"}]}`, `{"messages":[{"role":"user","content":"x"}]}`},
		{`{"response_format":{"type":"json_object"},"messages":[]}`, `{"response_format":{"type":"json_object"},"messages":[]}`},
	} {
		body := gjson.Parse(c.in)
		x := &exchange{opts: &Options{Instruct: true}, route: Chat, shape: shapeOf(Chat, body)}
		assert.Equal(t, c.want, string(x.history([]byte(c.in), body)))
	}
}

func TestTranslate(t *testing.T) {
	for _, c := range []struct {
		name, in string
		status   int
		want     string
	}{
		{"OpenAI's", `{"error":{"message":"x","type":"BadRequestError","param":null,"code":400}}`, 400, `{"error":{"message":"x","type":"BadRequestError","param":null,"code":400}}`},
		{"flat", `{"object":"error","message":"x","type":"BadRequestError","param":null,"code":400}`, 400, `{"error":{"message":"x","type":"BadRequestError","param":null,"code":400}}`},
		{"FastChat", `{"object":"error","message":"x","code":40301}`, 400, `{"error":{"message":"x","type":"invalid_request_error","param":null,"code":40301}}`},
		{"FastChat's keys", `{"detail":{"error":{"message":"x","code":"invalid_api_key"}}}`, 401, `{"error":{"message":"x","code":"invalid_api_key"}}`},
		{"FastChat, in a stream", `{"text":"x","error_code":50001}`, 0, `{"error":{"message":"x","type":"api_error","param":null,"code":50001}}`},
		{"LLaMA-Factory", `{"detail":"Invalid length"}`, 400, `{"error":{"message":"Invalid length","type":"invalid_request_error","param":null,"code":null}}`},
		{"FastAPI", `{"detail":[{"loc":["body"]}]}`, 422, `{"error":{"message":"[{\"loc\":[\"body\"]}]","type":"invalid_request_error","param":null,"code":null}}`},
		{"ollama", `{"error":"x"}`, 404, `{"error":{"message":"x","type":"not_found_error","param":null,"code":null}}`},
		{"text", "404 page not found\n", 404, `{"error":{"message":"404 page not found","type":"not_found_error","param":null,"code":null}}`},
		{"other JSON", `{"x":1}`, 500, `{"error":{"message":"{\"x\":1}","type":"api_error","param":null,"code":null}}`},
		{"a frame", `{"usage":{"total_tokens":1}}`, 0, ""},
		{"no JSON in a stream", `{"x`, 0, ""},
	} {
		assert.Equal(t, c.want, string(translate([]byte(c.in), c.status)), c.name)
	}
}

func TestQuote(t *testing.T) {
	for _, s := range []string{"", "a", "\"\\/\b\f\n\r\t\x00\x1f\x7f", "é€😀\u2028", "<&>", "\uFFFD"} {
		var back string
		require.NoError(t, json.Unmarshal(appendString(nil, []byte(s)), &back))
		assert.Equal(t, s, back)
	}
	assert.Equal(t, "\"a\uFFFDb\"", string(appendString(nil, []byte("a\xffb"))))
	assert.Equal(t, 4, portion([]byte("aaaa€"), 6))
	assert.Equal(t, 3, portion([]byte("€€"), 1), "at least one")
}

// TestRead checks the places of the texts.
func TestRead(t *testing.T) {
	for _, c := range []struct {
		route Route
		in    string
		want  []string
		ends  int
	}{
		{Chat, ` { "choices" : [ {"index":1, "message": {"content": "a\"b", "tool_calls": [ {"function": {"arguments": "{}", "name": "f"}} ]}, "finish_reason": "stop"} ] } `, []string{`"a\"b"`, `"{}"`}, 1},
		{Chat, `{"choices":[{"delta":{"content":null,"function_call":{"arguments":"x"}},"finish_reason":null}]}`, []string{`"x"`}, 0},
		{Chat, `{"choices":[{"message":{"content":"a","content":"b"}}],"choices":[{"text":"c"}]}`, []string{`"a"`, `"b"`, `"c"`}, 0},
		{Completions, `{"choices":[{"text":"a"},{"text":"b"}]}`, []string{`"a"`, `"b"`}, 0},
		{NativeChat, `{"message":{"content":"a","thinking":"t","tool_calls":[{"function":{"arguments":{"x": 1}}}]},"done":true,"done_reason":"stop"}`, []string{`"a"`, `{"x": 1}`}, 1},
		{Generate, `{"response":"a","done":false}`, []string{`"a"`}, 0},
		{Chat, `{"choices":"none"}`, nil, 0},
		{Chat, `[1]`, nil, 0},
	} {
		var r reading
		r.read(c.route, []byte(c.in))
		var got []string
		for _, p := range r.pieces {
			got = append(got, c.in[p.pos:p.end])
		}
		assert.Equal(t, c.want, got, c.in)
		assert.Len(t, r.ends, c.ends, c.in)
	}
}
