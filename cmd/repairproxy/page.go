package main

import (
	"crypto/subtle"
	"embed"
	"encoding/json"
	"io/fs"
	"net"
	"net/http"
	"net/netip"

	"github.com/repairjson/repairjson/playground"
)

//go:embed assets
var assets embed.FS

// page serves the page at / and what it needs.
func (p *proxy) page() {
	files, err := fs.Sub(assets, "assets")
	if err != nil {
		panic(err) // they are embedded
	}
	serve := http.FileServerFS(files)
	p.mux.Handle("GET /{$}", p.private(serve))
	p.mux.Handle("GET /ui/app.js", p.private(http.StripPrefix("/ui", serve)))
	p.mux.Handle("GET /ui/style.css", p.private(http.StripPrefix("/ui", serve)))
	p.mux.Handle("GET /playground/", p.private(http.StripPrefix("/playground", playground.Handler())))
	p.mux.Handle("GET /ui/state", p.private(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		v := p.stats.state()
		v.Observe = p.cfg.Observe
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		json.NewEncoder(w).Encode(v)
	})))
}

// private lets in requests with the token. Without a token in the
// configuration it lets in this machine only, asked by one of its own names:
// what the page shows is not for the pages of others.
func (p *proxy) private(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !p.admitted(w, r) {
			http.Error(w, "the page is for this machine only, or needs its token", http.StatusForbidden)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		h.ServeHTTP(w, r)
	})
}

const tokenCookie = "repairproxy"

func (p *proxy) admitted(w http.ResponseWriter, r *http.Request) bool {
	if p.cfg.Token == "" {
		return loopback(r.RemoteAddr) && localName(r.Host)
	}
	given := r.URL.Query().Get("token")
	if given != "" && p.isToken(given) {
		http.SetCookie(w, &http.Cookie{Name: tokenCookie, Value: given, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
		return true
	}
	c, err := r.Cookie(tokenCookie)
	return err == nil && p.isToken(c.Value)
}

func (p *proxy) isToken(s string) bool {
	return subtle.ConstantTimeCompare([]byte(s), []byte(p.cfg.Token)) == 1
}

// loopback reports whether an address is of this machine's loopback.
func loopback(addr string) bool {
	a, err := netip.ParseAddrPort(addr)
	return err == nil && a.Addr().Unmap().IsLoopback()
}

// localName reports whether a Host header names the loopback.
func localName(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}
