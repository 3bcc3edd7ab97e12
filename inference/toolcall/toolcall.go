package toolcall

// Options says what counts as a call.
type Options struct {
	// Anywhere takes calls also out of the middle of prose.
	Anywhere bool
}

// Read reads the calls in the text of a model that was offered tools.
func (o Options) Read(tools *Tools, text []byte) *Answer {
	m := machine{options: o, tools: tools, src: text, final: true}
	m.run()
	return &Answer{Parts: m.parts, text: text}
}

// Read is Options.Read with the zero Options.
func Read(tools *Tools, text []byte) *Answer { return Options{}.Read(tools, text) }

// A Stream reads calls from a text that arrives in pieces. Any division into
// pieces gives the same calls and the same content as the whole.
type Stream struct {
	m machine
}

// NewStream returns a Stream for the answer of a model that was offered tools.
func (o Options) NewStream(tools *Tools) *Stream {
	return &Stream{m: machine{options: o, tools: tools}}
}

// Write adds a piece of the text and returns the parts that have become
// certain. Text may come in several parts.
func (s *Stream) Write(p []byte) []Part {
	s.m.src = append(s.m.src, p...)
	return s.parts()
}

// Close says that the text is complete, and returns the rest of the parts.
func (s *Stream) Close() []Part {
	s.m.final = true
	return s.parts()
}

// Text returns what was written so far: what the parts are of. It is not to be
// modified.
func (s *Stream) Text() []byte { return s.m.src[:len(s.m.src):len(s.m.src)] }

func (s *Stream) parts() []Part {
	s.m.run()
	parts := s.m.parts
	s.m.parts = nil
	return parts
}

// Arguments reads text as the arguments of a call of the function called name:
// what a server gives as the arguments of a tool call, which may be broken,
// cut off, doubled, or written into a string. The error is an *Error.
func (t *Tools) Arguments(name string, text []byte) (Call, error) {
	f := t.find(name)
	if f == nil {
		return Call{}, &Error{Name: name, Err: ErrNotOffered}
	}
	m, err := f.arguments(text, 0, len(text), nil)
	if err == nil && m.cut {
		err = ErrCut
	}
	if err != nil {
		return m.call, &Error{Name: name, Err: err}
	}
	return m.call, nil
}
