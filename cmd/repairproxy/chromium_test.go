package main

import (
	"context"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// browse shows a page in Chromium. It returns the document after some seconds,
// and what the page wrote to the console.
func browse(t *testing.T, url string) (document string, console []string) {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir="+t.TempDir(),
		"--enable-logging=stderr", "--virtual-time-budget=4000", "--dump-dom", url)
	cmd.WaitDelay = time.Second
	var out, log strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &log
	require.NoError(t, cmd.Run(), log.String())
	for line := range strings.Lines(log.String()) {
		if strings.Contains(line, ":CONSOLE") {
			console = append(console, line)
		}
	}
	return out.String(), console
}

// TestPageInChromium shows the page while answers flow.
func TestPageInChromium(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	p := start(t, nil)
	post(t, p.url+chatPath, ask(`vllm/script`, true))
	post(t, p.url+chatPath, ask(`<img src=x onerror=console.error(1)>`, false))
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Millisecond):
				resp, err := http.Post(p.url+chatPath, "application/json", strings.NewReader(ask("script", false)))
				if err == nil {
					resp.Body.Close()
				}
			}
		}
	}()
	document, console := browse(t, p.url+"/")
	close(stop)
	<-stopped
	assert.Empty(t, console)
	assert.Contains(t, document, "&lt;script&gt;alert(1)&lt;/script&gt;")
	assert.Contains(t, document, "&lt;img src=x onerror")
	assert.Equal(t, 1, strings.Count(document, "<script"), "the page's own")
	assert.NotContains(t, document, "<img")
	assert.Contains(t, document, `<ins title="quote-style">"</ins>`)

	// The console of a page with an error is seen.
	bad := handler(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<script>nothing()</script>")
	})
	_, console = browse(t, bad)
	assert.NotEmpty(t, console)
}
