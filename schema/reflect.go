package schema

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// For returns the schema of the Go type T; see [Of].
func For[T any]() (*Schema, error) { return Of(reflect.TypeFor[T]()) }

// Of returns the schema of a Go type, as encoding/json reads it. A field is
// required unless it has omitempty or omitzero or is a pointer; only pointers,
// maps, slices and interfaces accept null; numbers have the limits of their
// type. A tag says more: `jsonschema:"description=...,enum=a,enum=b,default=x"`,
// also required, const, alias (another name that is understood), title, format,
// pattern, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf,
// minLength, maxLength, minItems and maxItems. Channels, functions and complex numbers are errors.
func Of(t reflect.Type) (*Schema, error) {
	if t == nil {
		return nil, errors.New("schema: no type")
	}
	if s, ok := ofTypes.Load(t); ok {
		return s.(*Schema), nil
	}
	r := reflector{names: map[reflect.Type]string{}, defs: map[string]string{}}
	doc, err := r.schema(t)
	if err != nil {
		return nil, err
	}
	if len(r.defs) > 0 {
		list := make([]string, 0, len(r.defs))
		for name, def := range r.defs {
			list = append(list, quote(name)+":"+def)
		}
		slices.Sort(list)
		doc = with(doc, "$defs", `{`+strings.Join(list, ",")+`}`)
	}
	p, err := parse([]byte(doc))
	if err != nil {
		return nil, err
	}
	p.schema.unused = nil // formats, which are for the reader
	s, _ := ofTypes.LoadOrStore(t, p.schema)
	return s.(*Schema), nil
}

// ofTypes has the schemas of types, which never change.
var ofTypes sync.Map

// A reflector writes the document of a type. A struct that has a name is
// written once, under $defs.
type reflector struct {
	names map[reflect.Type]string // "" while a type without a name is written
	defs  map[string]string
}

var (
	textType = reflect.TypeFor[encoding.TextUnmarshaler]()
	jsonType = reflect.TypeFor[json.Unmarshaler]()
)

// schema returns the document of values of type t.
func (r *reflector) schema(t reflect.Type) (string, error) {
	switch t {
	case reflect.TypeFor[time.Time]():
		return `{"type":"string","format":"date-time"}`, nil
	case reflect.TypeFor[json.RawMessage]():
		return `{}`, nil
	case reflect.TypeFor[json.Number]():
		return `{"type":"number"}`, nil
	case reflect.TypeFor[big.Int]():
		return `{"type":"integer"}`, nil
	}
	if t.Kind() == reflect.Pointer {
		s, err := r.schema(t.Elem())
		return orNull(s), err
	}
	switch p := reflect.PointerTo(t); {
	case t.Kind() == reflect.Interface:
		return `{}`, nil
	case p.Implements(jsonType):
		return `{}`, nil // it alone knows
	case p.Implements(textType):
		return `{"type":"string"}`, nil
	}
	switch t.Kind() {
	case reflect.Bool:
		return `{"type":"boolean"}`, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		low := int64(-1) << (t.Bits() - 1)
		return fmt.Sprintf(`{"type":"integer","minimum":%d,"maximum":%d}`, low, -(low + 1)), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return fmt.Sprintf(`{"type":"integer","minimum":0,"maximum":%d}`, ^uint64(0)>>(64-t.Bits())), nil
	case reflect.Float32, reflect.Float64:
		return `{"type":"number"}`, nil
	case reflect.String:
		return `{"type":"string"}`, nil
	case reflect.Slice, reflect.Array, reflect.Map:
		if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8 {
			return `{"type":["string","null"]}`, nil // base64
		}
		return r.many(t)
	case reflect.Struct:
		return r.object(t)
	}
	return "", fmt.Errorf("schema: no JSON for the type %s", t)
}

// many returns the document of a slice, an array or a map. One that holds
// itself has a name, and is written under $defs.
func (r *reflector) many(t reflect.Type) (string, error) {
	if name, inside := r.names[t]; inside {
		if name == "" {
			r.name(t)
		}
		return r.reference(t), nil
	}
	r.names[t] = ""
	s, err := r.schema(t.Elem())
	switch t.Kind() {
	case reflect.Map:
		s = orNull(`{"type":"object","additionalProperties":` + s + `}`)
	case reflect.Slice:
		s = orNull(`{"type":"array","items":` + s + `}`)
	default:
		s = `{"type":"array","items":` + s + `}`
	}
	if r.names[t] != "" {
		r.defs[r.names[t]] = s
		return r.reference(t), err
	}
	delete(r.names, t)
	return s, err
}

// name finds a name for the type t under $defs.
func (r *reflector) name(t reflect.Type) {
	base := strings.Map(func(c rune) rune {
		if c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			return c
		}
		return '_'
	}, t.Name())
	name := base
	for i := 2; r.defs[name] != ""; i++ {
		name = base + strconv.Itoa(i)
	}
	r.names[t], r.defs[name] = name, "{}"
}

func (r *reflector) reference(t reflect.Type) string {
	return `{"$ref":"#/$defs/` + r.names[t] + `"}`
}

// orNull returns the document s, widened to accept null.
func orNull(s string) string {
	for _, kind := range []string{"boolean", "integer", "number", "string", "array", "object"} {
		if rest, ok := strings.CutPrefix(s, `{"type":"`+kind+`"`); ok {
			return `{"type":["` + kind + `","null"]` + rest
		}
	}
	if strings.HasPrefix(s, `{"$ref"`) {
		return `{"anyOf":[` + s + `,{"type":"null"}]}`
	}
	return s
}

// with returns the document s with the member name set to value, a text.
func with(s, name, value string) string {
	x, _ := newIndex([]byte(s)) // written by us
	for m := range x.children(0) {
		if x.name(m) == name {
			return s[:x.vals[m].pos] + value + s[x.vals[m].end:]
		}
	}
	comma := ","
	if x.vals[0].n == 0 {
		comma = ""
	}
	return strings.TrimSuffix(s, "}") + comma + quote(name) + ":" + value + "}"
}

// object returns the document of a struct, or a reference to it.
func (r *reflector) object(t reflect.Type) (string, error) {
	if _, ok := r.names[t]; ok {
		return r.reference(t), nil
	}
	if t.Name() != "" {
		r.name(t)
	}
	var props, required []string
	for _, f := range fieldsOf(t) {
		s, err := r.schema(f.typ)
		if err != nil {
			return "", fmt.Errorf("%w (field %s of %s)", err, f.name, t)
		}
		if f.quoted {
			s = `{"type":"string"}`
			if f.typ.Kind() == reflect.Pointer {
				s = orNull(s)
			}
		}
		members, need := tagMembers(f.tag, f.typ)
		for _, m := range members {
			s = with(s, m.name, m.value)
		}
		props = append(props, quote(f.name)+":"+s)
		if f.required || need {
			required = append(required, quote(f.name))
		}
	}
	s := `{"type":"object","properties":{` + strings.Join(props, ",") + `}`
	if len(required) > 0 {
		s += `,"required":[` + strings.Join(required, ",") + `]`
	}
	s += "}"
	if t.Name() == "" {
		return s, nil
	}
	r.defs[r.names[t]] = s
	return r.reference(t), nil
}
