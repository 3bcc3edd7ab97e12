package repair

// Compose returns the edits that do at once what first and then second do:
// Apply(src, Compose(first, second)) == Apply(Apply(src, first), second).
// The edits of second are on the text that first makes. Edits that meet
// become one, with the faults of both; the others stay as they are.
func Compose(first, second []Edit) []Edit {
	a, b := script{edits: first}, script{edits: second}
	c := composer{out: make([]Edit, 0, len(first)+len(second))}
	a.next()
	b.next()
	for a.kind != keepRest || b.kind != keepRest {
		switch {
		case b.kind == insert:
			c.insert(b.text, b.faults)
			b.skip(b.n)
		case a.kind == remove:
			c.remove(a.n, a.faults)
			a.skip(a.n)
		default: // both go over the text in the middle
			n := min(a.n, b.n)
			switch {
			case a.kind == insert && b.kind == remove:
				c.touch(a.faults | b.faults)
			case a.kind == insert:
				c.insert(a.text[:n], a.faults)
			case b.kind == remove:
				c.remove(n, b.faults)
			default:
				c.flush()
				c.pos += n
			}
			a.skip(n)
			b.skip(n)
		}
		if a.begins && b.begins {
			c.flush()
		}
	}
	c.flush()
	return c.out
}

// A step goes over a stretch of a text: keeps it, removes it or inserts one.
type step uint8

const (
	keepSome step = iota
	keepRest      // to the end
	insert
	remove
)

// A script is a list of edits as a sequence of steps.
type script struct {
	edits  []Edit
	pos    int // in the text edited
	kind   step
	n      int    // length left of the step
	text   string // left of an insertion
	faults Faults
	begins bool // the step is not within an edit
	within step // the part of the first edit that comes next
}

// next goes on to the next step that is not empty.
func (s *script) next() {
	for {
		if len(s.edits) == 0 {
			s.kind, s.n, s.begins = keepRest, int(^uint(0)>>1), true
			return
		}
		e := &s.edits[0]
		s.faults = e.Faults
		switch s.within {
		case keepSome:
			s.within = insert
			s.kind, s.n, s.begins = keepSome, e.Pos-s.pos, true
			s.pos = e.Pos
		case insert:
			s.within = remove
			s.kind, s.n, s.text = insert, len(e.New), e.New
			s.begins = true
		case remove:
			s.within = keepSome
			s.kind, s.n = remove, e.End-e.Pos
			s.begins = e.New == ""
			s.pos = e.End
			s.edits = s.edits[1:]
		}
		if s.n > 0 {
			return
		}
	}
}

// skip takes n bytes off the step.
func (s *script) skip(n int) {
	if s.kind == keepRest {
		return
	}
	s.n -= n
	if s.kind == insert {
		s.text = s.text[n:]
	}
	s.begins = false
	if s.n == 0 {
		s.next()
	}
}

// A composer collects the edits of a composition. The pending edit grows
// until both lists are between two edits.
type composer struct {
	out     []Edit
	pos     int // in the source
	pending Edit
	began   bool
}

func (c *composer) touch(f Faults) {
	if !c.began {
		c.began = true
		c.pending = Edit{Pos: c.pos, End: c.pos}
	}
	c.pending.Faults |= f
}

func (c *composer) insert(s string, f Faults) {
	c.touch(f)
	c.pending.New += s
}

func (c *composer) remove(n int, f Faults) {
	c.touch(f)
	c.pos += n
	c.pending.End = c.pos
}

func (c *composer) flush() {
	if c.began && (c.pending.New != "" || c.pending.End > c.pending.Pos) {
		c.out = append(c.out, c.pending)
	}
	c.began = false
}
