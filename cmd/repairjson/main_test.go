package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/spf13/pflag"
)

// prose is a text that no repair makes JSON of.
const prose = "I cannot help with that."

// tool runs the program on an input. Of what it says it leaves out the summary
// of --lines.
func tool(input string, args ...string) (out, errs string, code int) {
	var o, e bytes.Buffer
	code = run(args, strings.NewReader(input), &o, &e)
	return o.String(), summaries.ReplaceAllString(e.String(), ""), code
}

var summaries = regexp.MustCompile(`(?m)^repairjson: \d+ records?: .*\n`)

func TestWhole(t *testing.T) {
	tests := []struct {
		name, in, out string
		args          []string
		code          int
		errs          string // a part of stderr; "" is empty stderr
	}{
		{name: "valid", in: " {\"a\" : 1}\n\n", out: " {\"a\" : 1}\n\n"},
		{name: "valid without newline", in: `{"a":1}`, out: `{"a":1}`},
		{name: "valid with CRLF", in: "[1,\r\n2]\r\n", out: "[1,\r\n2]\r\n"},
		{name: "valid, reported", in: "[1]", out: "[1]", args: []string{"--report", "text"}, errs: "0 edits\n"},
		{name: "valid, reported as JSON", in: "[1]", out: "[1]", args: []string{"--report=json"}},
		{name: "repaired", in: "[1,\n2,]\n", out: "[1,\n2]\n"},
		{name: "repaired without newline", in: `{"a":1,}`, out: "{\"a\":1}\n"},
		{name: "prose", in: prose, code: 1, errs: "repairjson: line 1, column "},
		{name: "empty", in: "", code: 1, errs: "repairjson: line 1, column 1: no JSON value\n"},
		{name: "too deep", in: strings.Repeat("[", 20000), code: 1, errs: ": nested too deeply\n…[["},
		{name: "no such file", args: []string{"no such.json"}, code: 2, errs: "no such.json: "},
		{name: "dash", in: "[1,]", args: []string{"-"}, out: "[1]\n"},
		{name: "after the options", in: "[1]", args: []string{"--"}, out: "[1]"},
		{name: "file name after the options", args: []string{"--", "-x"}, code: 2, errs: `open -x: `},
		{name: "unknown option", args: []string{"--wrong"}, code: 2, errs: "unknown flag: --wrong\nusage: "},
		{name: "empty argument", args: []string{""}, code: 2, errs: `open : `},
		{name: "report of what", args: []string{"--report"}, code: 2, errs: "flag needs an argument: --report"},
		{name: "report as what", args: []string{"--report=xml"}, code: 2, errs: "it is one of text, json"},
		{name: "value for a switch", args: []string{"--lines=maybe"}, code: 2, errs: `invalid argument "maybe" for "--lines" flag`},
		{name: "field alone", args: []string{"--field", "a"}, code: 2, errs: "--field needs --lines"},
		{name: "empty field", args: []string{"--lines", "--field="}, code: 2, errs: "it is empty"},
		{name: "bad field", args: []string{"--lines", "--field", `a\b`}, code: 2, errs: "a backslash is followed by"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out, errs, code := tool(test.in, test.args...)
			if out != test.out || code != test.code {
				t.Errorf("got %q, exit %d, want %q, exit %d", out, code, test.out, test.code)
			}
			if !strings.Contains(errs, test.errs) || test.errs == "" && errs != "" {
				t.Errorf("stderr is %q, want %q", errs, test.errs)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	for _, arg := range []string{"-h", "--help"} {
		out, errs, code := tool("", "--lines", arg)
		if out != help(newConfig()) || errs != "" || code != 0 {
			t.Errorf("%s: %q, %q, exit %d", arg, out, errs, code)
		}
		for _, s := range sections(newConfig()) {
			s.flags.VisitAll(func(f *pflag.Flag) {
				if !strings.Contains(out, " --"+f.Name) {
					t.Errorf("the help lacks --%s", f.Name)
				}
			})
		}
	}
	lines := strings.Split(help(newConfig()), "\n")
	if len(lines) > 2*40 {
		t.Errorf("the help has %d lines: more than two screens", len(lines))
	}
	for _, line := range lines {
		if len(line) > 80 {
			t.Errorf("wider than a screen: %s", line)
		}
	}
	out, errs, code := tool("", "--version")
	if !strings.HasPrefix(out, "repairjson ") || strings.Count(out, "\n") != 1 || errs != "" || code != 0 {
		t.Errorf("--version: %q, %q, exit %d", out, errs, code)
	}
}

// failingWriter fails each write.
type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestInputOutputErrors(t *testing.T) {
	broken := errors.New("disk on fire")
	closed := &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}
	for _, args := range [][]string{nil, {"--lines"}, {"--lines", "--field", "a"}} {
		var out, errs bytes.Buffer
		in := io.MultiReader(strings.NewReader("{\"a\":\"1\"}\n{\"a\""), iotest.ErrReader(broken))
		if code := run(args, in, &out, &errs); code != 2 || summaries.ReplaceAllString(errs.String(), "") != "repairjson: disk on fire\n" {
			t.Errorf("%q, read error: exit %d, %q", args, code, errs.String())
		}
		if got, whole := out.String(), args == nil; whole != (got == "") || !whole && strings.Count(got, "\n") != 1 {
			t.Errorf("%q, read error: output %q", args, got)
		}
	}
	for _, args := range [][]string{nil, {"--lines"}, {"--lines", "--field", "a"}, {"--lines", "--partial"}, {"--partial"}, {"--stream"}, {"--follow"}} {
		var errs bytes.Buffer
		for _, size := range []int{1, 100000} {
			input := strings.Repeat("[1]\n", size)
			if args == nil {
				input = "[1]"
			} else if args[0] != "--lines" {
				input = "[" + strings.Repeat("[1],\n", size)
			}
			errs.Reset()
			if code := run(args, strings.NewReader(input), failingWriter{broken}, &errs); code != 2 || !strings.HasSuffix(errs.String(), "repairjson: disk on fire\n") {
				t.Errorf("%q, write error: exit %d, %.99q", args, code, errs.String())
			}
			errs.Reset()
			if code := run(args, strings.NewReader(input), failingWriter{closed}, &errs); code != 0 || strings.Contains(errs.String(), "write") {
				t.Errorf("%q, closed pipe: exit %d, %.99q", args, code, errs.String())
			}
		}
	}
	// A read error comes after what was certain before it.
	for _, test := range []struct{ args, out string }{
		{"--stream", `{"a": [1, 2`}, {"--follow", `{"a":[1,2]}` + "\n"}, {"--partial", ""},
	} {
		var out, errs bytes.Buffer
		in := io.MultiReader(strings.NewReader("{'a': [1, 2, 3"), iotest.ErrReader(broken))
		if code := run([]string{test.args}, in, &out, &errs); code != 2 || out.String() != test.out || errs.String() != "repairjson: disk on fire\n" {
			t.Errorf("%s, read error: exit %d, %q, %q", test.args, code, out.String(), errs.String())
		}
	}
	if code := run([]string{"--help"}, nil, failingWriter{broken}, io.Discard); code != 2 {
		t.Errorf("help, write error: exit %d", code)
	}
}
