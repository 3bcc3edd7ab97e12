package inference

import (
	"bytes"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
)

// An answer is a text of a stream. What it becomes goes out in order and is
// never taken back: ready holds what is certain and has not gone out.
//
// This is the only place that knows how a text is repaired while it arrives.
type answer struct {
	target   target
	key      key
	function string
	buf      repairjson.Buffer // with Pick First, of what has arrived
	src      []byte            // what has arrived
	looked   int               // how much of it had arrived when buf was last asked
	settled  int               // bytes of buf.Settled that are in out
	out      []byte            // all that is certain
	sent     int               // bytes of out that went out
	changed  bool              // what goes out is not what arrives: frames are rewritten
	closed   bool
	edits    []repair.Edit
	err      error
}

func newAnswer(t target, k key, function string) *answer {
	a := &answer{target: t, key: k, function: function}
	a.buf.Options = repairjson.Options{Schema: t.schema}
	a.buf.Options.Pick, a.buf.Options.Keys = repair.First, t.keys
	return a
}

// write adds a part of the text.
func (a *answer) write(text string) {
	a.src = append(a.src, text...)
	if a.err != nil || a.target.reject != 0 {
		return // nothing goes out before all is known
	}
	if _, a.err = a.buf.Write([]byte(text)); a.err != nil {
		return
	}
	if a.target.schema != nil && len(a.src)-a.looked < 32+len(a.src)/16 {
		return // fitting takes time for all that has arrived, so it is done for so much more at a time
	}
	a.looked = len(a.src)
	s := a.buf.Settled()
	if a.target.tagged {
		s = bytes.TrimLeft(s, " \t\r\n")
	}
	if len(s) <= a.settled {
		return
	}
	if a.settled == 0 && a.target.tagged {
		a.out = append(a.out, tagBefore(a.src)...)
	}
	a.out = append(a.out, s[a.settled:]...)
	a.settled = len(s)
}

// close ends the text. It reports whether the answer stands; it does not if
// what went out cannot be completed, or if the repair is refused.
func (a *answer) close() bool {
	if a.closed {
		return true
	}
	a.closed = true
	out, edits, err := a.target.mend(a.src, repair.First)
	switch {
	case rejected(err):
		a.err = err
		return false
	case !bytes.HasPrefix(out, a.out[:a.sent]):
		// It does not fit, and the best that can be made is otherwise than
		// what has gone out. The text is completed without the schema.
		var plain error
		if out, edits, plain = a.plain(); plain != nil {
			a.err = plain
			return false
		}
		if err == nil {
			err = errStreamed
		}
	}
	a.out, a.edits, a.err = out, edits, err
	return true
}

// plain returns the text repaired without a schema.
func (a *answer) plain() ([]byte, []repair.Edit, error) {
	t := a.target
	t.schema, t.keys = nil, nil
	out, edits, err := t.mend(a.src, repair.First)
	if err == nil && !bytes.HasPrefix(out, a.out[:a.sent]) {
		err = errTakenBack
	}
	return out, edits, err
}

// ready returns what is certain and has not gone out.
func (a *answer) ready() []byte { return a.out[a.sent:] }

// A fit says whether a part of the text can go out as it arrived.
type fit uint8

const (
	asItIs  fit = iota // it is what is to go out next
	waiting            // it may be, but not all of it is certain
	changed            // it is not
)

// fits says how the next part of the text stands to what is to go out.
func (a *answer) fits(text string) fit {
	ready := a.ready()
	switch n := min(len(text), len(ready)); {
	case a.changed || text[:n] != string(ready[:n]):
		return changed
	case n == len(text):
		return asItIs
	case a.closed:
		return changed
	}
	return waiting
}

// take returns what goes out with a part of the text: the part itself if it
// fits, or else all that is certain.
func (a *answer) take(text string) []byte {
	ready := a.ready()
	if !a.changed && len(text) <= len(ready) {
		ready = ready[:len(text)]
	}
	a.sent += len(ready)
	return ready
}
