package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"github.com/repairjson/repairjson/repair"
)

// bufferSize is the size of the input and of the output buffer of lines.
const bufferSize = 64 << 10

// lines repairs the input line by line, holding one line at a time. A record's
// number is that of its line.
func (f *filter) lines(in io.Reader, out io.Writer) error {
	w := bufio.NewWriterSize(out, bufferSize)
	r := bufio.NewReaderSize(flushReader{in, w}, bufferSize)
	defer f.rep.close()
	var line []byte
	var base int64 // offset of line in the input
	for n := 1; ; n++ {
		var err error
		line, err = appendLine(line[:0], r)
		if err != nil && err != io.EOF {
			w.Flush()
			return err
		}
		body := bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		s := f.record(body, n, base)
		w.Write(line[:s.pos])
		w.Write(s.text)
		if _, werr := w.Write(line[s.end:]); werr != nil {
			return werr
		}
		if err == io.EOF {
			return w.Flush()
		}
		base += int64(len(line))
	}
}

// record repairs line n without its ending, which starts at base. A blank line
// is no record.
func (f *filter) record(body []byte, n int, base int64) splice {
	if len(bytes.Trim(body, " \t\r")) == 0 {
		return splice{}
	}
	if f.cfg.path != nil {
		return f.field(body, n)
	}
	out, err := f.mend(origin{record: n, base: base}, body)
	if err != nil {
		pos, why := reason(err)
		f.fail(body, n, pos, why)
		return splice{}
	}
	if out == nil {
		return splice{}
	}
	if bytes.ContainsAny(out, "\n\r") {
		out = appendCompact(nil, out)
	}
	return splice{0, len(body), out}
}

// mend returns the repaired text of src and reports the edits; for a valid
// text it returns nil. With --partial it returns the snapshot of src. The
// result is valid until the next call.
func (f *filter) mend(o origin, src []byte) ([]byte, error) {
	if f.cfg.partial {
		return f.snapshot(src)
	}
	edits, err := f.opts.Edits(src)
	if err != nil || len(edits) == 0 {
		return nil, err
	}
	out := repair.Apply(src, edits)
	f.rep.add(o, src, out, edits)
	return out, nil
}

// fail notes that line n failed, for a reason found at body[pos].
func (f *filter) fail(body []byte, n, pos int, why string) {
	f.failed = true
	column := newCursor(body).at(pos).column
	fmt.Fprintf(f.errw, "repairjson: record %d (line %d): column %d: %s\n", n, n, column, why)
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

// appendLine appends the next line with its ending to b. At the end of the
// input it returns io.EOF with what is there, which may be nothing.
func appendLine(b []byte, r *bufio.Reader) ([]byte, error) {
	for {
		part, err := r.ReadSlice('\n')
		b = append(b, part...)
		if err != bufio.ErrBufferFull {
			return b, err
		}
	}
}

// appendCompact appends valid JSON to dst without the white space outside
// strings.
func appendCompact(dst, src []byte) []byte {
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case ' ', '\t', '\n', '\r':
		case '"':
			start := i
			for i++; i < len(src) && src[i] != '"'; i++ {
				if src[i] == '\\' {
					i++
				}
			}
			dst = append(dst, src[start:min(i+1, len(src))]...)
		default:
			dst = append(dst, src[i])
		}
	}
	return dst
}
