package damage

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// A Value is a value of JSON.
type Value struct {
	Kind  byte     // '{' object, '[' array, 's' string, 'n' number, 'w' true, false or null
	Text  string   // of a string, decoded; of a number or a literal, as it is written
	Names []string // of an object's members
	Kids  []*Value // an object's values, or an array's items
}

func str(s string) *Value     { return &Value{Kind: 's', Text: s} }
func number(s string) *Value  { return &Value{Kind: 'n', Text: s} }
func literal(s string) *Value { return &Value{Kind: 'w', Text: s} }
func array(kids ...*Value) *Value {
	return &Value{Kind: '[', Kids: kids}
}

// object returns an object of names and values in turn.
func object(pairs ...any) *Value {
	v := &Value{Kind: '{'}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.add(pairs[i].(string), pairs[i+1].(*Value))
	}
	return v
}

func (v *Value) add(name string, kid *Value) {
	v.Names = append(v.Names, name)
	v.Kids = append(v.Kids, kid)
}

// JSON returns the value as compact JSON.
func (v *Value) JSON() []byte {
	var b bytes.Buffer
	v.write(&b)
	return b.Bytes()
}

func (v *Value) write(b *bytes.Buffer) {
	switch v.Kind {
	case 's':
		b.WriteString(quote(v.Text))
	case 'n', 'w':
		b.WriteString(v.Text)
	default:
		b.WriteByte(v.Kind)
		for i, k := range v.Kids {
			if i > 0 {
				b.WriteByte(',')
			}
			if v.Kind == '{' {
				b.WriteString(quote(v.Names[i]))
				b.WriteByte(':')
			}
			k.write(b)
		}
		b.WriteByte(v.Kind + 2) // } and ] stand two after { and [
	}
}

// quote returns a string as JSON, with characters other than ASCII as they
// are.
func quote(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		panic(err) // a string can be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Schema returns a JSON Schema that the value fits: every member is required,
// and the items of an array have one type.
func (v *Value) Schema() []byte {
	var b bytes.Buffer
	schemaOf(&b, []*Value{v})
	return b.Bytes()
}

// schemaOf writes the schema of values that stand at one place.
func schemaOf(b *bytes.Buffer, values []*Value) {
	types := map[string]bool{}
	for _, v := range values {
		types[typeOf(v)] = true
	}
	if types["number"] {
		delete(types, "integer")
	}
	if len(types) != 1 {
		b.WriteString("{}")
		return
	}
	first := values[0]
	switch {
	case types["object"]:
		members(b, values)
	case types["array"]:
		var items []*Value
		for _, v := range values {
			items = append(items, v.Kids...)
		}
		b.WriteString(`{"type":"array","items":`)
		schemaOf(b, items)
		b.WriteString(`}`)
	case types["number"]:
		b.WriteString(`{"type":"number"}`)
	default:
		b.WriteString(`{"type":"` + typeOf(first) + `"}`)
	}
}

// members writes the schema of objects; one that they do not all have is not
// required.
func members(b *bytes.Buffer, values []*Value) {
	var names []string
	at := map[string][]*Value{}
	for _, v := range values {
		for i, name := range v.Names {
			if at[name] == nil {
				names = append(names, name)
			}
			at[name] = append(at[name], v.Kids[i])
		}
	}
	b.WriteString(`{"type":"object","properties":{`)
	for i, name := range names {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(name) + ":")
		schemaOf(b, at[name])
	}
	b.WriteString(`},"required":[`)
	some := false
	for _, name := range names {
		if len(at[name]) != len(values) {
			continue
		}
		if some {
			b.WriteByte(',')
		}
		some = true
		b.WriteString(quote(name))
	}
	b.WriteString(`]}`)
}

func typeOf(v *Value) string {
	switch v.Kind {
	case '{':
		return "object"
	case '[':
		return "array"
	case 's':
		return "string"
	case 'n':
		if _, err := strconv.Atoi(v.Text); err == nil {
			return "integer"
		}
		return "number"
	}
	if v.Text == "null" {
		return "null"
	}
	return "boolean"
}
