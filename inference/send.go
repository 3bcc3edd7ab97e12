package inference

import (
	"bytes"
	"strings"
)

// pump sends the frames that can go on. With all it sends every frame.
func (s *stream) pump(all bool) {
	all = all || len(s.waiting) > maxWaiting || s.held > maxWaitingBytes
	n := 0
	for ; n < len(s.waiting); n++ {
		f := &s.waiting[n]
		if !s.prepare(f, all) {
			break
		}
		s.held -= len(f.raw)
		s.send(f)
	}
	s.waiting = s.waiting[:copy(s.waiting, s.waiting[n:])]
}

// prepare decides for each text of the frame whether it goes out as it is. It
// reports whether the frame can go on.
func (s *stream) prepare(f *frame, all bool) bool {
	long := !s.split.ndjson && len(f.raw) > maxLine
	for _, p := range f.pieces {
		if p.object {
			continue
		}
		a := s.answer(p.key)
		if a == nil {
			continue
		}
		switch a.fits(p.text) {
		case changed:
			a.changed = true
		case waiting:
			if !all {
				return false
			}
			a.changed = !s.broken
		case asItIs:
			a.changed = a.changed || long
		}
	}
	return true
}

// send sends a frame: what of its answers has to come before it, and then the
// frame with what goes out in the place of its texts.
func (s *stream) send(f *frame) {
	if f.answer {
		s.like = f.data()
	}
	if f.end == 0 {
		if s.pings++; s.pings > maxPings {
			return
		}
	} else {
		s.pings = 0
	}
	texts := append(s.texts[:0], make([][]byte, len(f.pieces))...)
	s.texts = texts
	same := true
	for i, p := range f.pieces {
		if texts[i] = s.text(p); texts[i] != nil {
			same = false
		}
	}
	s.leftovers(f, texts, &same)
	if same {
		s.out = append(s.out, f.raw...)
		return
	}
	for i, p := range f.pieces {
		if texts[i] != nil && !p.object {
			s.out, texts[i] = s.composeAll(s.out, p.key, texts[i], s.like)
		}
	}
	s.out = f.rewrite(s.out, texts)
}

// text returns what goes out in the place of a piece, or nil if the piece
// stays.
func (s *stream) text(p piece) []byte {
	a := s.answer(p.key)
	if a == nil {
		return nil
	}
	if p.object {
		return p.out
	}
	if s.broken && !a.changed { // an error follows: until there it is what the server sent
		a.sent = min(a.sent+len(p.text), len(a.out))
		return nil
	}
	text := a.take(p.text)
	if string(text) == p.text && !a.changed {
		return nil
	}
	if text == nil {
		text = []byte{}
	}
	return text
}

// leftovers sends what is left of the answers that the frame ends: with the
// frame's own text, or before the frame.
func (s *stream) leftovers(f *frame, texts [][]byte, same *bool) {
	if len(f.ends) == 0 && !f.isDone() && !f.done {
		return
	}
next:
	for _, a := range s.answers {
		if !a.closed || len(a.ready()) == 0 || !f.isDone() && !f.done && !f.endsChoice(a.key.choice) {
			continue
		}
		rest := a.ready()
		for i, p := range f.pieces {
			if p.key == a.key && p.text != "" {
				if texts[i] == nil {
					texts[i] = []byte(p.text)
				}
				texts[i] = append(texts[i], rest...)
				a.sent += len(rest)
				*same = false
				continue next
			}
		}
		s.sendRest(a)
	}
}

func (f *frame) endsChoice(choice int) bool {
	for _, e := range f.ends {
		if e.choice == choice {
			return true
		}
	}
	return false
}

// sendRest sends what is left of an answer in frames of our own.
func (s *stream) sendRest(a *answer) {
	rest := a.ready()
	a.sent += len(rest)
	s.out, rest = s.composeAll(s.out, a.key, rest, s.like)
	s.out = s.compose(s.out, a.key, rest, s.like)
}

// keep makes what stays independent of the splitter's buffer.
func (s *stream) keep() {
	s.likeBuf = append(s.likeBuf[:0], s.like...)
	s.like = s.likeBuf
	for i := range s.waiting {
		f := &s.waiting[i]
		if f.kept {
			continue
		}
		f.kept = true
		f.raw = bytes.Clone(f.raw)
		for k := range f.pieces {
			f.pieces[k].text = strings.Clone(f.pieces[k].text)
		}
	}
}
