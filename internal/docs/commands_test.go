package docs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

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
// One that needs what is not on this machine is skipped: bash, curl, tar, or
// the modules of DIR where there is no network.
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

// testProgram builds a program in the module in dir and runs it. What the
// toolchain says, as of modules that it downloads, is not the program's output.
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
	program := filepath.Join(filepath.Dir(file), "main.exe")
	if out, err := toolchain(dir, "build", "-o", program, file); err != nil {
		if dir != root {
			if why, err := toolchain(dir, "mod", "download"); err != nil {
				t.Skipf("the modules of %s cannot be fetched: %s", dir, why)
			}
		}
		t.Fatalf("go build: %v\n%s", err, out)
	}
	expect(t, dir, file, want.String(), program)
}

// toolchain runs the go command in a folder.
func toolchain(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	return cmd.CombinedOutput()
}

// fetched has the modules that the commands of this module need, so that "go
// run" in a block does not speak of downloads between what the command prints.
var fetched = sync.OnceValue(func() error {
	if out, err := toolchain(root, "list", "-deps", "./cmd/..."); err != nil {
		return fmt.Errorf("go list: %w\n%s", err, out)
	}
	return nil
})

// shell prepares for commands in a shell.
func shell(t *testing.T, text string) {
	t.Helper()
	for _, name := range []string{"bash", "curl", "tar"} {
		used := name == "bash" || regexp.MustCompile(`\b`+name+`\b`).MatchString(text)
		if _, err := exec.LookPath(name); used && err != nil {
			t.Skip(name + " is not installed")
		}
	}
	if err := fetched(); err != nil {
		t.Fatal(err)
	}
}

func testCommands(t *testing.T, text string) {
	shell(t, text)
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
	shell(t, text)
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
