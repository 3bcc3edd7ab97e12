package repairjson

import (
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// A Buffer repairs a text that arrives in pieces, and makes it fit the Schema
// or the Keys of its Options. The zero value is ready to use. Any division
// into pieces gives the same output and the same edits as Options.Repair and
// Options.Edits give for the whole.
//
// Without a Schema or Keys it is a [repair.Buffer]. With them a snapshot shows
// complete values only, as they are in the output; a member whose name may
// still become another, and all that comes after it, is held back, and so is
// a union at the root until it is known which branch is meant. With
// Options.Pick First, what was shown stays, as long as the text can be made to
// fit. With another Pick snapshots show what First would take, and a later
// answer may change that.
type Buffer struct {
	Options Options

	began bool
	done  bool
	shape *schema.Schema
	inner repair.Buffer // reads the first answer, or all if there is no shape
	src   []byte
	read  int    // how much of the first answer last is made from
	last  []byte // the last snapshot
	fixed int    // how much of it is settled
	out   []byte
	edits []repair.Edit
	err   error
}

func (b *Buffer) begin() {
	if b.began {
		return
	}
	b.began = true
	b.shape = b.Options.shape()
	b.inner.Options = b.Options.Options
	if b.shape != nil {
		b.inner.Options = b.Options.guided()
		b.inner.Options.Pick, b.inner.Options.Reject, b.inner.Options.OnEdit = repair.First, 0, nil
	}
}

// Write adds a piece of the text. It copies p. The error is that of the
// repair, if it is known already.
func (b *Buffer) Write(p []byte) (int, error) {
	b.begin()
	if b.shape != nil {
		b.src = append(b.src, p...)
	}
	return b.inner.Write(p)
}

// Close says that the text is complete. With an error that is a
// [*MismatchError] Bytes returns the best that could be made.
func (b *Buffer) Close() error {
	b.begin()
	switch {
	case b.done:
	case b.shape == nil:
		b.err = b.inner.Close()
		b.out, b.edits = b.inner.Bytes(), b.inner.Edits()
	default:
		b.edits, b.out, b.err = b.Options.aligned(b.src, b.shape)
	}
	b.done = true
	return b.err
}

// Bytes returns the output after Close. It is valid until the Buffer is used
// again.
func (b *Buffer) Bytes() []byte { return b.out }

// Edits returns the edits on the text after Close.
func (b *Buffer) Edits() []repair.Edit { return b.edits }

// Snapshot returns valid JSON for as much of the answer as is certain. Before
// anything is, the error is [repair.ErrNoJSON]. The result is valid until the
// Buffer is used again. With a Schema or Keys the cost is that of making to
// fit what has come so far, if there is more of it than at the last call.
func (b *Buffer) Snapshot() ([]byte, error) {
	b.begin()
	switch {
	case b.done:
		return b.out, b.err
	case b.shape == nil:
		return b.inner.Snapshot()
	}
	b.look()
	if len(b.last) == 0 {
		return nil, &repair.Error{Offset: len(b.src), Err: repair.ErrNoJSON}
	}
	return b.last, nil
}

// Settled returns the part of the output that will not change: what Bytes
// returns after Close begins with it, if the text can be made to fit. It is
// empty unless Options.Pick is First. The result is valid until the Buffer is
// used again.
func (b *Buffer) Settled() []byte {
	b.begin()
	switch {
	case b.done:
		return b.out
	case b.shape == nil:
		return b.inner.Settled()
	case b.Options.Pick != repair.First:
		return nil
	}
	b.look()
	return b.last[:b.fixed]
}

// look brings the snapshot up to what the first answer shows.
func (b *Buffer) look() {
	now := b.inner.Settled()
	if len(now) == b.read {
		return
	}
	b.read = len(now)
	if text, fixed, ok := b.shape.Partial(now, b.Options.Salvage); ok {
		b.last, b.fixed = text, fixed
	}
}

// Reset makes the Buffer ready for another text, with the same Options. It
// keeps its memory.
func (b *Buffer) Reset() {
	b.inner.Reset()
	*b = Buffer{Options: b.Options, inner: b.inner, src: b.src[:0]}
}
