package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/repair"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// A maker makes random schemas and documents.
type maker struct{ *rand.Rand }

var (
	someNames  = []string{"a", "b", "userName", "user_name", "count", "Tags"}
	someTexts  = []string{"", "a", "A.", "yes", "none", "12", "3.0", "$5", "1/5", "[1,2]", `{"a":"1"}`, "b or a", "true"}
	someValues = []string{"null", "true", "false", "0", "3", "3.0", "-1.5", "1e2", "12345678901234567890"}
	someTypes  = []string{"null", "boolean", "integer", "number", "string", "array", "object"}
)

func pick[T any](m maker, list []T) T { return list[m.IntN(len(list))] }

// schema returns a schema of at most depth levels. References go to the root
// and to two definitions, always through a property or an element.
func (m maker) schema(depth int) string {
	var k []string
	add := func(format string, args ...any) { k = append(k, fmt.Sprintf(format, args...)) }
	sub := func() string {
		if m.IntN(8) == 0 {
			return fmt.Sprintf(`{"$ref":"#/$defs/d%d"}`, m.IntN(2))
		}
		return m.schema(depth - 1)
	}
	switch n := m.IntN(20); {
	case depth <= 0 || n < 6:
		add(`"type":%q`, pick(m, someTypes))
	case n < 11:
		add(`"type":"object"`)
		var props []string
		for _, name := range someNames {
			if m.IntN(3) == 0 {
				props = append(props, fmt.Sprintf("%q:%s", name, sub()))
			}
		}
		add(`"properties":{%s}`, strings.Join(props, ","))
		if m.IntN(2) == 0 {
			add(`"required":[%q]`, pick(m, someNames))
		}
		switch m.IntN(4) {
		case 0:
			add(`"additionalProperties":false`)
		case 1:
			add(`"additionalProperties":%s`, sub())
		}
		if m.IntN(8) == 0 {
			add(`"patternProperties":{"^[a-c]":%s}`, sub())
		}
		if m.IntN(10) == 0 {
			add(`"dependentRequired":{"a":["b"]},"minProperties":1,"propertyNames":{"maxLength":8}`)
		}
	case n < 14:
		add(`"type":"array","items":%s`, sub())
		if m.IntN(4) == 0 {
			add(`"prefixItems":[%s,%s]`, sub(), sub())
		}
		if m.IntN(4) == 0 {
			add(`"minItems":%d,"uniqueItems":true`, m.IntN(3))
		}
		if m.IntN(8) == 0 {
			add(`"contains":%s,"maxItems":3`, m.schema(0))
		}
	case n < 16:
		add(`%q:[%s,%s]`, pick(m, []string{"anyOf", "oneOf", "allOf"}), m.schema(depth-1), m.schema(depth-1))
		if m.IntN(3) == 0 {
			add(`"type":[%q,%q]`, "object", pick(m, someTypes[:6]))
		}
	case n < 17:
		add(`"enum":["a","B",12,true,null,"yes"]`)
	case n < 18:
		add(`"type":"number","minimum":-1,"exclusiveMaximum":1e2,"multipleOf":0.5`)
	case n < 19:
		add(`"type":"string","minLength":1,"maxLength":4,"pattern":"^[a-z0-9.]"`)
	default:
		add(`"if":%s,"then":%s,"else":%s,"not":{"const":"a"}`, m.schema(0), m.schema(depth-1), m.schema(depth-1))
	}
	if m.IntN(6) == 0 {
		add(`"default":%s`, m.document(1))
	}
	return "{" + strings.Join(k, ",") + "}"
}

func (m maker) document(depth int) string {
	switch n := m.IntN(8); {
	case depth > 0 && n < 3:
		var list []string
		used := map[string]bool{}
		for range m.IntN(4) {
			name := pick(m, append(someNames, "result", "A", "COUNT", "tag"))
			if !used[name] {
				used[name] = true
				list = append(list, fmt.Sprintf("%q: %s", name, m.document(depth-1)))
			}
		}
		return "{" + strings.Join(list, ", ") + "}"
	case depth > 0 && n < 5:
		var list []string
		for range m.IntN(4) {
			list = append(list, m.document(depth-1))
		}
		return "[" + strings.Join(list, ", ") + "]"
	case n < 7:
		return quote(pick(m, someTexts))
	}
	return pick(m, someValues)
}

// oracle compiles a schema with the validator that judges us.
func oracle(t testing.TB, doc string) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.CompileString("schema:///oracle", doc)
	if err != nil {
		t.Fatalf("%s: %v", doc, err)
	}
	return s
}

func valid(t testing.TB, s *jsonschema.Schema, text []byte) bool {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return s.Validate(v) == nil
}

func TestLaw9(t *testing.T) {
	m := maker{rand.New(rand.NewPCG(9, 2026))}
	fit, mended, left := 0, 0, 0
	for range 2000 {
		doc := m.schema(3)
		doc = strings.TrimSuffix(doc, "}") + fmt.Sprintf(`,"$defs":{"d0":%s,"d1":%s}}`, m.schema(0), m.schema(2))
		s, err := Parse([]byte(doc))
		if err != nil {
			if strings.Contains(err.Error(), "nfinite") {
				continue // a definition that refers to itself at once
			}
			t.Fatalf("%s: %v", doc, err)
		}
		judge := oracle(t, doc)
		for range 3 {
			in := []byte(m.document(3))
			edits, _, miss := s.Align(in)
			out := repair.Apply(in, edits)
			if ok := valid(t, judge, in); ok != (len(s.Check(in)) == 0) {
				t.Fatalf("schema %s\ntext %s\nvalid: %v, Check: %v", doc, in, ok, s.Check(in))
			} else if ok {
				fit++
			} else if len(miss) == 0 {
				mended++
			} else {
				left++
			}
			if ok := valid(t, judge, out); ok != (len(miss) == 0) {
				t.Fatalf("schema %s\ntext %s\naligned %s\nvalid: %v, mismatches: %v", doc, in, out, ok, miss)
			}
			if law9(t, s, in); t.Failed() {
				t.Fatalf("schema %s", doc)
			}
		}
	}
	t.Logf("%d texts fit, %d were made to, %d could not be", fit, mended, left)
	if mended < 500 {
		t.Errorf("only %d texts were aligned: the test tests nothing", mended)
	}
}

func FuzzAlign(f *testing.F) {
	for _, r := range rules {
		for _, c := range slices.Concat(r.applies, r.not) {
			f.Add([]byte(c.schema), []byte(c.in))
		}
	}
	f.Fuzz(func(t *testing.T, doc, in []byte) {
		s, err := Parse(doc)
		if err != nil {
			return
		}
		if !repair.Valid(in) {
			if edits, _, miss := s.Align(in); len(edits) > 0 || len(miss) != 1 {
				t.Fatalf("%q is not JSON, but %v, %v", in, edits, miss)
			}
			return
		}
		law9(t, s, in)
		judge := judgeOf(s, doc)
		if judge == nil || unlike(in) {
			return
		}
		if ok := valid(t, judge, in); ok != (len(s.Check(in)) == 0) {
			t.Fatalf("schema %s\ntext %s\nvalid: %v, Check: %v", doc, in, ok, s.Check(in))
		}
	})
}

var noValues = regexp.MustCompile(`"enum"\s*:\s*\[\s*\]`)

// judgeOf returns the validator of a document, as Parse has it judged, or nil
// where we differ on purpose: nullable, an enum without values (which nothing
// fits, as the specification has it, where the validator takes anything), and
// what one of us leaves out.
func judgeOf(s *Schema, doc []byte) *jsonschema.Schema {
	if len(s.Unused()) > 0 || bytes.Contains(doc, []byte("nullable")) || noValues.Match(doc) {
		return nil
	}
	judge, err := compile(doc)
	if err != nil {
		return nil
	}
	return judge
}

// unlike reports whether a text is one that we judge otherwise on purpose: it
// has members of one name, of which each is to fit, or numbers that the
// validator does not read, or multiplies out.
func unlike(text []byte) bool {
	x, _ := newIndex(text)
	for v := range x.vals {
		if x.vals[v].kind == kNumber && parseDecimal(string(x.raw(v))).long() {
			return true
		}
		names := map[string]bool{}
		for m := range x.children(v) {
			if x.vals[v].kind == kObject && names[x.name(m)] {
				return true
			}
			if x.vals[v].kind == kObject {
				names[x.name(m)] = true
			}
		}
	}
	return false
}
