package main

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// A function is one that the model was offered.
type function struct {
	Name       string          `json:"name"`
	Parameters json.RawMessage `json:"parameters"`
}

// shapes are the schemas of the functions' parameters, by name.
type shapes map[string]*schema.Schema

// shapesOf returns the schemas of the functions offered; one that cannot be
// compiled is left out.
func shapesOf(functions []function) shapes {
	s := shapes{}
	for _, f := range functions {
		if p, err := schema.Parse(f.Parameters); err == nil {
			s[plainName(f.Name)] = p
		}
	}
	return s
}

// plainName is a function's name as the benchmark compares it.
func plainName(name string) string {
	name = strings.TrimSpace(strings.ReplaceAll(name, `\`, ""))
	return strings.ReplaceAll(strings.TrimPrefix(name, "functions."), ".", "_")
}

// fit aligns the arguments of the calls in a repaired value with the schemas.
// framed is the function's name if the framing, not the JSON, says it.
func (s shapes) fit(value json.RawMessage, framed string) json.RawMessage {
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return value
	}
	out, err := json.Marshal(s.walk(v, framed, 0))
	if err != nil {
		return value
	}
	return out
}

// walk aligns what it finds: an object with the name of a function and its
// arguments, or with only arguments if the name is known.
func (s shapes) walk(v any, framed string, depth int) any {
	switch v := v.(type) {
	case []any:
		if len(v) == 2 { // ["name", {arguments}]
			if name, ok := v[0].(string); ok && s[plainName(name)] != nil {
				v[1] = s.align(v[1], s[plainName(name)])
				return v
			}
		}
		for i := range v {
			v[i] = s.walk(v[i], framed, depth)
		}
	case map[string]any:
		name, args := callKeys(v, s)
		switch {
		case name != "" && args != "":
			v[args] = s.align(v[args], s[plainName(v[name].(string))])
		case framed != "" && s[plainName(framed)] != nil:
			return s.align(v, s[plainName(framed)])
		case len(s) == 1 && name == "" && depth == 0 && args == "":
			for _, only := range s {
				return s.align(v, only)
			}
		case depth < 3:
			for k := range v {
				if s[plainName(k)] != nil {
					v[k] = s.align(v[k], s[plainName(k)])
				} else {
					v[k] = s.walk(v[k], "", depth+1)
				}
			}
		}
	}
	return v
}

// callKeys returns the members of a call that hold the name of an offered
// function and its arguments, "" where there is none.
func callKeys(v map[string]any, s shapes) (name, args string) {
	for _, k := range []string{"name", "function", "function_name", "tool_name", "recipient_name"} {
		if text, ok := v[k].(string); ok && s[plainName(text)] != nil {
			name = k
			break
		}
	}
	for _, k := range []string{"arguments", "parameters", "params", "args", "input"} {
		if _, ok := v[k]; ok {
			args = k
			break
		}
	}
	return name, args
}

// align returns the value made to fit, as far as that is possible.
func (s shapes) align(v any, to *schema.Schema) any {
	text, err := json.Marshal(v)
	if err != nil {
		return v
	}
	edits, _, _ := to.Align(text)
	d := json.NewDecoder(bytes.NewReader(repair.Apply(text, edits)))
	d.UseNumber()
	var out any
	if d.Decode(&out) != nil {
		return v
	}
	return out
}
