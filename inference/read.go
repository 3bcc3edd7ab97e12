package inference

import (
	"slices"
	"unsafe"

	"github.com/tidwall/gjson"
)

// A key names a text of an answer.
type key struct {
	choice int
	kind   kind
	call   int // of the tool calls of the choice
}

type kind uint8

const (
	content kind = iota
	arguments
	legacyArguments // of function_call
)

// where returns the name of the text in a report.
func (k key) where(name string) string {
	switch {
	case k.kind == content:
		return "content"
	case name == "":
		return "arguments"
	}
	return "arguments of " + name
}

// A piece is a text in a body or a frame, or a part of one.
type piece struct {
	key      key
	pos, end int    // of the JSON value
	text     string // what the string says; for an object, its JSON
	object   bool   // arguments as an object instead of a string (ollama)
	out      []byte // what an object of a stream becomes, if not what it is
}

// A reading is what a body or a frame says.
type reading struct {
	pieces []piece
	names  []name   // of functions that are called
	ends   []ending // of choices
	answer bool     // it is (a part of) an answer, not something else
	done   bool     // ollama: the last line
}

type name struct {
	key  key
	name string
}

type ending struct {
	choice int
	reason string
}

// read finds the texts in data, a valid JSON object. The strings in the
// reading may be parts of data.
func (r *reading) read(route Route, data []byte) {
	*r = r.emptied()
	body := gjson.Parse(unsafe.String(unsafe.SliceData(data), len(data)))
	switch {
	case !body.IsObject():
	case route.ollama():
		r.native(route, body)
	default:
		r.openAI(body)
	}
	if !slices.IsSortedFunc(r.pieces, byPlace) {
		slices.SortFunc(r.pieces, byPlace)
	}
}

// emptied returns a reading of nothing, with the memory of r.
func (r *reading) emptied() reading {
	return reading{pieces: r.pieces[:0], names: r.names[:0], ends: r.ends[:0]}
}

func byPlace(a, b piece) int { return a.pos - b.pos }

func (r *reading) openAI(body gjson.Result) {
	body.ForEach(func(name, v gjson.Result) bool {
		if name.Str == "choices" && v.IsArray() {
			r.answer = true
			at := 0
			v.ForEach(func(_, choice gjson.Result) bool {
				r.choice(choice, at)
				at++
				return true
			})
		}
		return true
	})
}

// choice reads one of OpenAI's choices. What belongs to it may come before its
// index.
func (r *reading) choice(choice gjson.Result, at int) {
	pieces, names, ends := len(r.pieces), len(r.names), len(r.ends)
	choice.ForEach(func(name, v gjson.Result) bool {
		switch name.Str {
		case "index":
			if v.Type == gjson.Number {
				at = int(v.Num)
			}
		case "text":
			r.text(key{}, v)
		case "message", "delta":
			r.message(v)
		case "finish_reason":
			if v.Type != gjson.Null {
				r.ends = append(r.ends, ending{0, v.String()})
			}
		}
		return true
	})
	for i := range r.pieces[pieces:] {
		r.pieces[pieces+i].key.choice = at
	}
	for i := range r.names[names:] {
		r.names[names+i].key.choice = at
	}
	for i := range r.ends[ends:] {
		r.ends[ends+i].choice = at
	}
}

// message reads a message, or the part of one that a frame brings.
func (r *reading) message(message gjson.Result) {
	message.ForEach(func(name, v gjson.Result) bool {
		switch name.Str {
		case "content":
			r.text(key{}, v)
		case "function_call":
			r.function(key{kind: legacyArguments}, v)
		case "tool_calls":
			n := 0
			v.ForEach(func(_, call gjson.Result) bool {
				at := n
				n++
				if i := call.Get("index"); i.Type == gjson.Number {
					at = int(i.Num)
				}
				call.ForEach(func(name, v gjson.Result) bool {
					if name.Str == "function" {
						r.function(key{kind: arguments, call: at}, v)
					}
					return true
				})
				return true
			})
		}
		return true
	})
}

// function reads the call of a function.
func (r *reading) function(k key, f gjson.Result) {
	if n := f.Get("name").Str; n != "" {
		r.names = append(r.names, name{k, n})
	}
	f.ForEach(func(name, v gjson.Result) bool {
		if name.Str == "arguments" {
			if v.IsObject() || v.IsArray() {
				r.pieces = append(r.pieces, piece{key: k, pos: v.Index, end: v.Index + len(v.Raw), text: v.Raw, object: true})
			} else {
				r.text(k, v)
			}
		}
		return true
	})
}

func (r *reading) text(k key, v gjson.Result) {
	if v.Type == gjson.String {
		r.pieces = append(r.pieces, piece{key: k, pos: v.Index, end: v.Index + len(v.Raw), text: v.Str})
	}
}

// native reads an answer, or a line of one, of ollama's own API.
func (r *reading) native(route Route, body gjson.Result) {
	body.ForEach(func(name, v gjson.Result) bool {
		switch {
		case name.Str == "message" && route == NativeChat:
			r.answer = true
			r.message(v)
		case name.Str == "response" && route == Generate:
			r.answer = true
			r.text(key{}, v)
		case name.Str == "done" && v.Type == gjson.True:
			r.done = true
		}
		return true
	})
	if r.done {
		r.ends = append(r.ends, ending{0, body.Get("done_reason").Str})
	}
}

// called returns the name of the function that is called at k, if the reading
// has it.
func (r *reading) called(k key) string {
	for _, n := range r.names {
		if n.key == k {
			return n.name
		}
	}
	return ""
}

// cut reports whether a reason of an ending says that the limit of tokens was
// reached.
func cut(reason string) bool { return reason == "length" || reason == "max_tokens" }
