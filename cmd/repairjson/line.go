package main

import (
	"bytes"
	"fmt"

	"github.com/repairjson/repairjson/internal/records"
	"github.com/repairjson/repairjson/repair"
)

// A worker repairs batches of lines.
type worker struct {
	*program
	repairer records.Repairer
	file     string
	b        *batch
}

// worker returns a function that makes workers on the lines of a file.
func (p *program) worker(file string) func() func(*batch) {
	return func() func(*batch) {
		w := &worker{program: p, file: file}
		w.repairer = records.Repairer{
			Mender: records.Mender{Options: p.opts, Tools: p.offered, Partial: p.partial, Limit: int64(p.maxRecord)},
			Fields: p.fields, Into: p.into, AsText: p.asText, LogField: p.logField, OnError: p.onError.value,
			Layout: records.Layout{Compact: p.format.compact, ASCII: p.format.ascii}, Shapes: p.shapes,
			Edited: w.edited, Failed: w.failed,
		}
		return w.do
	}
}

// do repairs the lines of a batch.
func (w *worker) do(b *batch) {
	w.b = b
	w.repairer.Tally = &b.tally
	o := records.Origin{File: w.file, Record: b.first, Base: b.base}
	if b.part != whole {
		b.out = w.repairer.AppendLong(b.out, o, b.data, b.part == begins)
		return
	}
	for rest := b.data; len(rest) > 0 && !b.stop; o.Record++ {
		end := bytes.IndexByte(rest, '\n') + 1
		if end == 0 {
			end = len(rest)
		}
		b.out, _ = w.repairer.AppendLine(b.out, o, rest[:end])
		o.Base += int64(end)
		rest = rest[end:]
	}
}

// edited lists the edits of a text.
func (w *worker) edited(o records.Origin, src, out []byte, edits []repair.Edit) {
	w.b.msgs = w.rep.appendEdits(w.b.msgs, o, src, out, edits)
}

// failed tells of a failure of a record, for a reason found at body[pos].
func (w *worker) failed(o records.Origin, body []byte, pos int, f records.Failure) {
	w.b.stop = w.b.stop || w.onError.value == "fail"
	switch {
	case w.rep.format == "json":
		entry := failureEntry{Version: records.ReportVersion, File: o.File, Record: o.Record, Field: o.Field, Failure: f}
		w.b.msgs = append(records.AppendJSON(w.b.msgs, entry), '\n')
	case !w.quiet:
		file, in := "", ""
		if o.File != "" {
			file = o.File + ": "
		}
		if o.Field != "" && f.Line > 0 {
			in = fmt.Sprintf(" (line %d, column %d of the text at %s)", f.Line, f.Column, o.Field)
		}
		w.b.msgs = fmt.Appendf(w.b.msgs, "repairjson: %srecord %d (line %d): column %d: %s%s\n",
			file, o.Record, o.Record, records.NewCursor(body).At(pos).Column, f.Text(), in)
	}
}
