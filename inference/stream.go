package inference

import (
	"errors"
	"io"
	"strings"
	"time"

	"github.com/repairjson/repairjson/repair"
)

// How long frames may wait for their text to become certain, in frames and in
// bytes. When more wait, they go on without it, and it follows later: a
// client that is waiting for a sign of life gets one.
const (
	maxWaiting      = 128
	maxWaitingBytes = 64 << 10
	maxAnswers      = 1024 // texts in one stream
	maxPings        = 100  // frames without data in a row; a client gives up at 300 lines
)

var (
	errStreamed   = errors.New("the answer does not fit the schema, and its beginning has gone out")
	errTakenBack  = errors.New("the repair would take back what has gone out")
	errBroken     = errors.New("the upstream ended the stream before the answer was complete")
	errTooLong    = errors.New("the stream is longer than the limit")
	errManyTexts  = errors.New("the stream has too many texts")
	errAfterEnd   = errors.New("the upstream sent text behind the end of an answer")
	errCutRefused = errors.New("the answer is cut off")
)

// A stream repairs the body of a streaming answer while it is read.
type stream struct {
	x    *exchange
	src  io.ReadCloser
	done func() // called once, at the end

	split   splitter
	in      []byte // for reading
	out     []byte // ready for the reader
	given   int    // bytes of out that the reader has
	answers []*answer
	open    map[int]bool // choices: whether they have not ended
	names   []name
	waiting []frame
	held    int    // bytes of waiting
	like    []byte // data of a frame with an answer, for our own frames
	likeBuf []byte
	alike   alike
	scratch reading  // of a frame that does not wait
	texts   [][]byte // for send
	pings   int
	length  int64 // of the frames with texts
	ended   bool  // [DONE], or ollama's last line
	broken  bool  // the upstream failed
	failed  bool  // an error went out: nothing else does
	err     error
	spent   time.Duration
}

func newStream(x *exchange, src io.ReadCloser, ndjson bool, done func()) *stream {
	return &stream{
		x: x, src: src, done: done, open: map[int]bool{}, in: make([]byte, 16<<10),
		split: splitter{ndjson: ndjson},
	}
}

// Read returns what is ready, and otherwise reads from the upstream: it never
// reads ahead of the client.
func (s *stream) Read(p []byte) (int, error) {
	for s.given == len(s.out) {
		if s.err != nil {
			return 0, s.err
		}
		s.out, s.given = s.out[:0], 0
		n, err := s.src.Read(s.in)
		start := time.Now()
		s.feed(s.in[:n], err)
		s.spent += time.Since(start)
		if s.err != nil {
			s.finish()
		}
	}
	n := copy(p, s.out[s.given:])
	s.given += n
	return n, nil
}

// Close closes the upstream's body, which ends its work.
func (s *stream) Close() error {
	if s.err == nil {
		s.err = io.ErrClosedPipe
		if !s.ended {
			s.x.report.Err = errors.New("the client went away")
		}
		s.finish()
	}
	return s.src.Close()
}

func (s *stream) finish() {
	if s.done == nil {
		return
	}
	for _, a := range s.answers {
		if a.closed && (len(a.edits) > 0 || a.err != nil || len(a.src) > 0) {
			s.x.note(a.key, a.function, a.src, a.out, a.edits, a.err)
		}
	}
	s.x.report.Added += s.spent
	s.done()
	s.done = nil
}

// feed takes what the upstream sent, and how its sending ended.
func (s *stream) feed(p []byte, err error) {
	if s.x.observed {
		s.out = append(s.out, p...)
	}
	if !s.failed {
		s.split.write(p)
		s.frames(err != nil)
	}
	if err != nil {
		s.err = s.end(err)
		return
	}
	if s.failed && !s.x.observed {
		s.err = io.EOF // nothing more goes out
		return
	}
	s.keep()
}

// frames takes the frames that are complete.
func (s *stream) frames(final bool) {
	for !s.failed {
		f, ok := s.split.next(final)
		if !ok {
			break
		}
		s.frame(f)
	}
	if int64(len(s.split.buf)-s.split.begin) > s.x.opts.maxBody() {
		s.fail(errTooLong)
	}
}

// frame takes the next frame of the upstream.
func (s *stream) frame(f frame) {
	f.reading = s.scratch
	switch {
	case s.ended: // nothing counts behind the end
	case f.isDone():
		s.ended = true
		s.closeAll()
	case s.alike.read(&f):
		s.length += int64(len(f.raw))
		s.take(&f)
	case f.isJSON():
		f.read(s.x.route, f.data())
		s.alike.learn(&f)
		if message := failure(s.x.route, &f); message != nil {
			s.upstreamFailed(&f, message)
			return
		}
		s.length += int64(len(f.raw))
		s.take(&f)
	}
	if s.failed || s.x.observed {
		return
	}
	if len(s.waiting) == 0 && s.prepare(&f, false) {
		s.send(&f)
		s.scratch = f.reading.emptied()
		return
	}
	s.scratch = reading{}
	s.waiting = append(s.waiting, f)
	s.held += len(f.raw)
	s.pump(false)
}

// take gives the texts of a frame to their answers, and ends those that the
// frame ends.
func (s *stream) take(f *frame) {
	for _, n := range f.names {
		if s.called(n.key) == "" && len(s.names) < maxAnswers {
			s.names = append(s.names, name{n.key, strings.Clone(n.name)})
			if s.x.route.openAI() {
				s.answer(n.key) // that no arguments come counts too
			}
		}
	}
	for i := range f.pieces {
		p := &f.pieces[i]
		if _, ok := s.open[p.key.choice]; !ok {
			s.open[p.key.choice] = true
		}
		a := s.answer(p.key)
		switch {
		case a == nil || p.text == "":
		case p.object:
			s.object(a, p)
		case a.closed:
			s.fail(errAfterEnd)
		default:
			a.write(p.text)
		}
	}
	if s.length > s.x.opts.maxBody() {
		s.fail(errTooLong)
	}
	for _, e := range f.ends {
		s.x.ended(e.reason)
		s.open[e.choice] = false
		for _, a := range s.answers {
			if a.key.choice == e.choice {
				s.close(a)
			}
		}
	}
	if f.done {
		s.ended = true
		s.closeAll()
	}
}

// object fits arguments that come as an object, and whole.
func (s *stream) object(a *answer, p *piece) {
	a.closed = true
	out, edits, err := a.target.mend([]byte(p.text), repair.Best)
	s.x.note(p.key, a.function, []byte(p.text), out, edits, err)
	if len(edits) > 0 {
		p.out = out
	}
}

// answer returns the answer at k, or nil if it is not JSON that is wanted
// there.
func (s *stream) answer(k key) *answer {
	for _, a := range s.answers {
		if a.key == k {
			return a
		}
	}
	name := s.called(k)
	t, ok := s.x.shape.target(s.x.opts, k, name)
	if !ok {
		return nil
	}
	if len(s.answers) == maxAnswers {
		s.fail(errManyTexts)
		return nil
	}
	a := newAnswer(t, k, name)
	s.answers = append(s.answers, a)
	return a
}

func (s *stream) called(k key) string {
	for _, n := range s.names {
		if n.key == k {
			return n.name
		}
	}
	return ""
}

func (s *stream) closeAll() {
	for choice := range s.open {
		s.open[choice] = false
	}
	for _, a := range s.answers {
		s.close(a)
	}
}

// close ends an answer.
func (s *stream) close(a *answer) {
	if a.closed {
		return
	}
	if !a.close() {
		s.fail(a.err)
		return
	}
	if endsEarly(a.edits) && s.x.report.Truncated == "" {
		s.x.report.Truncated = "text"
	}
	if s.x.report.Truncated != "" && s.x.opts.RefuseTruncated {
		s.fail(errCutRefused)
	}
}
