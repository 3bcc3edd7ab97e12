package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

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

// wanted returns the schema of what a text may hold: the arguments of the
// functions that the framing names, one or several of them; without, one call
// or a list of calls of the functions offered, in the forms that the benchmark
// reads. A payload has the arguments of one function, a raw text perhaps those
// of several calls of it. It is nil if no function has a schema.
func wanted(functions []function, framed []string, raw bool) (*schema.Schema, error) {
	offered := shapesOf(functions)
	var defs, calls []string
	arguments := map[string]string{}
	for i, f := range functions {
		name := plainName(f.Name)
		if offered[name] == nil {
			continue
		}
		p := fmt.Sprintf(`{"$ref":"#/$defs/p%d"}`, i)
		defs = append(defs, fmt.Sprintf(`"p%d":%s`, i, f.Parameters))
		calls = append(calls, forms(f.Name, p)...)
		arguments[name] = p
		if len(functions) == 1 {
			calls = append(calls, p)
		}
	}
	if len(arguments) == 0 {
		return nil, nil
	}
	var root string
	switch {
	case len(framed) == 1 && arguments[plainName(framed[0])] != "":
		one := arguments[plainName(framed[0])]
		root = `"allOf":[` + one + `]`
		if raw {
			root = `"anyOf":[` + one + `,{"type":"array","items":` + one + `}]`
		}
	case len(framed) > 1:
		list := make([]string, len(framed))
		for i, name := range framed {
			if list[i] = arguments[plainName(name)]; list[i] == "" {
				list[i] = "{}"
			}
		}
		root = `"type":"array","prefixItems":[` + strings.Join(list, ",") + `]`
	default:
		defs = append(defs, `"call":{"anyOf":[`+strings.Join(calls, ",")+`]}`)
		root = `"anyOf":[{"$ref":"#/$defs/call"},{"type":"array","items":{"$ref":"#/$defs/call"}}]`
	}
	return schema.Parse([]byte(`{` + root + `,"$defs":{` + strings.Join(defs, ",") + `}}`))
}

// forms returns the schemas of a call of a function with arguments p:
//
//	{"name": name, "arguments": p}  {"name": name, "parameters": p}
//	{"name": name, …p}  [name, p, …]  {name: p}
func forms(name, p string) []string {
	names := slices.Compact([]string{name, strings.ReplaceAll(name, ".", "_")})
	list, err := json.Marshal(names)
	if err != nil {
		panic(err) // strings can always be encoded
	}
	called := `{"enum":` + string(list) + `}`
	calls := []string{
		`{"type":"object","properties":{"name":` + called + `,"arguments":` + p + `},"required":["name","arguments"]}`,
		`{"type":"object","properties":{"name":` + called + `,"parameters":` + p + `},"required":["name","parameters"]}`,
		`{"type":"object","properties":{"name":` + called + `},"required":["name"],"allOf":[` + p + `]}`,
		`{"type":"array","prefixItems":[` + called + `,` + p + `],"items":` + p + `,"minItems":2}`,
	}
	for _, name := range names {
		key, err := json.Marshal(name)
		if err != nil {
			panic(err)
		}
		calls = append(calls, fmt.Sprintf(`{"type":"object","properties":{%s:%s},"required":[%s]}`, key, p, key))
	}
	return calls
}
