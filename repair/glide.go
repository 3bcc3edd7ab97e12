package repair

import (
	"bytes"
	"math/bits"
)

// This file goes on over what the check for valid texts found in order.

// glide goes on over what is valid JSON as it stands, with the check for valid
// texts, which is faster than skim. skim would commit to the same place, and
// what it reads after that it reads again.
func (m *machine) glide() {
	depth := m.stack.depth
	if depth > maxLevels {
		return
	}
	r := reach{kinds: m.stack.levels(), from: m.mode, first: m.first && (m.mode == atName || !m.stack.top())}
	checkLevels(m.src, m.pos, m.limit, &r)
	m.work += max(0, r.stop-m.pos)
	if m.damaged() && !m.plainEscapes(m.pos, r.name) {
		r.name = 0
	}
	m.skipChecked(&r)
	if r.stop < m.pos+32 {
		m.glided += 256 // faults are dense: not worth another try soon
	}
}

// plainEscapes reports whether all escapes from i to end are plain.
func (m *machine) plainEscapes(i, end int) bool {
	for i < end {
		n := bytes.IndexByte(m.src[i:end], '\\')
		if n < 0 {
			return true
		}
		if i += n; !m.plainEscape(i) {
			return false
		}
		i += 2
	}
	return true
}

// skipChecked goes on to the place that a check reached. skim would commit to
// it, too: a member's name, valid as all before it, with its colon.
func (m *machine) skipChecked(r *reach) {
	if m.glided = r.stop; r.name == 0 || r.name < m.pos {
		return
	}
	last := r.name // end of what comes before
	for last > m.last && (isSpace(m.src[last-1]) || m.src[last-1] == ',') {
		last--
	}
	i, _ := skipSpace(m.src, skipString(m.src, r.name+1))
	m.work += i - m.pos
	m.pos, m.last = i+1, i+1
	m.mode, m.first = atValue, true
	m.stack.setLevels(r.kinds)
	m.objs = bits.OnesCount64(uint64(r.kinds)) - 1
	m.deepest = max(m.deepest, r.peak.depth())
	m.member = undo{len(m.edits), last}
	m.joint = joint{i, len(m.edits)}
}

// checked begins with a source of which a check found the end of the first
// value, or came as far as at says. In the latter case what comes before the
// last name is JSON and there is nothing to judge in it: the source is no
// prose, no tag and not escaped as a whole.
func (m *machine) checked(src []byte, end int, at *reach) {
	m.src = src
	m.root.known, m.root.firstEnd, m.root.reach = true, end, *at
	if end >= 0 || at.name == 0 || m.careful {
		return
	}
	m.pos, _ = skipSpace(src, 0)
	m.work += m.pos
	m.start()
	m.join()
	m.push(src[m.pos] == '{')
	m.keep(1)
	m.skipChecked(at)
}
