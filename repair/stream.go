package repair

// What a stream shows.
//
// A snapshot is the repaired text up to a place behind which the machine may
// still change its mind, with closers appended for what is open there. The
// places are few:
//
//   - a string ends its visible part before separators, brackets and white
//     space at its end: its end mark may be missing there;
//   - a string that is complete is visible, but its mark is not settled: a
//     second piece may follow it;
//   - a member is not visible before its value begins: cut there, it is left
//     out;
//   - an object is not visible before its first colon: {"x","y"} is an array;
//   - a parenthesis is not visible before its first comma: (1) is 1.
//
// Numbers and literals are read only when what follows them is known, so they
// are certain once they are read.
//
// Backward faults. These repairs change something before text that a stream
// may have shown; the list is closed.
//
//	MissingOpener of an object "a":1      seen at the first name; nothing was shown
//	MissingOpener of an array 1,2]        seen at the first number, within the window
//	Set {1,2}                             nothing is shown before the first colon
//	Tuple (1)                             nothing is shown before the first comma
//	Concatenation "x" + "y"               only the mark between goes: the string grows
//	MissingQuote "b,"c":                  the separators before the mark are held back
//	Truncated {"a":1,"b                   the member is held back
//	Sequence {"a":1} {"a":2}              not with Pick First: the second is dropped
//	OtherAnswer, a later one is better    not with Pick First: the first stays
//	Draft, </think> without its opening   not with Pick First: what was shown stays
//	EscapedText, KeyLines                 need the whole text: nothing is shown before Close
//	a number or string by itself          is shown by Close only
//
// So with Pick First, what was shown stays. With another Pick a snapshot shows
// what First would take, and Close may decide otherwise.

// shows reports whether a stream may show the answer before the text is
// complete.
func (a *answer) shows() bool { return a.form == FormProse || a.form == FormMarked }

// A view is the visible part of an answer that is being read.
type view struct {
	from  int  // where the answer begins in the source, with the space before it if that stays
	lo    int  // its first edit
	end   undo // up to here it is certain
	depth int  // containers open there
	open  bool // within a string
}

// view returns what is visible of the answer that a stream shows; ok is false
// if nothing is.
func (m *machine) view() (v view, ok bool) {
	r := &m.root
	if r.chosen >= 0 {
		a := r.answers[r.chosen]
		return view{from: m.begins0(r.chosen, a.before, a.pos), lo: a.lo, end: undo{a.hi, a.end}}, true
	}
	if m.mode == atRoot || m.mode == atCoded || m.stack.depth == 0 || r.hidden || r.over || r.form == FormCode {
		return v, false
	}
	v = view{from: m.begins0(len(r.answers), r.faults, r.start), lo: r.edits, depth: m.stack.depth}
	v.end, v.open = undo{len(m.edits), m.last}, false
	inString := m.mode == inText || m.mode == inBare
	switch {
	case m.first && (m.mode == atName || m.mode == atColon || inString && m.str.key):
		v.end = m.outer
		v.depth--
	case inString && m.str.key, m.mode == atColon, m.mode == atValue && m.stack.top():
		v.end = m.member
	case inString:
		v.end, v.open = m.heldString(), true
	case m.mode == afterValue && m.kind == '"':
		v.end, v.open = undo{m.joint.edits, m.joint.end}, true
	}
	for i := range m.parens {
		if p := &m.parens[i]; !p.comma {
			v.end, v.open = p.before, false
			v.depth = p.level - 1
			break
		}
	}
	return v, v.depth > 0
}

// begins0 returns where the output of an answer begins in the source: at the
// beginning of the text if nothing but white space comes before.
func (m *machine) begins0(index int, before Faults, pos int) int {
	if index == 0 && before == 0 {
		return 0
	}
	return pos
}

// heldString returns the certain part of the string being read.
func (m *machine) heldString() undo {
	end := m.pos
	if m.guided() || m.loose {
		if r := m.heldName(); r >= 0 {
			end = r
		}
	}
	end, _ = m.tail(end)
	if m.str.quote == bare && end > m.str.start && m.src[end-1] == '\'' {
		end--
	}
	end = m.trim(end)
	n := len(m.edits)
	for n > m.str.edits && m.edits[n-1].End > end {
		n--
	}
	if n > m.str.edits && n < len(m.edits) && m.edits[n-1].End > end {
		end = m.edits[n-1].Pos
	}
	return undo{n, max(end, m.str.start)}
}

// show brings the output up to the view and returns it with the closers of
// what is open there. Only what is new since the last call is written.
func (b *Buffer) show(v view) []byte {
	if !b.showing {
		b.showing = true
		b.out, b.shown = b.out[:0], undo{v.lo, v.from}
	}
	if v.end.last > b.shown.last || v.end.edits > b.shown.edits {
		b.out = appendEdits(b.out, b.m.src, b.shown.last, max(v.end.last, b.shown.last), b.m.edits[b.shown.edits:v.end.edits])
		b.shown = undo{v.end.edits, max(v.end.last, b.shown.last)}
	}
	n := len(b.out)
	out := b.out
	if v.open {
		out = append(out, '"')
	}
	for level := v.depth; level > 0; level-- {
		c := byte(']')
		if b.m.stack.object(level) {
			c = '}'
		}
		out = append(out, c)
	}
	b.out = out[:n]
	return out
}

// Snapshot returns valid JSON for as much of the answer as is certain: leaves
// only grow, strings by appending, and nothing shown is taken back (see the
// note on Pick at [Buffer]). Before anything is certain the error is
// ErrNoJSON. The result is valid until the Buffer is used again; the cost is
// that of what is new since the last call, and of the closers.
func (b *Buffer) Snapshot() ([]byte, error) {
	b.begin()
	if b.done {
		return b.out, b.err
	}
	if err := b.m.fatal(); err != nil {
		return nil, err
	}
	v, ok := b.m.view()
	if !ok {
		return nil, &Error{Offset: b.m.base + len(b.m.src), Err: ErrNoJSON}
	}
	return b.show(v), nil
}

// Settled returns the part of the output that will never change: a prefix of
// what Bytes returns after Close. It is empty unless Pick is First. The
// result is valid until the Buffer is used again.
func (b *Buffer) Settled() []byte {
	b.begin()
	if b.done {
		return b.out
	}
	if b.Options.Pick != First || b.m.fatal() != nil {
		return nil
	}
	v, ok := b.m.view()
	if !ok {
		return nil
	}
	b.show(v)
	return b.out
}

// Reset makes the Buffer ready for another text, with the same Options. It
// keeps its memory.
func (b *Buffer) Reset() {
	src := b.m.src[:0]
	b.m.clear()
	b.m.src = src
	*b = Buffer{Options: b.Options, m: b.m, out: b.out[:0]}
}
