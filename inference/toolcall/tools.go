package toolcall

import (
	"errors"
	"strings"

	"github.com/repairjson/repairjson/casefix"
	"github.com/repairjson/repairjson/schema"
	"github.com/tidwall/gjson"
)

// ErrTools says that a document lists no functions.
var ErrTools = errors.New("no functions in the list of tools")

// Tools are the functions that a model was offered. They do not change and are
// safe for concurrent use.
type Tools struct {
	list  []*function
	names *casefix.Index
	tails map[string]*function // by what is behind the last dot, nil if several have it
}

// A function is one that was offered.
type function struct {
	name   string
	params []param // in the order of the schema
	keys   []string
	schema *schema.Schema // of its arguments
}

// A param is a parameter of a function.
type param struct {
	name     string
	text     bool // it takes any text and nothing else
	object   bool // it takes objects
	required bool
}

// maxTools is how many functions of a list count.
const maxTools = 4096

// Parse reads the functions offered from a JSON document: the tools of a
// request to OpenAI, [{"type":"function","function":{"name":…,"parameters":…}}],
// or a list of bare functions (parameters may also be called input_schema), or
// an object with such a list as tools or functions, or one function. The error
// is ErrTools if there are none.
func Parse(doc []byte) (*Tools, error) {
	if !gjson.ValidBytes(doc) {
		return nil, ErrTools
	}
	root := gjson.ParseBytes(doc)
	list := root
	if root.IsObject() {
		for _, key := range [...]string{"tools", "functions"} {
			if v := root.Get(key); v.IsArray() {
				list = v
			}
		}
	}
	t := &Tools{}
	var names []string
	add := func(_, item gjson.Result) bool {
		f := newFunction(item)
		if f != nil && t.exact(f.name) == nil {
			t.list = append(t.list, f)
			names = append(names, f.name)
		}
		return len(t.list) < maxTools
	}
	if list.IsArray() {
		list.ForEach(add)
	} else {
		add(gjson.Result{}, list)
	}
	if len(t.list) == 0 {
		return nil, ErrTools
	}
	t.names = casefix.NewIndex(names)
	t.tails = map[string]*function{}
	for _, f := range t.list {
		if i := strings.LastIndexByte(f.name, '.'); i >= 0 {
			tail := f.name[i+1:]
			if _, twice := t.tails[tail]; twice {
				f = nil
			}
			t.tails[tail] = f
		}
	}
	return t, nil
}

// Names returns the names of the functions, in order.
func (t *Tools) Names() []string {
	names := make([]string, len(t.list))
	for i, f := range t.list {
		names[i] = f.name
	}
	return names
}

var anyObject = func() *schema.Schema {
	s, err := schema.Parse([]byte(`{"type":"object"}`))
	if err != nil {
		panic(err)
	}
	return s
}()

// newFunction reads one item of a list of tools, or returns nil.
func newFunction(item gjson.Result) *function {
	if f := item.Get("function"); f.IsObject() {
		item = f
	}
	f := &function{name: item.Get("name").Str, schema: anyObject}
	if f.name == "" {
		return nil
	}
	p := item.Get("parameters")
	if !p.IsObject() {
		p = item.Get("input_schema")
	}
	if !p.IsObject() {
		return f
	}
	if s, err := schema.Parse([]byte(p.Raw)); err == nil {
		f.schema = s
	}
	required := map[string]bool{}
	p.Get("required").ForEach(func(_, name gjson.Result) bool {
		required[name.Str] = true
		return true
	})
	p.Get("properties").ForEach(func(name, v gjson.Result) bool {
		f.keys = append(f.keys, name.Str)
		f.params = append(f.params, newParam(name.Str, v, required[name.Str]))
		return true
	})
	return f
}

func newParam(name string, v gjson.Result, required bool) param {
	p := param{name: name, required: required}
	kinds := v.Get("type")
	switch {
	case kinds.Str == "string":
		p.text = !v.Get("enum").Exists() && !v.Get("const").Exists()
	case kinds.Str == "object":
		p.object = true
	case kinds.Type == gjson.String:
	default: // a list of types, a union, or anything
		p.object = !kinds.Exists() || strings.Contains(kinds.Raw, `"object"`)
	}
	return p
}

// param returns the parameter called name, or nil.
func (f *function) param(name string) *param {
	for i := range f.params {
		if f.params[i].name == name {
			return &f.params[i]
		}
	}
	return nil
}

func (t *Tools) exact(name string) *function {
	for _, f := range t.list {
		if f.name == name {
			return f
		}
	}
	return nil
}

// namespaces are what servers and models put before the names of functions.
var namespaces = [...]string{"functions", "function", "tools", "tool", "api", "default_api", "apis"}

// find returns the function that is meant by a name as a model writes it, or
// nil: the name itself, in other case or punctuation ("math.gcd" for math_gcd,
// which servers rename), with the backslashes of Markdown ("math\_gcd"), or
// behind a namespace ("functions.math_gcd"). A name that is only near is none:
// get_weathers may be a function that was not offered.
func (t *Tools) find(name string) *function {
	name = strings.TrimSpace(strings.ReplaceAll(name, `\`, ""))
	for {
		if f := t.spelt(name); f != nil {
			return f
		}
		i := strings.IndexAny(name, ".:/")
		if i < 0 || !isNamespace(name[:i]) {
			return nil
		}
		name = name[i+1:]
	}
}

func (t *Tools) spelt(name string) *function {
	if len(name) > maxName {
		return nil
	}
	_, i, _ := t.names.Lookup(name)
	if i < 0 {
		return t.tails[name]
	}
	return t.list[i]
}

// near returns the function whose name is a slip of the pen away from name, or
// nil. That is a guess.
func (t *Tools) near(name string) *function {
	if len(name) > maxName {
		return nil
	}
	_, i, _ := t.names.Near(strings.ReplaceAll(name, `\`, ""))
	if i < 0 {
		return nil
	}
	return t.list[i]
}

func isNamespace(s string) bool {
	for _, n := range namespaces {
		if strings.EqualFold(s, n) {
			return true
		}
	}
	return false
}
