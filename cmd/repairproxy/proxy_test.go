package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/repairjson/repairjson/inference/replay"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// A running is a proxy that listens.
type running struct {
	*proxy
	url string
	log *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// start starts a proxy before the upstreams.
func start(t testing.TB, change func(*config), upstreams ...string) *running {
	t.Helper()
	c := &config{Listen: "127.0.0.1:0", Limits: limits{Body: 32 << 20, Header: 64 << 10, Idle: 10 * time.Second, Concurrent: 4096, Shutdown: time.Second}}
	for _, u := range upstreams {
		c.Upstreams = append(c.Upstreams, upstream{URL: u})
	}
	if change != nil {
		change(c)
	}
	if len(c.Upstreams) == 0 {
		stop, err := startReplay(c)
		require.NoError(t, err)
		t.Cleanup(stop)
	}
	require.NoError(t, c.check())
	log := &lockedBuffer{}
	p, err := newProxy(c, slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	require.NoError(t, err)
	l, err := net.Listen("tcp", c.Listen)
	require.NoError(t, err)
	server := p.server()
	go server.Serve(framedListener{l})
	t.Cleanup(func() { server.Close() })
	return &running{p, "http://" + l.Addr().String(), log}
}

func handler(t testing.TB, h http.HandlerFunc) string {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

const chatPath = "/v1/chat/completions"

// ask returns a request for JSON.
func ask(model string, stream bool) string {
	return fmt.Sprintf(`{"model":%q,"stream":%v,"response_format":{"type":"json_object"},"messages":[{"role":"user","content":"who are you"}]}`, model, stream)
}

func post(t testing.TB, url, body string) (*http.Response, string) {
	t.Helper()
	client := http.Client{Timeout: 30 * time.Second}
	resp, err := client.Post(url, "application/json", strings.NewReader(body))
	require.NoError(t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp, string(data)
}

func get(t testing.TB, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	require.NoError(t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(data)
}

// content puts the content of a stream together.
func content(t testing.TB, sse string) string {
	t.Helper()
	text := ""
	for line := range strings.Lines(sse) {
		if data, ok := strings.CutPrefix(line, "data: "); ok && data[0] == '{' {
			require.True(t, gjson.Valid(data), data)
			text += gjson.Get(data, "choices.0.delta.content").Str
		}
	}
	return text
}

func TestReplay(t *testing.T) {
	p := start(t, nil)
	for _, server := range []string{"vllm", "fastchat", "llama-factory", "ollama"} {
		resp, body := post(t, p.url+chatPath, ask(server+"/quote", false))
		assert.Equal(t, `{"a":"b"}`, gjson.Get(body, "choices.0.message.content").Str)
		assert.Equal(t, "2", resp.Header.Get("Repair-Edits"))
		resp, body = post(t, p.url+chatPath, ask(server+"/quote", true))
		assert.Equal(t, `{"a":"b"}`, content(t, body))
		assert.Equal(t, "2", resp.Trailer.Get("Repair-Edits"))
		assert.True(t, strings.HasSuffix(body, "data: [DONE]\n\n"))
	}
	_, body := post(t, p.url+"/api/chat", `{"model":"quote","format":"json","stream":false,"messages":[]}`)
	assert.Equal(t, `{"a":"b"}`, gjson.Get(body, "message.content").Str)
	_, body = post(t, p.url+"/api/generate", `{"model":"quote","format":"json","stream":false,"prompt":"x"}`)
	assert.Equal(t, `{"a":"b"}`, gjson.Get(body, "response").Str)
	status, body := get(t, p.url+"/v1/models")
	assert.Equal(t, 200, status)
	assert.Contains(t, body, `"quote"`)

	_, body = get(t, p.url+"/metrics")
	for _, line := range []string{
		`repairproxy_requests_total{model="fastchat/quote",route="chat/completions",status="2xx"} 2`,
		`repairproxy_repaired_total{model="ollama/quote",route="chat/completions"} 2`,
		`repairproxy_faults_total{fault="missing-quote",model="vllm/quote"} 2`,
		`repairproxy_requests_total{model="",route="other",status="2xx"} 1`,
		"repairproxy_added_seconds_count 10", "repairproxy_in_flight 0",
	} {
		assert.Contains(t, body, line+"\n")
	}
	status, body = get(t, p.url+"/healthz")
	assert.Equal(t, "200 ok\n", fmt.Sprint(status, " ", body))
	log := p.log.String()
	assert.Contains(t, log, `"repair_faults":"extra-closer+missing-quote"`)
	assert.NotContains(t, log, `a\":b`, "no content in the log")
}

// TestLog checks that texts are in the log if that is asked for.
func TestLog(t *testing.T) {
	p := start(t, func(c *config) { c.LogContent = true })
	post(t, p.url+chatPath, ask("quote", false))
	assert.Contains(t, p.log.String(), `"source":"{\"a\":b\"}}","output":"{\"a\":\"b\"}"`)
}

// TestObserve checks that nothing is changed, on all routes or on some.
func TestObserve(t *testing.T) {
	s := &replay.Server{}
	up := handler(t, s.ServeHTTP)
	p := start(t, func(c *config) { c.Upstreams = []upstream{{URL: up, Observe: []string{"completions"}}} })
	_, body := post(t, p.url+chatPath, ask("quote", true))
	assert.Equal(t, `{"a":"b"}`, content(t, body))
	const request = `{"model":"quote","guided_json":{"type":"object"},"prompt":"x"}`
	_, direct := post(t, up+"/v1/completions", request)
	_, body = post(t, p.url+"/v1/completions", request)
	assert.Equal(t, direct, body)
	p = start(t, func(c *config) { c.Observe = true }, up)
	_, direct = post(t, up+chatPath, ask("fence", true))
	resp, body := post(t, p.url+chatPath, ask("fence", true))
	assert.Equal(t, direct, body)
	assert.Empty(t, resp.Trailer)
	_, body = get(t, p.url+"/metrics")
	assert.Contains(t, body, `repairproxy_repaired_total{model="fence",route="chat/completions"} 1`)
}

func TestUpstreams(t *testing.T) {
	list := []upstream{
		{URL: "http://a:1", Models: []string{"llama*", "vicuna"}}, {URL: "http://b:1/v1/", Paths: []string{"/api/"}}, {URL: "http://c:1/x"},
	}
	for i := range list {
		require.NoError(t, list[i].check())
	}
	assert.Equal(t, "", list[1].url.Path)
	assert.Equal(t, "/x", list[2].url.Path)
	for _, c := range []struct {
		model, path string
		want        int
	}{{"llama2-13b", chatPath, 0}, {"vicuna", "/api/chat", 0}, {"other", "/api/chat", 1}, {"other", chatPath, 2}, {"", "/v1/models", 2}} {
		assert.Equal(t, c.want, choose(list, c.model, c.path), c.model)
	}
	assert.Equal(t, -1, choose(list[:2], "other", chatPath))

	p := start(t, func(c *config) { c.Upstreams = []upstream{{URL: "http://127.0.0.1:1", Models: []string{"known"}}} })
	resp, body := post(t, p.url+chatPath, ask("unknown", false))
	assert.Equal(t, http.StatusNotFound, resp.StatusCode)
	assert.Equal(t, "not_found_error", gjson.Get(body, "error.type").Str)
	resp, body = post(t, p.url+chatPath, ask("known", false))
	assert.Equal(t, http.StatusBadGateway, resp.StatusCode)
	assert.NotEmpty(t, gjson.Get(body, "error.message").Str)
}

// TestFraming checks what is seen of the requests of a connection.
func TestFraming(t *testing.T) {
	const both = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
	const length = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 24\r\n\r\nTransfer-Encoding: x\r\n\r\n"
	const chunks = "POST / HTTP/1.1\nHost: x\ntransfer-encoding: chunked\n\n3;x=y\r\nabc\r\n10\r\nContent-Length: \r\n0\r\nTrailer: x\r\n\r\n"
	const plain = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
	in := length + plain + chunks + plain + length + both
	for size := 1; size <= len(in); size++ {
		f := &framing{}
		for rest := []byte(in); len(rest) > 0; {
			n := min(size, len(rest))
			f.feed(rest[:n])
			rest = rest[n:]
		}
		require.Equal(t, []bool{false, false, false, false, false, true}, f.verdicts, "by %d", size)
	}
}

// raw sends bytes to the proxy and returns what comes back.
func (p *running) raw(t testing.TB, text string) string {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	require.NoError(t, err)
	defer c.Close()
	c.SetDeadline(time.Now().Add(10 * time.Second))
	_, err = io.WriteString(c, text)
	require.NoError(t, err)
	b, _ := io.ReadAll(c)
	return string(b)
}

// TestLimits checks what is refused.
func TestLimits(t *testing.T) {
	goOn := make(chan struct{})
	up := handler(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "slow") {
			<-goOn
		}
		io.WriteString(w, "here")
	})
	p := start(t, func(c *config) {
		c.Limits.Body, c.Limits.Concurrent, c.Limits.Header = 1000, 1, 4096
	}, up)
	head := "POST " + chatPath + " HTTP/1.1\r\nHost: x\r\n"
	assert.Contains(t, p.raw(t, head+"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "400 Bad Request")
	assert.Contains(t, p.raw(t, head+"Content-Length: 5\r\nContent-Length: 6\r\n\r\n{\"a\":1"), "400 Bad Request")
	assert.Contains(t, p.raw(t, head+"X: "+strings.Repeat("x", 20000)+"\r\n\r\n"), "431")
	resp, body := post(t, p.url+chatPath, strings.Repeat(" ", 2000))
	assert.Equal(t, http.StatusRequestEntityTooLarge, resp.StatusCode)
	assert.Equal(t, "invalid_request_error", gjson.Get(body, "error.type").Str)

	done := make(chan struct{})
	go func() {
		get(t, p.url+"/slow")
		close(done)
	}()
	require.Eventually(t, func() bool { return len(p.slots) == 1 }, 5*time.Second, time.Millisecond)
	status, _ := get(t, p.url+"/v1/models")
	assert.Equal(t, http.StatusServiceUnavailable, status)
	close(goOn)
	<-done
	status, _ = get(t, p.url+"/v1/models")
	assert.Equal(t, 200, status)
}
