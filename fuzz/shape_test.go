package fuzz

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// A shape is a random schema, and makes random documents that fit it.
type shape struct {
	schema string
	doc    func() string
}

// A shaper makes shapes, and bends what they make: values that do not fit,
// but say what one that fits would.
type shaper struct {
	*rand.Rand
	bent int // one in so many values; 0 for none
}

func choose[T any](r *shaper, list ...T) T { return list[r.IntN(len(list))] }

func (r *shaper) bends() bool { return r.bent > 0 && r.IntN(r.bent) == 0 }

func text(s string) string {
	b, _ := json.Marshal(s) // a string can always be encoded
	return string(b)
}

var (
	shapeNames = []string{"name", "userId", "home_address", "Tags", "total", "unit price", "kind"}
	shapeTexts = []string{"", "a", "Ada Lovelace", "yes", "none", "12", "$5", "[1]", `say "hi" now`, "C:\\dir", "Zürich, 8001", "a\nb", "{x}"}
)

// root returns the shape of an answer, a list or an object.
func (r *shaper) root() shape {
	if r.IntN(4) == 0 {
		return r.list(r.shape(2))
	}
	return r.object(3)
}

// shape returns a shape of at most depth levels.
func (r *shaper) shape(depth int) shape {
	n := r.IntN(12)
	if depth <= 0 {
		n %= 6
	}
	switch n {
	case 0:
		return shape{choose(r, `{"type":"string"}`, `{"type":["string","null"]}`, `{"type":"string","maxLength":40}`), func() string {
			return text(choose(r, shapeTexts...))
		}}
	case 1, 2:
		s := choose(r, `{"type":"integer"}`, `{"type":"number"}`, `{"type":"integer","minimum":-5,"maximum":99999}`)
		return shape{s, func() string {
			v := strconv.Itoa(r.IntN(5000))
			if r.bends() {
				return choose(r, text(v), text(v+" km"), text("$"+v), v+".0", "["+v+"]")
			}
			return v
		}}
	case 3:
		return shape{`{"type":"boolean"}`, func() string {
			v := choose(r, "true", "false")
			if r.bends() {
				return choose(r, text(v), map[string]string{"true": `"Yes"`, "false": `"no"`}[v])
			}
			return v
		}}
	case 4:
		list := []string{"celsius", "kelvin", "very low", "4"}
		return shape{`{"enum":["celsius","kelvin","very low","4"]}`, func() string {
			v := choose(r, list...)
			if r.bends() {
				return text(choose(r, strings.ToUpper(v), v+".", "in "+v, strings.ReplaceAll(v, " ", "_")))
			}
			return text(v)
		}}
	case 5:
		return shape{`{"type":["number","null"]}`, func() string { return choose(r, "null", "1.50", "-3e2", "0") }}
	case 6, 7:
		return r.list(r.shape(depth - 1))
	case 8:
		a, b := r.shape(depth-1), r.shape(depth-1)
		return shape{fmt.Sprintf(`{"anyOf":[%s,%s]}`, a.schema, b.schema), func() string { return choose(r, a, b).doc() }}
	case 9:
		value := r.shape(depth - 1)
		return shape{`{"type":"object","additionalProperties":` + value.schema + `}`, func() string {
			var list []string
			for i := range r.IntN(3) {
				list = append(list, text("k"+strconv.Itoa(i))+": "+value.doc())
			}
			return "{" + strings.Join(list, ", ") + "}"
		}}
	}
	return r.object(depth)
}

func (r *shaper) list(items shape) shape {
	return shape{`{"type":"array","items":` + items.schema + `}`, func() string {
		var list []string
		for range r.IntN(4) {
			list = append(list, items.doc())
		}
		if len(list) == 1 && r.bends() {
			return list[0]
		}
		return r.wrap("[" + strings.Join(list, ", ") + "]")
	}}
}

func (r *shaper) object(depth int) shape {
	var names, schemas, required []string
	var values []shape
	for _, name := range shapeNames {
		if r.IntN(2) == 0 {
			continue
		}
		s := r.shape(depth - 1)
		names, values, schemas = append(names, name), append(values, s), append(schemas, text(name)+":"+s.schema)
		if r.IntN(3) > 0 {
			required = append(required, text(name))
		}
	}
	schema := `{"type":"object","properties":{` + strings.Join(schemas, ",") + `},"required":[` + strings.Join(required, ",") + `]`
	closed := r.IntN(3) == 0
	if closed {
		schema += `,"additionalProperties":false`
	}
	return shape{schema + "}", func() string {
		var list []string
		for i, name := range names {
			if !strings.Contains(strings.Join(required, ","), text(name)) && r.IntN(3) == 0 {
				continue
			}
			if r.bends() {
				name = choose(r, strings.ToUpper(name), strings.ReplaceAll(name, "_", " "), name+"_")
			}
			list = append(list, text(name)+": "+values[i].doc())
		}
		if r.bends() {
			list = append(list, `"remark": "extra"`)
		}
		return r.wrap("{" + strings.Join(list, ", ") + "}")
	}}
}

// wrap puts a list or an object into a string, a list or a further object.
func (r *shaper) wrap(doc string) string {
	if !r.bends() {
		return doc
	}
	return choose(r, text(doc), "["+doc+"]", `{"result": `+doc+`}`)
}
