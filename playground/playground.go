// Package playground serves a page in which the repairer runs: paste an
// answer, see the JSON and why each edit was made. Nothing that is pasted
// leaves the browser.
//
// The program that the page runs is not in the repository. "go generate
// ./playground" makes it; without it the page says so.
package playground

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:generate go run ./build -to assets

//go:embed assets
var assets embed.FS

// policy lets the page run its own scripts and WebAssembly, and nothing else.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"

// Handler returns a handler of the page and its files. It serves them at "/":
// wrap it in http.StripPrefix for another place, which has to end in a slash.
func Handler() http.Handler {
	files, err := fs.Sub(assets, "assets")
	if err != nil {
		panic(err) // they are embedded
	}
	serve := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		serve.ServeHTTP(w, r)
	})
}
