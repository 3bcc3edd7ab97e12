package inference

import (
	"slices"

	"github.com/repairjson/repairjson/repair"
	"github.com/tidwall/gjson"
)

// history repairs the arguments of tool calls in the messages of a request,
// for which servers refuse it (vLLM, ollama) or break down (llama.cpp), and
// adds what JSON is wanted if that is asked for. It returns data itself if
// nothing is to be done.
func (x *exchange) history(data []byte, body gjson.Result) []byte {
	if x.route != Chat && x.route != NativeChat {
		return data
	}
	var splices []repair.Edit
	if x.opts.Instruct && x.shape.json && !x.shape.tagged {
		splices = x.instruct(splices, body)
	}
	messages, _ := member(body, "messages")
	messages.ForEach(func(_, message gjson.Result) bool {
		message.ForEach(func(field, v gjson.Result) bool {
			switch field.Str {
			case "function_call":
				splices = x.call(splices, v)
			case "tool_calls":
				v.ForEach(func(_, call gjson.Result) bool {
					if f, ok := member(call, "function"); ok {
						splices = x.call(splices, f)
					}
					return true
				})
			}
			return true
		})
		return true
	})
	if len(splices) == 0 {
		return data
	}
	slices.SortStableFunc(splices, func(a, b repair.Edit) int { return a.Pos - b.Pos })
	return repair.Apply(data, splices)
}

// member returns the value of a name, with its place in the body.
func member(object gjson.Result, name string) (found gjson.Result, ok bool) {
	object.ForEach(func(n, v gjson.Result) bool {
		if n.Str == name {
			found, ok = v, true
		}
		return !ok
	})
	return found, ok
}

// call repairs the arguments of a call: a string that holds an object for
// OpenAI, an object for ollama.
func (x *exchange) call(splices []repair.Edit, f gjson.Result) []repair.Edit {
	v, ok := member(f, "arguments")
	if !ok || x.route == NativeChat && v.IsObject() {
		return splices
	}
	name := f.Get("name").Str
	text := v.Raw
	switch {
	case v.Type == gjson.String:
		text = v.Str
		if x.route == Chat && gjson.Valid(text) && gjson.Parse(text).IsObject() {
			return splices
		}
	case !v.IsObject():
		return splices
	}
	t := target{schema: anyObject, args: true}
	out, edits, err := t.mend([]byte(text), repair.Best)
	k := key{kind: arguments}
	x.report.Requests = append(x.report.Requests, Text{"history, " + k.where(name), 0, []byte(text), out, edits, err})
	if err != nil {
		return splices
	}
	if x.route == Chat {
		out = appendString(nil, out)
	}
	return append(splices, repair.Edit{Pos: v.Index, End: v.Index + len(v.Raw), New: string(out)})
}

// instruct adds what JSON is wanted to the first system message, or as one.
// There may be only one (LLaMA-Factory).
func (x *exchange) instruct(splices []repair.Edit, body gjson.Result) []repair.Edit {
	messages, ok := member(body, "messages")
	if !ok || !messages.IsArray() {
		return splices
	}
	text := "Answer with JSON only, without any other words."
	if s := x.shape.schema; s != nil {
		doc, _ := s.MarshalJSON()
		text += " The JSON fits this schema: " + string(doc)
	}
	first := messages.Get("0")
	done := false
	messages.ForEach(func(_, m gjson.Result) bool {
		first = m
		return false
	})
	if first.Get("role").Str == "system" {
		if c, ok := member(first, "content"); ok && c.Type == gjson.String {
			quoted := appendString(nil, []byte("\n\n"+text))
			end := c.Index + len(c.Raw) - 1
			splices = append(splices, repair.Edit{Pos: end, End: end, New: string(quoted[1 : len(quoted)-1])})
			done = true
		}
	}
	if !done && first.IsObject() {
		message := appendString([]byte(`{"role":"system","content":`), []byte(text))
		splices = append(splices, repair.Edit{Pos: first.Index, End: first.Index, New: string(message) + "},"})
	}
	return splices
}
