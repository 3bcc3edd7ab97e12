package toolcall

import (
	"bytes"
	"errors"
	"regexp"
	"strings"

	"github.com/repairjson/repairjson/repair"
	"github.com/tidwall/gjson"
)

// A region is a part of the text that may be a call, from where it begins to
// where its value ends.
type region struct {
	kind     regionKind
	pos      int // where it begins; the run of openers before it is not in it
	at       int // where the value begins
	name     string
	function *function
	place    place
	line     line
	closer   byte // of a pythonRegion
	skim     skim
}

type regionKind uint8

const (
	jsonRegion   regionKind = iota // an object, or ["name", {…}]
	pythonRegion                   // f(…)
	namedRegion                    // a name and an object
	xmlRegion                      // a name and elements
)

// begin begins a region whose value is at the place at.
func (m *machine) begin(r *region, at int) {
	r.at = at
	if r.function == nil && r.name != "" {
		r.function = m.tools.find(r.name)
	}
	r.skim = skim{at: at, last: '(', list: m.in(inList), short: r.place < leading}
	switch {
	case r.kind == pythonRegion:
		if r.pos > 0 && (m.src[r.pos-1] == '\'' || m.src[r.pos-1] == '"') {
			r.skim.within = m.src[r.pos-1]
		}
		r.skim.stack = append(r.skim.stack, r.closer)
	case r.kind != xmlRegion:
		for at < len(m.src) && isSpace(m.src[at]) {
			at++
		}
		if at == len(m.src) || m.src[at] != '{' && m.src[at] != '[' {
			if at == len(m.src) && !m.final {
				m.region = r // wait for the value
			} else {
				m.keep(r, at, ErrArguments)
			}
			return
		}
		r.at = at
		r.skim.stack = append(r.skim.stack, closer(m.src[at]))
		r.skim.at, r.skim.last = at+1, m.src[at]
	}
	m.region = r
}

// readRegion reads on in a region. At its end it is judged.
func (m *machine) readRegion() bool {
	r := m.region
	if r.kind == xmlRegion {
		return m.readElements(r)
	}
	if len(r.skim.stack) == 0 { // the value has not come yet
		m.region = nil
		m.begin(r, r.at)
		return m.region != r || len(r.skim.stack) > 0
	}
	e := r.skim.run(m.src, m.final)
	if e == more {
		return false
	}
	if e == closed && r.place < leading && r.kind == pythonRegion && r.skim.at == len(m.src) && !m.final {
		return false // what follows tells whether it is part of a formula
	}
	m.region = nil
	switch r.kind {
	case jsonRegion:
		m.json(r, e)
	case namedRegion:
		m.namedCall(r, e)
	case pythonRegion:
		m.python(r, e)
	}
	return true
}

// json reads the calls of an object.
func (m *machine) json(r *region, e end) {
	src := m.src[r.pos:r.skim.at]
	edits, err := repair.Options{Pick: repair.First, Keys: jsonKeys}.Edits(src)
	if err != nil || e == hopeless {
		m.noCall(r, e)
		return
	}
	out := repair.Apply(src, edits)
	calls := m.tools.callsIn(gjson.ParseBytes(out), 0)
	if len(calls) == 0 {
		if list := m.argumentsOf(r, out, edits); list != nil {
			m.judge(r, JSON, list, notation{nameless: true})
			return
		}
		m.noCall(r, e)
		return
	}
	var list []made
	for i := range calls {
		c := &calls[i]
		if c.function == nil {
			r.name = c.name
			m.keep(r, r.skim.at, ErrNotOffered)
			return
		}
		call, err := c.read(r.pos, out, edits)
		r.name = c.name
		if err != nil {
			m.keep(r, r.skim.at, err)
			return
		}
		call.cut = call.cut || isCut(edits)
		list = append(list, call)
	}
	m.judge(r, JSON, list, notation{})
}

// argumentsOf reads an object as the arguments of the function that the words
// before it name, "call get_weather with: {"city":"Rome"}", or of the only one
// that was offered. They must be all that the function requires, and nothing
// else.
func (m *machine) argumentsOf(r *region, out []byte, edits []repair.Edit) []made {
	f := m.said.function
	if f == nil && len(m.tools.list) == 1 {
		f = m.tools.list[0]
	}
	if f == nil || r.line.assigns || r.place != fenced && r.place != ownLine {
		return nil
	}
	c := found{name: f.name, function: f, args: gjson.ParseBytes(out)}
	call, err := c.read(r.pos, out, edits)
	if err != nil || len(call.call.Mismatches) > 0 || len(out) < 4 || !call.complete(m.tools) {
		return nil
	}
	r.name = f.name
	return []made{call}
}

// jsonKeys tell the repair where strings end.
var jsonKeys = []string{"name", "arguments", "parameters"}

// noCall passes an object in which there is no call. Within it none is looked
// for but those of other forms.
func (m *machine) noCall(r *region, e end) {
	if r.place == tagged && !m.words || r.place == leading && m.in(inList) {
		m.keep(r, r.skim.at, ErrNoName)
		return
	}
	m.noJSON = r.skim.at
	if m.in(inFence) && r.line.assigns {
		m.set(m.src[r.pos:r.skim.at])
	}
	m.pos = r.pos
	m.text(1)
	m.said.sign()
	m.words = true
}

// namedCall reads a name with an object.
func (m *machine) namedCall(r *region, e end) {
	if r.function == nil {
		m.keep(r, r.skim.at, ErrNotOffered)
		return
	}
	call, err := r.function.arguments(m.src, r.at, r.skim.at, quoteEdits(m.src[r.at:r.skim.at]))
	if err != nil || e == hopeless {
		m.keep(r, r.skim.at, errors.Join(err))
		return
	}
	m.judge(r, Named, []made{call}, notation{})
}

// quoteEdits returns the edits that write Gemma's tokens for quotes as quotes.
func quoteEdits(text []byte) (edits []repair.Edit) {
	for _, q := range quoteTokens {
		for i := 0; ; {
			n := bytes.Index(text[i:], []byte(q))
			if n < 0 {
				break
			}
			i += n
			edits = append(edits, repair.Edit{Pos: i, End: i + len(q), New: `"`, Faults: repair.QuoteStyle})
			i += len(q)
		}
		if edits != nil {
			break
		}
	}
	return edits
}

// python reads f(…).
func (m *machine) python(r *region, e end) {
	end := r.skim.at
	switch {
	case e == closed && r.closer == ']': // that of the list
		end--
		r.skim.at--
	case e == closed:
		end--
	case r.skim.quote != 0 && m.final && r.skim.at == len(m.src):
		end = unquotedEnd(m.src[r.at:], r.at)
	}
	if e == hopeless {
		m.keep(r, r.skim.at, ErrArguments)
		return
	}
	guessed := r.function == nil
	if guessed && r.place >= leading {
		r.function = m.tools.near(r.name)
	}
	if r.function == nil {
		m.keep(r, r.skim.at, ErrNotOffered)
		return
	}
	first := r.escaped(m.src[r.at:end])
	if first == nil {
		first = markdown(r.name, m.src[r.at:end])
	}
	if e == open && r.skim.quote != 0 && end < r.skim.at {
		first = append(first, repair.Edit{Pos: end - r.at, End: end - r.at, New: string(r.skim.quote), Faults: repair.MissingQuote})
	}
	n, err := r.function.notation(repair.Apply(m.src[r.at:end], first), m.variables)
	var call made
	if err == nil {
		call, err = r.function.arguments(m.src, r.at, end, repair.Compose(first, n.edits))
	}
	if err == nil {
		err = n.read(&call.call)
	}
	if guessed && (err != nil || n.positional || !call.complete(m.tools)) {
		err = ErrNotOffered // only the names of the arguments tell that it is that function
	}
	if err != nil {
		m.keep(r, r.skim.at, err)
		return
	}
	m.judge(r, Python, []made{call}, n)
}

// unquotedEnd returns where arguments end, as a place in the text, whose last
// string lacks its end: before the ) that ends the text, or at the end.
//
//	f(a='x', b='y)]
func unquotedEnd(text []byte, at int) int {
	rest := bytes.TrimRight(text, " \t\r\n]`'\".;")
	if n := len(rest); n > 0 && rest[n-1] == ')' {
		return at + n - 1
	}
	return at + len(text)
}

// escaped returns the edits that take the backslashes off the quotes in
// arguments, if the call is written in a string: ['f({\'a\': 1})'].
func (r *region) escaped(args []byte) (edits []repair.Edit) {
	if r.skim.within == 0 || !bytes.Contains(args, []byte{'\\', r.skim.within}) {
		return nil
	}
	for i := 0; i+1 < len(args); i++ {
		if args[i] == '\\' {
			if args[i+1] == r.skim.within {
				edits = append(edits, repair.Edit{Pos: i, End: i + 1, Faults: repair.EscapedText})
			}
			i++
		}
	}
	return edits
}

// markdown returns the edits that take the backslashes of Markdown out of
// arguments, if the name or one before = has one: then \* and \[ are not of the
// string that they are in.
func markdown(name string, args []byte) (edits []repair.Edit) {
	if !strings.Contains(name, `\_`) && !escapedName.Match(args) {
		return nil
	}
	for i := 0; i+1 < len(args); i++ {
		if args[i] != '\\' {
			continue
		}
		if bytes.IndexByte([]byte("_*[]()#+-.!~|<>{}`"), args[i+1]) >= 0 {
			edits = append(edits, repair.Edit{Pos: i, End: i + 1, Faults: repair.BadEscape})
		}
		i++
	}
	return edits
}

// escapedName is the name of an argument in Markdown.
var escapedName = regexp.MustCompile(`[a-zA-Z]\\_\w+\s*=`)

// readElements reads the arguments that are elements.
func (m *machine) readElements(r *region) bool {
	rest := m.src[r.skim.at:]
	loc := elementsEnd().FindIndex(rest)
	switch {
	case loc == nil && !m.final:
		if n := len(rest) - maxTag; n > 0 {
			r.skim.at += n
		}
		return false
	case loc == nil:
		r.skim.at = len(m.src)
	case loc[1] == len(rest) && !m.final && rest[loc[1]-1] != '>':
		return false
	default:
		r.skim.at += loc[0]
	}
	m.region = nil
	if r.function == nil {
		m.keep(r, r.skim.at, ErrNotOffered)
		return true
	}
	edits, cut := r.function.elements(m.src[r.at:r.skim.at])
	call, err := r.function.arguments(m.src, r.at, r.skim.at, edits)
	if err != nil {
		m.keep(r, r.skim.at, err)
		return true
	}
	call.cut = call.cut || cut
	m.judge(r, XML, []made{call}, notation{})
	return true
}

// keep leaves a region in the content, with the reason why.
func (m *machine) keep(r *region, end int, err error) {
	if err == nil {
		err = ErrArguments
	}
	m.after = false
	m.mark = r.pos
	m.part(Part{Kind: Text, Pos: m.from, End: r.pos})
	m.part(Part{Kind: Kept, Pos: r.pos, End: end, Err: &Error{Offset: r.pos, Name: r.name, Err: err}})
	m.from, m.mark, m.pos = end, end, end
	m.glued = true
	m.words = m.words || r.place < leading
}

// take makes parts of calls: the run of openers before them is markup.
func (m *machine) take(r *region, form Form, list []made) {
	calls := make([]Call, len(list))
	for i, c := range list {
		calls[i] = c.call
		calls[i].Form = form
	}
	for i := range m.frames {
		if m.frames[i].pos >= m.mark {
			m.frames[i].taken = true
		}
	}
	m.pos = r.skim.at
	m.flush(Markup, r.pos)
	m.part(Part{Kind: Called, Pos: r.pos, End: m.pos, Calls: calls})
	m.from, m.mark = m.pos, m.pos
	m.after, m.chain = true, r.place
	m.glued = false
	m.line = line{}
}
