package pipeline

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/repairjson/repairjson/inference/replay"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// client returns a client that does not wait between its tries.
func client(t *testing.T, llm LLM) *Client {
	t.Helper()
	c, err := NewClient(llm)
	require.NoError(t, err)
	c.pause = time.Millisecond
	return c
}

func user(text string) []Turn { return []Turn{{"user", text}} }

// TestTutorialConfigurations asks the server of each kind with the
// configuration that a tutorial of MetaGPT with open models gives for it.
func TestTutorialConfigurations(t *testing.T) {
	const open = `llm:
  api_type: 'open_llm'
  base_url: 'http://127.0.0.1:8000/v1'   # the rest of the path is filled in
  model: 'MODEL'
repair_llm_output: true
`
	const ollama = `llm:
  api_type: 'ollama'
  base_url: 'http://127.0.0.1:11434/api'
  model: 'llama2'
repair_llm_output: true
`
	for _, c := range []struct {
		kind        replay.Kind
		text, model string
		path        string
	}{
		{replay.LLaMAFactory, open, "gpt-3.5-turbo", "/v1/chat/completions"},
		{replay.FastChat, open, "vicuna", "/v1/chat/completions"},
		{replay.VLLM, open, "llama2-13b", "/v1/chat/completions"},
		{replay.Ollama, ollama, "llama2", "/api/chat"},
		{replay.Ollama, strings.Replace(ollama, "'ollama'", "'ollama.generate'", 1), "llama2", "/api/generate"},
	} {
		t.Run(c.kind.String()+c.path, func(t *testing.T) {
			var asked string
			script := &replay.Directed{Kind: c.kind, Choose: func(model string, said []string) replay.Answer {
				assert.Equal(t, []string{"who are you"}, said)
				return replay.Answer{Text: "I am " + model + ", 你好.", Reasoning: "Who am I?"}
			}}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked = r.URL.Path
				script.ServeHTTP(w, r)
			}))
			defer server.Close()
			text := strings.NewReplacer("http://127.0.0.1:8000", server.URL, "http://127.0.0.1:11434", server.URL, "MODEL", c.model).Replace(c.text)
			for _, stream := range []string{"", "  stream: false\n"} {
				config, err := parse(t, strings.Replace(text, "repair_llm", stream+"repair_llm", 1))
				require.NoError(t, err)
				require.NoError(t, config.Check())
				assert.Empty(t, config.Warnings)
				assert.True(t, config.RepairLLMOutput)
				seen := 0
				reply, err := client(t, config.LLM).Ask(context.Background(), user("who are you"), func(n int) { seen++ })
				require.NoError(t, err)
				assert.Equal(t, "I am "+c.model+", 你好.", reply.Text)
				assert.Equal(t, c.path, asked)
				assert.Positive(t, reply.Input)
				assert.Positive(t, reply.Output)
				if stream == "" {
					assert.Greater(t, seen, 3, "it is seen arriving")
				}
				if c.kind == replay.VLLM || c.kind == replay.Ollama {
					assert.Equal(t, "Who am I?", reply.Reasoning, "reasoning is kept apart")
				}
				assert.Empty(t, reply.Cut)
			}
		})
	}
}

func TestWrongURL(t *testing.T) {
	for _, c := range []struct {
		kind           replay.Kind
		apiType, path  string
		want, unwanted string
	}{
		{replay.Ollama, "ollama", "", "base_url in config2.yaml should be URL/api", ""},
		{replay.Ollama, "ollama", "/v1/", "base_url in config2.yaml should be URL/api", ""},
		{replay.Ollama, "ollama", "/api/chat", "base_url in config2.yaml should be URL/api", ""},
		{replay.VLLM, "open_llm", "", "base_url in config2.yaml should be URL/v1", ""},
		{replay.FastChat, "open_llm", "/api", "base_url in config2.yaml should be URL/v1", ""},
		{replay.VLLM, "ollama", "/api", "write api_type: open_llm and a base_url that ends in /v1", "should be"},
	} {
		calls := 0
		script := &replay.Directed{Kind: c.kind, Choose: func(string, []string) replay.Answer { return replay.Answer{Text: "x"} }}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			calls++
			if strings.Contains(r.URL.Path, "//") || c.kind != replay.Ollama && !strings.HasPrefix(r.URL.Path, "/v1/") {
				http.Error(w, "404 page not found", http.StatusNotFound)
				return
			}
			script.ServeHTTP(w, r)
		}))
		llm := defaultLLM()
		llm.APIType, llm.BaseURL, llm.Model = c.apiType, server.URL+c.path, "m"
		_, err := client(t, llm).Ask(context.Background(), user("x"), nil)
		var status *StatusError
		if assert.ErrorAs(t, err, &status, "%+v", c) {
			assert.Equal(t, 404, status.Status)
			assert.Contains(t, err.Error(), strings.ReplaceAll(c.want, "URL", server.URL))
			assert.Contains(t, err.Error(), "404 page not found")
			if c.unwanted != "" {
				assert.NotContains(t, err.Error(), c.unwanted)
			}
		}
		assert.Equal(t, 1, calls, "it is not tried again")
		server.Close()
	}
}

func TestRetries(t *testing.T) {
	good := `data: {"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}` + "\n\ndata: [DONE]\n\n"
	for _, c := range []struct {
		name   string
		first  func(w http.ResponseWriter)
		again  bool
		inside string // of the error, if it is not tried again
	}{
		{"busy", status(503, "busy"), true, ""},
		{"too many", status(429, `{"error":{"message":"slow down"}}`), true, ""},
		{"fastchat's worker", status(400, `{"object":"error","message":"no worker","code":50005}`), true, ""},
		{"fastchat's error frame", stream(`data: {"text":"NETWORK ERROR","error_code":50001}` + "\n\ndata: [DONE]\n\n"), true, ""},
		{"vllm's error frame", stream(`data: {"error":{"message":"boom","code":500}}` + "\n\ndata: [DONE]\n\n"), true, ""},
		{"broken off", stream(`data: {"choices":[{"index":0,"delta":{"content":"o"}}]}` + "\n\n"), true, ""},
		{"empty", stream(""), true, ""},
		{"cut connection", func(w http.ResponseWriter) { panic(http.ErrAbortHandler) }, true, ""},
		{"bad key", status(401, `{"detail":{"error":{"message":"invalid key"}}}`), false, "answers 401: invalid key"},
		{"llama-factory", status(400, `{"detail":"Invalid length"}`), false, "answers 400: Invalid length"},
		{"fastchat's refusal", status(400, `{"object":"error","message":"too long","code":40303}`), false, "answers 400: too long"},
		{"no such model", status(404, `{"error":"model 'x' not found"}`), false, "model 'x' not found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var calls atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				io.Copy(io.Discard, r.Body)
				if calls.Add(1) == 1 {
					c.first(w)
					return
				}
				stream(good)(w)
			}))
			defer server.Close()
			llm := defaultLLM()
			llm.APIType, llm.BaseURL, llm.Model = "open_llm", server.URL+"/v1", "x"
			reply, err := client(t, llm).Ask(context.Background(), user("x"), nil)
			if !c.again {
				assert.ErrorContains(t, err, c.inside)
				assert.EqualValues(t, 1, calls.Load())
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "ok", reply.Text)
			assert.EqualValues(t, 2, calls.Load())
		})
	}
}

func TestRetriesEnd(t *testing.T) {
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		status(500, "boom")(w)
	}))
	defer server.Close()
	llm := defaultLLM()
	llm.APIType, llm.BaseURL, llm.Model = "open_llm", server.URL+"/v1", "x"
	_, err := client(t, llm).Ask(context.Background(), user("x"), nil)
	assert.ErrorContains(t, err, "answers 500: boom")
	assert.EqualValues(t, 5, calls.Load())

	server.Close()
	_, err = client(t, llm).Ask(context.Background(), user("x"), nil)
	assert.ErrorContains(t, err, "refused")

	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	defer slow.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	llm.BaseURL = slow.URL + "/v1"
	_, err = client(t, llm).Ask(ctx, user("x"), nil)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
}

func status(code int, body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		if strings.HasPrefix(body, "{") {
			w.Header().Set("Content-Type", "application/json")
		}
		w.WriteHeader(code)
		io.WriteString(w, body)
	}
}

func stream(body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/event-stream")
		io.WriteString(w, body)
	}
}

// TestRequests holds the requests to what servers understand.
func TestRequests(t *testing.T) {
	llm := LLM{APIType: "open_llm", BaseURL: "http://h/v1/", Model: "m", MaxToken: 9, Temperature: 0.5, TopP: 0.8, Stream: true, ContextLength: 64}
	turns := []Turn{{"user", "a"}, {"assistant", "b"}, {"user", "c"}}
	for _, c := range []struct{ apiType, url, want string }{
		{"open_llm", "http://h/v1/chat/completions", `{"max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}],"model":"m","stream":true,"stream_options":{"include_usage":true},"temperature":0.5,"top_p":0.8}`},
		{"ollama", "http://h/v1/chat", `{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}],"model":"m","options":{"num_ctx":64,"num_predict":9,"temperature":0.5,"top_p":0.8},"stream":true}`},
		{"ollama.generate", "http://h/v1/generate", `{"model":"m","options":{"num_ctx":64,"num_predict":9,"temperature":0.5,"top_p":0.8},"prompt":"a\n\nb\n\nc","stream":true}`},
	} {
		llm.APIType = c.apiType
		cl := client(t, llm)
		body, err := json.Marshal(cl.request(turns))
		require.NoError(t, err)
		assert.JSONEq(t, c.want, string(body))
		assert.Equal(t, c.url, cl.endpoint())
	}
}

// TestProxy has the requests go through a proxy.
func TestProxy(t *testing.T) {
	var target string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		target = r.URL.String()
		stream(`data: {"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"length"}],"usage":{"prompt_tokens":3,"completion_tokens":1}}` + "\n\ndata: [DONE]\n\n")(w)
	}))
	defer proxy.Close()
	llm := defaultLLM()
	llm.APIType, llm.BaseURL, llm.Model, llm.Proxy = "open_llm", "http://models.example/v1", "x", proxy.URL
	reply, err := client(t, llm).Ask(context.Background(), user("x"), nil)
	require.NoError(t, err)
	assert.Equal(t, "http://models.example/v1/chat/completions", target)
	assert.Equal(t, &Reply{Text: "ok", Input: 3, Output: 1, Cut: "length"}, reply)
}
