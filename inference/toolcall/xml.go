package toolcall

import (
	"bytes"
	"regexp"
	"sync"

	"github.com/repairjson/repairjson/repair"
	"github.com/tidwall/gjson"
)

// The elements of arguments: <parameter=p>v</parameter> of Qwen and Seed,
// <parameter name="p">v</parameter> of MiniMax, and <arg_key>p</arg_key>
// <arg_value>v</arg_value> of GLM. The expressions are compiled when they are
// needed: at the start of every program they would cost it 2 ms.
var (
	elementOpen  = onDemand(`<(?:parameter|param|arg)(?:=|\s+name\s*=\s*)["']?([^"'>\n]{1,256}?)["']?\s*>|<arg_key>\s*([^<\n]{1,256}?)\s*</arg_key>\s*<arg_value>`)
	elementClose = onDemand(`</(?:parameter|param|arg|arg_value)>`)
	elementsEnd  = onDemand(`</(?:\w+:)?(?:function|invoke|tool_call|function_call|tool_calls|function_calls)>|<tool_call>|<function=|<invoke\s`)
)

func onDemand(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// elements reads the arguments of f in src, a sequence of elements, and returns
// the edits that make an object of them. It reports whether the last element
// is cut off.
func (f *function) elements(src []byte) (edits []repair.Edit, cut bool) {
	at, opener := 0, "{"
	closes := []int{0, 0} // the next closing tag, -1 if there is none
	for {
		m := elementOpen().FindSubmatchIndex(src[at:])
		if m == nil {
			break
		}
		name := submatch(src[at:], m)
		value := at + m[1]
		edits = append(edits, repair.Edit{Pos: at, End: value, New: opener + quoted(name) + ":", Faults: repair.Markup})
		end, next := len(src), len(src)
		if closes[0] >= 0 && closes[0] < value {
			if closes = elementClose().FindIndex(src[value:]); closes == nil {
				closes = []int{-1, -1}
			} else {
				closes = []int{value + closes[0], value + closes[1]}
			}
		}
		if closes[0] >= 0 {
			end, next = closes[0], closes[1]
		} else if o := elementOpen().FindIndex(src[value:]); o != nil { // not closed
			end, next = value+o[0], value+o[0]
		} else {
			cut = true
		}
		edits = append(edits, f.element(f.param(string(name)), src, value, end)...)
		at, opener = next, ","
		if at > value+(end-value) {
			edits = append(edits, repair.Edit{Pos: end, End: next, Faults: repair.Markup})
		}
	}
	if len(edits) == 0 {
		return []repair.Edit{{Pos: 0, End: len(src), New: "{}", Faults: repair.Markup}}, false
	}
	return append(edits, repair.Edit{Pos: at, End: len(src), New: "}", Faults: repair.Markup}), cut
}

func submatch(src []byte, m []int) []byte {
	if m[2] >= 0 {
		return src[m[2]:m[3]]
	}
	return src[m[4]:m[5]]
}

// element returns the edits that make the text src[pos:end] of an element the
// value of a parameter: JSON as it is where text is not wanted, and else a
// string, without the line breaks next to the tags.
func (f *function) element(p *param, src []byte, pos, end int) []repair.Edit {
	text := src[pos:end]
	inner := bytes.TrimSuffix(bytes.TrimPrefix(text, []byte("\n")), []byte("\n"))
	trimmed := bytes.TrimSpace(text)
	if (p == nil || !p.text) && gjson.ValidBytes(trimmed) && len(trimmed) > 0 {
		return nil
	}
	if p != nil && !p.text && len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') {
		return nil // the repair reads it
	}
	return []repair.Edit{{Pos: pos, End: end, New: quoted(inner), Faults: repair.UnquotedValue}}
}
