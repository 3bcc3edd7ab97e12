package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/repairjson/repairjson/internal/records"
	"github.com/repairjson/repairjson/repair"
)

// bufferSize is the size of the input and of the output buffer of a stream.
const bufferSize = 64 << 10

// errCut ends a stream that cannot be repaired further.
var errCut = errors.New("cut")

// streamTo repairs the first answer of the input in bounded memory. What is
// written ends in a newline, also if the input does not.
func (p *program) streamTo(in *input, out *sink) error {
	w := bufio.NewWriterSize(out, bufferSize)
	opts := p.opts.Options
	r := opts.NewReader(bufio.NewReaderSize(flushReader{in, w}, bufferSize))
	piece := make([]byte, bufferSize)
	var written int64
	var last byte
	for {
		n, err := r.Read(piece)
		if n > 0 {
			written += int64(n)
			last = piece[n-1]
			if _, werr := w.Write(piece[:n]); werr != nil {
				return werr
			}
		}
		if err == nil {
			continue
		}
		if err == io.EOF && last != '\n' {
			w.WriteByte('\n')
		}
		if werr := w.Flush(); werr != nil || err == io.EOF {
			return werr
		}
		if e := new(repair.Error); !errors.As(err, &e) {
			return err
		}
		p.cut(in, err, written)
		return errCut
	}
}

// cut tells why the repair of a stream ended after so many bytes of output.
// The text is gone, so the place is an offset in bytes.
func (p *program) cut(in *input, err error, written int64) {
	p.fails(exitFailed)
	if p.quiet {
		return
	}
	file := ""
	if in.name != "" {
		file = in.name + ": "
	}
	offset, why := records.Reason(err)
	fmt.Fprintf(p.errw, "repairjson: %sbyte offset %d: %s; %d bytes were written\n", file, offset, why, written)
}

// A flushReader flushes w before each read, so that output never waits for
// input.
type flushReader struct {
	r io.Reader
	w *bufio.Writer
}

func (f flushReader) Read(p []byte) (int, error) {
	if err := f.w.Flush(); err != nil {
		return 0, err
	}
	return f.r.Read(p)
}

// followTo repairs the first answer of the input as it arrives. It prints the
// snapshots that differ, each on one line, and at the end the answer.
func (p *program) followTo(in *input, out *sink) error {
	b := repair.Buffer{Options: p.opts.Options}
	b.Options.Pick = repair.First
	piece := make([]byte, bufferSize)
	var src, line, last []byte // the text, a snapshot, the last one printed
	for {
		n, err := in.Read(piece)
		if err != nil && err != io.EOF {
			return err
		}
		src = append(src, piece[:n]...)
		b.Write(piece[:n]) // its error comes again
		if err == io.EOF {
			b.Close()
		}
		snapshot, bad := b.Snapshot()
		switch {
		case bad == nil:
			line = append(records.AppendCompact(line[:0], snapshot), '\n')
			if !bytes.Equal(line, last) {
				if _, werr := out.Write(line); werr != nil {
					return werr
				}
				line, last = last, line
			}
		case err == io.EOF || !errors.Is(bad, repair.ErrNoJSON):
			p.tell(in.name, src, bad)
			return nil
		}
		if err == io.EOF {
			return nil
		}
	}
}
