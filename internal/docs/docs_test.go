// Package docs holds README.md and the documents in docs to what the code does.
package docs

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

var update = flag.Bool("update", false, "rewrite the generated parts of README.md")

const (
	root   = "../.." // the folder of the module
	readme = root + "/README.md"

	beginFaults = "<!-- begin faults -->\n"
	endFaults   = "<!-- end faults -->\n"
)

func read(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// faultTable returns the documentation of the faults as a Markdown table, and
// names below it the faults whose example is not repaired so.
func faultTable() string {
	var b, open strings.Builder
	b.WriteString("| fault | class | before | after | what |\n|---|---|---|---|---|\n")
	for _, f := range repair.FaultTable() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n",
			f.Name, f.Fault.Class(), codeCell(f.Before), codeCell(f.After), textCell(f.Doc))
		if got, err := mended(f); err != nil || got != f.After {
			fmt.Fprintf(&open, "- `%s`\n", f.Name)
		}
	}
	if open.Len() > 0 {
		b.WriteString("\nThe examples of these faults do not come out like that in this version:\n\n" + open.String())
	}
	return b.String()
}

// mended returns what the example of a fault becomes.
func mended(f repair.FaultInfo) (string, error) {
	o, err := optionsOf(f)
	if err != nil {
		return "", err
	}
	return o.RepairString(f.Before)
}

// mending returns the edits that mend the example of a fault.
func mending(f repair.FaultInfo) ([]repair.Edit, error) {
	o, err := optionsOf(f)
	if err != nil {
		return nil, err
	}
	return o.Edits([]byte(f.Before))
}

func optionsOf(f repair.FaultInfo) (o repairjson.Options, err error) {
	if f.Schema != "" {
		o.Schema, err = schema.Parse([]byte(f.Schema))
	}
	return o, err
}

// codeCell returns s as a code span in a table. A text that would not show as
// it is becomes a Go string.
func codeCell(s string) string {
	hidden := func(r rune) bool { return !strconv.IsPrint(r) }
	if s == "" || !utf8.ValidString(s) || strings.ContainsFunc(s, hidden) {
		s = strconv.Quote(s)
	}
	fence := "`"
	if strings.Contains(s, "`") {
		fence = "``"
		for hasRun(s, len(fence)) {
			fence += "`"
		}
	}
	// One space at both ends is not part of the span.
	first, last := s[0], s[len(s)-1]
	if first == '`' || last == '`' || first == ' ' && last == ' ' {
		s = " " + s + " "
	}
	return fence + strings.ReplaceAll(s, "|", `\|`) + fence
}

// hasRun reports whether s has exactly n backticks in a row somewhere.
func hasRun(s string, n int) bool {
	for run := range strings.FieldsFuncSeq(s, func(r rune) bool { return r != '`' }) {
		if len(run) == n {
			return true
		}
	}
	return false
}

// textCell returns s as words in a table.
func textCell(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`, "|", `\|`, "\n", " ").Replace(s)
}

func TestCells(t *testing.T) {
	for _, c := range []struct{ in, code, text string }{
		{"a b", "`a b`", "a b"},
		{"", "`\"\"`", ""},
		{" a ", "`  a  `", " a "},
		{"a|b", "`a\\|b`", "a\\|b"},
		{"a`b", "``a`b``", "a\\`b"},
		{"`a", "`` `a ``", "\\`a"},
		{"a``b", "```a``b```", "a\\`\\`b"},
		{"x```y", "``x```y``", "x\\`\\`\\`y"},
		{"a\nb", "`\"a\\nb\"`", "a b"},
		{"a\xffb", "`\"a\\xffb\"`", "a\xffb"},
		{"\ufeff\u00a0", "`\"\\ufeff\\u00a0\"`", "\ufeff\u00a0"},
		{"（\ufffd）", "`（\ufffd）`", "（\ufffd）"},
		{"*_<[", "`*_<[`", `\*\_\<\[`},
	} {
		if got := codeCell(c.in); got != c.code {
			t.Errorf("codeCell(%q) = %s, want %s", c.in, got, c.code)
		}
		if got := textCell(c.in); got != c.text {
			t.Errorf("textCell(%q) = %s, want %s", c.in, got, c.text)
		}
	}
}

// TestFaultTable compares the table of faults in README.md with that of
// package repair; with -update it writes it.
func TestFaultTable(t *testing.T) {
	text := read(t)
	before, rest, ok := strings.Cut(text, beginFaults)
	got, after, ok2 := strings.Cut(rest, endFaults)
	if !ok || !ok2 {
		t.Fatalf("README.md lacks the lines %q and %q", beginFaults, endFaults)
	}
	want := faultTable()
	if got == want {
		return
	}
	if *update {
		if err := os.WriteFile(readme, []byte(before+beginFaults+want+endFaults+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, need := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	i := 0
	for i < len(have) && i < len(need) && have[i] == need[i] {
		i++
	}
	t.Errorf("the table of faults is old; line %d of it differs:\n- %s\n+ %s\nTo write it anew: go test ./internal/docs -update",
		i+1, line(have, i), line(need, i))
}

// line returns the line i, or "" after the last.
func line(lines []string, i int) string {
	if i >= len(lines) {
		return ""
	}
	return strings.TrimSuffix(lines[i], "\n")
}

// TestPicture repairs the first block of README.md, which is to give the second.
func TestPicture(t *testing.T) {
	_, rest, _ := strings.Cut(read(t), "\n````text\n")
	src, rest, ok := strings.Cut(rest, "````\n")
	_, rest, _ = strings.Cut(rest, "\n```json\n")
	want, _, ok2 := strings.Cut(rest, "\n```\n")
	if !ok || !ok2 {
		t.Fatal("README.md has no picture")
	}
	got, err := repairjson.RepairString(src)
	if err != nil || got != want {
		t.Errorf("Repair gives\n%s, %v\nREADME.md says\n%s", got, err, want)
	}
}

// documents returns the names of README.md and of the documents in docs.
func documents(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob(root + "/docs/*.md")
	if err != nil || len(names) == 0 {
		t.Fatal("no documents", err)
	}
	return append([]string{readme}, names...)
}
