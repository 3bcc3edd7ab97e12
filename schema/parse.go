package schema

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/repairjson/repairjson/repair"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// A Schema is the shape that an answer should have. It does not change and is
// safe for concurrent use.
type Schema struct {
	doc    []byte
	root   *node
	unused []string
	size   int                // the number of nodes
	live   *jsonschema.Schema // for keywords that check does not evaluate; else nil

	namesOnce sync.Once
	names     *repair.Names
}

// maxNesting is the deepest nesting of a schema document.
const maxNesting = 500

// Parse reads a JSON Schema document of the drafts 4 to 2020-12. References
// go to places in the document; nothing is loaded. The document says which
// draft it is by $schema; without, it is the newest in which it is valid.
func Parse(doc []byte) (*Schema, error) {
	p, err := parse(doc)
	if err != nil {
		return nil, err
	}
	compiled, err := compile(repair.Apply(p.text, p.renames()))
	if err != nil {
		return nil, err
	}
	if p.needLive {
		p.schema.live = compiled
	}
	return p.schema, nil
}

// parse builds the nodes of a document, without judging it.
func parse(doc []byte) (*parser, error) {
	x, ok := newIndex(bytes.Clone(doc))
	if !ok {
		return nil, errors.New("schema: not valid JSON")
	}
	p := &parser{index: x, nodes: map[int]*node{}, steps: map[int]map[string]int{}, base: map[int]*url.URL{}, places: map[string]int{}}
	if err := p.scan(0, &url.URL{}, 0); err != nil {
		return nil, err
	}
	p.schema = &Schema{doc: x.text}
	p.schema.root = p.node(0, "")
	p.schema.unused, p.schema.size = p.unused, len(p.nodes)
	return p, p.err
}

// compile judges a document. Nothing is ever loaded: not a file, not a page.
func compile(doc []byte) (*jsonschema.Schema, error) {
	var first, refused error
	for _, draft := range []*jsonschema.Draft{jsonschema.Draft2020, jsonschema.Draft2019, jsonschema.Draft7, jsonschema.Draft4} {
		c := jsonschema.NewCompiler()
		c.Draft = draft
		c.LoadURL = func(s string) (io.ReadCloser, error) {
			refused = fmt.Errorf("schema: %s: references to other documents are refused", s)
			return nil, refused
		}
		const name = "schema:///root"
		err := c.AddResource(name, bytes.NewReader(doc))
		if err == nil {
			var s *jsonschema.Schema
			if s, err = c.Compile(name); err == nil {
				return s, nil
			}
		}
		if refused != nil {
			return nil, refused // an older draft might not know the keyword
		}
		if first == nil {
			first = err
		}
	}
	return nil, fmt.Errorf("schema: %w", first)
}

// A parser builds the nodes of a schema document.
type parser struct {
	*index
	schema   *Schema
	nodes    map[int]*node          // by value
	steps    map[int]map[string]int // to the values within, as far as references go through
	base     map[int]*url.URL       // of the values that begin a resource
	places   map[string]int         // values by identifier and anchor
	loneRef  bool                   // drafts up to 7: nothing counts beside $ref
	draft4   bool
	needLive bool
	unused   []string
	rename   []int // members that the compiler must not see
	err      error
}

// scan finds identifiers and anchors.
func (p *parser) scan(v int, base *url.URL, depth int) error {
	if depth > maxNesting {
		return errors.New("schema: nested too deeply")
	}
	if p.vals[v].kind == kNumber && parseDecimal(string(p.raw(v))).long() {
		return fmt.Errorf("schema: the number %s is too long", brief(p.raw(v)))
	}
	for c := range p.children(v) {
		if p.vals[v].kind != kObject || p.vals[c].kind != kString {
			continue
		}
		switch name := p.name(c); name {
		case "$schema":
			if s := p.str(c); v == 0 {
				p.draft4 = strings.Contains(s, "draft-04")
				p.loneRef = p.draft4 || strings.Contains(s, "draft-06") || strings.Contains(s, "draft-07")
			}
		case "$id", "id":
			if name == "id" && !p.draft4 {
				continue
			}
			if u, err := base.Parse(p.str(c)); err == nil {
				base = u
				p.base[v] = u
				p.places[strings.TrimSuffix(u.String(), "#")] = v
			}
		}
	}
	for c := range p.children(v) {
		if p.vals[c].kind == kString && p.vals[v].kind == kObject {
			if name := p.name(c); name == "$anchor" || name == "$dynamicAnchor" {
				u := *base
				u.Fragment = p.str(c)
				p.places[u.String()] = v
			}
		}
		if err := p.scan(c, base, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// resolve returns the node that the reference in the value v means, or nil if
// it is not in the document.
func (p *parser) resolve(v int) *node {
	base, begin := &url.URL{}, 0
	for at, u := range p.base { // the innermost resource around v
		if at <= v && v < p.vals[at].next && at >= begin {
			base, begin = u, at
		}
	}
	u, err := base.Parse(p.str(v))
	if err != nil {
		return nil
	}
	if at, ok := p.places[strings.TrimSuffix(u.String(), "#")]; ok {
		return p.node(at, "")
	}
	fragment := u.Fragment
	u.Fragment, u.RawFragment = "", ""
	at := 0
	if u.String() != "" {
		var ok bool
		if at, ok = p.places[u.String()]; !ok {
			return nil
		}
	}
	if fragment == "" {
		return p.node(at, "")
	}
	if at = p.follow(at, fragment); at < 0 {
		return nil
	}
	return p.node(at, "")
}

// follow returns the value that a JSON Pointer leads to, or -1.
func (p *parser) follow(v int, pointer string) int {
	for i, step := range strings.Split(pointer, "/") {
		if i == 0 {
			if step != "" {
				return -1
			}
			continue
		}
		step = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
		found := p.child(v, step)
		if v = found; v < 0 {
			return -1
		}
	}
	return v
}

// child returns the value that a step of a JSON Pointer leads to, or -1. Where
// many definitions are, many references go.
func (p *parser) child(v int, step string) int {
	names, ok := p.steps[v]
	if !ok {
		names = make(map[string]int, p.vals[v].n)
		i := 0
		for c := range p.children(v) {
			if p.vals[v].kind == kObject {
				names[p.name(c)] = c
			} else {
				names[strconv.Itoa(i)] = c
			}
			i++
		}
		p.steps[v] = names
	}
	if c, ok := names[step]; ok {
		return c
	}
	return -1
}

// node returns the node of the schema in the value v, which is at ptr.
func (p *parser) node(v int, ptr string) *node {
	if n, ok := p.nodes[v]; ok {
		return n
	}
	n := newNode()
	p.nodes[v] = n
	switch p.vals[v].kind {
	case kBool:
		n.never = p.text[p.vals[v].pos] == 'f'
	case kObject:
		for c := range p.children(v) {
			if p.name(c) == "$ref" && p.loneRef && p.vals[c].kind == kString {
				p.keyword(n, "$ref", c, v, ptr)
				n.pure = n.ref != nil
				return n
			}
		}
		for c := range p.children(v) {
			p.keyword(n, p.name(c), c, v, ptr)
		}
		p.finish(n, v)
	default:
		p.fail(ptr, "a schema is an object or a boolean")
	}
	return n
}

func (p *parser) fail(ptr, what string) {
	if p.err == nil {
		p.err = fmt.Errorf("schema: at %q: %s", ptr, what)
	}
}

// renames returns edits that hide the members that the compiler refuses or
// judges otherwise than we do: their names become unknown ones.
func (p *parser) renames() []repair.Edit {
	var edits []repair.Edit
	for _, v := range p.rename {
		pos := p.vals[v].namePos + 1
		edits = append(edits, repair.Edit{Pos: pos, End: pos, New: "x-"})
	}
	sortEdits(edits)
	return edits
}

// MarshalJSON returns the document of the schema, for a prompt or for the
// response_format of a request.
func (s *Schema) MarshalJSON() ([]byte, error) { return bytes.Clone(s.doc), nil }

// Unused returns the JSON Pointers of the keywords of the document that
// neither alignment nor the check uses.
func (s *Schema) Unused() []string { return append([]string(nil), s.unused...) }
