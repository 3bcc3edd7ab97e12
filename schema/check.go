package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/repairjson/repairjson/repair"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// A Mismatch is a place where a text does not fit.
type Mismatch struct {
	Pointer string // JSON Pointer into the text
	Want    string
	Found   string
}

func (m Mismatch) String() string {
	return fmt.Sprintf("%q: want %s, found %s", m.Pointer, m.Want, m.Found)
}

// Check returns where the text does not fit the schema; nothing if it fits.
// Formats are not checked. A text that is not valid JSON is one mismatch.
func (s *Schema) Check(text []byte) []Mismatch {
	x, ok := newIndex(text)
	if !ok {
		return []Mismatch{{Want: "valid JSON", Found: brief(text)}}
	}
	defer x.release()
	return s.check(x)
}

func (s *Schema) check(x *index) []Mismatch {
	c := newChecker(x, s.newMeter(x))
	if !c.fits(0, s.root) {
		c.meter = s.newMeter(x)
		c.check(0, s.root, &place{}, 0)
		if len(c.out) == 0 {
			c.miss(0, &place{}, describe(s.root))
		}
		return c.out
	}
	return s.validate(x)
}

// validate asks the validator about the keywords that check does not know, if
// there are any. It multiplies numbers out, and panics where they are too long
// for that, so those it is not asked about.
func (s *Schema) validate(x *index) []Mismatch {
	if s.live == nil {
		return nil
	}
	for v := range x.vals {
		if x.vals[v].kind == kNumber && parseDecimal(string(x.raw(v))).long() {
			return []Mismatch{{Want: "numbers of fewer digits", Found: brief(x.raw(v))}}
		}
	}
	dec := json.NewDecoder(bytes.NewReader(x.text))
	dec.UseNumber()
	var doc any
	err := dec.Decode(&doc)
	if err == nil {
		err = s.live.Validate(doc)
	}
	if err == nil {
		return nil
	}
	var ve *jsonschema.ValidationError
	if !errors.As(err, &ve) {
		return []Mismatch{{Want: "a valid answer", Found: err.Error()}}
	}
	for len(ve.Causes) > 0 {
		ve = ve.Causes[0]
	}
	return []Mismatch{{Pointer: ve.InstanceLocation, Want: ve.KeywordLocation, Found: ve.Message}}
}

// A place is the way to a value, from the inside out. A nil place means that
// only the verdict is wanted, not the mismatches.
type place struct {
	up    *place
	name  string
	index int
}

func (p *place) member(name string) *place {
	if p == nil {
		return nil
	}
	return &place{up: p, name: name, index: -1}
}

func (p *place) element(i int) *place {
	if p == nil {
		return nil
	}
	return &place{up: p, index: i}
}

func (p *place) pointer() string {
	var steps []string
	for ; p != nil && p.up != nil; p = p.up {
		if p.index >= 0 {
			steps = append(steps, strconv.Itoa(p.index))
		} else {
			steps = append(steps, escapePointer(p.name))
		}
	}
	slices.Reverse(steps)
	return strings.Join(append([]string{""}, steps...), "/")
}

// A visit is a value judged by a node.
type visit struct {
	v      int
	n      *node
	strict bool
}

// A checker judges the values of a text.
type checker struct {
	*index
	strict bool // 3.0 is no integer, nor another spelling a name of Keys
	leaned bool // strictness decided somewhere: without, the verdict may be another
	keep   bool // verdicts; always done within unions in unions, and when much work is done
	memo   map[visit]bool
	unions int      // within one another, that are being judged
	seen   []string // the names of the objects that are being judged
	forms  forms
	meter  *meter
	out    []Mismatch
}

const (
	// checkDepth bounds nodes and values within one another.
	checkDepth = 4 * repair.MaxDepth
	// maxMismatches bounds the list that is reported.
	maxMismatches = 100
)

func newChecker(x *index, m *meter) *checker {
	return &checker{index: x, memo: map[visit]bool{}, meter: m}
}

// fits reports whether the value v fits the node.
func (c *checker) fits(v int, n *node) bool { return c.check(v, n, nil, 0) }

func (c *checker) miss(v int, p *place, want string) {
	if p != nil && len(c.out) < maxMismatches {
		c.out = append(c.out, Mismatch{Pointer: p.pointer(), Want: want, Found: brief(c.raw(v))})
	}
}

// check reports whether the value v fits the node, and adds what does not if
// there is a place. Verdicts that lead to others are kept: without, unions
// within unions take exponential time.
func (c *checker) check(v int, n *node, p *place, depth int) bool {
	if n.pure {
		n = n.ref
	}
	if p != nil || !c.keep || c.vals[v].kind < kArray && n.alone() {
		return c.judge(v, n, p, depth)
	}
	at := visit{v, n, c.strict}
	ok, seen := c.memo[at]
	if !seen {
		ok = c.judge(v, n, nil, depth)
		c.memo[at] = ok
	}
	return ok
}

// alone reports whether the node refers to no others about the same value.
func (n *node) alone() bool {
	return n.ref == nil && n.allOf == nil && n.anyOf == nil && n.oneOf == nil && n.not == nil && n.cond == nil
}

func (c *checker) judge(v int, n *node, p *place, depth int) bool {
	if !c.meter.spend(1) || depth > checkDepth {
		c.miss(v, p, "a schema that can be decided")
		return false
	}
	c.keep = c.keep || c.meter.tired()
	want := "" // nothing more
	switch {
	case n.never:
		c.miss(v, p, "nothing here")
		return false
	case n.types != 0 && !c.typed(v, n.types):
		if p != nil {
			c.miss(v, p, n.types.String())
		}
		return false
	case n.enum != nil && !c.listed(v, n):
		if p == nil {
			return false
		}
		want = describeEnum(n.enum)
	case c.vals[v].kind == kNumber:
		want = c.number(v, n)
	case c.vals[v].kind == kString:
		want = c.content(v, n)
	}
	ok := want == ""
	if !ok {
		c.miss(v, p, want)
	}
	switch c.vals[v].kind {
	case kArray:
		ok = c.array(v, n, p, depth) && ok
	case kObject:
		ok = c.object(v, n, p, depth) && ok
	}
	if !ok && p == nil {
		return false
	}
	return c.combined(v, n, p, depth) && ok
}

// combined judges by the nodes that are about the same value.
func (c *checker) combined(v int, n *node, p *place, depth int) bool {
	ok := n.ref == nil || c.check(v, n.ref, p, depth+1)
	for _, sub := range n.allOf {
		if !ok && p == nil {
			return false
		}
		ok = c.check(v, sub, p, depth+1) && ok
	}
	if n.anyOf != nil && c.branches(v, n.anyOf, 1, depth) == 0 {
		ok = false
		c.union(v, n.anyOf, p, depth)
	}
	if n.oneOf != nil {
		switch c.branches(v, n.oneOf, 2, depth) {
		case 0:
			ok = false
			c.union(v, n.oneOf, p, depth)
		case 2:
			ok = false
			c.miss(v, p, "a value that fits only one of several schemas")
		}
	}
	if n.not != nil && c.meets(v, n.not, depth+1) {
		ok = false
		c.miss(v, p, "not "+describe(n.not))
	}
	if n.cond != nil {
		branch := n.els
		if c.meets(v, n.cond, depth+1) {
			branch = n.then
		}
		if branch != nil {
			ok = c.check(v, branch, p, depth+1) && ok
		}
	}
	return ok
}

// meets reports whether v fits a node that is a condition: as validators see
// it, whatever form its integers have.
func (c *checker) meets(v int, n *node, depth int) bool {
	defer func(strict bool) { c.strict = strict }(c.strict)
	c.strict = false
	return c.check(v, n, nil, depth)
}

// branches counts the nodes that v fits, up to a limit. What is judged within
// a union within a union may be judged again, so verdicts are kept.
func (c *checker) branches(v int, list []*node, limit, depth int) int {
	keep := c.keep
	c.unions++
	c.keep = keep || c.unions > 1
	defer func() { c.unions--; c.keep = keep }()
	fit := 0
	for _, b := range list {
		if c.check(v, b, nil, depth+1) {
			if fit++; fit == limit {
				break
			}
		}
	}
	return fit
}

// typed reports whether v has one of the types.
func (c *checker) typed(v int, t typeSet) bool {
	k := c.vals[v].kind
	if k != kNumber || t&tNumber == tNumber || t&tNumber == 0 {
		return t.has(k)
	}
	raw := c.raw(v)
	if !bytes.ContainsAny(raw, ".eE") {
		return true
	}
	d := parseDecimal(string(raw))
	if c.strict {
		if _, short := d.plain(); short {
			c.leaned = true
			return false
		}
	}
	return d.integer()
}

// equals reports whether the value v is the literal.
func (c *checker) equals(v int, l *literal) bool {
	switch {
	case c.vals[v].kind != l.kind:
		return false
	case l.kind == kString:
		return c.str(v) == l.str
	}
	return c.forms.of(c.index, v) == c.forms.of(l.index, l.v)
}

func (c *checker) listed(v int, n *node) bool {
	for i := range n.enum {
		if c.equals(v, &n.enum[i]) {
			return true
		}
	}
	return false
}

// number returns what is wanted of the number v, or nothing.
func (c *checker) number(v int, n *node) string {
	if n.low == nil && n.high == nil && n.above == nil && n.below == nil && n.step == nil {
		return ""
	}
	d := parseDecimal(string(c.raw(v)))
	switch {
	case n.low != nil && d.cmp(*n.low) < 0:
		return "at least " + n.low.text()
	case n.above != nil && d.cmp(*n.above) <= 0:
		return "more than " + n.above.text()
	case n.high != nil && d.cmp(*n.high) > 0:
		return "at most " + n.high.text()
	case n.below != nil && d.cmp(*n.below) >= 0:
		return "less than " + n.below.text()
	case n.step != nil && !d.multipleOf(*n.step):
		return "a multiple of " + n.step.text()
	}
	return ""
}

// content returns what is wanted of the string v, or nothing.
func (c *checker) content(v int, n *node) string {
	if n.minLen == 0 && n.maxLen < 0 && n.pattern == nil {
		return ""
	}
	c.meter.spend(c.vals[v].end - c.vals[v].pos)
	s := c.str(v)
	length := utf8.RuneCountInString(s)
	switch {
	case length < n.minLen:
		return fmt.Sprintf("a string of at least %d characters", n.minLen)
	case n.maxLen >= 0 && length > n.maxLen:
		return fmt.Sprintf("a string of at most %d characters", n.maxLen)
	case n.pattern != nil && !n.pattern.MatchString(s):
		return "a string that matches " + n.patternSource
	}
	return ""
}
