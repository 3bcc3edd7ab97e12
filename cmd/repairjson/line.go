package main

import (
	"bytes"
	"fmt"
)

// A worker repairs batches of lines.
type worker struct {
	*program
	mender
	file string
	b    *batch
}

// worker returns a function that makes workers on the lines of a file.
func (p *program) worker(file string) func() func(*batch) {
	return func() func(*batch) {
		w := &worker{
			program: p, file: file,
			mender: mender{opts: p.opts, tools: p.offered, partial: p.partial, limit: int64(p.maxRecord)},
		}
		return w.do
	}
}

// do repairs the lines of a batch.
func (w *worker) do(b *batch) {
	w.b = b
	if b.part != whole {
		w.longLine(b)
		return
	}
	n, base := b.first, b.base
	for rest := b.data; len(rest) > 0 && !b.stop; n++ {
		end := bytes.IndexByte(rest, '\n') + 1
		if end == 0 {
			end = len(rest)
		}
		w.line(rest[:end], n, base)
		base += int64(end)
		rest = rest[end:]
	}
}

// longLine treats a part of a line that is too long.
func (w *worker) longLine(b *batch) {
	if b.part == begins {
		b.tally.failed++
		o := origin{file: w.file, record: b.first}
		w.fail(o, b.data, 0, failure{Line: 1, Column: 1, Message: errLong(w.limit).Error()})
	}
	newline := bytes.HasSuffix(b.data, []byte("\n"))
	switch w.onError.value {
	case "keep":
		b.out = append(b.out, b.data...)
	case "null":
		if b.part == begins {
			b.out = append(b.out, "null"...)
		}
		if newline {
			b.out = append(b.out, '\n')
		}
	}
}

// line repairs line n, which starts at base. A blank line is no record.
func (w *worker) line(line []byte, n int, base int64) {
	body := bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
	ending := line[len(body):]
	if len(bytes.Trim(body, " \t\r")) == 0 {
		w.b.out = append(w.b.out, line...)
		return
	}
	o := origin{file: w.file, record: n, base: base}
	repair := w.text
	if w.fields.paths != nil {
		repair = w.record
	}
	out, became := repair(o, body)
	switch became {
	case valid:
		w.b.tally.valid++
	case repaired:
		w.b.tally.repaired++
	case failed:
		w.b.tally.failed++
		switch {
		case w.b.stop, w.onError.value == "drop":
			return
		case out != nil:
		case w.onError.value == "null":
			out = []byte("null")
		default:
			out = body
		}
	}
	w.b.out = append(append(w.b.out, out...), ending...)
}

// A result is what became of a record.
type result uint8

const (
	valid result = iota
	repaired
	failed
)

// text repairs a line that is a text.
func (w *worker) text(o origin, body []byte) ([]byte, result) {
	out, edits, err := w.mend(body)
	if err != nil {
		f := newFailure(body, err)
		w.fail(o, body, f.Offset, f)
		return nil, failed
	}
	src := body
	w.report(o, src, out, edits)
	became := valid
	if len(edits) > 0 {
		became = repaired
		if w.logField != "" {
			out = withLog(out, w.logField, logEntries(o, src, out, edits))
		}
	}
	return w.format.applyLine(out, became == valid && !w.partial), became
}

// report counts and lists the edits of a text.
func (w *worker) report(o origin, src, out []byte, edits repairs) {
	w.b.tally.add(edits)
	w.b.msgs = w.rep.appendEdits(w.b.msgs, o, src, out, edits)
}

// fail tells of a failure of a record, for a reason found at body[pos].
func (w *worker) fail(o origin, body []byte, pos int, f failure) {
	w.b.stop = w.b.stop || w.onError.value == "fail"
	switch {
	case w.rep.format == "json":
		entry := failureEntry{Version: reportVersion, File: o.file, Record: o.record, Field: o.field, failure: f}
		w.b.msgs = append(appendJSON(w.b.msgs, entry), '\n')
	case !w.quiet:
		file, in := "", ""
		if o.file != "" {
			file = o.file + ": "
		}
		if o.field != "" && f.Line > 0 {
			in = fmt.Sprintf(" (line %d, column %d of the text at %s)", f.Line, f.Column, o.field)
		}
		w.b.msgs = fmt.Appendf(w.b.msgs, "repairjson: %srecord %d (line %d): column %d: %s%s\n",
			file, o.record, o.record, newCursor(body).at(pos).column, f.text(), in)
	}
}
