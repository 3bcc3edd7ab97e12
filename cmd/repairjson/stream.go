package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/repairjson/repairjson/repair"
)

// stream repairs the first answer of the input in bounded memory. What is
// written ends in a newline, also if the input does not.
func (f *filter) stream(in io.Reader, out io.Writer) error {
	w := bufio.NewWriterSize(out, bufferSize)
	opts := f.opts.Options
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
		f.cut(err, written)
		return nil
	}
}

// cut tells why the repair of a stream ended after so many bytes of output.
// The text is gone, so the place is an offset in bytes.
func (f *filter) cut(err error, written int64) {
	f.failed = true
	offset, why := reason(err)
	fmt.Fprintf(f.errw, "repairjson: byte offset %d: %s; %d bytes were written\n", offset, why, written)
}

// follow repairs the first answer of the input as it arrives. It prints the
// snapshots that differ, each on one line, and at the end the answer.
func (f *filter) follow(in io.Reader, out io.Writer) error {
	b := repair.Buffer{Options: f.opts.Options}
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
			line = append(appendCompact(line[:0], snapshot), '\n')
			if !bytes.Equal(line, last) {
				if _, werr := out.Write(line); werr != nil {
					return werr
				}
				line, last = last, line
			}
		case err == io.EOF || !errors.Is(bad, repair.ErrNoJSON):
			f.tell(src, bad)
			return nil
		}
		if err == io.EOF {
			return nil
		}
	}
}

// partial prints what is certain of the input, a prefix of an answer.
func (f *filter) partial(in io.Reader, out io.Writer) error {
	src, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	res, err := f.snapshot(src)
	if err != nil {
		f.tell(src, err)
		return nil
	}
	if !bytes.HasSuffix(res, []byte("\n")) {
		res = append(res, '\n')
	}
	_, err = out.Write(res)
	return err
}

// snapshot returns what is certain of the first answer in the text that begins
// with src. It is valid until the next call.
func (f *filter) snapshot(src []byte) ([]byte, error) {
	f.buf.Reset()
	f.buf.Options = f.opts.Options
	f.buf.Options.Pick = repair.First
	f.buf.Write(src) // its error comes again
	return f.buf.Snapshot()
}
