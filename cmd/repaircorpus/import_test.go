package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestImportRaw(t *testing.T) {
	out, errs, err := call(t, "Here:\n{'a': 1}\n", "import", "--model", "m-7b")
	require.NoError(t, err)
	assert.Equal(t, []Record{{Key: "standard input", Model: "m-7b", Text: "Here:\n{'a': 1}\n"}}, records(t, out))
	assert.Equal(t, "1 records\n", errs)

	dir := t.TempDir()
	file(t, dir, "b.txt", "[2,]")
	file(t, dir, "a/a.txt", "[1,]")
	file(t, dir, "c.txt", " \n")
	out, _, err = call(t, "", "import", dir)
	require.NoError(t, err)
	assert.Equal(t, []string{"[1,]", "[2,]"}, texts(records(t, out)))
}

func TestImportLines(t *testing.T) {
	log := `{"id":7,"llm":"m","turns":[{"said":"{a:1}"}],"want":{"Name":"string","Age":3},"tool":{"type":"object"}}

{"id":8,"turns":[{"said":"{b:1}"}],"want":["x"],"tool":"{\"type\":\"array\"}"}
`
	args := []string{"import", "--form", "jsonl", "--text", "turns.0.said", "--model-path", "llm",
		"--key", "id", "--keys", "want", "--schema", "tool", "--model", "other"}
	out, _, err := call(t, log, args...)
	require.NoError(t, err)
	all := records(t, out)
	require.Len(t, all, 2)
	assert.Equal(t, Record{Key: "7", Model: "m", Text: "{a:1}", Keys: []string{"Name", "Age"}, Schema: []byte(`{"type":"object"}`)}, all[0])
	assert.Equal(t, Record{Key: "8", Model: "other", Text: "{b:1}", Keys: []string{"x"}, Schema: []byte(`{"type":"array"}`)}, all[1])

	_, _, err = call(t, "{\"text\":\"x\"}\n", args...)
	assert.ErrorContains(t, err, `nothing at the path "turns.0.said"`)
	_, _, err = call(t, "text\n", args...)
	assert.ErrorContains(t, err, "line 1: not JSON")
}

func TestImportOpenAI(t *testing.T) {
	log := `starting the server
{"model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"{'a':1}"}}]}
{"request":{"model":"m-2","messages":[{"role":"user","content":"hi"}]},"response":{"model":"m-2b","choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"function":{"name":"f","arguments":"{a:1}"}},{"function":{"name":"g","arguments":"{}"}}]}}]}}
{"model":"m-3","choices":[{"index":0,"text":"[1,]"}]}
data: {"id":"s","model":"m-4","choices":[{"delta":{"role":"assistant","content":"{\"a\""}}]}

data: {"id":"s","model":"m-4","choices":[{"delta":{"content":":1"}}]}

data: [DONE]
data: {"id":"u","model":"m-5","choices":[{"delta":{"content":"{x"}}]}
`
	out, _, err := call(t, log, "import", "--form", "openai")
	require.NoError(t, err)
	var got [][2]string
	for _, r := range records(t, out) {
		got = append(got, [2]string{r.Model, r.Text})
	}
	assert.Equal(t, [][2]string{{"m-1", "{'a':1}"}, {"m-2b", "{a:1}"}, {"m-3", "[1,]"}, {"m-4", `{"a":1`}, {"m-5", "{x"}}, got)
}

func TestImportOllama(t *testing.T) {
	log := `{"model":"tiny","message":{"role":"assistant","content":"{\"a\":"},"done":false}
{"model":"tiny","message":{"role":"assistant","content":"b\"}}"},"done":false}
{"model":"tiny","message":{"role":"assistant","content":""},"done":true}
HTTP/1.1 200 OK
{"model":"plain","response":"[1,","done":false}
{"model":"plain","response":"]","done":true}
{"model":"cut","response":"{x","done":false}
`
	out, _, err := call(t, log, "import", "--form", "ollama")
	require.NoError(t, err)
	assert.Equal(t, []Record{
		{Key: "standard input:3", Model: "tiny", Text: `{"a":b"}}`},
		{Key: "standard input:6", Model: "plain", Text: "[1,]"},
		{Key: "standard input:7", Model: "cut", Text: "{x"},
	}, records(t, out))
}

func TestImportMetaGPT(t *testing.T) {
	log := `2024-03-01 10:00:00.123 | INFO     | metagpt.const:get_root:29 - Package root set
2024-03-01 10:00:01.000 | INFO     | metagpt.config2:load:8 - model: "mixtral:8x7b", api_type: ollama
2024-03-01 10:00:02.000 | INFO     | metagpt.roles.role:_act:390 - Bob(Architect): to do WriteDesign
[CONTENT]
{"File list": ["main.py",]}
[/CONTENT]
2024-03-01 10:00:09.000 | DEBUG    | metagpt.actions.action_node:_aask_v1:416 - llm raw output:
{'Logic Analysis': 'x'}
2024-03-01 10:00:10.000 | WARNING  | metagpt.utils.cost:update:49 - Total running cost
2024-03-01 10:00:11.000 | ERROR    | metagpt.utils.common:wrapper:1 - failed
Traceback (most recent call last):
  {x}
`
	out, _, err := call(t, log, "import", "--form", "metagpt")
	require.NoError(t, err)
	assert.Equal(t, []Record{
		{Key: "standard input:3", Model: "mixtral:8x7b", Text: "[CONTENT]\n{\"File list\": [\"main.py\",]}\n[/CONTENT]"},
		{Key: "standard input:7", Model: "mixtral:8x7b", Text: "{'Logic Analysis': 'x'}"},
	}, records(t, out))
}

func TestImportBFCL(t *testing.T) {
	dir := t.TempDir()
	file(t, dir, "result/owner_m-1/BFCL_v3_simple_result.json", `{"id":"simple_0","result":"[f(a=1)]"}`+"\n")
	file(t, dir, "result/m-2/live/BFCL_v4_live_simple_result.json", `{"id":"live_0","result":[{"f":"{a:1}"},{"g":"{}"}]}`+"\n")
	file(t, dir, "result/notes.md", "x")
	out, _, err := call(t, "", "import", "--form", "bfcl", dir)
	require.NoError(t, err)
	assert.Equal(t, []Record{
		{Key: "m-2/BFCL_v4_live_simple_result/live_0/call-0", Model: "m-2", Text: "{a:1}"},
		{Key: "owner_m-1/BFCL_v3_simple_result/simple_0", Model: "owner_m-1", Text: "[f(a=1)]"},
	}, records(t, out))
	_, _, err = call(t, "{}\n", "import", "--form", "bfcl")
	assert.ErrorContains(t, err, "not a result")
}
