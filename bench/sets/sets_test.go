package sets_test

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/bench/sets"
)

func TestRun(t *testing.T) {
	for _, c := range []struct {
		args, folder string
		err          error
		code         int
		said         string
	}{
		{"", "x", nil, 0, ""},
		{"-n 3", "x", nil, 0, ""},
		{"-h", "x", nil, 0, "-n"},
		{"-x", "x", nil, 2, "-x"},
		{"more", "x", nil, 2, "tool: unexpected argument \"more\"\n"},
		{"", "", nil, 2, "tool: REPAIRJSON_DATA is not set"},
		{"", "x", sets.Usage("-n is %d", 3), 2, "tool: -n is 3\n"},
		{"", "x", errors.New("it failed"), 1, "tool: it failed\n"},
	} {
		t.Setenv(sets.Variable, c.folder)
		fs := flag.NewFlagSet("tool", flag.ContinueOnError)
		fs.Int("n", 1, "a number")
		var said strings.Builder
		code := sets.Run(fs, strings.Fields(c.args), &said, func(folder string) error {
			if folder != c.folder {
				t.Errorf("the folder is %q", folder)
			}
			return c.err
		})
		if code != c.code || !strings.Contains(said.String(), c.said) {
			t.Errorf("%+v: exit %d, %q", c, code, said.String())
		}
	}
}

func TestScore(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("python3 is not installed")
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "bfcl"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "bfcl", "s.py"), []byte("import sys\nprint(sys.argv[1:])\nsys.exit(len(sys.argv) > 3)\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := sets.Score(dir, "s.py", &out, os.Stderr, "a", "b"); err != nil || out.String() != "['a', 'b']\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
	if err := sets.Score(dir, "s.py", &out, os.Stderr, "a", "b", "c"); err == nil {
		t.Error("a script that fails is no error")
	}
	if got, want := sets.BFCL("d", "valid"), filepath.Join("d", "bfcl", "dev", "valid.jsonl"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
