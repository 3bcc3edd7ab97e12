package repair

import (
	"errors"
	"io"
	"iter"
)

// ErrWindow says that a Reader would have to keep more of the text than it
// may to decide what it means.
var ErrWindow = errors.New("undecided for too long")

// readerWindow is how much undecided text a Reader keeps.
const readerWindow = 1 << 20

// readSize is how much a Reader reads at once.
const readSize = 32 << 10

// A reader repairs in bounded memory: what is settled goes out and is
// forgotten.
type reader struct {
	r     io.Reader
	b     Buffer
	out   []byte // settled, not yet read
	piece []byte
	tail  []byte // white space after the answer, which stays if nothing else follows
	err   error  // of what comes after out
	last  error  // of the last Read of r
	ended bool   // the answer is complete
}

// NewReader returns a Reader of the first answer in the text that r gives,
// repaired: the bytes that Repair with Pick First gives for the whole text.
// It keeps no more of the text than is undecided, 1 MiB at most: where a
// decision needs more (a text that is escaped as a whole, a member's name or
// a string's mark that does not come), Read fails with ErrWindow. Read may
// fail after it has returned a part of the answer; the error is an [*Error]
// or that of r. Options.Pick and OnEdit are not used.
func (o Options) NewReader(r io.Reader) io.Reader {
	o.Pick, o.OnEdit = First, nil
	return &reader{r: r, b: Buffer{Options: o}, piece: make([]byte, readSize)}
}

func (r *reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for len(r.out) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.fill()
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

// fill reads a piece of the text and puts what it settles in out.
func (r *reader) fill() {
	switch {
	case r.last == io.EOF:
		r.close()
	case r.last != nil:
		r.err = r.last
	default:
		var n int
		n, r.last = r.r.Read(r.piece)
		r.write(r.piece[:n])
	}
}

// write reads one piece.
func (r *reader) write(p []byte) {
	if r.ended {
		r.after(p)
		return
	}
	b := &r.b
	if _, err := b.Write(p); err != nil {
		r.err = err
		return
	}
	b.out = b.out[:0]
	v, ok := b.m.view()
	if ok {
		from := b.shown.edits
		if !b.showing {
			from = v.lo
		}
		b.show(v)
		r.out = b.out
		if r.err = b.m.rejected(b.m.edits[from:b.shown.edits], b.Options.Reject); r.err != nil {
			return
		}
	}
	if b.m.root.chosen >= 0 {
		r.ended = true
		r.after(b.m.arrived()[b.shown.last:])
		return
	}
	b.forget()
	if len(b.m.src) > readerWindow {
		r.err = &Error{Offset: b.m.base + b.m.pos, Err: ErrWindow}
	}
}

// after keeps the white space after the answer, until something else comes.
func (r *reader) after(p []byte) {
	if r.tail == nil {
		r.tail = []byte{}
	}
	for _, c := range p {
		if !isSpace(c) || len(r.tail) > readerWindow {
			r.err = io.EOF // the rest is not read
			return
		}
		r.tail = append(r.tail, c)
	}
}

// close puts the rest of the answer in out.
func (r *reader) close() {
	r.err = io.EOF
	if r.ended {
		r.out = r.tail
		return
	}
	b := &r.b
	m := &b.m
	m.end()
	v, ok := m.view()
	if !ok || m.fatal() != nil {
		edits, err := m.result(&b.Options)
		switch {
		case err == nil:
			r.out = Apply(m.src, edits)
		case m.base > 0 && errors.Is(err, ErrNoJSON): // lines of names and values cannot be told any more
			r.err = &Error{Offset: m.base, Err: ErrWindow}
		default:
			r.err = err
		}
		return
	}
	b.out = b.out[:0]
	from := b.shown.edits
	if !b.showing {
		from = v.lo
	}
	b.show(v)
	if err := m.rejected(m.edits[from:b.shown.edits], b.Options.Reject); err != nil {
		r.err = err
		return
	}
	r.out = b.out
	if from, _ := trimSpace(m.src, b.shown.last, len(m.src)); from == len(m.src) {
		r.out = append(r.out, m.src[b.shown.last:]...)
	}
}

// keptBefore is how much text a Buffer keeps before what is undecided, for
// judgements that look back.
const keptBefore = lookback

// forget drops what was shown, or what will be dropped before the answer,
// from the Buffer's text.
func (b *Buffer) forget() {
	m := &b.m
	n, k := 0, 0
	switch r := &m.root; {
	case b.showing:
		n, k = b.shown.last, b.shown.edits
	case m.mode == atRoot && len(r.answers) == 0 && r.faults != 0:
		n = m.pos
	}
	if n -= keptBefore; n < readSize {
		return
	}
	m.rebase(n, k)
	b.shown.last -= n
	b.shown.edits -= k
}

// rebase drops n bytes of the source and k edits.
func (m *machine) rebase(n, k int) {
	all := m.arrived()
	m.src = append(all[:0], all[n:]...)[:len(m.src)-n]
	m.base += n
	m.scarred = m.scarred || k > m.root.edits
	for _, p := range [...]*int{
		&m.pos, &m.last, &m.skimmed, &m.glided, &m.patience, &m.joint.end, &m.member.last, &m.outer.last,
		&m.str.start, &m.str.searched, &m.str.smooth, &m.str.colonAt, &m.root.start, &m.root.from, &m.comma.Pos, &m.comma.End,
	} {
		*p = max(0, *p-n)
	}
	for _, p := range [...]*int{&m.joint.edits, &m.member.edits, &m.outer.edits, &m.str.edits, &m.root.edits} {
		*p = max(0, *p-k)
	}
	for i := range m.parens {
		p := &m.parens[i]
		p.edit = max(0, p.edit-k)
		p.before = undo{max(0, p.before.edits-k), max(0, p.before.last-n)}
	}
	m.edits = append(m.edits[:0], m.edits[k:]...)
	for _, list := range [...][]Edit{m.edits, m.gap} {
		for i := range list {
			list[i].Pos -= n
			list[i].End -= n
		}
	}
}

// rejected returns the error for the first of the edits that has a fault to
// refuse.
func (m *machine) rejected(edits []Edit, reject Faults) error {
	for i := range edits {
		if f := edits[i].Faults & reject; f != 0 {
			return &Error{Offset: m.base + edits[i].Pos, Err: ErrRejected, Faults: f}
		}
	}
	return nil
}

// All returns an iterator over the answers in the text that r gives, each
// repaired: JSON lines, values one after the other, the values of several
// fences. It keeps no more of the text than one answer and what lies before
// it. An error ends it: that of r, or an [*Error]; a text without any answer
// that is not blank gives ErrNoJSON. Options.Pick and OnEdit are not used.
// A value is valid until the next.
func (o Options) All(r io.Reader) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		var b Buffer
		b.Options = Options{Keys: o.Keys, Names: o.Names, MaxDepth: o.MaxDepth}
		piece := make([]byte, readSize)
		found := false
		for {
			n, err := r.Read(piece)
			_, failed := b.Write(piece[:n])
			if err == io.EOF {
				b.m.end()
				failed = b.m.err
			}
			for i := range b.m.root.answers {
				a := b.m.root.answers[i]
				if a.form == FormCode || a.form == FormScalar && b.m.root.words {
					continue
				}
				found = true
				if bad := b.m.rejected(b.m.edits[a.lo:a.hi], o.Reject); bad != nil {
					yield(nil, bad)
					return
				}
				b.out = appendEdits(b.out[:0], b.m.src, a.pos, a.end, b.m.edits[a.lo:a.hi])
				if !yield(b.out, nil) {
					return
				}
			}
			b.forgetAnswers()
			switch {
			case failed != nil:
				yield(nil, failed)
				return
			case err == io.EOF:
				if from, _ := trimSpace(b.m.src, 0, len(b.m.src)); !found && from < len(b.m.src) {
					yield(nil, &Error{Offset: b.m.base + b.m.noJSON(), Err: ErrNoJSON})
				}
				return
			case err != nil:
				yield(nil, err)
				return
			}
		}
	}
}

// forgetAnswers drops the answers and all of the text before the value that
// is being read.
func (b *Buffer) forgetAnswers() {
	m := &b.m
	n := len(m.root.answers)
	if n == 0 {
		return
	}
	a := m.root.answers[n-1]
	m.root.answers = m.root.answers[:0]
	m.root.chosen = -1
	if keep := a.end - keptBefore; keep >= readSize {
		m.rebase(keep, a.hi)
	}
}
