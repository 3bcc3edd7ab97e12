package replay_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/inference/replay"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

func ExampleServer() {
	server := httptest.NewServer(&replay.Server{Kind: replay.FastChat})
	defer server.Close()
	resp, err := http.Post(server.URL+"/v1/chat/completions", "application/json",
		strings.NewReader(`{"model":"vicuna","messages":[{"role":"user","content":"a text with a missing quote"}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	fmt.Println(gjson.GetBytes(body, "choices.0.message.content"))
	// Output: {"a":b"}}
}

func post(t *testing.T, s *replay.Server, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("POST", path, strings.NewReader(body)))
	return w
}

// TestChoose checks how a request chooses its answer.
func TestChoose(t *testing.T) {
	s := &replay.Server{Answers: []replay.Answer{{Name: "one", Text: "1"}, {Name: "two", Text: "2"}}}
	for _, c := range []struct{ body, want string }{
		{`{"model":"two","messages":[{"content":"say one, please"}]}`, "1"},
		{`{"model":"x/two","messages":[{"content":"anyone"}]}`, "2"},
		{`{"model":"x"}`, "1"}, {`{"model":"x"}`, "2"}, {`{"model":"x"}`, "1"},
	} {
		w := post(t, s, "/v1/chat/completions", c.body)
		assert.Equal(t, c.want, gjson.Get(w.Body.String(), "choices.0.message.content").Str, c.body)
	}
}

// TestFormats checks what tells the servers apart.
func TestFormats(t *testing.T) {
	const chat = "/v1/chat/completions"
	stream := func(kind replay.Kind, name string) string {
		return post(t, &replay.Server{Kind: kind}, chat, `{"model":"`+name+`","stream":true,"stream_options":{"include_usage":true}}`).Body.String()
	}
	assert.Contains(t, stream(replay.FastChat, "valid"), `{"delta":{"role":"assistant"}`)
	assert.Contains(t, stream(replay.FastChat, "error"), `{"error_code":50001,"text":"CUDA out of memory"}`)
	assert.Contains(t, stream(replay.LLaMAFactory, "truncated"), `"finish_reason":"stop"`, "the server hides it")
	assert.True(t, strings.HasPrefix(stream(replay.LLaMAFactory, "valid"), ": ping"))
	assert.Contains(t, stream(replay.VLLM, "truncated"), `"finish_reason":"length"`)
	assert.Contains(t, stream(replay.VLLM, "valid"), `"choices":[]`)
	assert.Contains(t, stream(replay.Ollama, "script"), `\u003c`)
	for kind, field := range map[replay.Kind]string{replay.VLLM: "error.message", replay.FastChat: "message", replay.LLaMAFactory: "detail", replay.Ollama: "error.message"} {
		w := post(t, &replay.Server{Kind: kind}, chat, `{"model":"error"}`)
		assert.GreaterOrEqual(t, w.Code, 400)
		assert.Equal(t, "CUDA out of memory", gjson.Get(w.Body.String(), field).Str, kind)
		require.Equal(t, http.StatusBadRequest, post(t, &replay.Server{Kind: kind}, chat, "{").Code)
		w = post(t, &replay.Server{Kind: kind}, chat, `{"messages":[{"tool_calls":[{"function":{"arguments":"{"}}]}]}`)
		assert.Equal(t, http.StatusBadRequest, w.Code, "malformed arguments in the history")
		assert.Equal(t, kind == replay.Ollama, post(t, &replay.Server{Kind: kind}, "/api/chat", "{}").Code == http.StatusOK)
	}
	const tools = `{"model":"badtool","stream":false,"tools":[{"function":{"name":"get_weather"}}],"messages":[]}`
	w := post(t, &replay.Server{Kind: replay.Ollama}, "/api/chat", tools)
	assert.Equal(t, "", gjson.Get(w.Body.String(), "message.content").Str, "ollama discards a call that it cannot parse")
	w = post(t, &replay.Server{}, chat, tools)
	assert.Equal(t, `{"city": "Paris",`, gjson.Get(w.Body.String(), "choices.0.message.tool_calls.0.function.arguments").Str)
}
