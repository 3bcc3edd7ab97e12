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
	for name, c := range map[string]struct{ doc, in string }{
		"unions of objects": {`{"$ref":"#/$defs/d0","$defs":{` + strings.Join(defs, ",") + "," + end + `}}`, strings.Repeat(`{"a":`, 30) + `"x"` + strings.Repeat(`}`, 30)},
		"unions of one":     {`{"$ref":"#/$defs/d0","$defs":{` + strings.Join(same, ",") + "," + end + `}}`, `"x"`},
		"all of one":        {`{"$ref":"#/$defs/d0","$defs":{` + strings.Join(all, ",") + "," + end + `}}`, `"x"`},
		"nested":            {nested, `"12"`},
		"deep text":         {one(`{"type":"integer"}`), strings.Repeat(`{"x":`, 9000) + `1` + strings.Repeat(`}`, 9000)},
		"deep recursion":    {`{"$ref":"#/$defs/t","$defs":{"t":{"type":["object","integer"],"properties":{"x":{"$ref":"#/$defs/t"}}}}}`, strings.Repeat(`{"x":`, 9999) + `"1"` + strings.Repeat(`}`, 9999)},
		"too deep":          {`true`, strings.Repeat(`[`, 10001) + strings.Repeat(`]`, 10001)},
	} {
		begin := time.Now()
		if name == "all of one" && len(mustParse(t, c.doc).Check([]byte("5"))) > 0 {
			t.Errorf("%s: 5 does not fit", name)
		}
		s := mustParse(t, c.doc)
		s.Align([]byte(c.in))
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("%s took %v", name, took)
		} else {
			t.Logf("%s took %v", name, took)
		}
	}
}

func TestConcurrent(t *testing.T) {
	s := mustParse(t, person)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if edits, _, left := s.Align([]byte(`{"User Name":"a","AGE":"3"}`)); len(edits) != 3 || len(left) > 0 {
					t.Errorf("%v, %v", edits, left)
				}
			}
		})
	}
	wg.Wait()
}
