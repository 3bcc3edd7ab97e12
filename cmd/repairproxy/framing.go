package main

import (
	"bytes"
	"context"
	"net"
	"strconv"
	"strings"
	"sync"
)

// A request with both Content-Length and Transfer-Encoding may mean one thing
// to one server and another to the next (RFC 9112, 11.2). Package net/http
// takes it, and forgets the Content-Length; so we look at the bytes of each
// connection ourselves, and refuse it.

// A framedListener accepts connections whose requests are looked at.
type framedListener struct{ net.Listener }

// Accept waits for the next connection.
func (l framedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &framedConn{Conn: c}, nil
}

type framedConn struct {
	net.Conn
	mu sync.Mutex
	framing
}

// Read reads from the connection.
func (c *framedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	c.feed(p[:n])
	c.mu.Unlock()
	return n, err
}

type connKey struct{}

// withConn notes the connection of a request in its context.
func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// bothLengths reports whether the next request of the connection has both
// lengths. It is called once for each request.
func bothLengths(ctx context.Context) bool {
	c, ok := ctx.Value(connKey{}).(*framedConn)
	if !ok {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.verdicts) == 0 {
		return false
	}
	both := c.verdicts[0]
	c.verdicts = c.verdicts[1:]
	return both
}

// A framing follows the requests of a connection.
type framing struct {
	verdicts []bool // of the heads that were read: whether they have both lengths
	line     []byte // the line being read
	state    frameState
	left     int64 // of a body or a chunk
	length   int64
	chunked  bool
	hasLen   bool
	upgrade  bool
}

type frameState uint8

const (
	inHead    frameState = iota
	inBody               // of a known length
	inSize               // the line before a chunk
	inChunk              // a chunk and the line end after it
	inTrailer            // the lines after the last chunk
	inDark               // not HTTP any more, or not to be understood: the server ends it
)

const maxFrameLine = 1 << 20

func (f *framing) feed(p []byte) {
	for len(p) > 0 {
		switch f.state {
		case inDark:
			return
		case inBody, inChunk:
			n := min(int64(len(p)), f.left)
			p = p[n:]
			if f.left -= n; f.left == 0 {
				if f.state == inBody {
					f.state = inHead
				} else {
					f.state = inSize
				}
			}
			continue
		}
		i := bytes.IndexByte(p, '\n')
		if i < 0 {
			if f.line = append(f.line, p...); len(f.line) > maxFrameLine {
				f.state = inDark
			}
			return
		}
		f.line = append(f.line, p[:i]...)
		p = p[i+1:]
		line := strings.TrimSuffix(string(f.line), "\r")
		f.line = f.line[:0]
		f.take(line)
	}
}

// take takes a line outside of bodies.
func (f *framing) take(line string) {
	switch f.state {
	case inHead:
		if line != "" {
			f.header(line)
			return
		}
		f.verdicts = append(f.verdicts, f.chunked && f.hasLen)
		switch {
		case f.upgrade || f.chunked && f.hasLen:
			f.state = inDark
		case f.chunked:
			f.state = inSize
		case f.length > 0:
			f.state, f.left = inBody, f.length
		}
		f.length, f.chunked, f.hasLen, f.upgrade = 0, false, false, false
	case inSize:
		size, _, _ := strings.Cut(line, ";")
		n, err := strconv.ParseInt(strings.TrimSpace(size), 16, 64)
		switch {
		case line == "": // the end of the line after a chunk
		case err != nil || n < 0:
			f.state = inDark
		case n == 0:
			f.state = inTrailer
		default:
			f.state, f.left = inChunk, n
		}
	case inTrailer:
		if line == "" {
			f.state = inHead
		}
	}
}

// header takes a line of a head.
func (f *framing) header(line string) {
	name, value, _ := strings.Cut(line, ":")
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "content-length":
		f.hasLen = true
		f.length, _ = strconv.ParseInt(strings.TrimSpace(value), 10, 64)
	case "transfer-encoding":
		f.chunked = true
	case "upgrade":
		f.upgrade = true
	}
}
