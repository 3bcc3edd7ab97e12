package docs

import (
	"html"
	"os"
	"strings"
	"testing"

	"github.com/repairjson/repairjson"
)

// TestMigration holds our column of the table in docs/migration.md to the code.
func TestMigration(t *testing.T) {
	data, err := os.ReadFile(root + "/docs/migration.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "<!-- begin migration -->\n")
	table, _, ok := strings.Cut(rest, "<!-- end migration -->")
	if !ok {
		t.Fatal("docs/migration.md has no table")
	}
	n := 0
	for row := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(row, "|\n "), "|")
		if len(cells) < 2 || !strings.Contains(cells[0], "<code>") {
			continue
		}
		n++
		src, want := uncell(cells[0]), uncell(cells[len(cells)-1])
		got, err := repairjson.RepairString(src)
		if err != nil {
			got = "error: " + err.Error()
		}
		if got != want {
			t.Errorf("%q becomes %q, docs/migration.md says %q", src, got, want)
		}
	}
	if n < 20 {
		t.Errorf("the table has only %d rows", n)
	}
}

// uncell returns the text of a cell of HTML code.
func uncell(cell string) string {
	cell = strings.TrimSpace(cell)
	cell = strings.TrimSuffix(strings.TrimPrefix(cell, "<code>"), "</code>")
	return html.UnescapeString(cell)
}
