package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

func TestConfig(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(file, []byte(`
listen: 127.0.0.1:9999
upstreams:
  - url: http://127.0.0.1:8000/v1
    models: ["llama2-*"]
    reject: loss, inner-quote
    refuse_truncated: true
    observe: [completions]
  - name: ollama
    url: http://127.0.0.1:11434
    paths: [/api/]
limits:
  idle: 90s
  body: 1048576
`), 0o600))
	c, err := parseConfig([]string{"--config", file, "--observe", "--listen", "127.0.0.1:1234"}, io.Discard)
	require.NoError(t, err)
	assert.Equal(t, "127.0.0.1:1234", c.Listen)
	assert.Equal(t, 90*time.Second, c.Limits.Idle)
	assert.Equal(t, 1024, c.Limits.Concurrent, "the default stays")
	assert.Equal(t, "127.0.0.1:8000", c.Upstreams[0].Name)
	assert.Equal(t, "ollama", c.Upstreams[1].Name)
	assert.NotZero(t, c.Upstreams[0].reject)
	assert.True(t, c.Observe)

	for _, args := range [][]string{
		{}, {"x"}, {"--upstream", "127.0.0.1:80"}, {"--replay", "--upstream", "http://x"}, {"--config", file + "x"},
		{"--upstream", "http://x", "--tls-cert", "x"}, {"--nonsense"},
	} {
		_, err := parseConfig(args, io.Discard)
		assert.Error(t, err, "%q", args)
	}
	for _, text := range []string{
		"listen: [1", "unknown: 1", "upstreams: [{url: 'http://x', reject: nonsense}]", "upstreams: [{url: 'http://x', observe: [x]}]",
		"upstreams: [{url: 'http://x', models: ['[']}]", "upstreams: [{url: 'http://x'}]\nlimits: {idle: 0s}",
	} {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		_, err := parseConfig([]string{"--config", file}, io.Discard)
		assert.Error(t, err, text)
	}
}

// TestRun runs the whole program.
func TestRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	log := &lockedBuffer{}
	ended := make(chan int)
	go func() { ended <- run(ctx, []string{"--replay", "--listen", "127.0.0.1:0"}, io.Discard, log) }()
	url := ""
	require.Eventually(t, func() bool {
		url = gjson.Get(log.String(), "repair_url").Str
		return url != ""
	}, 5*time.Second, 10*time.Millisecond)
	_, body := post(t, url+chatPath, ask("quote", false))
	assert.Contains(t, body, `{\"a\":\"b\"}`)
	cancel()
	assert.Equal(t, 0, <-ended)

	var out bytes.Buffer
	assert.Equal(t, 2, run(t.Context(), nil, &out, &out))
	assert.Contains(t, out.String(), "usage:")
	assert.Equal(t, 0, run(t.Context(), []string{"--help"}, &out, &out))
	assert.Equal(t, 0, run(t.Context(), []string{"--version"}, &out, &out))
	assert.Equal(t, 1, run(t.Context(), []string{"--replay", "--listen", "256.0.0.1:0"}, &out, &out))
}

// TestShutdown checks that requests are served to their end.
func TestShutdown(t *testing.T) {
	began, goOn := make(chan struct{}), make(chan struct{})
	up := handler(t, func(w http.ResponseWriter, r *http.Request) {
		close(began)
		<-goOn
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"choices":[{"message":{"content":"{'a':1"}}]}`)
	})
	ctx, cancel := context.WithCancel(t.Context())
	log := &lockedBuffer{}
	ended := make(chan int)
	go func() { ended <- run(ctx, []string{"--upstream", up, "--listen", "127.0.0.1:0"}, io.Discard, log) }()
	require.Eventually(t, func() bool { return gjson.Get(log.String(), "repair_url").Str != "" }, 5*time.Second, 10*time.Millisecond)
	url := gjson.Get(log.String(), "repair_url").Str
	answered := make(chan string)
	go func() {
		_, body := post(t, url+chatPath, ask("m", false))
		answered <- body
	}()
	<-began
	cancel()
	time.Sleep(50 * time.Millisecond)
	close(goOn)
	assert.Contains(t, <-answered, `{\"a\":1}`)
	assert.Equal(t, 0, <-ended)
}

func TestTLS(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert"), filepath.Join(dir, "key")
	out, err := exec.Command("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost", "-keyout", key, "-out", cert).CombinedOutput()
	require.NoError(t, err, "%s", out)
	log := &lockedBuffer{}
	go run(t.Context(), []string{"--replay", "--listen", "127.0.0.1:0", "--tls-cert", cert, "--tls-key", key}, io.Discard, log)
	require.Eventually(t, func() bool { return gjson.Get(log.String(), "repair_url").Str != "" }, 5*time.Second, 10*time.Millisecond)
	url := gjson.Get(log.String(), "repair_url").Str
	require.True(t, strings.HasPrefix(url, "https://"))
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	resp, err := client.Post(url+chatPath, "application/json", strings.NewReader(ask("quote", true)))
	require.NoError(t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, `{"a":"b"}`, content(t, string(data)))
}
