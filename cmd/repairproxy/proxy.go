package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"slices"
	"sync"
	"time"

	"github.com/repairjson/repairjson/inference"
	"github.com/tidwall/gjson"
)

// A proxy sends requests to the upstreams and repairs the answers.
type proxy struct {
	cfg     *config
	log     *slog.Logger
	stats   *stats
	metrics *metrics
	collect *collector // nil without a folder
	slots   chan struct{}
	proxies []*httputil.ReverseProxy // one for each upstream
	mux     *http.ServeMux
}

func newProxy(c *config, log *slog.Logger) (*proxy, error) {
	p := &proxy{
		cfg: c, log: log, stats: newStats(), metrics: newMetrics(),
		slots: make(chan struct{}, c.Limits.Concurrent), mux: http.NewServeMux(),
	}
	if c.LogDir != "" {
		var err error
		if p.collect, err = newCollector(c.LogDir); err != nil {
			return nil, err
		}
	}
	base := &http.Transport{
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: c.Limits.Idle,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConnsPerHost:   c.Limits.Concurrent,
		DisableCompression:    true, // what is not looked at stays as it is
	}
	for i := range c.Upstreams {
		p.proxies = append(p.proxies, p.reverse(&c.Upstreams[i], base))
	}
	p.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok\n") })
	p.mux.Handle("GET /metrics", p.metrics.handler())
	p.page()
	p.mux.HandleFunc("/", p.forward)
	return p, nil
}

// ServeHTTP answers a request.
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if bothLengths(r.Context()) {
		w.Header().Set("Connection", "close")
		p.fail(w, r, http.StatusBadRequest, "invalid_request_error", "a request has Content-Length or Transfer-Encoding, not both")
		return
	}
	p.mux.ServeHTTP(w, r)
}

// reverse returns the way to an upstream.
func (p *proxy) reverse(u *upstream, base http.RoundTripper) *httputil.ReverseProxy {
	opts := inference.Options{
		Reject:          u.reject,
		RefuseTruncated: u.RefuseTruncated,
		Instruct:        u.Instruct,
		MaxBody:         p.cfg.Limits.Body,
		OnReport:        func(r *inference.Report) { p.report(u, r) },
		Observe: func(r *http.Request) bool {
			return p.cfg.Observe || slices.Contains(u.Observe, "all") || slices.Contains(u.Observe, inference.RouteOf(r).String())
		},
	}
	return &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(u.url) },
		Transport:     opts.Transport(&patient{base, p.cfg.Limits.Idle}),
		FlushInterval: -1,
		BufferPool:    &buffers,
		ErrorLog:      slog.NewLogLogger(p.log.Handler(), slog.LevelDebug),
		ErrorHandler:  p.unreachable,
		ModifyResponse: func(resp *http.Response) error {
			if route := inference.RouteOf(resp.Request); route == inference.Other {
				p.metrics.requests.WithLabelValues("", route.String(), statusClass(resp.StatusCode)).Inc()
			}
			return nil
		},
	}
}

// buffers are for copying answers.
var buffers bufferPool

type bufferPool struct{ pool sync.Pool }

func (b *bufferPool) Get() []byte {
	if p, ok := b.pool.Get().(*[]byte); ok {
		return *p
	}
	return make([]byte, 16<<10)
}

func (b *bufferPool) Put(p []byte) { b.pool.Put(&p) }

// forward sends a request to its upstream.
func (p *proxy) forward(w http.ResponseWriter, r *http.Request) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	default:
		w.Header().Set("Retry-After", "1")
		p.fail(w, r, http.StatusServiceUnavailable, "overloaded", "too many requests at a time")
		return
	}
	p.metrics.inFlight.Inc()
	defer p.metrics.inFlight.Dec()
	control := http.NewResponseController(w)
	control.SetReadDeadline(time.Now().Add(p.cfg.Limits.Idle))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, p.cfg.Limits.Body))
	control.SetReadDeadline(time.Time{})
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		p.fail(w, r, http.StatusRequestEntityTooLarge, "invalid_request_error", "the request is larger than the limit")
		return
	case err != nil:
		p.fail(w, r, http.StatusBadRequest, "invalid_request_error", "the request's body cannot be read: "+err.Error())
		return
	}
	if len(body) > 0 || r.ContentLength != 0 {
		r.Body = io.NopCloser(bytes.NewReader(body))
		r.ContentLength, r.TransferEncoding = int64(len(body)), nil
	}
	i := choose(p.cfg.Upstreams, gjson.GetBytes(body, "model").Str, r.URL.Path)
	if i < 0 {
		p.fail(w, r, http.StatusNotFound, "not_found_error", "no upstream has this model")
		return
	}
	p.proxies[i].ServeHTTP(&impatient{w, control, p.cfg.Limits.Idle}, r)
}

// fail writes an error as the clients of the route expect it.
func (p *proxy) fail(w http.ResponseWriter, r *http.Request, status int, kind, message string) {
	route := inference.RouteOf(r)
	p.metrics.requests.WithLabelValues("", route.String(), statusClass(status)).Inc()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(route.ErrorBody(kind, "repairproxy: "+message))
}

// unreachable tells the client that the upstream gave no answer.
func (p *proxy) unreachable(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // there is no client any more
	}
	p.log.Error("upstream", "repair_error", err)
	status := http.StatusBadGateway
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() || errors.Is(err, errIdle) {
		status = http.StatusGatewayTimeout
	}
	p.fail(w, r, status, "api_error", "the upstream gave no answer: "+err.Error())
}
