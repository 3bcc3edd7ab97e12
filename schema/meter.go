package schema

// A meter counts the work on a text: values judged, plans made, bytes read.
// It has a limit, so that a schema made to take exponential time ends in a
// mismatch; what schemas ask for is far below it.
type meter struct{ spent, limit int }

// The work of a plan, compared with that of a judgement, which is 1 and a
// fraction of a microsecond.
const planWork = 32

// newMeter returns the meter for a text. Its limit is a multiple of the number
// of values, of nodes, and of pairs of them.
func (s *Schema) newMeter(x *index) *meter {
	return &meter{limit: 1<<20 + 64*len(x.text) + 128*len(x.vals)*(8+s.size)}
}

// spend adds to the work, and reports whether there is more to spend.
func (m *meter) spend(n int) bool {
	m.spent += n
	return m.spent <= m.limit
}

// tired reports whether so much is spent that what was found out is better
// kept, at the cost of memory.
func (m *meter) tired() bool { return m.spent > m.limit/8 }
