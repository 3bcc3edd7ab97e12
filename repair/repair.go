package repair

import (
	"slices"
	"sync"
)

// machines are kept for their lists, so that a repair allocates its result
// and little else.
var machines = sync.Pool{New: func() any { return new(machine) }}

// keptEdits is how long the lists of a kept machine may be.
const keptEdits = 1 << 14

// release readies m for another source and keeps it.
func (m *machine) release() {
	if cap(m.edits) > keptEdits || cap(m.all) > keptEdits || cap(m.gap) > keptEdits || cap(m.root.answers) > keptEdits {
		return
	}
	m.clear()
	machines.Put(m)
}

// clear forgets the source and all that was read of it. Texts of edits stay
// where they are until others take their place: they are short, and a pool
// does not last.
func (m *machine) clear() {
	m.edits, m.all, m.gap, m.parens = m.edits[:0], m.all[:0], m.gap[:0], m.parens[:0]
	answers := m.root.answers[:0]
	m.state = state{}
	m.stack.depth = 0
	m.root.answers = answers
}

// Edits returns the edits that make src valid JSON, none if it is. The error
// is an [*Error]. src is not modified.
func (o Options) Edits(src []byte) ([]Edit, error) {
	var at reach
	end, ok, _ := checkFirst(src, o.depth(), &at)
	if ok {
		return nil, nil
	}
	_, edits, err := o.repair(src, end, &at, false)
	return edits, err
}

// Repair returns src made valid JSON: src itself if it is, a part of src if the
// answer stands in it as it is, and a new slice otherwise. The error is an
// [*Error]. src is not modified.
func (o Options) Repair(src []byte) ([]byte, error) {
	var at reach
	end, ok, _ := checkFirst(src, o.depth(), &at)
	if ok {
		return src, nil
	}
	out, _, err := o.repair(src, end, &at, true)
	return out, err
}

// repair returns what src becomes, or the edits for it, after a check that
// found the end of the first value, or came as far as at says.
func (o *Options) repair(src []byte, end int, at *reach, apply bool) ([]byte, []Edit, error) {
	m := machines.Get().(*machine)
	defer m.release()
	m.init(o)
	m.root.names = o.Names
	m.checked(src, end, at)
	edits, err := m.complete(o)
	switch {
	case err != nil:
		return nil, nil, err
	case apply:
		return Apply(src, edits), nil, nil
	}
	return nil, slices.Clone(edits), nil
}
