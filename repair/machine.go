package repair

import (
	"slices"
	"unicode/utf8"
)

// A mode is a place in the text, named for what comes next. Each has one
// method, which reads one token or more, or changes the mode, and reports
// whether it could: false means that more of the source is needed.
type mode uint8

const (
	atRoot     mode = iota // between the ^s in ^prose {"a":1} prose^
	atValue                // [^1,^2] or {"a":^1}: a value
	atName                 // {^"a":1,^"b":2}: a member name or the end of the object
	atColon                // {"a"^:1}
	afterValue             // [1^,2^] or {"a":1^}: a comma or the end of the container
	inText                 // "^abc": the text of a quoted string
	inBare                 // ^abc^: text without quotes
	atCoded                // {^\"a\":1}: a text that is escaped as a whole, read when it is complete
)

// A joint is where the last string ended, for a second piece to continue it.
type joint struct {
	end   int // offset of its closing mark
	edits int // length of the edit list before the edits of that mark
}

// A paren is an open parenthesis: a tuple, or the call of a constructor. It
// is an array level of the stack. Whether it stands for an array or for its
// only value is known when it closes; then its edit is changed. A set, whose
// braces are an array, is noted as one, too.
type paren struct {
	level  int // of the stack
	set    bool
	before undo // the state before it
	edit   int  // index of the edit of the opening parenthesis
	comma  bool // a comma was seen: more than one value, or Python's (x,)

	lastTuple, lastSet int // levels of the innermost of each kind, with this one
}

// The machine reads the source token by token and records the edits that
// make it JSON. Three verbs make edits: imply inserts what is missing, drop
// takes out what is too much, replace mends a token in place.
type machine struct {
	state
	stack  stack // open containers
	parens []paren
	edits  []Edit // decided, in order, up to the last kept token
	gap    []Edit // edits of what lies between last and pos
	all    []Edit // those of the picked answers, and around them
}

// The state is all of the machine but its lists and its stack, which keep
// their memory from one source to the next.
type state struct {
	src   []byte
	held  int  // bytes behind src that are not read yet
	final bool // src is all there is
	pos   int  // next byte to read
	base  int  // how much of the source was forgotten
	work  int  // bytes examined, for the test of linearity

	mode    mode
	first   bool     // at the first value or name of the container
	limit   int      // of the stack
	keys    []string // names that were asked for
	deepest int      // greatest depth since the value began
	objs    int      // open objects in the stack

	last   int  // end of the last kept token
	kind   byte // what the last value began with: " { [ or w
	joint  joint
	member undo // the state before the member or item being read
	outer  undo // the same for the innermost object
	str    text

	comma    Edit   // the comma in the gap, if any: waits until a value follows
	commaAt  int    // how many edits of the gap come before it; -1 without a comma
	remark   string // the end mark of the comment being dropped, or ""
	mixed    bool   // curly marks were used as quotes
	loose    bool   // keys without quotes are in use
	quoteOne bool   // single marks were used as quotes

	counted  int  // how often the brackets up to the end were counted
	back     int  // bytes looked back at for a member's name
	scarred  bool // edits of the value were forgotten
	patience int  // do not run before the source is as long as this
	skimmed  int  // what lies before is not skimmed again
	glided   int  // what lies before is valid as it stands, or was not
	careful  bool // never skim, for tests

	root root
	err  error
}

// init readies the machine for a source.
func (m *machine) init(o *Options) {
	m.limit = o.depth()
	m.keys = o.Keys
	m.root.chosen = -1
	m.root.only = o.Pick == First
	m.commaAt = -1
	m.root.fresh = true
	m.root.form = FormProse
}

// run reads as much of the source as is certain.
func (m *machine) run() {
	if !m.final && len(m.src) < m.patience {
		return
	}
	for m.err == nil && m.pos < len(m.src) {
		if m.remark != "" && !m.comment() {
			return
		}
		if m.pos >= m.skimmed && m.maySkim() {
			if m.pos >= m.glided {
				m.glide()
			}
			m.skim()
		}
		ok := false
		switch m.mode {
		case atRoot:
			ok = m.prose()
		case atValue:
			ok = m.wantValue()
		case atName:
			ok = m.wantName()
		case atColon:
			ok = m.wantColon()
		case afterValue:
			ok = m.wantComma()
		case inText:
			ok = m.quotedText()
		case inBare:
			ok = m.bareText()
		case atCoded:
			m.pos = len(m.src)
		}
		if !ok {
			return
		}
	}
}

// maySkim reports whether the machine is at a place where skim may begin.
func (m *machine) maySkim() bool {
	if m.stack.depth == 0 || m.commaAt >= 0 || len(m.gap) > 0 || m.mixed || len(m.parens) > 0 || m.careful {
		return false
	}
	return m.mode == afterValue || m.first && (m.mode == atValue || m.mode == atName)
}

// finish closes at the end of the source what is still open.
func (m *machine) finish() {
	if m.err != nil {
		return
	}
	for m.mode == inText || m.mode == inBare {
		m.endText()
		m.run()
	}
	if m.err == nil {
		m.closeAll(Truncated)
	}
}

// closeAll ends the value being read: what is unfinished is mended with the
// given fault, and every open container is closed.
func (m *machine) closeAll(f Faults) {
	switch m.mode {
	case atRoot, atCoded:
		return
	case atColon:
		m.noMember(f, ": null")
	case atValue:
		if m.stack.depth > 0 && m.stack.top() {
			m.noMember(f, "null")
		}
	}
	for m.stack.depth > 0 {
		m.imply(m.closer(), MissingCloser)
		m.pop()
	}
}

// noMember ends a member that has no value yet: it is left out if the text was
// cut there, because its name says nothing by itself, and null otherwise.
func (m *machine) noMember(f Faults, null string) {
	if f != Truncated {
		m.imply(null, f)
		return
	}
	u := m.member
	m.edits = m.edits[:u.edits]
	m.last = u.last
	m.gap = append(m.gap[:0], Edit{u.last, len(m.src), "", CutMember})
	m.commaAt = -1
	m.mode = afterValue
}

// sign returns the sign of the character at i; its length is 0 if the source
// ends within the character and more may come.
func (m *machine) sign(i int) sign {
	s := signAt(m.src[i:min(i+utf8.UTFMax, len(m.src))])
	if s.n == 0 && m.final && i < len(m.src) {
		return sign{'w', 0, 1}
	}
	return s
}

// damaged reports whether the value being read has a fault already.
func (m *machine) damaged() bool { return m.scarred || len(m.edits) > m.root.edits }

// add records an edit of the token being read.
func (m *machine) add(pos, end int, s string, f Faults) {
	if len(m.edits) == cap(m.edits) {
		m.growEdits()
	}
	m.edits = append(m.edits, Edit{pos, end, s, f})
}

// growEdits makes room for as many edits as the rest of the source will need
// if it is like what was read, at least for twice as many as there are.
func (m *machine) growEdits() {
	n := len(m.edits)
	want := max(16, 2*n)
	if n >= 64 {
		want = max(want, min(int(int64(n)*int64(len(m.src))/int64(m.edits[n-1].Pos+1)*9/8), 64*n))
	}
	m.edits = slices.Grow(m.edits, want-n)
}

// imply inserts s after the last kept token.
func (m *machine) imply(s string, f Faults) {
	if s != "" {
		m.add(m.last, m.last, s, f)
	}
}

// drop takes out the next n bytes, which lie in the gap.
func (m *machine) drop(n int, f Faults) { m.replace(n, "", f) }

// replace puts s in the place of the next n bytes, in the gap.
func (m *machine) replace(n int, s string, f Faults) {
	if k := len(m.gap) - 1; k >= 0 && s == "" && m.gap[k].End == m.pos && m.gap[k].New == "" &&
		m.gap[k].Faults == f && m.commaAt != k+1 {
		m.gap[k].End += n
	} else {
		m.gap = append(grow(m.gap), Edit{m.pos, m.pos + n, s, f})
	}
	m.pos += n
}

// takeComma reads the comma, written as the next n bytes. The first in a gap
// waits until a value follows; another is one too many.
func (m *machine) takeComma(n int) {
	if m.commaAt >= 0 {
		m.drop(n, ExtraComma)
		return
	}
	m.commaAt = len(m.gap)
	m.comma = Edit{m.pos, m.pos + n, ",", WrongSeparator}
	m.pos += n
}

// dropGap settles the gap before something that wants no comma.
func (m *machine) dropGap() {
	if m.commaAt >= 0 {
		m.comma.New, m.comma.Faults = "", ExtraComma
	}
	m.flush()
}

// join settles the gap before a value or name: unless it is the first of its
// container, a comma has to be there.
func (m *machine) join() {
	if m.mode == atName || !m.inObject() {
		m.member = undo{len(m.edits), m.last}
	}
	if m.first {
		m.dropGap()
		return
	}
	if m.inParen() {
		m.parens[len(m.parens)-1].comma = true
	}
	if m.commaAt < 0 {
		m.imply(",", MissingComma)
	}
	m.flush()
}

// flush moves the edits of the gap to those that are decided.
func (m *machine) flush() {
	if len(m.gap) == 0 && m.commaAt < 0 {
		return
	}
	for i := 0; i <= len(m.gap); i++ {
		if i == m.commaAt {
			c := m.comma
			if c.New == "" || c.End-c.Pos > 1 || m.src[c.Pos] != ',' {
				m.add(c.Pos, c.End, c.New, c.Faults)
			}
		}
		if i < len(m.gap) {
			g := m.gap[i]
			m.add(g.Pos, g.End, g.New, g.Faults)
		}
	}
	m.gap = m.gap[:0]
	m.commaAt = -1
}

// keep reads the next n bytes as a token that stays as it is.
func (m *machine) keep(n int) {
	m.pos += n
	m.last = m.pos
}

// value notes that a value, which began with kind, is complete.
func (m *machine) value(kind byte) {
	m.kind = kind
	m.first = false
	m.mode = afterValue
	if m.stack.depth == 0 {
		m.answer()
	}
}

// push opens a container.
func (m *machine) push(object bool) {
	if m.stack.depth >= m.limit {
		m.err = &Error{Offset: m.base + m.pos, Err: ErrTooDeep}
		return
	}
	m.stack.push(object)
	m.deepest = max(m.deepest, m.stack.depth)
	m.first = true
	m.mode = atValue
	if object {
		m.objs++
		m.mode = atName
		m.outer = m.member
	}
}

// pop leaves the innermost container, whose closing bracket was written or
// implied.
func (m *machine) pop() {
	kind := byte('[')
	if m.stack.top() {
		m.objs--
		kind = '{'
	}
	if k := len(m.parens); k > 0 && m.parens[k-1].level == m.stack.depth {
		m.parens = m.parens[:k-1]
	}
	m.stack.depth--
	m.value(kind)
}

// openParen notes an open parenthesis, or a set.
func (m *machine) openParen(p paren) {
	if k := len(m.parens); k > 0 {
		p.lastTuple, p.lastSet = m.parens[k-1].lastTuple, m.parens[k-1].lastSet
	}
	if p.set {
		p.lastSet = p.level
	} else {
		p.lastTuple = p.level
	}
	m.parens = append(m.parens, p)
}

// closer returns what closes the innermost container: nothing if that is a
// parenthesis around one value, whose opening then goes, too.
func (m *machine) closer() string {
	if m.stack.top() {
		return "}"
	}
	if k := len(m.parens); k > 0 && m.parens[k-1].level == m.stack.depth {
		p := m.parens[k-1]
		if !p.comma && !m.first {
			m.edits[p.edit].New = ""
			return ""
		}
	}
	return "]"
}
