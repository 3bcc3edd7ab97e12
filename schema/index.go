package schema

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"

	"github.com/repairjson/repairjson/repair"
)

// A kind is the kind of a JSON value.
type kind uint8

const (
	kNull kind = iota
	kBool
	kNumber
	kString
	kArray
	kObject
)

// A value is a JSON value of a text. The values of a text are in one list in
// the order in which they begin, so the first child of a value follows it.
type value struct {
	kind             kind
	pos, end         int // the span in the text
	namePos, nameEnd int // that of the name, with its quotes, for a member
	next             int // the index after this value and all that is in it
	n                int // the number of elements or members
}

// An index is a text and its values.
type index struct {
	text []byte
	vals []value
}

// indexes holds indexes that nobody uses any more.
var indexes = sync.Pool{New: func() any { return new(index) }}

// release gives the index back, if it is not of a very long text: nothing may
// refer to it.
func (x *index) release() {
	if cap(x.vals) <= 1<<16 {
		x.text, x.vals = nil, x.vals[:0]
		indexes.Put(x)
	}
}

// newIndex reads a text in one pass, without recursion. It reports false for
// a text that is not valid JSON or is nested deeper than repair.MaxDepth.
func newIndex(text []byte) (*index, bool) {
	if !repair.Valid(text) {
		return nil, false
	}
	most := 1 // values: each but the first is after a comma or an opener
	for _, c := range []byte(",[{") {
		most += bytes.Count(text, []byte{c})
	}
	x := indexes.Get().(*index)
	x.text = text
	if cap(x.vals) < most {
		x.vals = make([]value, 0, most)
	}
	var open []int
	var namePos, nameEnd int
	wantName := false
	for i := 0; i < len(text); {
		c := text[i]
		switch c {
		case ' ', '\t', '\n', '\r', ':':
			i++
			continue
		case ',':
			i++
			wantName = len(open) > 0 && x.vals[open[len(open)-1]].kind == kObject
			continue
		case '}', ']':
			i++
			top := open[len(open)-1]
			open = open[:len(open)-1]
			x.vals[top].end, x.vals[top].next = i, len(x.vals)
			wantName = false
			continue
		}
		if wantName {
			namePos, nameEnd = i, atomEnd(text, i)
			i, wantName = nameEnd, false
			continue
		}
		v := value{pos: i, namePos: namePos, nameEnd: nameEnd, next: len(x.vals) + 1}
		namePos, nameEnd = 0, 0
		if len(open) > 0 {
			x.vals[open[len(open)-1]].n++
		}
		switch c {
		case '{', '[':
			v.kind = kArray
			if c == '{' {
				v.kind, wantName = kObject, true
			}
			open = append(open, len(x.vals))
			i++
		default:
			v.kind, v.end = kindOf(c), atomEnd(text, i)
			i = v.end
		}
		x.vals = append(x.vals, v)
	}
	return x, true
}

func kindOf(c byte) kind {
	switch c {
	case '"':
		return kString
	case 't', 'f':
		return kBool
	case 'n':
		return kNull
	}
	return kNumber
}

// atomEnd returns the offset after the string, number or literal at i.
func atomEnd(text []byte, i int) int {
	if text[i] == '"' {
		for i++; ; {
			n := bytes.IndexByte(text[i:], '"')
			b := bytes.IndexByte(text[i:i+n], '\\')
			if b < 0 {
				return i + n + 1
			}
			i += b + 2
		}
	}
	for ; i < len(text); i++ {
		switch text[i] {
		case ' ', '\t', '\n', '\r', ',', ':', '}', ']':
			return i
		}
	}
	return i
}

// raw returns the text of the value v.
func (x *index) raw(v int) []byte { return x.text[x.vals[v].pos:x.vals[v].end] }

// str returns what the string v says.
func (x *index) str(v int) string { return unquote(x.raw(v)) }

// name returns the name of the member v.
func (x *index) name(v int) string {
	return unquote(x.text[x.vals[v].namePos:x.vals[v].nameEnd])
}

// children yields the index of each element or member of v.
func (x *index) children(v int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for c := v + 1; c < x.vals[v].next; c = x.vals[c].next {
			if !yield(c) {
				return
			}
		}
	}
}

// unquote returns what a JSON string, with its quotes, says, and nothing if raw
// is none: a schema is parsed before it is judged.
func unquote(raw []byte) string {
	if len(raw) < 2 || raw[0] != '"' {
		return ""
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var s string
	_ = json.Unmarshal(raw, &s) // valid by construction
	return s
}

// quote returns s as a JSON string, without escapes for HTML.
func quote(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string can always be encoded
	return strings.TrimSuffix(b.String(), "\n")
}
