package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/inference/toolcall"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// A mender repairs texts, one after the other, as the command line says.
type mender struct {
	opts    repairjson.Options
	tools   *toolcall.Tools // the text has calls of these, or is words
	partial bool
	limit   int64         // the longest text, 0 for any
	buf     repair.Buffer // for snapshots
}

// errLong says that a text is longer than --max-record.
type errLong int64

func (e errLong) Error() string {
	return fmt.Sprintf("longer than %s (--max-record)", sizeText(int64(e)))
}

// newOptions returns the options of the command line. A schema is named by its
// file.
func newOptions(c *config) (o repairjson.Options, err error) {
	for i, name := range c.pick.of {
		if name == c.pick.value {
			o.Pick = repair.Pick(i)
		}
	}
	o.Reject = repair.Faults(c.reject)
	o.MaxDepth = c.maxDepth
	o.Salvage = c.salvage
	o.Keys = c.keys
	if len(c.keys) > 0 {
		o.Schema = schema.Keys(c.keys...)
	}
	if c.schema != "" {
		o.Schema, err = loadSchema(c.schema)
	}
	return o, err
}

// mend returns the repaired text of src and the edits that made it. For a
// valid text that is src and none; with --partial it is the snapshot of src,
// valid until the next call.
func (m *mender) mend(src []byte) ([]byte, []repair.Edit, error) {
	if m.limit > 0 && int64(len(src)) > m.limit {
		return nil, nil, errLong(m.limit)
	}
	if m.partial {
		out, err := m.snapshot(src)
		return out, nil, err
	}
	if m.tools != nil {
		return m.calls(src)
	}
	edits, err := m.opts.Edits(src)
	if err != nil {
		return nil, nil, err
	}
	return repair.Apply(src, edits), edits, nil
}

// snapshot returns what is certain of the first answer in the text that begins
// with src. It is valid until the next call.
func (m *mender) snapshot(src []byte) ([]byte, error) {
	m.buf.Reset()
	m.buf.Options = m.opts.Options
	m.buf.Options.Pick = repair.First
	m.buf.Write(src) // its error comes again
	return m.buf.Snapshot()
}

// newFailure says why src could not be repaired.
func newFailure(src []byte, err error) failure {
	offset, why := reason(err)
	at := newCursor(src).at(offset)
	f := failure{Offset: at.offset, Line: at.line, Column: at.column, Message: why}
	var bad *repairjson.MismatchError
	if errors.As(err, &bad) {
		f.Message = repairjson.ErrMismatch.Error()
		for _, m := range bad.Mismatches {
			f.Mismatches = append(f.Mismatches, mismatch{m.Pointer, m.Want, m.Found})
		}
	}
	return f
}

// text returns the message of the failure on one line.
func (f *failure) text() string {
	if len(f.Mismatches) == 0 {
		return f.Message
	}
	var all []string
	for _, m := range f.Mismatches {
		all = append(all, schema.Mismatch{Pointer: m.Pointer, Want: m.Want, Found: m.Found}.String())
	}
	return f.Message + ": " + strings.Join(all, "; ")
}

// describe returns the message for the input src, which could not be repaired,
// with the line that the error is in.
func describe(file string, src []byte, err error, p palette) string {
	f := newFailure(src, err)
	place := fmt.Sprintf("line %d, column %d", f.Line, f.Column)
	if file != "" {
		place = fmt.Sprintf("%s:%d:%d", file, f.Line, f.Column)
	}
	msg := fmt.Sprintf("repairjson: %s: %s\n", place, p.red.Sprint(f.Message))
	for _, m := range f.Mismatches {
		msg += "  " + schema.Mismatch{Pointer: m.Pointer, Want: m.Want, Found: m.Found}.String() + "\n"
	}
	if len(f.Mismatches) > 0 {
		return msg // the places are in the answer, and not in the text
	}
	if text, marks := excerpt(src, span{f.Offset, f.Offset}); text != "" {
		msg += text + "\n" + p.red.Sprint(marks) + "\n"
	}
	return msg
}
