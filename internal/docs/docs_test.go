// Package docs holds README.md to what the code does.
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
	"unicode"

	"github.com/repairjson/repairjson/repair"
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

// faultTable returns the documentation of the faults as a Markdown table.
func faultTable() string {
	var b strings.Builder
	b.WriteString("| fault | class | before | after | what |\n|---|---|---|---|---|\n")
	for _, f := range repair.FaultTable() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n",
			f.Name, f.Fault.Class(), codeCell(f.Before), codeCell(f.After), textCell(f.Doc))
	}
	return b.String()
}

// codeCell returns s as a code span in a table. A text that would not show as
// it is becomes a Go string.
func codeCell(s string) string {
	plain := func(r rune) bool { return r != unicode.ReplacementChar && strconv.IsPrint(r) }
	for _, r := range s {
		if !plain(r) {
			s = strconv.Quote(s)
			break
		}
	}
	fence := "`"
	for hasRun(s, len(fence)) {
		fence += "`"
	}
	if strings.Contains(s, "`") && len(fence) == 1 {
		fence = "``"
	}
	// A space at both ends is not part of the span.
	if s != "" && (s[0] == '`' || s[len(s)-1] == '`' || s[0] == ' ' && s[len(s)-1] == ' ') {
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
