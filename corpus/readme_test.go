package corpus_test

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/corpus"
)

var update = flag.Bool("update", false, "write the tables of README.md")

const (
	readme = "README.md"
	begin  = "<!-- begin counts -->\n"
	end    = "<!-- end counts -->\n"
)

// counts returns the tables of README.md: the cases by model, and by fault in
// the order of the table of faults. A case counts for each of its faults.
func counts(cases []corpus.Case) string {
	byModel, byFault := map[string]int{}, map[string]int{}
	models := map[string]map[string]bool{} // of a fault
	for _, c := range cases {
		byModel[c.Model]++
		for _, f := range c.Faults {
			byFault[f]++
			if models[f] == nil {
				models[f] = map[string]bool{}
			}
			models[f][c.Model] = true
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d cases of %d models.\n\n| model | cases |\n|---|--:|\n", len(cases), len(byModel))
	for _, m := range slices.SortedFunc(maps.Keys(byModel), func(a, b string) int {
		return cmp.Or(byModel[b]-byModel[a], strings.Compare(a, b))
	}) {
		fmt.Fprintf(&b, "| %s | %d |\n", m, byModel[m])
	}
	b.WriteString("\n| fault | cases | models | |\n|---|--:|--:|---|\n")
	for _, info := range table {
		note := ""
		if len(models[info.Name]) < 3 {
			note = rare[info.Name]
		}
		fmt.Fprintf(&b, "| `%s` | %d | %d | %s |\n", info.Name, byFault[info.Name], len(models[info.Name]), note)
	}
	return b.String()
}

// rare says what was observed of the faults that have cases of fewer than
// three models, in some 11,000 texts of 40 models and some 200 public issues.
var rare = map[string]string{
	"missing-colon": "observed in program text only, where the answer cannot be told",
	"extra-colon":   "observed in 1 model, with a quote that is doubled, too",
	"bracket-style": "observed in 2 models",
	"concatenation": "observed in program text only, where the answer cannot be told",
	"string-prefix": "observed in 1 model",
	"non-finite":    "observed in 1 model, not as JSON",
	"number-format": "observed in 2 models, a space within and a zero before the number: perhaps text, and not mended",
	"digit-groups":  "none observed",
	"escape-guess":  "observed in 1 model, and in others that are not named",
	"invalid-utf8":  "observed in 1 model, where the client was the cause",
	"odd-space":     "observed in 2 models",
	"missing-key":   "observed in 3 models, in 2 of them for a missing bracket, in 1 as a name without a value",
	"key-lines":     "observed in 1 model, for a list of objects, which is not mended",
	"key-near":      "observed in 6 models, in 5 of them with other words, which are not near",
	"unit-dropped":  "observed in 1 model, a question mark behind the number",
	"enum-form":     "observed in 2 models, and in others that are not named",
	"rearranged":    "observed in 2 models, objects by the name of an item, which are not mended",
}

// TestRare checks that every fault has cases of at least three models, or that
// it is said how seldom it was observed.
func TestRare(t *testing.T) {
	models := map[string]map[string]bool{}
	for _, c := range corpus.All() {
		for _, f := range c.Faults {
			if models[f] == nil {
				models[f] = map[string]bool{}
			}
			models[f][c.Model] = true
		}
	}
	for _, info := range table {
		n, said := len(models[info.Name]), rare[info.Name] != ""
		if n < 3 && !said {
			t.Errorf("%s has cases of %d models, and nothing says why", info.Name, n)
		}
		none := strings.HasPrefix(rare[info.Name], "none observed")
		if said && !none && !strings.HasPrefix(rare[info.Name], "observed") {
			t.Errorf("%s: %q does not say how often it was observed", info.Name, rare[info.Name])
		}
		if n > 0 && none {
			t.Errorf("%s has cases of %d models, but is said to be observed in none", info.Name, n)
		}
		if n >= 3 && said {
			t.Errorf("%s has cases of %d models, but is said to be rare", info.Name, n)
		}
	}
}

// TestCounts compares the tables of README.md with the cases; with -update it
// writes them.
func TestCounts(t *testing.T) {
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), begin)
	got, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s lacks the lines %q and %q", readme, begin, end)
	}
	want := counts(corpus.All())
	if got == want {
		return
	}
	if !*update {
		t.Fatalf("the tables of %s are old; to write them anew: go test ./corpus -update", readme)
	}
	if err := os.WriteFile(readme, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
