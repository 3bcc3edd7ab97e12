package inference_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/repairjson/repairjson/inference"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// answer starts a server that gives one answer to everything.
func answer(t testing.TB, h http.HandlerFunc) string {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

const asks = `{"model":"m","response_format":{"type":"json_object"},"messages":[]}`

func zipped(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.Bytes()
}

// TestPasses checks what is not looked at: it stays byte for byte.
func TestPasses(t *testing.T) {
	const odd = " {\"choices\":[{\"message\":{\"content\":\"{'a':1\"}}],  \"x\":1.50} \n"
	url := answer(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Seen", string(body))
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, odd)
	})
	for _, c := range []struct{ method, path, body string }{
		{"POST", "/v1/chat/completions", `{"messages":[]}`},
		{"POST", "/v1/chat/completions", `not JSON`},
		{"POST", "/v1/responses", asks},
		{"POST", "/v1/messages", asks},
		{"POST", "/v1/embeddings", asks},
		{"POST", "/api/show", asks},
		{"GET", "/v1/models", ""},
		{"POST", "/api/chat", asks}, // not ollama's way to ask
	} {
		req, err := http.NewRequest(c.method, url+c.path, strings.NewReader(c.body))
		require.NoError(t, err)
		resp, err := inference.Transport(nil).RoundTrip(req)
		require.NoError(t, err)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		assert.Equal(t, odd, string(body), c.path)
		assert.Equal(t, c.body, resp.Header.Get("Seen"), c.path)
		assert.Empty(t, resp.Header.Get(inference.EditsField))
	}
	got := send(t, inference.Transport(nil), url+"/v1/chat/completions", asks)
	assert.Equal(t, strings.Replace(odd, `{'a':1`, `{\"a\":1}`, 1), string(got.body), "the bytes around the text stay")
	assert.Equal(t, fmt.Sprint(len(got.body)), got.header.Get("Content-Length"))
}

// TestRequest checks that the client's request is not touched, and what the
// server gets.
func TestRequest(t *testing.T) {
	url := answer(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, `{"got":%q,"length":%d,"encoding":%q}`, body, r.ContentLength, r.Header.Get("Accept-Encoding"))
	})
	const in = `{"response_format":{"type":"json_object"},"messages":[{"tool_calls":[{"function":{"name":"f","arguments":"{a:1"}}]}]}`
	const want = `{"response_format":{"type":"json_object"},"messages":[{"tool_calls":[{"function":{"name":"f","arguments":"{\"a\":1}"}}]}]}`
	req, err := http.NewRequest("POST", url+"/v1/chat/completions", strings.NewReader(in))
	require.NoError(t, err)
	req.Header.Set("Accept-Encoding", "br")
	header := req.Header.Clone()
	resp, err := inference.Transport(&http.Transport{DisableCompression: true}).RoundTrip(req)
	require.NoError(t, err)
	body, _ := io.ReadAll(resp.Body)
	assert.Equal(t, want, gjson.GetBytes(body, "got").Str)
	assert.Equal(t, int64(len(want)), gjson.GetBytes(body, "length").Int())
	assert.Empty(t, gjson.GetBytes(body, "encoding").Str, "an answer that is looked at comes plain")
	assert.Equal(t, header, req.Header)
	assert.Equal(t, int64(len(in)), req.ContentLength)
}

func TestGzip(t *testing.T) {
	var body []byte
	kind := "application/json"
	encoding := "gzip"
	url := answer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Encoding", encoding)
		w.Write(body)
	}) + "/v1/chat/completions"
	plain := &http.Transport{DisableCompression: true}
	broken := `{"choices":[{"message":{"content":"{'a':1"},"finish_reason":"stop"}]}`
	valid := `{"choices":[{"message":{"content":"{}"},"finish_reason":"stop"}]}`

	body = zipped(broken)
	got := send(t, inference.Transport(plain), url, asks)
	assert.Equal(t, strings.Replace(broken, `{'a':1`, `{\"a\":1}`, 1), string(got.body))
	assert.Empty(t, got.header.Get("Content-Encoding"))

	observe := inference.Options{Observe: func(*http.Request) bool { return true }}
	got = send(t, observe.Transport(plain), url, asks)
	assert.Equal(t, body, got.body)
	assert.Equal(t, "gzip", got.header.Get("Content-Encoding"))

	body = zipped(valid)
	got = send(t, inference.Transport(plain), url, asks)
	assert.Equal(t, body, got.body, "nothing is to repair")
	assert.Equal(t, "gzip", got.header.Get("Content-Encoding"))

	kind = "text/event-stream"
	body = zipped("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{'a':1\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
	got = send(t, inference.Transport(plain), url, asks)
	assert.Equal(t, `{"a":1}`, got.texts()["0 text"])

	encoding, body = "br", []byte("whatever")
	got = send(t, inference.Transport(plain), url, asks)
	assert.Equal(t, "whatever", string(got.body))
}

// TestTooLarge checks answers and requests above the limit.
func TestTooLarge(t *testing.T) {
	big := `{"choices":[{"message":{"content":"{'a':` + strings.Repeat("1", 5000) + `"}}]}`
	for _, chunked := range []bool{false, true} {
		url := answer(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if chunked {
				w.(http.Flusher).Flush()
			}
			io.Copy(w, io.MultiReader(strings.NewReader(big)))
		}) + "/v1/chat/completions"
		var report inference.Report
		o := inference.Options{MaxBody: 1000, OnReport: func(r *inference.Report) { report = *r }}
		got := send(t, o.Transport(nil), url, asks)
		assert.Equal(t, big, string(got.body))
		assert.Equal(t, "too large", report.Skipped)
		got = send(t, o.Transport(nil), url, strings.Replace(asks, "[]", "["+strings.Repeat(" ", 2000)+"]", 1))
		assert.Equal(t, big, string(got.body))
		assert.Equal(t, "too large", report.Skipped)
	}
}

// TestBrokenBodies checks answers that are no stream and do not end.
func TestBrokenBodies(t *testing.T) {
	url := answer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000")
		io.WriteString(w, `{"choices":[`)
	}) + "/v1/chat/completions"
	got := send(t, inference.Transport(nil), url, asks)
	assert.ErrorIs(t, got.err, io.ErrUnexpectedEOF)
	assert.Equal(t, `{"choices":[`, string(got.body))

	url = answer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, "\x00<garbage>")
	}) + "/v1/chat/completions"
	got = send(t, inference.Transport(nil), url, asks)
	assert.NoError(t, got.err)
	assert.Equal(t, "\x00<garbage>", string(got.body))
}

// TestCancel checks that the server learns when the client goes away.
func TestCancel(t *testing.T) {
	gone := make(chan struct{})
	url := answer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		io.WriteString(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{\\\"a\\\": \\\"x\"}}]}\n\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
		close(gone)
	}) + "/v1/chat/completions"
	told := make(chan *inference.Report, 1)
	rt := inference.Options{OnReport: func(r *inference.Report) { told <- r }}.Transport(nil)
	for _, how := range []string{"close", "cancel"} {
		ctx, cancel := context.WithCancel(t.Context())
		req, err := http.NewRequestWithContext(ctx, "POST", url, strings.NewReader(asks))
		require.NoError(t, err)
		resp, err := rt.RoundTrip(req)
		require.NoError(t, err)
		resp.Body.Read(make([]byte, 1))
		if how == "close" {
			resp.Body.Close()
		} else {
			cancel()
			_, err := io.ReadAll(resp.Body)
			assert.ErrorIs(t, err, context.Canceled)
		}
		select {
		case <-gone:
			gone = make(chan struct{})
		case <-time.After(5 * time.Second):
			t.Fatal("the server was not told")
		}
		assert.Error(t, (<-told).Err)
		cancel()
		resp.Body.Close()
	}
}

// TestRefuse checks the errors that take the place of answers.
func TestRefuse(t *testing.T) {
	url := answer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasPrefix(r.URL.Path, "/api") {
			io.WriteString(w, `{"message":{"content":"{\"a\": \"x"},"done":true,"done_reason":"length"}`)
			return
		}
		io.WriteString(w, `{"choices":[{"index":0,"message":{"content":"{\"a\": \"x"},"finish_reason":"length"}]}`)
	})
	o := inference.Options{RefuseTruncated: true}
	got := send(t, o.Transport(nil), url+"/v1/chat/completions", asks)
	assert.Equal(t, http.StatusBadGateway, got.status)
	assert.Equal(t, "answer_truncated", got.frames()[0].Get("error.type").Str)
	assert.Equal(t, "length", got.mark(inference.TruncatedField))
	got = send(t, o.Transport(nil), url+"/api/chat", `{"format":"json"}`)
	assert.Equal(t, http.StatusBadGateway, got.status)
	assert.Contains(t, got.frames()[0].Get("error").Str, "cut off")
}

// TestChoicesWhole checks an answer with several choices, calls and thoughts.
func TestChoicesWhole(t *testing.T) {
	const in = `{"id":"1","choices":[
		{"index":1,"message":{"role":"assistant","content":"{'a':1","reasoning_content":"{'x'"},"logprobs":{"tokens":["{"]},"finish_reason":"length"},
		{"index":0,"message":{"content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{p:1"}},{"id":"2","function":{"arguments":"","name":"g"}}]},"finish_reason":"tool_calls"},
		{"index":2,"message":{"content":"[]","function_call":{"name":"f","arguments":"{\"q\": 2}}"}},"finish_reason":"function_call"}], "usage": {"total_tokens": 1.0}}`
	url := answer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, in)
	}) + "/v1/chat/completions"
	var report inference.Report
	o := inference.Options{OnReport: func(r *inference.Report) { report = *r }}
	got := send(t, o.Transport(nil), url, `{"n":3,"response_format":{"type":"json_object"},"tools":[{"function":{"name":"f"}},{"function":{"name":"g"}}]}`)
	want := strings.NewReplacer(`"{'a':1"`, `"{\"a\":1}"`, `"{p:1"`, `"{\"p\":1}"`, `"arguments":""`, `"arguments":"{}"`, `2}}"`, `2}"`).Replace(in)
	assert.Equal(t, want, string(got.body))
	assert.Equal(t, "length", got.mark(inference.TruncatedField))
	var where []string
	for _, a := range report.Answers {
		where = append(where, fmt.Sprint(a.Choice, " ", a.Where))
	}
	assert.Equal(t, []string{"1 content", "0 arguments of f", "0 arguments of g", "2 content", "2 arguments of f"}, where)
}

// TestSchema checks that an answer fits the schema of the request.
func TestSchema(t *testing.T) {
	url := answer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"choices":[{"index":0,"message":{"content":"{'User Name': 'x', 'age': '30'}"},"finish_reason":"stop"}]}`)
	}) + "/v1/chat/completions"
	const schema = `{"type":"object","properties":{"userName":{"type":"string"},"age":{"type":"integer"}},"required":["userName","age"]%s}`
	body := `{"response_format":{"type":"json_schema","json_schema":{"schema":` + schema + `}}}`
	got := send(t, inference.Transport(nil), url, fmt.Sprintf(body, ""))
	assert.Equal(t, `{"userName": "x", "age": 30}`, got.texts()["0 text"])
	assert.Contains(t, got.mark(inference.FaultsField), "key-case")

	got = send(t, inference.Transport(nil), url, fmt.Sprintf(strings.Replace(body, `"age"]`, `"age","zip"]`, 1), ""))
	assert.Equal(t, "mismatch", got.mark(inference.FailedField))
	assert.True(t, gjson.Valid(got.texts()["0 text"]))
}

func ExampleTransport() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"choices":[{"message":{"content":"{\"a\":b\"}}"},"finish_reason":"stop"}]}`)
	}))
	defer server.Close()
	client := &http.Client{Transport: inference.Transport(nil)}
	resp, err := client.Post(server.URL+"/v1/chat/completions", "application/json",
		strings.NewReader(`{"model":"vicuna","response_format":{"type":"json_object"},"messages":[]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	fmt.Println(string(body))
	fmt.Println(resp.Header.Get(inference.FaultsField))
	// Output:
	// {"choices":[{"message":{"content":"{\"a\":\"b\"}"},"finish_reason":"stop"}]}
	// extra-closer,missing-quote
}

func ExampleOptions_Transport() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"model":"llama2","message":{"role":"assistant","content":"{'a':1}"},"done":true,"done_reason":"stop"}`)
	}))
	defer server.Close()
	observe := inference.Options{
		Observe:  func(*http.Request) bool { return true },
		OnReport: func(r *inference.Report) { fmt.Println(r.Route, r.Model, r.Edits(), "edits") },
	}
	client := &http.Client{Transport: observe.Transport(nil)}
	resp, err := client.Post(server.URL+"/api/chat", "application/json", strings.NewReader(`{"model":"llama2","format":"json","stream":false}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	fmt.Println(string(body))
	// Output:
	// api/chat llama2 2 edits
	// {"model":"llama2","message":{"role":"assistant","content":"{'a':1}"},"done":true,"done_reason":"stop"}
}
