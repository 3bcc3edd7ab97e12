package toolcall

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/tidwall/gjson"
)

// A place is where a call stands.
type place uint8

const (
	inline  place = iota // within a sentence
	ownLine              // at the beginning of a line, behind words
	fenced               // the same in a fence
	leading              // before any words, or right behind a call that is
	tagged               // in a tag or a form that only calls have
)

// said is what the words before a place say.
type said struct {
	n        int       // words so far
	signs    int       // and other signs
	last     string    // the last one
	function *function // that was offered and was named last
	colon    bool      // a colon is the last of it
	not      bool      // words of refusal, or of a condition
}

func (s *said) word(w []byte) {
	s.n++
	s.colon = false
	s.last = strings.ToLower(string(w[:min(len(w), 32)]))
	s.not = s.not || refusals[s.last]
}

func (s *said) sign() { s.signs++ }

// label reports whether all that was said is a label: "Function call:".
func (s *said) label() bool { return s.n <= 4 && s.signs == 0 && s.colon }

var refusals = map[string]bool{
	"none": true, "cannot": true, "unfortunately": true, "however": true, "if": true, "example": true,
	"assume": true, "assuming": true, "might": true, "could": true, "doesn": true,
	"not": true, "no": true,
}

// judge decides whether what was read is a call. This is the only place that
// does.
func (m *machine) judge(r *region, e end, form Form, list []made, n notation) {
	if err := m.refuse(r, e, form, list, n); err != nil {
		m.keep(r, r.skim.at, err)
		return
	}
	m.take(r, form, list)
	m.said.not = false
	for i := range list {
		m.remember(&list[i])
	}
}

func (m *machine) refuse(r *region, e end, form Form, list []made, n notation) error {
	for i := range list {
		switch c := &list[i]; {
		case c.cut:
			return ErrCut
		case c.defines(m.tools):
			return ErrMention
		}
	}
	if form == Python && r.place < tagged && !m.in(inList) && list[0].empty() && !list[0].complete(m.tools) {
		return ErrMention // f() is a way to write the name
	}
	if m.over {
		return ErrMention
	}
	if m.answered && r.place < tagged && !m.goesOn() || m.words && m.repeats(list) {
		return ErrMention
	}
	if r.place >= leading {
		return nil
	}
	for i := range list {
		c := &list[i]
		if !c.complete(m.tools) || n.variable && len(c.call.Mismatches) > 0 || !m.options.Anywhere && (n.expression || n.positional) {
			return ErrMention
		}
	}
	if m.options.Anywhere {
		return nil
	}
	if r.place == inline || m.said.not && (form != JSON || n.nameless) {
		return ErrMention
	}
	return nil
}

// repeats reports whether all calls were made before.
func (m *machine) repeats(list []made) bool {
	for i := range list {
		if !m.seen[list[i].identity()] {
			return false
		}
	}
	return true
}

// defines reports whether the arguments are the schema of the function's
// parameters: some models say again what they were offered.
func (c *made) defines(tools *Tools) bool {
	args := gjson.ParseBytes(c.call.Arguments)
	return args.Get("type").Type == gjson.String && args.Get("properties").IsObject() &&
		tools.exact(c.call.Name).param("properties") == nil
}

// complete reports whether the arguments are all that the function requires,
// and no others.
func (c *made) complete(tools *Tools) bool {
	f := tools.exact(c.call.Name)
	there := map[string]bool{}
	known := true
	gjson.ParseBytes(c.call.Arguments).ForEach(func(key, _ gjson.Result) bool {
		there[key.Str] = true
		known = known && f.param(key.Str) != nil
		return known
	})
	for _, p := range f.params {
		known = known && (!p.required || there[p.name])
	}
	return known
}

// empty reports whether there are no arguments.
func (c *made) empty() bool { return c.call.ArgPos == c.call.ArgEnd }

// identity is what tells calls apart.
func (c *made) identity() string {
	d := json.NewDecoder(bytes.NewReader(c.call.Arguments))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return c.call.Name + string(c.call.Arguments)
	}
	text, _ := json.Marshal(v) // with the names in order
	return c.call.Name + string(text)
}

func (m *machine) remember(c *made) {
	if m.seen == nil {
		m.seen = map[string]bool{}
	}
	m.seen[c.identity()] = true
}
