package schema

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/repairjson/repairjson/repair"
)

func mustParse(t testing.TB, doc string) *Schema {
	t.Helper()
	s, err := Parse([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A schema that would read a file or a page is refused, also where the file
// is there and is a schema.
func TestReferencesOutside(t *testing.T) {
	file := filepath.Join(t.TempDir(), "s.json")
	if err := os.WriteFile(file, []byte(`{"type":"string"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{"file:///etc/hostname", "file://" + file, file, "http://127.0.0.1:1/s.json", "https://example.com/s.json", "s.json"} {
		for _, doc := range []string{
			`{"$ref":%s}`, `{"properties":{"a":{"$ref":%s}}}`, `{"$schema":%s}`, `{"$id":"file:///","items":{"$ref":%s}}`,
			`{"$dynamicRef":%s}`, `{"$schema":"https://json-schema.org/draft/2019-09/schema","$recursiveRef":%s}`, `{"anyOf":[{},{"not":{"$ref":%s}}]}`,
		} {
			doc = fmt.Sprintf(doc, quote(ref))
			if _, err := Parse([]byte(doc)); err == nil {
				t.Errorf("%s is taken", doc)
			}
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, doc := range []string{
		``, `{`, `1`, `"a"`, `[]`, `{"type":"strin"}`, `{"type":5}`, `{"properties":[]}`, `{"required":"a"}`, `{"minLength":-1}`,
		`{"$ref":"#/$defs/none"}`, `{"$ref":"#"}`, `{"anyOf":[]}`, `{"items":3}`, `{"$ref":5}`, `{"enum":1}`,
		strings.Repeat(`{"not":`, 2000) + `{}` + strings.Repeat(`}`, 2000),
	} {
		if _, err := Parse([]byte(doc)); err == nil {
			t.Errorf("%.80s is taken", doc)
		}
	}
}

func TestDrafts(t *testing.T) {
	for _, c := range []struct{ doc, good, bad string }{
		{`{"$schema":"http://json-schema.org/draft-04/schema#","minimum":3,"exclusiveMinimum":true}`, `4`, `3`},
		{`{"minimum":3,"exclusiveMinimum":true}`, `4`, `3`},
		{`{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"a":{"type":"string"}},"properties":{"x":{"$ref":"#/definitions/a","minLength":9}}}`, `{"x":"a"}`, `{"x":1}`},
		{`{"$defs":{"a":{"type":"string"}},"properties":{"x":{"$ref":"#/$defs/a","minLength":2}}}`, `{"x":"ab"}`, `{"x":"a"}`},
		{`{"items":[{"type":"string"},{"type":"integer"}],"additionalItems":false}`, `["a",1]`, `["a",1,2]`},
		{`{"$id":"http://x.test/root.json","$defs":{"a":{"$id":"a.json","type":"string"}},"items":{"$ref":"a.json"}}`, `["a"]`, `[1]`},
		{`{"$defs":{"a":{"$anchor":"here","type":"string"}},"items":{"$ref":"#here"}}`, `["a"]`, `[1]`},
		{`{"$defs":{"a/b~c":{"type":"string"}},"items":{"$ref":"#/$defs/a~1b~0c"}}`, `["a"]`, `[1]`},
		{`{"properties":{"a":{}},"unevaluatedProperties":false}`, `{"a":1}`, `{"b":1}`},
		{`{"$ref":"http://json-schema.org/draft-07/schema#"}`, `{"type":"string"}`, `{"type":"strin"}`},
		{`{"type":"string","format":"date"}`, `"never"`, `1`},
		{`{"dependencies":{"a":["b"],"c":{"required":["d"]}}}`, `{"a":1,"b":2}`, `{"c":1}`},
	} {
		s := mustParse(t, c.doc)
		if m := s.Check([]byte(c.good)); len(m) > 0 {
			t.Errorf("%s: %s: %v", c.doc, c.good, m)
		}
		if m := s.Check([]byte(c.bad)); len(m) != 1 {
			t.Errorf("%s: %s: %v", c.doc, c.bad, m)
		}
	}
}

func TestUnused(t *testing.T) {
	s := mustParse(t, `{"type":"object","title":"t","properties":{"format":{"format":"date","pattern":"^(?=a)"},"a/b":{"x-what":1}}}`)
	want := []string{"/properties/format/format", "/properties/format/pattern", "/properties/a~1b/x-what"}
	if got := s.Unused(); !slices.Equal(got, want) {
		t.Errorf("unused: %q", got)
	}
	if m := s.Check([]byte(`{"format":"b"}`)); len(m) > 0 {
		t.Error(m)
	}
}

// A pattern that cannot be read hides no other, and closes nothing.
func TestUnreadPattern(t *testing.T) {
	s := mustParse(t, `{"type":"object","patternProperties":{"^(?=a)":{"type":"integer"},"^b":{"type":"integer"}},"additionalProperties":false,"unevaluatedItems":false}`)
	if got := s.Unused(); !slices.Equal(got, []string{"/patternProperties"}) {
		t.Errorf("unused: %q", got)
	}
	in := []byte(`{"a":"1","b":"2","c":"3"}`)
	edits, _, left := s.Align(in)
	if out := string(repair.Apply(in, edits)); out != `{"a":"1","b":2,"c":"3"}` || len(left) > 0 {
		t.Errorf("%s, %v", out, left)
	}
}

// TestMessages checks what is said of what is wanted and found.
func TestMessages(t *testing.T) {
	long := strings.Repeat("é", 50)
	for _, c := range []struct{ schema, in, want string }{
		{`{"type":"number","minimum":-1.5}`, `-2`, `"": want at least -1.5, found -2`},
		{`{"type":"number","exclusiveMinimum":0}`, `0`, `"": want more than 0, found 0`},
		{`{"type":"number","exclusiveMaximum":0.001}`, `1`, `"": want less than 0.001, found 1`},
		{`{"type":"number","maximum":1e70}`, `1e71`, `"": want at most 1e70, found 1e71`},
		{`{"type":"number","maximum":-1.25e70}`, `0`, `"": want at most -1.25e70, found 0`},
		{`{"type":"number","multipleOf":12.5}`, `3`, `"": want a multiple of 12.5, found 3`},
		{`{"type":"string","minLength":3}`, `"a"`, `"": want a string of at least 3 characters, found "a"`},
		{`{"type":"string","maxLength":3}`, `"` + long + `"`, `"": want a string of at most 3 characters, found "` + long[:58] + `…`},
		{`{"type":"string","pattern":"^x"}`, `"a"`, `"": want a string that matches ^x, found "a"`},
		{`{"type":"array","minItems":2.0}`, `[]`, `"": want a list of at least 2, found []`},
		{`{"type":"array","maxItems":1}`, `[1,2]`, `"": want a list of at most 1, found [1,2]`},
		{`{"type":"array","uniqueItems":true}`, `[1,1.0]`, `"": want a list without repetitions, found [1,1.0]`},
		{`{"type":"array","contains":{"const":1},"minContains":2}`, `[1]`, `"": want a list that contains 1, found [1]`},
		{`{"type":"object","minProperties":2}`, `{}`, `"": want an object of at least 2 members, found {}`},
		{`{"type":"object","maxProperties":0}`, `{"a":1}`, `"": want an object of at most 0 members, found {"a":1}`},
		{`{"type":"object","propertyNames":{"maxLength":1}}`, `{"ab":1}`, `"/ab": want a name that is another value, found 1`},
		{`{"not":{"type":"integer"}}`, `1`, `"": want not integer, found 1`},
		{`{"enum":[]}`, `1`, `"": want nothing, found 1`},
		{`{"enum":[0,1,2,3,4,5,6,7,8,9,10,11,12]}`, `13`, `"": want one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …, found 13`},
		{`{"anyOf":[{"type":"array","items":{"type":"string"}},{"type":"array"}]}`, `1`, `"": want array of string or array, found 1`},
		{`{"anyOf":[{"type":"object","properties":{"a":{},"b":{},"c":{},"d":{},"e":{},"f":{},"g":{},"h":{},"i":{}}},false]}`, `1`, `"": want object of a, b, c, d, e, f, g, h, … or nothing, found 1`},
		{`{"anyOf":[{"allOf":[{"type":"string"}]},{"type":["number","null"]}]}`, `true`, `"": want string or number or null, found true`},
		{`{"oneOf":[{"type":"integer"},{"minimum":1}]}`, `1`, `"": want a value that fits only one of several schemas, found 1`},
		{`{"items":{"items":{"properties":{"a/b~":{"type":"null"}}}}}`, `[[{"a/b~":1}]]`, `"/0/0/a~1b~0": want null, found 1`},
		{`true`, `{`, `"": want valid JSON, found {`},
	} {
		m := mustParse(t, c.schema).Check([]byte(c.in))
		if len(m) != 1 || m[0].String() != c.want {
			t.Errorf("%s, %s:\n%v\nwant %s", c.schema, c.in, m, c.want)
		}
	}
}

func TestMismatches(t *testing.T) {
	s := mustParse(t, `{"type":"object","properties":{"a":{"type":"array","items":{"type":"integer","minimum":2}},"b/":{"enum":["x","y"]},"u":{"anyOf":[{"type":"string"},{"type":"object","properties":{"k":{"type":"string"}}}]}},"required":["c"],"additionalProperties":false}`)
	var got []string
	for _, m := range s.Check([]byte(`{"a":[2,1,"z"],"b/":"q","u":{"k":1},"d":0}`)) {
		got = append(got, m.String())
	}
	want := []string{
		`"/a/1": want at least 2, found 1`,
		`"/a/2": want integer, found "z"`,
		`"/b~1": want one of "x", "y", found "q"`,
		`"/u/k": want string, found 1`,
		`"/d": want no such field, found 0`,
		`"": want the field "c", found nothing`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

func TestKeys(t *testing.T) {
	s := Keys("Original Requirements", "Programming Language", "Language")
	for in, want := range map[string]string{
		`{"Original requirements":1,"language":"en","Programming Language":2}`: `{"Original Requirements":1,"Language":"en","Programming Language":2}`,
		`[{"original_requirements":1},{"originalRequirements":2}]`:             `[{"Original Requirements":1},{"Original Requirements":2}]`,
		`{"x":{"language":1},"y":"language"}`:                                  `{"x":{"language":1},"y":"language"}`,
		`[["a",1],["b",2],["c",3]]`:                                            `[["a",1],["b",2],["c",3]]`,
		`{"result":{"language":1}}`:                                            `{"result":{"language":1}}`,
		`"{\"language\":1}"`:                                                   `"{\"language\":1}"`,
		`5`:                                                                    `5`,
		`{"Languages":1}`:                                                      `{"Languages":1}`,
	} {
		edits, _, left := s.Align([]byte(in))
		if out := string(repair.Apply([]byte(in), edits)); out != want || len(left) > 0 {
			t.Errorf("%s gives %s, %v", in, out, left)
		}
		law9(t, s, []byte(in))
	}
	if doc, err := json.Marshal(Keys("a", "b", "a")); err != nil || string(doc) != `{"type":"object","properties":{"a":{},"b":{}}}` {
		t.Errorf("%s, %v", doc, err)
	}
}

// Schemas and texts made to take exponential time end soon.
func TestBombs(t *testing.T) {
	var defs, same []string
	for i := range 30 {
		defs = append(defs, fmt.Sprintf(`"d%d":{"anyOf":[{"type":"object","properties":{"a":{"$ref":"#/$defs/d%d"}}},{"type":"object","properties":{"a":{"$ref":"#/$defs/d%d"}},"required":["b"]}]}`, i, i+1, i+1))
		same = append(same, fmt.Sprintf(`"d%d":{"anyOf":[{"$ref":"#/$defs/d%d"},{"minProperties":1,"allOf":[{"$ref":"#/$defs/d%d"}]}]}`, i, i+1, i+1))
	}
	var all []string
	for i := range 30 {
		all = append(all, fmt.Sprintf(`"d%d":{"allOf":[{"$ref":"#/$defs/d%d"},{"$ref":"#/$defs/d%d"}]}`, i, i+1, i+1))
	}
	end := `"d30":{"type":"integer"}`
	nested := strings.Repeat(`{"anyOf":[{"type":"null"},`, 20) + `{"type":"integer"}` + strings.Repeat(`]}`, 20)
	for name, c := range map[string]struct {
		doc, in string
		fits    bool
	}{
		"unions of objects": {`{"$ref":"#/$defs/d0","$defs":{` + strings.Join(defs, ",") + "," + end + `}}`, strings.Repeat(`{"a":`, 30) + `"x"` + strings.Repeat(`}`, 30), false},
		"unions of one":     {`{"$ref":"#/$defs/d0","$defs":{` + strings.Join(same, ",") + "," + end + `}}`, `"x"`, false},
		"all of one":        {`{"$ref":"#/$defs/d0","$defs":{` + strings.Join(all, ",") + "," + end + `}}`, `"x"`, false},
		"all of one, fits":  {`{"$ref":"#/$defs/d0","$defs":{` + strings.Join(all, ",") + "," + end + `}}`, `5`, true},
		"nested":            {nested, `"12"`, true},
		"deep text":         {one(`{"type":"integer"}`), strings.Repeat(`{"x":`, 9000) + `1` + strings.Repeat(`}`, 9000), false},
		"deep recursion":    {`{"$ref":"#/$defs/t","$defs":{"t":{"type":["object","integer"],"properties":{"x":{"$ref":"#/$defs/t"}}}}}`, strings.Repeat(`{"x":`, 9999) + `"1"` + strings.Repeat(`}`, 9999), true},
		"too deep":          {`true`, strings.Repeat(`[`, 10001) + strings.Repeat(`]`, 10001), false},
	} {
		begin := time.Now()
		s := mustParse(t, c.doc)
		if _, _, left := s.Align([]byte(c.in)); (len(left) == 0) != c.fits {
			t.Errorf("%s: %.200v", name, left)
		}
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// A schema that asks for more work than there is to spend on a text ends in a
// mismatch that says so.
func TestUndecidable(t *testing.T) {
	s := mustParse(t, trees)
	x, _ := newIndex([]byte(`{"v":1,"kids":[{"v":2,"kids":[]},{"v":3}]}`))
	for limit := range 60 {
		edits, _, left := s.align(x, &meter{limit: limit}, false)
		if len(edits) > 0 {
			t.Fatalf("with a limit of %d: %v", limit, edits)
		}
		for _, m := range left {
			if m.Want != "a schema that can be decided" {
				t.Errorf("with a limit of %d: %v", limit, m)
			}
		}
	}
	c := newChecker(x, &meter{})
	if c.check(0, s.root, &place{}, 0) || len(c.out) != 1 || c.out[0].Want != "a schema that can be decided" {
		t.Errorf("%v", c.out)
	}
}

// Numbers of millions of digits are not multiplied out, in a schema or a text.
func TestLongNumbers(t *testing.T) {
	for _, doc := range []string{`{"minimum":1e9999999}`, `{"enum":[1e-9999999]}`, `{"multipleOf":1` + strings.Repeat("1", 5000) + `}`} {
		if _, err := Parse([]byte(doc)); err == nil || !strings.Contains(err.Error(), "too long") {
			t.Errorf("%.40s: %v", doc, err)
		}
	}
	s := mustParse(t, `{"unevaluatedProperties":false,"properties":{"a":{"multipleOf":3}}}`)
	for in, want := range map[string]int{`{"a":9}`: 0, `{"a":8}`: 1, `{"a":1e9999999}`: 1, `{"b":1}`: 1} {
		if m := s.Check([]byte(in)); len(m) != want {
			t.Errorf("%s: %v", in, m)
		}
	}
}

func TestDiscriminator(t *testing.T) {
	defs := `"$defs":{"Cat":{"type":"object","properties":{"kind":{"type":"string"},"age":{"type":"integer"}},"required":["kind","age"]},"Dog":{"type":"object","properties":{"kind":{"type":"string"},"age":{"type":"boolean"}},"required":["kind","age"]}}`
	union := `{"oneOf":[{"$ref":"#/$defs/Cat"},{"$ref":"#/$defs/Dog"}],"discriminator":%s,` + defs + `}`
	for _, c := range []struct {
		discriminator, in, want string
		unused                  int
	}{
		{`{"propertyName":"kind","mapping":{"feline":"#/$defs/Cat","hound":"#/$defs/Dog","bird":"#/$defs/None","x":5}}`, `{"Kind":"Hound","age":"1"}`, `{"kind":"Hound","age":true}`, 0},
		{`{"propertyName":"kind","mapping":{"feline":"#/$defs/Cat"}}`, `{"kind":"feline","age":"1"}`, `{"kind":"feline","age":1}`, 0},
		{`{"propertyName":"kind"}`, `{"kind":"dog","age":"1"}`, `{"kind":"dog","age":true}`, 0},
		{`{"propertyName":"kind"}`, `{"kind":["dog"],"age":"1"}`, `{"kind":"dog","age":1}`, 0},
		{`{"propertyName":"kind"}`, `["dog","1"]`, `{"kind":"dog","age":1}`, 0},
		{`{"propertyName":5}`, `{"kind":"dog","age":"1"}`, `{"kind":"dog","age":1}`, 1},
		{`"kind"`, `{"kind":"dog","age":"1"}`, `{"kind":"dog","age":1}`, 1},
	} {
		s := mustParse(t, fmt.Sprintf(union, c.discriminator))
		edits, _, left := s.Align([]byte(c.in))
		if out := string(repair.Apply([]byte(c.in), edits)); out != c.want || len(left) > 0 {
			t.Errorf("%s, %s: %s, %v", c.discriminator, c.in, out, left)
		}
		if len(s.Unused()) != c.unused {
			t.Errorf("%s: unused %v", c.discriminator, s.Unused())
		}
	}
}

// Many use one schema at a time, of every kind: the race detector looks on.
func TestConcurrent(t *testing.T) {
	type visit struct {
		Name string         `json:"name"`
		Kids []*tree        `json:"kids"`
		More map[string]int `json:"more"`
	}
	typed, err := For[visit]()
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		s        *Schema
		in, want string
	}{
		{mustParse(t, person), `{"User Name":"a","AGE":"3"}`, `{"userName":"a","age":3}`},
		{mustParse(t, shapes), `{"k":"B","n":5}`, `{"k":"b","n":"5"}`},
		{mustParse(t, pets), `{"Kind":"dog","age":"yes"}`, `{"kind":"dog","age":true}`},
		{mustParse(t, trees), `{"v":"1","kids":{"v":"2"}}`, `{"v":1,"kids":[{"v":2}]}`},
		{mustParse(t, `{"properties":{"a":{"type":"integer"}},"unevaluatedProperties":false}`), `{"A":1,"a":"1"}`, `{"A":1,"a":1}`},
		{Keys("Original Requirements"), `{"original_requirements":1}`, `{"Original Requirements":1}`},
		{typed, `{"NAME":1,"kids":null,"more":{"a":"1"}}`, `{"name":"1","kids":null,"more":{"a":1}}`},
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				for _, c := range cases {
					edits, _, _ := c.s.Align([]byte(c.in))
					if out := string(repair.Apply([]byte(c.in), edits)); out != c.want {
						t.Errorf("%s gives %s", c.in, out)
					}
				}
				if s, err := For[visit](); s != typed || err != nil {
					t.Error("another schema of the same type")
				}
			}
		})
	}
	wg.Wait()
}
