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
		{"--follow", "--partial", together("--follow", "--partial")},
		{"--follow", "--lines", together("--follow", "--lines")},
		{"--follow", "--field=a", together("--follow", "--field")},
		{"--follow", "--report=json", together("--follow", "--report")},
		{"--partial", "--report=text", together("--partial", "--report")},
		{"--partial", "--field=a", "--field needs --lines\nusage: "},
		{"--lines=", "--partial", "--lines takes no value"},
		{"--partial=1", "--lines", "--partial takes no value"},
		{"--stream=1", "--", "--stream takes no value"},
		{"--follow=1", "--", "--follow takes no value"},
	} {
		for _, args := range [][]string{{test.a, test.b}, {test.b, test.a}} {
			if args[0] == "--" {
				continue
			}
			out, errs, code := tool("[1]", args...)
			if out != "" || code != 2 || !strings.Contains(errs, test.want) {
				t.Errorf("%q: %q, %q, exit %d, want %q", args, out, errs, code, test.want)
			}
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
		{"--stream --", `[1, 2`, `[1, 2]`},
		{"--follow --", `[1, 2`, `[1]`},
	} {
		out, errs, code := tool(test.in, strings.Fields(test.args)...)
		if got, _, _ := strings.Cut(out, "\n"); got != test.want || errs != "" || code != 0 {
			t.Errorf("%s: %q, %q, exit %d, want %q", test.args, out, errs, code, test.want)
		}
	}
}
