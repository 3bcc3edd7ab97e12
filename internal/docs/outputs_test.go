package docs

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/corpus"
	"github.com/repairjson/repairjson/schema"
)

const outputsFile = root + "/corpus/outputs.txt"

// outputs returns what the corpus becomes: for each case its name, the faults
// that were mended, and the output.
func outputs(t *testing.T) string {
	var b strings.Builder
	for _, c := range corpus.All() {
		var o repairjson.Options
		o.Keys = c.Keys
		if c.Schema != nil {
			s, err := schema.Parse(c.Schema)
			if err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
			o.Schema = s
		}
		fmt.Fprintf(&b, "%s\n", c.Name)
		edits, err := o.Edits(c.Input)
		var mismatch *repairjson.MismatchError
		if err != nil {
			fmt.Fprintf(&b, "\terror: %v\n", err)
		}
		if err == nil || errors.As(err, &mismatch) {
			out, _ := o.Repair(c.Input)
			for _, e := range edits {
				fmt.Fprintf(&b, "\t%d-%d %s\n", e.Pos, e.End, e.Faults)
			}
			fmt.Fprintf(&b, "\t| %s\n", strings.ReplaceAll(string(out), "\n", "\n\t| "))
		}
	}
	return b.String()
}

// TestOutputs compares what the corpus becomes with corpus/outputs.txt, so that
// a change of an answer shows as a difference in that file; with -update it
// writes it. CHANGELOG.md names such changes.
func TestOutputs(t *testing.T) {
	want := outputs(t)
	if *update {
		if err := os.WriteFile(outputsFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(outputsFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) == want {
		return
	}
	have, need := strings.Split(string(got), "\n"), strings.Split(want, "\n")
	name, shown := "", 0
	for i := 0; i < max(len(have), len(need)) && shown < 10; i++ {
		if !strings.HasPrefix(line(need, i), "\t") {
			name = line(need, i)
		}
		if line(have, i) != line(need, i) {
			t.Errorf("%s:\n- %s\n+ %s", name, line(have, i), line(need, i))
			shown++
		}
	}
	t.Error("what the corpus becomes has changed. If it is meant: go test ./internal/docs -run Outputs -update, and name it in CHANGELOG.md")
}
