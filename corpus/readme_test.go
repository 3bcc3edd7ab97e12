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
	b.WriteString("\n| fault | cases | models |\n|---|--:|--:|\n")
	for _, info := range table {
		if n := byFault[info.Name]; n > 0 {
			fmt.Fprintf(&b, "| `%s` | %d | %d |\n", info.Name, n, len(models[info.Name]))
		}
	}
	return b.String()
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
