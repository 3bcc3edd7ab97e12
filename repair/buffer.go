package repair

// A Buffer repairs a text that arrives in pieces. The zero value is ready to
// use. Any division into pieces gives the same output and the same edits as
// one piece.
//
// While the text arrives, Snapshot shows the answer so far and Settled what
// of it is final. With Options.Pick First, what they showed is part of what
// Close makes of the whole. With another Pick they show what First would
// take, and a later answer may change that.
type Buffer struct {
	Options Options

	m       machine
	began   bool
	done    bool
	edits   []Edit
	out     []byte // after Close the output, before it what was shown
	showing bool
	shown   undo // out stands for the source and edits up to here
	err     error
}

// Write adds a piece of the text. It copies p and reads as much of the text
// as is certain. The error is that of the repair, if it is known already.
func (b *Buffer) Write(p []byte) (int, error) {
	b.begin()
	b.m.src = append(b.m.arrived(), p...)
	b.m.hold(len(p))
	b.m.run()
	if err := b.m.fatal(); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close says that the text is complete, and repairs what was not certain
// before.
func (b *Buffer) Close() error {
	b.begin()
	if !b.done {
		b.done = true
		b.edits, b.err = b.m.complete(&b.Options)
		if b.err == nil {
			b.out = Apply(b.m.src, b.edits)
		} else {
			b.out = nil
		}
	}
	return b.err
}

// Bytes returns the repaired text after Close. It is valid until the Buffer
// is used again.
func (b *Buffer) Bytes() []byte { return b.out }

// Edits returns the edits of the repair after Close.
func (b *Buffer) Edits() []Edit { return b.edits }

func (b *Buffer) begin() {
	if !b.began {
		b.began = true
		b.m.init(&b.Options)
		b.m.root.names = b.Options.Names
	}
}

// complete reads the rest of the source and returns the edits of the repair,
// in a list that belongs to the machine.
func (m *machine) complete(o *Options) ([]Edit, error) {
	m.end()
	return m.result(o)
}

// end reads the rest of the source.
func (m *machine) end() {
	m.final = true
	if m.held == 0 {
		m.hold(len(m.src))
	}
	m.run()
	m.finish()
	m.src = m.arrived()
	m.held = 0
}

// hold keeps the line breaks at the end of the source, of which the last n
// bytes are new, and white space behind them, from the modes until something
// else follows: a text ends where its last line does, also one that was cut
// within a string or a name.
func (m *machine) hold(n int) {
	i := len(m.src)
	from := i - n
	for i > from && isSpace(m.src[i-1]) {
		i--
	}
	if i > from || m.held == 0 {
		for i < len(m.src) && m.src[i] != '\n' && m.src[i] != '\r' {
			i++
		}
		m.held = len(m.src) - i
	} else {
		m.held += n
	}
	m.src = m.src[:len(m.src)-m.held]
}

// arrived returns the source with what is held.
func (m *machine) arrived() []byte { return m.src[:len(m.src)+m.held] }

// fatal returns the error that ends the repair: not one that comes after the
// only answer that is wanted.
func (m *machine) fatal() error {
	if m.err != nil && m.root.only && m.root.chosen >= 0 {
		return nil
	}
	return m.err
}

// result returns the edits of the repair once all is read.
func (m *machine) result(o *Options) ([]Edit, error) {
	var edits []Edit
	err := m.fatal()
	if err == nil {
		if m.err != nil { // what was being read then is not the answer
			m.root.faults |= OtherAnswer
		}
		if m.mode == atCoded {
			edits, err = m.decoded(o)
		} else {
			edits, err = m.assemble(o.Pick)
		}
	}
	if err != nil {
		return nil, err
	}
	if o.Reject != 0 {
		for i := range edits {
			if f := edits[i].Faults & o.Reject; f != 0 {
				return nil, &Error{Offset: edits[i].Pos, Err: ErrRejected, Faults: f}
			}
		}
	}
	if o.OnEdit != nil {
		for _, e := range edits {
			o.OnEdit(e)
		}
	}
	return edits, nil
}
