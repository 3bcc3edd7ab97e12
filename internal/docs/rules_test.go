package docs

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/repair"
)

const rulesFile = root + "/docs/repair.md"

// classes say what the classes of faults mean.
var classes = []struct{ name, doc string }{
	{"lossless", "One reading: punctuation, quotes, literals, wrappers. Nothing that was meant can be lost."},
	{"guess", "The text allowed another reading. `Reject: repair.Guess` refuses these."},
	{"loss", "Something that was written as data is not in the output. `Reject: repair.Loss` refuses these."},
}

// repairRules returns the faults by class, each with what its example becomes
// and the edits that do it.
func repairRules(t *testing.T) string {
	var b strings.Builder
	for _, c := range classes {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n| fault | what | text | becomes | edits |\n|---|---|---|---|---|\n", strings.ToUpper(c.name[:1])+c.name[1:], c.doc)
		for _, f := range repair.FaultTable() {
			if f.Fault.Class() != c.name {
				continue
			}
			out, err := mended(f)
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			edits, err := mending(f)
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			var list []string
			for _, e := range edits {
				list = append(list, editCell(f.Before, e))
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", f.Name, textCell(f.Doc), codeCell(f.Before), codeCell(out), strings.Join(list, "; "))
		}
	}
	return b.String() + "\n"
}

// editCell returns an edit in words.
func editCell(src string, e repair.Edit) string {
	switch old := src[e.Pos:e.End]; {
	case e.Pos == e.End:
		return fmt.Sprintf("%d: put in %s", e.Pos, codeCell(e.New))
	case e.New == "":
		return fmt.Sprintf("%d: take out %s", e.Pos, codeCell(old))
	default:
		return fmt.Sprintf("%d: %s becomes %s", e.Pos, codeCell(old), codeCell(e.New))
	}
}

// TestRepairRules compares the rules in docs/repair.md with the code; with
// -update it writes them.
func TestRepairRules(t *testing.T) {
	const begin, end = "<!-- begin rules -->\n", "<!-- end rules -->\n"
	data, err := os.ReadFile(rulesFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), begin)
	got, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("docs/repair.md lacks the lines %q and %q", begin, end)
	}
	want := repairRules(t)
	if got == want {
		return
	}
	if !*update {
		t.Fatal("the rules of docs/repair.md are old; to write them anew: go test ./internal/docs -update")
	}
	if err := os.WriteFile(rulesFile, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
