package inference_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/inference"
	"github.com/repairjson/repairjson/inference/replay"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// An answered is what a client gets.
type answered struct {
	status  int
	header  http.Header
	trailer http.Header
	body    []byte
	err     error // of reading the body
}

// send sends a request through a transport.
func send(t testing.TB, rt http.RoundTripper, url, body string) answered {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	resp, err := rt.RoundTrip(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return answered{resp.StatusCode, resp.Header, resp.Trailer, data, err}
}

// mark returns a field of the header or the trailer.
func (a *answered) mark(name string) string {
	if v := a.header.Get(name); v != "" {
		return v
	}
	return a.trailer.Get(name)
}

// frames returns the JSON of the frames of the answer, which may be just one.
func (a *answered) frames() (list []gjson.Result) {
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/event-stream") {
		for line := range bytes.Lines(a.body) {
			list = append(list, gjson.ParseBytes(line))
		}
		return list
	}
	sc := bufio.NewScanner(bytes.NewReader(a.body)) // with its limit of 64 KiB
	for sc.Scan() {
		if data, ok := strings.CutPrefix(sc.Text(), "data: "); ok && data != "[DONE]" {
			list = append(list, gjson.Parse(data))
		}
	}
	if err := sc.Err(); err != nil {
		panic(err)
	}
	return list
}

// texts returns the texts of the answer by choice and field, put together as
// clients do, without the package's own code.
func (a *answered) texts() map[string]string {
	texts := map[string]string{}
	add := func(v gjson.Result, format string, args ...any) {
		if v.Type == gjson.String {
			texts[fmt.Sprintf(format, args...)] += v.Str
		} else if v.IsObject() {
			texts[fmt.Sprintf(format, args...)] += v.Raw
		}
	}
	for _, f := range a.frames() {
		add(f.Get("response"), "0 text")
		list := f.Get("choices").Array()
		if m := f.Get("message"); m.Exists() {
			list = []gjson.Result{gjson.Parse(`{"message":` + m.Raw + `}`)}
		}
		for _, c := range list {
			m := c.Get("message")
			if !m.Exists() {
				m = c.Get("delta")
			}
			i := c.Get("index").Int()
			add(c.Get("text"), "%d text", i)
			add(m.Get("content"), "%d text", i)
			for _, name := range []string{"reasoning", "reasoning_content", "thinking"} {
				add(m.Get(name), "%d thought", i)
			}
			for _, call := range m.Get("tool_calls").Array() {
				add(call.Get("function.arguments"), "%d call %d", i, call.Get("index").Int())
			}
			add(m.Get("function_call.arguments"), "%d call", i)
		}
		add(f.Get("thinking"), "0 thought")
	}
	return texts
}

// A wire is a way to ask a server.
type wire struct {
	kind replay.Kind
	path string
}

var wires = []wire{
	{replay.VLLM, "/v1/chat/completions"},
	{replay.VLLM, "/v1/completions"},
	{replay.FastChat, "/v1/chat/completions"},
	{replay.FastChat, "/v1/completions"},
	{replay.LLaMAFactory, "/v1/chat/completions"},
	{replay.Ollama, "/v1/chat/completions"},
	{replay.Ollama, "/v1/completions"},
	{replay.Ollama, "/api/chat"},
	{replay.Ollama, "/api/generate"},
}

func (w wire) chat() bool   { return strings.Contains(w.path, "chat") }
func (w wire) native() bool { return strings.HasPrefix(w.path, "/api/") }

const weather = `[{"type":"function","function":{"name":"get_weather","description":"the weather","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]`

// request returns a request for JSON.
func (w wire) request(model string, stream, tools bool) string {
	b := fmt.Sprintf(`{"model":%q,"stream":%v,"max_tokens":256`, model, stream)
	switch {
	case tools:
		b += `,"tools":` + weather
	case w.native():
		b += `,"format":"json"`
	default:
		b += `,"response_format":{"type":"json_object"}`
	}
	if w.chat() {
		return b + `,"messages":[{"role":"user","content":"who are you"}]}`
	}
	return b + `,"prompt":"who are you"}`
}

// serve starts a replay server.
func serve(t testing.TB, kind replay.Kind, answers ...replay.Answer) string {
	s := httptest.NewServer(&replay.Server{Kind: kind, Answers: answers})
	t.Cleanup(s.Close)
	return s.URL
}

// TestWires checks every format × {text, tools, reasoning} × {stream, not} ×
// {valid, broken, truncated, error}.
func TestWires(t *testing.T) {
	const arguments = `{"city": "Ås"}`
	cases := []struct {
		name      string
		answer    replay.Answer
		want      string // the value of the text
		thought   string
		truncated bool
		tools     bool
	}{
		{name: "valid", answer: replay.Answer{Text: `{"a": [1, 2.50, "x, y ", "é"], "b": null}`}, want: `{"a": [1, 2.50, "x, y ", "é"], "b": null}`},
		{name: "broken", answer: replay.Answer{Text: `{"a":b"}}`}, want: `{"a":"b"}`},
		{name: "fence", answer: replay.Answer{Text: "Sure:\n```json\n{'a': <b>,}\n```"}, want: `{"a":"<b>"}`},
		{name: "truncated", answer: replay.Answer{Text: `{"story": "once upon`, Cut: true}, want: `{"story": "once upon"}`, truncated: true},
		{name: "error", answer: replay.Answer{Text: `{"a":1`, Error: "CUDA out of memory"}},
		{name: "tool valid", tools: true, answer: replay.Answer{Call: "get_weather", Arguments: arguments}, want: arguments},
		{name: "tool broken", tools: true, answer: replay.Answer{Call: "get_weather", Arguments: `{'City': "Ås",`}, want: arguments},
		{name: "tool truncated", tools: true, answer: replay.Answer{Call: "get_weather", Arguments: `{"city": "Ås`, Cut: true}, want: arguments, truncated: true},
		{name: "tool error", tools: true, answer: replay.Answer{Error: "no worker"}},
		{name: "reasoning valid", answer: replay.Answer{Reasoning: `hm {"x":0}, `, Text: `{"a": 1}`}, want: `{"a": 1}`, thought: `hm {"x":0}, `},
		{name: "reasoning broken", answer: replay.Answer{Reasoning: `hm {"x":0,}`, Text: `{"a": 1,`}, want: `{"a": 1}`, thought: `hm {"x":0,}`},
		{name: "reasoning truncated", answer: replay.Answer{Reasoning: `hm`, Text: `{"a": "1`, Cut: true}, want: `{"a": "1"}`, thought: `hm`, truncated: true},
		{name: "reasoning error", answer: replay.Answer{Reasoning: `hm`, Text: `{"a": "1`, Error: "lost"}},
	}
	for _, w := range wires {
		for _, c := range cases {
			if c.tools && (!w.chat() || w.kind == replay.FastChat) {
				continue
			}
			for _, stream := range []bool{false, true} {
				if c.tools && c.want != "" && w.kind == replay.Ollama && c.name != "tool valid" {
					continue // the server discards what it cannot parse
				}
				t.Run(fmt.Sprintf("%s%s/%s/stream=%v", w.kind, w.path, c.name, stream), func(t *testing.T) {
					url := serve(t, w.kind, c.answer) + w.path
					body := w.request("m", stream, c.tools)
					direct := send(t, http.DefaultTransport, url, body)
					got := send(t, inference.Transport(nil), url, body)
					observed := send(t, inference.Options{Observe: func(*http.Request) bool { return true }}.Transport(nil), url, body)
					assert.Equal(t, string(direct.body), string(observed.body), "observed")
					assert.Equal(t, direct.status, observed.status)
					require.NoError(t, got.err)
					if stream && !w.native() && got.status == http.StatusOK {
						assert.Equal(t, 1, strings.Count(string(got.body), "[DONE]"), "%s", got.body)
						assert.True(t, strings.HasSuffix(string(got.body), "data: [DONE]\n\n"))
					}
					if c.want == "" {
						checkError(t, w, stream, direct, got)
						return
					}
					assert.Equal(t, direct.header.Get("Content-Type"), got.header.Get("Content-Type"))
					text := "0 text"
					if c.tools {
						text = "0 call 0"
					}
					assert.JSONEq(t, c.want, got.texts()[text], "%s", got.body)
					if w.kind == replay.VLLM && w.chat() || w.native() && (w.chat() || stream) {
						assert.Equal(t, c.thought, got.texts()["0 thought"])
					}
					if c.answer.Text == c.want || c.answer.Arguments == c.want {
						assert.Equal(t, string(direct.body), string(got.body), "nothing is to repair")
						assert.Empty(t, got.mark(inference.EditsField))
					} else {
						assert.NotEmpty(t, got.mark(inference.EditsField))
						assert.Equal(t, around(direct), around(got), "%s", got.body)
					}
					assert.Equal(t, c.truncated, got.mark(inference.TruncatedField) != "", "marked as truncated")
					if !stream {
						assert.Equal(t, fmt.Sprint(len(got.body)), got.header.Get("Content-Length"))
					}
				})
			}
		}
	}
}

// checkError checks that the client sees an error in the format of its API.
func checkError(t *testing.T, w wire, stream bool, direct, got answered) {
	t.Helper()
	if w.kind == replay.Ollama && !w.native() && stream && direct.status == http.StatusOK {
		// The server loses the error; the answer breaks off.
		assert.Contains(t, string(direct.body), "[DONE]")
		return
	}
	frames := got.frames()
	require.NotEmpty(t, frames)
	e := frames[len(frames)-1].Get("error")
	if w.native() {
		assert.Equal(t, string(direct.body), string(got.body))
		assert.NotEmpty(t, e.Str)
		return
	}
	assert.NotEmpty(t, e.Get("message").Str, "%s", got.body)
	assert.NotEmpty(t, e.Get("type").Str)
	assert.True(t, e.Get("param").Exists())
	if stream && direct.status == http.StatusOK {
		assert.NotEmpty(t, got.mark(inference.FailedField))
	}
}

// around returns what is in an answer besides the texts: one JSON value each
// for the frames, those with nothing but text left out.
func around(a answered) (list []string) {
	for _, f := range a.frames() {
		var v any
		if err := json.Unmarshal([]byte(f.Raw), &v); err != nil {
			panic(err)
		}
		blank(v)
		b, _ := json.Marshal(v)
		if len(list) == 0 || list[len(list)-1] != string(b) {
			list = append(list, string(b))
		}
	}
	return list
}

// blank empties the texts that may be repaired.
func blank(v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			blank(e)
		}
	case map[string]any:
		for name, e := range v {
			switch name {
			case "role": // not in frames that bring the rest of a text
				delete(v, name)
			case "content", "text", "arguments", "response":
				if _, ok := e.(string); ok {
					v[name] = ""
				}
			default:
				blank(e)
			}
		}
	}
}
