package schema

import (
	"encoding/json"
	"reflect"
	"strings"
)

// A field is a member that encoding/json reads into a struct.
type field struct {
	name     string
	typ      reflect.Type
	tag      string // jsonschema
	required bool
	quoted   bool // the option string
	depth    int
	tagged   bool
}

// fieldsOf returns the fields of a struct in order, those of embedded structs
// among them. Of several of one name the shallowest counts, then the one that
// has the name by its tag; if that leaves several, there is none.
func fieldsOf(t reflect.Type) []field {
	var all []field
	collect(t, 0, false, map[reflect.Type]bool{}, &all)
	var list []field
	for i, f := range all {
		wins := true
		for j, g := range all {
			if i != j && g.name == f.name && (g.depth < f.depth || g.depth == f.depth && (g.tagged || !f.tagged)) {
				wins = false
			}
		}
		if wins {
			list = append(list, f)
		}
	}
	return list
}

func collect(t reflect.Type, depth int, optional bool, inside map[reflect.Type]bool, all *[]field) {
	if inside[t] {
		return
	}
	inside[t] = true
	defer delete(inside, t)
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" && options == "" && !strings.HasSuffix(f.Tag.Get("json"), ",") {
			continue
		}
		if f.Anonymous && name == "" {
			e, pointer := f.Type, f.Type.Kind() == reflect.Pointer
			if pointer {
				e = e.Elem()
			}
			if e.Kind() == reflect.Struct {
				if f.IsExported() || !pointer {
					collect(e, depth+1, optional || pointer, inside, all)
				}
				continue
			}
		}
		if !f.IsExported() {
			continue
		}
		g := field{name: name, typ: f.Type, tag: f.Tag.Get("jsonschema"), depth: depth, tagged: name != ""}
		if name == "" {
			g.name = f.Name
		}
		g.required = !optional && f.Type.Kind() != reflect.Pointer
		for _, o := range strings.Split(options, ",") {
			switch o {
			case "omitempty", "omitzero":
				g.required = false
			case "string":
				e := f.Type
				if e.Kind() == reflect.Pointer && e.Name() == "" {
					e = e.Elem()
				}
				switch e.Kind() {
				case reflect.Struct, reflect.Slice, reflect.Map, reflect.Array, reflect.Interface, reflect.Pointer:
				default:
					g.quoted = true
				}
			}
		}
		*all = append(*all, g)
	}
}

// A member is a member of a document: its name, and the text of its value.
type member struct{ name, value string }

// tagMembers returns the members of a schema that a tag asks for, and whether
// it makes the field required. A part of the tag that begins with no keyword
// belongs to the part before: descriptions have commas.
func tagMembers(tag string, t reflect.Type) (members []member, required bool) {
	var keys, values []string
	for _, part := range strings.Split(tag, ",") {
		key, value, ok := strings.Cut(part, "=")
		switch {
		case part == "required":
			required = true
		case ok && tagKeyword(key):
			keys, values = append(keys, key), append(values, value)
		case len(keys) > 0:
			values[len(values)-1] += "," + part
		case part != "":
			keys, values = append(keys, "description"), append(values, part)
		}
	}
	add := func(name, value string) { members = append(members, member{name, value}) }
	var enum, alias []string
	for i, key := range keys {
		switch key {
		case "enum":
			enum = append(enum, literalText(values[i], t))
		case "alias":
			alias = append(alias, quote(values[i]))
		case "default", "const":
			add(key, literalText(values[i], t))
		case "description", "title", "pattern", "format":
			add(key, quote(values[i]))
		default:
			if jsonNumber.MatchString(values[i]) {
				add(key, values[i])
			}
		}
	}
	if enum != nil {
		if t.Kind() == reflect.Pointer {
			enum = append(enum, "null")
		}
		add("enum", "["+strings.Join(enum, ",")+"]")
	}
	if alias != nil {
		add("x-alias", "["+strings.Join(alias, ",")+"]")
	}
	return members, required
}

func tagKeyword(s string) bool {
	switch s {
	case "enum", "alias", "default", "const", "description", "title", "pattern", "format", "minimum", "maximum",
		"exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems":
		return true
	}
	return false
}

// literalText returns the JSON of what a tag says of a field of type t.
func literalText(s string, t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.String && json.Valid([]byte(s)) {
		return s
	}
	return quote(s)
}
