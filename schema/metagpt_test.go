package schema

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/repair"
)

// Names that a prompt of MetaGPT asks for.
var metaNames = []string{
	"Language", "Programming Language", "Original Requirements", "Search Information", "Product Goals",
	"Competitive Analysis", "Competitive Quadrant Chart", "Requirement Pool", "UI Design draft", "Anything UNCLEAR",
}

// metaAnswers are answers with other spellings of those names, and the same
// with the names as they were asked for.
var metaAnswers = []struct{ name, in, want string }{
	{"as seen", `{"Original requirements": "x", "search Information": "", "competitive Quadrant charT": "quadrantChart"}`,
		`{"Original Requirements": "x", "Search Information": "", "Competitive Quadrant Chart": "quadrantChart"}`},
	{"a name within another", `{"language": "en_us", "Programming Language": "Go"}`, `{"Language": "en_us", "Programming Language": "Go"}`},
	{"both in other case", `{"programming language": "Go", "LANGUAGE": "en_us"}`, `{"Programming Language": "Go", "Language": "en_us"}`},
	{"snake_case", `{"original_requirements": "x", "product_goals": [], "ui_design_draft": "y", "anything_unclear": ""}`,
		`{"Original Requirements": "x", "Product Goals": [], "UI Design draft": "y", "Anything UNCLEAR": ""}`},
	{"camelCase", `{"originalRequirements": "x", "competitiveAnalysis": [], "requirementPool": [["P0", "a"]]}`,
		`{"Original Requirements": "x", "Competitive Analysis": [], "Requirement Pool": [["P0", "a"]]}`},
	{"words of values stay", `{"language": "the language of original requirements", "Notes": {"language": 1}}`,
		`{"Language": "the language of original requirements", "Notes": {"language": 1}}`},
	{"not onto another", `{"Language": "en", "language": "go"}`, `{"Language": "en", "language": "go"}`},
	{"in a list", `[{"language": "a"}, {"LANGUAGE": "b"}]`, `[{"Language": "a"}, {"Language": "b"}]`},
	{"no such name", `{"Languages": "a", "goals": []}`, `{"Languages": "a", "goals": []}`},
}

// TestMetaNames mends the names by Keys alone, and by a schema that requires
// them all where they are to be.
func TestMetaNames(t *testing.T) {
	keys := Keys(metaNames...)
	for _, c := range metaAnswers {
		edits, _, left := keys.Align([]byte(c.in))
		if out := string(repair.Apply([]byte(c.in), edits)); out != c.want || len(left) > 0 {
			t.Errorf("%s: %s\n gives %s, %v\n want  %s", c.name, c.in, out, left, c.want)
		}
		for _, e := range edits {
			if e.Faults != repair.KeyCase {
				t.Errorf("%s: %v mends %v", c.name, e, e.Faults)
			}
		}
		law9(t, keys, []byte(c.in))

		var members map[string]json.RawMessage
		if strings.HasPrefix(c.want, "[") || json.Unmarshal([]byte(c.want), &members) != nil {
			continue
		}
		var props, required []string
		for _, name := range metaNames {
			props = append(props, quote(name)+":{}")
			if _, ok := members[name]; ok {
				required = append(required, quote(name))
			}
		}
		if len(required) == 0 {
			continue
		}
		s := mustParse(t, `{"type":"object","properties":{`+strings.Join(props, ",")+`},"required":[`+strings.Join(required, ",")+`]}`)
		edits, _, left = s.Align([]byte(c.in))
		if out := string(repair.Apply([]byte(c.in), edits)); out != c.want || len(left) > 0 {
			t.Errorf("%s, with a schema: %s\n gives %s, %v\n want  %s", c.name, c.in, out, left, c.want)
		}
	}
}
