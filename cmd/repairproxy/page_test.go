package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/tidwall/gjson"
)

// TestPage checks who may see the page, and what it says.
func TestPage(t *testing.T) {
	p := start(t, nil)
	post(t, p.url+chatPath, ask("script", false))
	status, body := get(t, p.url+"/")
	assert.Equal(t, 200, status)
	assert.Contains(t, body, "<title>repairproxy</title>")
	for _, path := range []string{"/ui/app.js", "/ui/style.css"} {
		status, _ = get(t, p.url+path)
		assert.Equal(t, 200, status, path)
	}
	_, body = get(t, p.url+"/ui/state")
	assert.Equal(t, int64(1), gjson.Get(body, "models.0.requests").Int())
	before, after := "", ""
	for _, s := range gjson.Get(body, "repairs.0.before").Array() {
		before += s.Get("text").Str
	}
	for _, s := range gjson.Get(body, "repairs.0.after").Array() {
		after += s.Get("text").Str
	}
	assert.Equal(t, `{"html": "<script>alert(1)</script>", 'n': 1}`, before)
	assert.Equal(t, `{"html": "<script>alert(1)</script>", "n": 1}`, after)
	assert.Equal(t, "quote-style", gjson.Get(body, "repairs.0.after.1.mark").Str)

	try := func(h http.Handler, remote, host, path, cookie string) int {
		r := httptest.NewRequest("GET", path, nil)
		r.RemoteAddr, r.Host = remote, host
		if cookie != "" {
			r.Header.Set("Cookie", cookie)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	assert.Equal(t, 200, try(p, "127.0.0.1:1", "localhost:80", "/", ""))
	assert.Equal(t, 200, try(p, "[::1]:1", "[::1]:80", "/ui/state", ""))
	assert.Equal(t, 403, try(p, "192.0.2.1:1", "localhost", "/", ""))
	assert.Equal(t, 403, try(p, "127.0.0.1:1", "evil.example", "/ui/state", ""))
	p = start(t, func(c *config) { c.Token = "secret" })
	assert.Equal(t, 403, try(p, "127.0.0.1:1", "localhost", "/", ""))
	assert.Equal(t, 403, try(p, "127.0.0.1:1", "localhost", "/?token=wrong", ""))
	assert.Equal(t, 200, try(p, "192.0.2.1:1", "proxy.example", "/?token=secret", ""))
	assert.Equal(t, 200, try(p, "192.0.2.1:1", "proxy.example", "/ui/state", "repairproxy=secret"))
}

// TestManyModels checks that names that clients make up do not pile up.
func TestManyModels(t *testing.T) {
	s := newStats()
	for i := range 1000 {
		s.name(fmt.Sprint("model", i))
	}
	assert.Len(t, s.models, maxModels+1)
	assert.Equal(t, "model7", s.name("model7"))
	assert.Equal(t, "(others)", s.name("model999"))
	assert.LessOrEqual(t, len(s.name(strings.Repeat("é", 1000))), 100)
}
