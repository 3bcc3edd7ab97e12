package main

import (
	"strings"
	"testing"
)

// TestConflicts gives options that do not go together, in either order.
func TestConflicts(t *testing.T) {
	together := func(a, b string) string { return a + " and " + b + " do not go together\nusage: " }
	for _, test := range []struct {
		a, b, want string
	}{
		{"--stream", "--follow", together("--stream", "--follow")},
		{"--stream", "--partial", together("--stream", "--partial")},
		{"--stream", "--lines", together("--stream", "--lines")},
		{"--stream", "--field=a", together("--stream", "--field")},
		{"--stream", "--report=text", together("--stream", "--report")},
		{"--stream", "--schema=a", together("--stream", "--schema")},
		{"--follow", "--partial", together("--follow", "--partial")},
		{"--follow", "--lines", together("--follow", "--lines")},
		{"--follow", "--field=a", together("--follow", "--field")},
		{"--follow", "--report=json", together("--follow", "--report")},
		{"--follow", "-w", together("--follow", "--in-place")},
		{"--partial", "--report=text", together("--partial", "--report")},
		{"--partial", "--field=a", "--field needs --lines\nusage: "},
		{"--lines", "--tab", together("--lines", "--tab")},
		{"-w", "--check", together("--in-place", "--check")},
		{"-w", "-ox", together("--in-place", "--output")},
		{"-d", "-ox", together("--output", "--diff")},
		{"--explain", "--report=text", together("--report", "--explain")},
		{"-c", "--indent=2", together("--indent", "--compact-output")},
		{"--tab", "--indent=2", together("--indent", "--tab")},
		{"-C", "-M", together("--color-output", "--monochrome-output")},
		{"-q", "-v", together("--quiet", "--verbose")},
		{"--into=a", "--lines", "--into needs --field\nusage: "},
		{"--as-text", "--lines", "--as-text needs --field\nusage: "},
		{"--schema-field=a", "--lines", "--schema-field needs --field\nusage: "},
		{"--keys-field=a", "--lines", "--keys-field needs --field\nusage: "},
		{"--on-error=null", "-c", "--on-error needs --lines\nusage: "},
		{"--jobs=2", "-c", "--jobs needs --lines\nusage: "},
		{"--log-field=a", "-c", "--log-field needs --lines\nusage: "},
		{"--unbuffered", "-c", "--unbuffered needs --lines\nusage: "},
		{"--backup=a", "-c", "--backup needs --in-place\nusage: "},
	} {
		for _, args := range [][]string{{test.a, test.b}, {test.b, test.a}} {
			out, errs, code := tool("[1]", args...)
			if out != "" || code != 2 || !strings.Contains(errs, test.want) {
				t.Errorf("%q: %q, %q, exit %d, want %q", args, out, errs, code, test.want)
			}
		}
	}
}

// TestValues gives values that make no sense.
func TestValues(t *testing.T) {
	for args, want := range map[string]string{
		"--pick none":                                         "it is one of all, first, last, best",
		"--reject guess,bad":                                  `there is no fault "bad"`,
		"--reject=":                                           `there is no fault ""`,
		"--max-record 12X":                                    "it is a number of bytes such as",
		"--max-record 0":                                      "it is a number of bytes such as",
		"--max-record 99999999999G":                           "it is a number of bytes such as",
		"--max-record KB":                                     "it is a number of bytes such as",
		"--max-depth -1":                                      "--max-depth is at least 1",
		"--indent 17":                                         "--indent is from 0 to 16",
		"--lines --jobs 0":                                    "--jobs is at least 1",
		"--lines --on-error explode":                          "it is one of keep, null, drop, fail",
		"--lines --field a --field b --into c":                "--into is given 1 times and --field 2 times",
		"--lines --field a --into repair_error":               "the member repair_error is taken",
		"--lines --log-field repair_error":                    "the member repair_error is taken",
		"--lines --field a --into b --log-field b":            "--into and --log-field name the same member",
		"--lines --field a --into=":                           "--into wants a name",
		"--lines --field a --schema-field b --schema-field c": "--schema-field is given twice",
		"--lines --field a --keys-field b --keys-field c":     "--keys-field is given twice",
		"-w":                "cannot use --in-place with standard input",
		"-w -":              "cannot use --in-place with standard input",
		"-w --backup a/b x": "--backup is a suffix",
		"--follow a b":      "--follow takes one file",
		"--completion tcsh": "it is one of bash, zsh, fish, powershell",
		"a.json b.jsonl":    "a.json and files of JSON Lines: repair them apart",
	} {
		out, errs, code := tool("[1]", strings.Fields(args)...)
		if out != "" || code != 2 || !strings.Contains(errs, want) || !strings.Contains(errs, "usage: ") {
			t.Errorf("%s: %q, %q, exit %d, want %q", args, out, errs, code, want)
		}
	}
}

func TestSizes(t *testing.T) {
	for in, want := range map[string]int64{"1": 1, "1000B": 1000, "64K": 64 << 10, "64kB": 64 << 10, "10MiB": 10 << 20, "2g": 2 << 30} {
		var z size
		if err := z.Set(in); err != nil || int64(z) != want {
			t.Errorf("%s: %d, %v, want %d", in, z, err, want)
		}
		var back size
		if err := back.Set(z.String()); err != nil || back != z {
			t.Errorf("%s: written %s, read %d, %v", in, z.String(), back, err)
		}
	}
}

// TestCombinations gives options that go together.
func TestCombinations(t *testing.T) {
	for _, test := range []struct{ args, in, want string }{
		{"--partial --lines", `{"m": [1, 2`, `{"m": [1]}`},
		{"--lines --partial --field m", `{"m":"['a',1,2"}`, `{"m":["a",1]}`},
		{"--field=m --partial --lines", `{"m":"['a',1,2"}`, `{"m":["a",1]}`},
		{"--partial --partial", `[1, 2`, `[1]`},
		{"--partial --tab", `[[], 2`, "[\n\t[]\n]"},
		{"--stream --", `[1, 2`, `[1, 2]`},
		{"--follow --", `[1, 2`, `[1]`},
	} {
		out, errs, code := tool(test.in, strings.Fields(test.args)...)
		if got, _, _ := strings.Cut(out, "\n"); got != test.want && out != test.want+"\n" || errs != "" || code != 0 {
			t.Errorf("%s: %q, %q, exit %d, want %q", test.args, out, errs, code, test.want)
		}
	}
}
