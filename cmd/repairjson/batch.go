package main

import (
	"bytes"
	"io"

	"github.com/repairjson/repairjson/internal/records"
)

// batchSize is how much of the input a batch holds, if its lines are not
// longer.
const batchSize = 128 << 10

// A batch is some lines of the input, one after the other, and what becomes
// of them.
type batch struct {
	data  []byte // with line endings, but perhaps the last
	first int    // number of the first line
	base  int64  // offset of data in the input
	part  part

	out   []byte
	msgs  []byte // for standard error
	tally records.Tally
	stop  bool // a record failed that ends the program
	done  chan struct{}
}

// A part says that a batch is not of whole lines, but of one that is too long
// to be kept.
type part uint8

const (
	whole part = iota
	begins
	goesOn // or ends
)

// A batcher divides an input into batches. A batch ends where the input has
// no more to read at the moment, so that output never waits for input.
type batcher struct {
	r      io.Reader
	limit  int  // a longer line comes in parts
	single bool // a line to a batch

	buf     []byte // what is read
	pos     int    // of what is not yet in a batch
	scanned int    // there is no newline between pos and here
	line    int    // number of the next line
	base    int64  // offset of buf[pos] in the input
	long    bool   // in a line that is too long
	err     error  // of the reader
}

func newBatcher(r io.Reader, limit int64, single bool) *batcher {
	return &batcher{r: r, limit: int(limit), single: single, buf: make([]byte, 0, batchSize), line: 1}
}

// next makes b the next batch. At the end the error is that of the reader,
// perhaps io.EOF.
func (r *batcher) next(b *batch) error {
	for {
		if end, part := r.cut(); end > r.pos {
			r.take(b, end, part)
			return nil
		}
		if r.err != nil {
			return r.err
		}
		r.fill()
	}
}

// cut returns where the batch ends that has been read, or r.pos if there is
// none yet.
func (r *batcher) cut() (end int, p part) {
	rest := r.buf[r.scanned:]
	i := -1
	if r.single || r.long {
		i = bytes.IndexByte(rest, '\n')
	} else {
		i = bytes.LastIndexByte(rest, '\n')
	}
	switch {
	case i >= 0:
		end = r.scanned + i + 1
	case r.err == io.EOF, r.long, len(r.buf)-r.pos > r.limit:
		end = len(r.buf)
	default:
		r.scanned = len(r.buf)
		return r.pos, whole
	}
	switch {
	case r.long:
		p = goesOn
		r.long = i < 0
	case i < 0 && r.err == nil:
		p = begins
		r.long = true
	}
	return end, p
}

// take moves what is read, up to end, into b.
func (r *batcher) take(b *batch, end int, p part) {
	if max(cap(b.data), cap(b.out)) > 4*batchSize {
		*b = batch{done: b.done} // not to keep the memory of a long line
	}
	*b = batch{
		data: append(b.data[:0], r.buf[r.pos:end]...), out: b.out[:0], msgs: b.msgs[:0],
		first: r.line, base: r.base, part: p, done: b.done,
	}
	r.line += bytes.Count(b.data, []byte("\n"))
	r.base += int64(end - r.pos)
	r.pos, r.scanned = end, end
}

// fill reads once, into a buffer with room.
func (r *batcher) fill() {
	if r.pos > 0 {
		r.scanned -= r.pos
		r.buf = append(r.buf[:0], r.buf[r.pos:]...)
		r.pos = 0
		if len(r.buf) == 0 && cap(r.buf) > 4*batchSize {
			r.buf = make([]byte, 0, batchSize) // a long line is over
		}
	}
	if len(r.buf) == cap(r.buf) {
		r.buf = append(r.buf, 0)[:len(r.buf)] // as append grows
	}
	n, err := r.r.Read(r.buf[len(r.buf):cap(r.buf)])
	r.buf = r.buf[:len(r.buf)+n]
	r.err = err
}
