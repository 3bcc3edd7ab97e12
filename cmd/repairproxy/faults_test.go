package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// settles checks that the goroutines of a test go away.
func settles(t *testing.T) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		assert.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+2 }, 10*time.Second, 20*time.Millisecond,
			"%d goroutines before, %d after", before, runtime.NumGoroutine())
	})
}

// frame returns a frame of a stream.
func frame(text, finish string) string {
	b, _ := json.Marshal(text)
	return `data: {"id":"1","choices":[{"index":0,"delta":{"content":` + string(b) + `},"finish_reason":` + finish + `}]}` + "\n\n"
}

// upstreamOf serves a stream that a function writes, and then breaks off.
func upstreamOf(t testing.TB, write func(w io.Writer, r *http.Request)) string {
	return handler(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.(http.Flusher).Flush()
		write(flushing{w}, r)
	})
}

type flushing struct{ w http.ResponseWriter }

func (f flushing) Write(p []byte) (int, error) {
	n, err := f.w.Write(p)
	f.w.(http.Flusher).Flush()
	return n, err
}

// stream asks for a stream, and returns what came and how it ended.
func stream(t testing.TB, url string) (body string, err error) {
	client := http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Post(url+chatPath, "application/json", strings.NewReader(ask("m", true)))
	require.NoError(t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return string(data), err
}

// checkBroken checks that a stream says that it is broken, and invents nothing.
func checkBroken(t *testing.T, body, said string) {
	t.Helper()
	assert.Contains(t, body, `{"error":{"message":`)
	assert.Equal(t, 1, strings.Count(body, "data: [DONE]\n\n"))
	assert.True(t, strings.HasPrefix(said, content(t, body)), "%q is not of %q", content(t, body), said)
}

func TestUpstreamCloses(t *testing.T) {
	settles(t)
	up := upstreamOf(t, func(w io.Writer, r *http.Request) {
		io.WriteString(w, frame(`{"a": "once`, "null"))
		panic(http.ErrAbortHandler)
	})
	body, err := stream(t, start(t, nil, up).url)
	assert.Error(t, err, "the connection ends without the last chunk")
	checkBroken(t, body, `{"a": "once`)
	assert.Equal(t, `{"a": "once`, content(t, body))
}

func TestUpstreamEnds(t *testing.T) {
	up := upstreamOf(t, func(w io.Writer, r *http.Request) { io.WriteString(w, frame(`{'a': "once`, "null")) })
	body, err := stream(t, start(t, nil, up).url)
	assert.NoError(t, err)
	checkBroken(t, body, `{"a": "once`)
}

func TestUpstreamStalls(t *testing.T) {
	settles(t)
	up := upstreamOf(t, func(w io.Writer, r *http.Request) {
		io.WriteString(w, frame(`{"a": "once`, "null"))
		<-r.Context().Done()
	})
	p := start(t, func(c *config) { c.Limits.Idle = 200 * time.Millisecond }, up)
	began := time.Now()
	body, err := stream(t, p.url)
	assert.Error(t, err)
	assert.Less(t, time.Since(began), 5*time.Second)
	checkBroken(t, body, `{"a": "once`)

	silent := handler(t, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	})
	p = start(t, func(c *config) { c.Limits.Idle = 200 * time.Millisecond }, silent)
	resp, text := post(t, p.url+chatPath, ask("m", false))
	assert.Equal(t, http.StatusGatewayTimeout, resp.StatusCode)
	assert.NotEmpty(t, gjson.Get(text, "error.message").Str)

	half := handler(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(flushing{w}, `{"choices":[`)
		<-r.Context().Done()
	})
	p = start(t, func(c *config) { c.Limits.Idle = 200 * time.Millisecond }, half)
	text, err = stream(t, p.url)
	assert.Error(t, err)
	assert.Equal(t, `{"choices":[`, text)
}

func TestUpstreamGarbage(t *testing.T) {
	const garbage = "\x00\xff<html>\r\r\n\n\ndata: \x01{{{\n\n}}}\ndata:\n\n"
	up := upstreamOf(t, func(w io.Writer, r *http.Request) {
		io.WriteString(w, garbage+frame(`{'a': 1`, "null")+garbage+frame("", `"stop"`)+garbage+"data: [DONE]\n\n")
	})
	body, err := stream(t, start(t, nil, up).url)
	assert.NoError(t, err)
	text := ""
	for line := range strings.Lines(body) {
		if data, ok := strings.CutPrefix(line, "data: {"); ok && gjson.Valid("{"+data) {
			text += gjson.Get("{"+data, "choices.0.delta.content").Str
		}
	}
	assert.Equal(t, `{"a": 1}`, text)
	assert.Equal(t, 3, strings.Count(body, garbage), "what is not ours goes on as it is")

	up = upstreamOf(t, func(w io.Writer, r *http.Request) { io.WriteString(w, garbage) })
	body, err = stream(t, start(t, nil, up).url)
	assert.NoError(t, err)
	assert.Contains(t, body, `{"error":{"message":`)
}

func TestInvalidUTF8(t *testing.T) {
	up := handler(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if gjson.GetBytes(body, "stream").Bool() {
			w.Header().Set("Content-Type", "text/event-stream")
			io.WriteString(w, strings.ReplaceAll(frame(`{'a': "xQy`, "null"), "Q", "\xff\xe2\x82")+frame(`"}`, `"stop"`)+"data: [DONE]\n\n")
			return
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, "{\"choices\":[{\"message\":{\"content\":\"{'a': \\\"x\xff\xe2\x82y\\\"\"}}]}")
	})
	p := start(t, nil, up)
	body, err := stream(t, p.url)
	assert.NoError(t, err)
	assert.True(t, json.Valid([]byte(content(t, body))), "%q", content(t, body))
	_, body = post(t, p.url+chatPath, ask("m", false))
	text := gjson.Get(body, "choices.0.message.content").Str
	assert.Contains(t, text, "\uFFFD")
	assert.True(t, json.Valid([]byte(text)), "%q", text)
}

// TestTwoLengths checks an upstream whose answer has two lengths.
func TestTwoLengths(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			http.ReadRequest(bufio.NewReader(c))
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\n{\"choices\":[]}")
			c.Close()
		}
	}()
	resp, body := post(t, start(t, nil, "http://"+l.Addr().String()).url+chatPath, ask("m", false))
	assert.Equal(t, http.StatusBadGateway, resp.StatusCode)
	assert.NotEmpty(t, gjson.Get(body, "error.message").Str)
}

// A watch measures the greatest heap.
type watch struct {
	stop chan struct{}
	done sync.WaitGroup
	max  uint64
}

func watchHeap() *watch {
	runtime.GC()
	w := &watch{stop: make(chan struct{})}
	w.done.Go(func() {
		for {
			select {
			case <-w.stop:
				return
			case <-time.After(20 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				w.max = max(w.max, m.HeapAlloc)
			}
		}
	})
	return w
}

func (w *watch) end() uint64 {
	close(w.stop)
	w.done.Wait()
	return w.max
}

// TestGigabyte checks answers of 1 GB: an ordinary one passes, a stream ends
// with an error, and neither is held in memory.
func TestGigabyte(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	settles(t)
	const gigabyte = 1 << 30
	block := []byte(strings.Repeat("x", 1<<20))
	up := handler(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		kind, begin := "application/json", `{"choices":[{"message":{"content":"`
		if gjson.GetBytes(body, "stream").Bool() {
			kind, begin = "text/event-stream", frame(`{'a': "`, "null")+"data: "+begin
		}
		w.Header().Set("Content-Type", kind)
		io.WriteString(w, begin)
		for range gigabyte / len(block) {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	p := start(t, nil, up)
	heap := watchHeap()
	resp, err := http.Post(p.url+chatPath, "application/json", strings.NewReader(ask("m", false)))
	require.NoError(t, err)
	n, err := io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	require.NoError(t, err)
	assert.Greater(t, n, int64(gigabyte))
	body, _ := stream(t, p.url)
	checkBroken(t, body, `{"a": "`)
	assert.Less(t, heap.end(), uint64(400<<20))
}

// TestClientGoesAway checks that the upstream's work ends with its client.
func TestClientGoesAway(t *testing.T) {
	settles(t)
	gone := make(chan struct{}, 1)
	up := upstreamOf(t, func(w io.Writer, r *http.Request) {
		io.WriteString(w, frame(`{"a": "`, "null"))
		for r.Context().Err() == nil {
			io.WriteString(w, frame("more ", "null"))
			time.Sleep(time.Millisecond)
		}
		gone <- struct{}{}
	})
	p := start(t, nil, up)
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, "POST", p.url+chatPath, strings.NewReader(ask("m", true)))
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	_, err = io.ReadFull(resp.Body, make([]byte, 1000))
	require.NoError(t, err)
	cancel()
	resp.Body.Close()
	select {
	case <-gone:
	case <-time.After(5 * time.Second):
		t.Fatal("the upstream works on")
	}
	require.Eventually(t, func() bool { return len(p.slots) == 0 }, 5*time.Second, 10*time.Millisecond)
}

// TestBackPressure checks that the proxy does not read ahead of a client that
// does not read.
func TestBackPressure(t *testing.T) {
	settles(t)
	var sent atomic.Int64
	up := upstreamOf(t, func(w io.Writer, r *http.Request) {
		io.WriteString(w, frame(`{'a': "`, "null"))
		for sent.Load() < 100<<20 && r.Context().Err() == nil {
			n, err := io.WriteString(w, frame(strings.Repeat("more ", 200), "null"))
			if err != nil {
				return
			}
			sent.Add(int64(n))
		}
	})
	p := start(t, func(c *config) { c.Limits.Body = 200 << 20 }, up)
	resp, err := http.Post(p.url+chatPath, "application/json", strings.NewReader(ask("m", true)))
	require.NoError(t, err)
	last := int64(-1)
	require.Eventually(t, func() bool { // it stops
		now := sent.Load()
		same := now == last
		last = now
		return same
	}, 10*time.Second, 300*time.Millisecond)
	assert.Less(t, last, int64(40<<20), "what the buffers of the connections hold")
	resp.Body.Close()
}

// TestSilentClient checks that a client that does not read is given up.
func TestSilentClient(t *testing.T) {
	settles(t)
	up := upstreamOf(t, func(w io.Writer, r *http.Request) {
		io.WriteString(w, frame(`{"a": "`, "null"))
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, frame(strings.Repeat("more ", 200), "null")); err != nil {
				return
			}
		}
	})
	p := start(t, func(c *config) { c.Limits.Idle = 300 * time.Millisecond }, up)
	resp, err := http.Post(p.url+chatPath, "application/json", strings.NewReader(ask("m", true)))
	require.NoError(t, err)
	defer resp.Body.Close()
	require.Eventually(t, func() bool { return len(p.slots) == 0 }, 20*time.Second, 50*time.Millisecond)
}

// TestSlowClients lets 2,000 clients read slowly at the same time.
func TestSlowClients(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	settles(t)
	const clients = 2000
	up := upstreamOf(t, func(w io.Writer, r *http.Request) {
		for _, text := range []string{`{'text': "once`, " upon a ", `time", 'n': [1, 2`} {
			io.WriteString(w, frame(text, "null"))
			time.Sleep(50 * time.Millisecond)
		}
		io.WriteString(w, frame("", `"stop"`)+"data: [DONE]\n\n")
	})
	p := start(t, nil, up)
	var wg sync.WaitGroup
	var bad atomic.Int64
	for i := range clients {
		wg.Go(func() {
			time.Sleep(time.Duration(i) * 500 * time.Microsecond)
			c, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
			if err != nil {
				bad.Add(1)
				return
			}
			defer c.Close()
			c.SetDeadline(time.Now().Add(60 * time.Second))
			body := ask("m", true)
			fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n", chatPath, len(body))
			for i := 0; i < len(body); i += 40 {
				io.WriteString(c, body[i:min(i+40, len(body))])
				time.Sleep(20 * time.Millisecond)
			}
			resp, err := http.ReadResponse(bufio.NewReader(slow{c}), nil)
			if err != nil {
				bad.Add(1)
				return
			}
			text := ""
			sc := bufio.NewScanner(resp.Body)
			for sc.Scan() {
				text += gjson.Get(strings.TrimPrefix(sc.Text(), "data: "), "choices.0.delta.content").Str
			}
			if text != `{"text": "once upon a time", "n": [1, 2]}` {
				bad.Add(1)
			}
		})
	}
	wg.Wait()
	assert.Zero(t, bad.Load())
	assert.Eventually(t, func() bool { return len(p.slots) == 0 }, 5*time.Second, 10*time.Millisecond)
}

// slow reads a little at a time.
type slow struct{ r io.Reader }

func (s slow) Read(p []byte) (int, error) {
	time.Sleep(20 * time.Millisecond)
	return s.r.Read(p[:min(len(p), 100)])
}
