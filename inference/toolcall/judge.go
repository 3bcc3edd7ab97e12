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

// refusals are words that speak of calls without making them.
var refusals = map[string]bool{
	"none": true, "cannot": true, "unfortunately": true, "however": true, "if": true, "example": true,
	"assume": true, "assuming": true, "might": true, "could": true, "doesn": true,
	"not": true, "no": true,
}

// Is this a call? This is the only place that decides. What stands in a tag, or
// before all words, is what the model answered with, and is believed; behind
// words it must look like an answer. In order:
//
//   - What is cut off within a value is none: of delete("/home/ann/notes" may be
//     left delete("/home. Missing brackets alone are no cut.
//   - The schema of a function in the place of its arguments is the offer, which
//     some models say again before they refuse.
//   - When calls were made and another message begins (<|im_start|>assistant),
//     the model goes on talking to itself.
//   - get_weather() without arguments that are required is how one writes a name:
//     "get_weather() cannot do that." In a list or a tag it is a call, whose
//     arguments are missing: [get_weather()].
//   - When calls stood at the beginning, those in the words behind explain them:
//     "[f(a=1)] Here f(a=1) gives …". Calls in tags are meant, but for exact
//     repetitions. Before any words a repetition is meant: [roll(), roll()].
//   - Behind words a call must have all that is required, no argument that the
//     function does not have, each once only, and other values than the names:
//     "use f(x)" and f(city=city) in a manual have none.
//   - With Options.Anywhere that is all. By default it also begins a line or
//     stands in a fence, names its arguments, has literals for values, and does
//     not follow words of refusal, of a condition or of an example: "None of the
//     functions fits. If it did: [f(a=1)]". An object that has the name of the
//     function in it, {"name":"f","arguments":{…}}, or in a fence all of its
//     arguments, is nothing that one writes as an example, and is taken also
//     behind such words: "I cannot run Python, but I call it with …".
//
// The words of refusal are English. In other languages a refusal with an example
// on a line of its own is taken for a call; and "Not only that, I call it: [f()]"
// is taken for a refusal. What the rules miss stays in the content.
func (m *machine) judge(r *region, form Form, list []made, n notation) {
	if err := m.refuse(r, form, list, n); err != nil {
		m.keep(r, r.skim.at, err)
		return
	}
	m.take(r, form, list)
	m.said.not = false
	for i := range list {
		m.remember(&list[i])
	}
}

// refuse returns why calls are none, or nil.
func (m *machine) refuse(r *region, form Form, list []made, n notation) error {
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
		if !c.complete(m.tools) || c.echoes() || n.variable && len(c.call.Mismatches) > 0 || !m.options.Anywhere && (n.expression || n.positional) {
			return ErrMention
		}
	}
	if m.options.Anywhere {
		return nil
	}
	if r.place == inline || m.said.not && (form != JSON || n.nameless && r.place != fenced) {
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

// echoes reports whether the arguments only say their names again, as the
// variables in the text of a function do: {"city": city}.
func (c *made) echoes() bool {
	any, all := false, true
	gjson.ParseBytes(c.call.Arguments).ForEach(func(key, value gjson.Result) bool {
		any, all = true, value.Type == gjson.String && value.Str == key.Str
		return all
	})
	return any && all
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
