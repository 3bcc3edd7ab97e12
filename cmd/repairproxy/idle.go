package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

var errIdle = errors.New("the upstream was silent for too long")

// patient waits for an upstream, but not for ever: a pause of idle in the body
// of an answer ends it.
type patient struct {
	base http.RoundTripper
	idle time.Duration
}

// RoundTrip sends a request.
func (p *patient) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	resp, err := p.base.RoundTrip(req.WithContext(ctx))
	if err != nil {
		cancel(nil)
		return nil, err
	}
	if resp.StatusCode == http.StatusSwitchingProtocols {
		context.AfterFunc(req.Context(), func() { cancel(nil) })
		return resp, nil // the body is a connection, and lives as long as the request
	}
	b := &timedBody{src: resp.Body, ctx: ctx, idle: p.idle, stop: func() { cancel(nil) }}
	b.timer = time.AfterFunc(p.idle, func() { cancel(errIdle) })
	b.timer.Stop()
	resp.Body = b
	return resp, nil
}

// A timedBody limits the time of each Read.
type timedBody struct {
	src   io.ReadCloser
	ctx   context.Context
	idle  time.Duration
	timer *time.Timer
	stop  func()
}

func (b *timedBody) Read(p []byte) (int, error) {
	b.timer.Reset(b.idle)
	n, err := b.src.Read(p)
	b.timer.Stop()
	if err != nil && err != io.EOF && context.Cause(b.ctx) == errIdle {
		err = errIdle
	}
	return n, err
}

func (b *timedBody) Close() error {
	b.timer.Stop()
	err := b.src.Close()
	b.stop()
	return err
}

// impatient gives a client that reads nothing the time idle for each write.
type impatient struct {
	http.ResponseWriter
	control *http.ResponseController
	idle    time.Duration
}

func (w *impatient) Write(p []byte) (int, error) {
	w.control.SetWriteDeadline(time.Now().Add(w.idle))
	return w.ResponseWriter.Write(p)
}

// Unwrap returns the writer within, for flushing.
func (w *impatient) Unwrap() http.ResponseWriter { return w.ResponseWriter }
