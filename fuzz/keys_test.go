package fuzz

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/bench"
	"github.com/repairjson/repairjson/repair"
)

// The names that a prompt of MetaGPT asks for, and an answer with those names.
var (
	metaNames  = []string{"Language", "Programming Language", "Original Requirements", "Search Information", "Product Goals", "Competitive Quadrant Chart", "Requirement Pool", "Anything UNCLEAR"}
	metaAnswer = `{"Language": "en_us", "Programming Language": "Python, or the language of the \"Original Requirements\"", "Original Requirements": "It's a game", ` +
		`"Search Information": "", "Product Goals": ["Fun", "Fast"], "Competitive Quadrant Chart": "quadrantChart\n    title \"Reach\"\n    x-axis Low --> High", ` +
		`"Requirement Pool": [["P0", "search Information"], ["P1", "language"]], "Anything UNCLEAR": null}`
)

// spellings are ways to write the names.
var spellings = map[string]func(name string) string{
	"as seen": func(name string) string {
		switch name {
		case "Original Requirements":
			return "Original requirements"
		case "Search Information":
			return "search Information"
		case "Competitive Quadrant Chart":
			return "competitive Quadrant charT"
		case "Language":
			return "language"
		}
		return name
	},
	"lower":      strings.ToLower,
	"upper":      strings.ToUpper,
	"snake_case": func(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "_") },
	"kebab-case": func(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") },
	"camelCase": func(name string) string {
		name = strings.ReplaceAll(name, " ", "")
		return strings.ToLower(name[:1]) + name[1:]
	},
}

// TestMetaNames mends names in other spellings in an answer, whole and with
// each damage. Words within values stay.
func TestMetaNames(t *testing.T) {
	var o repairjson.Options
	o.Keys = metaNames
	for spelling, spell := range spellings {
		doc := metaAnswer
		for _, name := range metaNames {
			doc = strings.Replace(doc, `"`+name+`": `, `"`+spell(name)+`": `, 1)
		}
		if doc == metaAnswer {
			t.Fatalf("%s changes nothing", spelling)
		}
		damages := append(bench.Damages(), bench.Damage{Name: "none", Make: func(doc []byte, _ uint64) []byte { return doc }})
		for _, d := range damages {
			if d.Name == "truncated" {
				continue
			}
			src := d.Make([]byte(doc), 7)
			out, err := o.Repair(src)
			if err != nil || !sameJSON(t, out, []byte(metaAnswer)) {
				t.Errorf("%s, %s: %s\n gives %s, %v\n want  %s", spelling, d.Name, src, out, err, metaAnswer)
			}
			edits, err := o.Edits(src)
			if err != nil || string(repair.Apply(src, edits)) != string(out) {
				t.Errorf("%s, %s: the edits make %s, %v", spelling, d.Name, repair.Apply(src, edits), err)
			}
		}
	}
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	if err := errors.Join(json.Unmarshal(a, &x), json.Unmarshal(b, &y)); err != nil {
		t.Error(err)
	}
	return reflect.DeepEqual(x, y)
}
