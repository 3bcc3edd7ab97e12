// Package docs holds README.md and the documents in docs to what the code does.
package docs

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
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

// A block is a fenced block of a document.
type block struct {
	file string
	line int // number of its first line
	lang string
	mark string // what the comment before it says
	text string
}

func (b *block) at() string { return fmt.Sprintf("%s:%d", filepath.Base(b.file), b.line) }

// tried reports whether a block has commands or is a program.
func (b *block) tried() bool { return b.lang == "go" || strings.HasPrefix(b.text, "$ ") }

// blocks returns the fenced blocks of a document.
func blocks(t *testing.T, file string) (list []block) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	for i := 0; i < len(lines); i++ {
		head := line(lines, i)
		lang := strings.TrimLeft(head, "`")
		fence := head[:len(head)-len(lang)]
		if len(fence) < 3 {
			continue
		}
		b := block{file: file, line: i + 2, lang: lang}
		if mark, ok := strings.CutPrefix(line(lines, max(0, i-1)), "<!-- "); ok {
			b.mark = strings.TrimSuffix(mark, " -->")
		}
		for i++; line(lines, i) != fence; i++ {
			if i >= len(lines) {
				t.Fatalf("%s: the block has no end", b.at())
			}
			b.text += lines[i]
		}
		list = append(list, b)
	}
	return list
}

// TestCommands runs the blocks of README.md and of docs that are programs in
// Go or have commands, as the comment before each says:
//
//	<!-- test -->         in the folder of the module
//	<!-- test session --> the same, all commands in one shell
//	<!-- test in DIR -->  in the module in DIR
//
// In a program comments after "// Output:" are what it prints. In other blocks
// the lines that begin with "$ " are commands for bash; the lines after each
// are what it prints, errors included. A block without such a comment fails.
func TestCommands(t *testing.T) {
	for _, file := range documents(t) {
		for _, b := range blocks(t, file) {
			if !b.tried() {
				continue
			}
			t.Run(b.at(), func(t *testing.T) {
				dir, other := strings.CutPrefix(b.mark, "test in ")
				switch {
				case (other || b.mark == "test session") && testing.Short():
					t.Skip("it takes some time to build")
				case other:
					testProgram(t, b.text, filepath.Join(root, dir))
				case b.mark == "test" && b.lang == "go":
					testProgram(t, b.text, root)
				case b.mark == "test":
					testCommands(t, b.text)
				case b.mark == "test session":
					testSession(t, b.text)
				default:
					t.Error("the block is not tested: no comment <!-- test --> before it")
				}
			})
		}
	}
}

func testProgram(t *testing.T, text, dir string) {
	_, tail, ok := strings.Cut(text, "// Output:\n")
	if !ok {
		t.Fatal(`no comment "// Output:"`)
	}
	var want strings.Builder
	for l := range strings.Lines(tail) {
		if l, ok := strings.CutPrefix(strings.TrimSpace(l), "//"); ok {
			want.WriteString(strings.TrimPrefix(l, " ") + "\n")
		}
	}
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	expect(t, dir, "go run "+file, want.String(), "go", "run", file)
}

func testCommands(t *testing.T, text string) {
	head, rest, ok := strings.Cut("\n"+text, "\n$ ")
	if !ok || head != "" {
		t.Fatal(`the block does not begin with a command`)
	}
	for part := range strings.SplitSeq(rest, "\n$ ") {
		command, want, _ := strings.Cut(part, "\n")
		if want != "" && !strings.HasSuffix(want, "\n") {
			want += "\n"
		}
		expect(t, root, command, want, "bash", "-c", command)
	}
}

// testSession runs the commands of a block in one shell. What they leave
// running ends with it.
func testSession(t *testing.T, text string) {
	script, want := "trap 'kill $(jobs -p) 2>/dev/null' EXIT\n", ""
	for l := range strings.Lines(text) {
		if command, ok := strings.CutPrefix(l, "$ "); ok {
			script += command
		} else {
			want += l
		}
	}
	expect(t, root, text, want, "bash", "-c", script)
}

// expect runs a program in a folder, called what, that is to print want.
func expect(t *testing.T, dir, what, want, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	got, err := cmd.CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s\nprints\n%s\nthe document says\n%s", what, got, want)
	}
}
