package playground_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/repairjson/repairjson/playground"
	"github.com/stretchr/testify/assert"
)

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

func TestHandler(t *testing.T) {
	h := http.StripPrefix("/playground", playground.Handler())
	for _, path := range []string{"/", "/app.js", "/style.css"} {
		w := get(h, "/playground"+path)
		assert.Equal(t, 200, w.Code, path)
		assert.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
		assert.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	}
	assert.Equal(t, 404, get(h, "/playground/../playground.go").Code)
}

func ExampleHandler() {
	mux := http.NewServeMux()
	mux.Handle("GET /try/", http.StripPrefix("/try", playground.Handler()))
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest("GET", "/try/", nil))
	fmt.Println(w.Code, w.Header().Get("Content-Type"))
	// Output:
	// 200 text/html; charset=utf-8
}
