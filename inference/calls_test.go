package inference

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/repair"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

const toolsOffered = `"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}}}]`

// brokenCall is what a server's parser of Hermes' convention cannot read.
const brokenCall = `<tool_call>
{"name": "get_weather", "arguments": {"city": "Rome", "days": "3",}
</tool_call>`

// ask sends a request to a server that gives answer, through a transport with
// the options, and returns the body of what comes back.
func ask(t *testing.T, o Options, path, request, kind, answer string) (*http.Response, string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		io.WriteString(w, answer)
	}))
	defer server.Close()
	client := &http.Client{Transport: o.Transport(nil)}
	resp, err := client.Post(server.URL+path, "application/json", strings.NewReader(request))
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp, string(body)
}

func chatAnswer(content, finish string, tokens int) string {
	return fmt.Sprintf(`{"id":"1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":%s},"finish_reason":%q}],"usage":{"completion_tokens":%d}}`,
		appendString(nil, []byte(content)), finish, tokens)
}

const rome = `{"city": "Rome", "days": 3}`

func TestCallsInText(t *testing.T) {
	request := `{"model":"m","messages":[],` + toolsOffered + `}`
	resp, body := ask(t, Options{}, "/v1/chat/completions", request, "application/json", chatAnswer("I look.\n"+brokenCall, "stop", 20))
	choice := gjson.Get(body, "choices.0")
	assert.Equal(t, "I look.", choice.Get("message.content").Str, body)
	assert.Equal(t, "tool_calls", choice.Get("finish_reason").Str)
	call := choice.Get("message.tool_calls.0")
	assert.Regexp(t, "^call_", call.Get("id").Str)
	assert.Equal(t, "function", call.Get("type").Str)
	assert.Equal(t, "get_weather", call.Get("function.name").Str)
	assert.JSONEq(t, rome, call.Get("function.arguments").Str)
	assert.NotEmpty(t, resp.Header.Get(FaultsField))

	_, body = ask(t, Options{}, "/v1/chat/completions", request, "application/json", chatAnswer(brokenCall, "stop", 20))
	assert.Equal(t, gjson.Null, gjson.Get(body, "choices.0.message.content").Type, body)

	// ollama's own API has arguments as objects.
	_, body = ask(t, Options{}, "/api/chat", `{"model":"m","stream":false,"messages":[],`+toolsOffered+`}`, "application/json",
		`{"model":"m","message":{"role":"assistant","content":`+string(appendString(nil, []byte(brokenCall)))+`},"done":true,"done_reason":"stop","eval_count":20}`)
	assert.JSONEq(t, rome, gjson.Get(body, "message.tool_calls.0.function.arguments").Raw, body)
	assert.Equal(t, "", gjson.Get(body, "message.content").Str)
}

func TestNoCallsInText(t *testing.T) {
	for name, test := range map[string]struct{ request, answer string }{
		"words":        {`{"messages":[],` + toolsOffered + `}`, chatAnswer("It is fine in Rome.", "stop", 9)},
		"no tools":     {`{"messages":[]}`, chatAnswer(brokenCall, "stop", 20)},
		"not offered":  {`{"messages":[],` + toolsOffered + `}`, chatAnswer("[drop_tables(x=1)]", "stop", 20)},
		"cut off":      {`{"messages":[],` + toolsOffered + `}`, chatAnswer(`[get_weather(city="Ro`, "length", 20)},
		"none allowed": {`{"messages":[],"tool_choice":"none",` + toolsOffered + `}`, chatAnswer(brokenCall, "stop", 20)},
		"JSON wanted":  {`{"messages":[],"response_format":{"type":"json_object"},` + toolsOffered + `}`, chatAnswer(`{"name":"get_weather"}`, "stop", 9)},
		"empty":        {`{"messages":[],` + toolsOffered + `}`, chatAnswer("", "stop", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			_, body := ask(t, Options{}, "/v1/chat/completions", test.request, "application/json", test.answer)
			assert.Equal(t, test.answer, body)
		})
	}
	_, body := ask(t, Options{Reject: repair.Coerced}, "/v1/chat/completions", `{"messages":[],`+toolsOffered+`}`, "application/json", chatAnswer(brokenCall, "stop", 20))
	assert.Equal(t, chatAnswer(brokenCall, "stop", 20), body)
}

// What the server has lost is an error.
func TestLostCall(t *testing.T) {
	request := `{"model":"m","stream":false,"messages":[],` + toolsOffered + `}`
	resp, body := ask(t, Options{}, "/v1/chat/completions", request, "application/json", chatAnswer("", "stop", 17))
	assert.Equal(t, http.StatusBadGateway, resp.StatusCode)
	assert.Contains(t, gjson.Get(body, "error.message").Str, errLost.Error())
	lost := `{"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","eval_count":17}`
	resp, body = ask(t, Options{}, "/api/chat", request, "application/json", lost)
	assert.Equal(t, http.StatusBadGateway, resp.StatusCode)
	assert.Contains(t, gjson.Get(body, "error").Str, errLost.Error())
	_, body = ask(t, Options{}, "/api/chat", `{"messages":[],`+toolsOffered+`}`, "application/x-ndjson", lost+"\n")
	assert.Contains(t, gjson.Get(body, "error").String(), errLost.Error())
	thought := `{"message":{"role":"assistant","content":"","thinking":"Hm."},"done":true,"done_reason":"stop","eval_count":17}`
	_, body = ask(t, Options{}, "/api/chat", request, "application/json", thought)
	assert.Equal(t, thought, body)

	// A stream of OpenAI's tells no tokens.
	silent := `data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop"}]}` + "\n\ndata: [DONE]\n\n"
	streamed := func(role string) string {
		_, body := ask(t, Options{}, "/v1/chat/completions", `{"stream":true,"messages":[{"role":"`+role+`","content":"Weather?"}],`+toolsOffered+`}`, "text/event-stream", silent)
		return body
	}
	assert.Contains(t, streamed("user"), errSilent.Error())
	assert.Contains(t, streamed("user"), "data: [DONE]")
	assert.Equal(t, silent, streamed("tool"), "behind a tool's result a model may have nothing to say")
}

// chunks returns a stream of OpenAI's format with the text in pieces of n
// bytes.
func chunks(text string, n int) string {
	var b strings.Builder
	for i := 0; i < len(text); i += n {
		fmt.Fprintf(&b, `data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":%s},"finish_reason":null}]}`+"\n\n",
			appendString(nil, []byte(text[i:min(len(text), i+n)])))
	}
	b.WriteString(`data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}` + "\n\ndata: [DONE]\n\n")
	return b.String()
}

// gather puts the frames of a stream together.
func gather(t *testing.T, body string) (content, calls, finish string) {
	t.Helper()
	names := []string{}
	for line := range strings.Lines(body) {
		data, ok := strings.CutPrefix(strings.TrimSpace(line), "data: ")
		if !ok || data == "[DONE]" {
			continue
		}
		require.True(t, gjson.Valid(data), data)
		choice := gjson.Get(data, "choices.0")
		content += choice.Get("delta.content").Str
		choice.Get("delta.tool_calls").ForEach(func(_, call gjson.Result) bool {
			require.Equal(t, len(names), int(call.Get("index").Int()), body)
			names = append(names, call.Get("function.name").Str+call.Get("function.arguments").Str)
			return true
		})
		if f := choice.Get("finish_reason").Str; f != "" {
			finish = f
		}
	}
	return content, strings.Join(names, ";"), finish
}

func TestCallsInStream(t *testing.T) {
	request := `{"model":"m","stream":true,"messages":[],` + toolsOffered + `}`
	text := "I look.\n" + brokenCall + "\n<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Oslo\"}}</tool_call>"
	for n := 1; n < 60; n += 7 {
		_, body := ask(t, Options{}, "/v1/chat/completions", request, "text/event-stream", chunks(text, n))
		content, calls, finish := gather(t, body)
		assert.Equal(t, "I look.", content, body)
		assert.Equal(t, `get_weather`+rome+`;get_weather{"city":"Oslo"}`, calls)
		assert.Equal(t, "tool_calls", finish)
		assert.True(t, strings.HasSuffix(body, "data: [DONE]\n\n"))
	}
	// Words go on as they came.
	words := chunks("It is fine in Rome, [as I said].", 3)
	_, body := ask(t, Options{}, "/v1/chat/completions", request, "text/event-stream", words)
	content, calls, finish := gather(t, body)
	assert.Equal(t, "It is fine in Rome, [as I said].", content)
	assert.Empty(t, calls)
	assert.Equal(t, "stop", finish)
}

func TestCallsInNativeStream(t *testing.T) {
	line := func(text string) string {
		return `{"model":"m","message":{"role":"assistant","content":` + string(appendString(nil, []byte(text))) + `},"done":false}` + "\n"
	}
	answer := line("I look. ") + line(brokenCall[:30]) + line(brokenCall[30:]) +
		`{"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","eval_count":20}` + "\n"
	_, body := ask(t, Options{}, "/api/chat", `{"messages":[],`+toolsOffered+`}`, "application/x-ndjson", answer)
	content, calls := "", ""
	for line := range strings.Lines(body) {
		require.True(t, gjson.Valid(line), line)
		content += gjson.Get(line, "message.content").Str
		calls += gjson.Get(line, "message.tool_calls.0.function.arguments").Raw
	}
	assert.Equal(t, "I look.", content)
	assert.JSONEq(t, rome, calls, body)
}
