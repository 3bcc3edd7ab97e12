package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/repair"
)

// dataFolder makes a folder of data with one set of two valid records and one
// of prose.
func dataFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "bfcl", "dev"), 0o755); err != nil {
		t.Fatal(err)
	}
	const records = `{"key":"a","primary":"python_repr","output":"{\"x\":\"<1>\"}","payloads":["{\"x\":1}","[2]"]}
{"key":"b","primary":"closer","output":"[1]","payloads":["[1]"]}
{"key":"c","primary":"closer","output":"","payloads":[""]}
`
	if err := os.WriteFile(filepath.Join(dir, "bfcl", "dev", "invalid.jsonl"), []byte(records), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRun(t *testing.T) {
	t.Setenv("REPAIRJSON_DATA", dataFolder(t))
	for _, test := range []struct{ args, want string }{
		{"", `{"key":"a","json":{"x":"<1>"}}` + "\n" + `{"key":"b","json":[1]}` + "\n" + `{"key":"c","json":null}` + "\n"},
		{"-from payload", `{"key":"a","values":[{"x":1},[2]]}` + "\n" + `{"key":"b","values":[[1]]}` + "\n" + `{"key":"c","values":[null]}` + "\n"},
		{"-set hard", `{"key":"b","json":[1]}` + "\n" + `{"key":"c","json":null}` + "\n"},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(strings.Fields(test.args), &stdout, &stderr); code != 0 || stdout.String() != test.want {
			t.Errorf("%q: exit %d, printed\n%s%s", test.args, code, &stdout, &stderr)
		}
		for _, want := range []string{"refused, " + repair.ErrNoJSON.Error() + ": 1\n", "invalid outputs 0\n"} {
			if !strings.Contains(stderr.String(), want) {
				t.Errorf("%q: no %q in %s", test.args, want, &stderr)
			}
		}
	}
}

func TestFiles(t *testing.T) {
	t.Setenv("REPAIRJSON_DATA", dataFolder(t))
	out := filepath.Join(t.TempDir(), "out.jsonl")
	var stdout, stderr bytes.Buffer
	if code := run([]string{"-set", "hard", "-out", out, "-classes", out + ".classes"}, &stdout, &stderr); code != 0 || stdout.Len() > 0 {
		t.Fatalf("exit %d: %s%s", code, &stdout, &stderr)
	}
	set, err := os.ReadFile(out + ".set.jsonl")
	if err != nil || bytes.Count(set, []byte("\n")) != 2 || bytes.Contains(set, []byte(`"a"`)) {
		t.Errorf("set %s, %v", set, err)
	}
	text, err := os.ReadFile(out + ".classes")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range bytes.Lines(text) {
		var c class
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		got = append(got, c.Key+" "+c.Class)
	}
	if want := "b none,c refused"; strings.Join(got, ",") != want {
		t.Errorf("classes %q, want %s", got, want)
	}
}

func TestRunWrong(t *testing.T) {
	for _, args := range []string{"-set x", "-from x", "-reject x", "-score -set invalid_nogt", "-x", "x"} {
		t.Setenv("REPAIRJSON_DATA", t.TempDir())
		var stdout, stderr bytes.Buffer
		if code := run(strings.Fields(args), &stdout, &stderr); code != 2 || stderr.Len() == 0 {
			t.Errorf("%q: exit %d", args, code)
		}
	}
	t.Setenv("REPAIRJSON_DATA", "")
	var stdout, stderr bytes.Buffer
	if code := run(nil, &stdout, &stderr); code != 2 || !strings.Contains(stderr.String(), "REPAIRJSON_DATA") {
		t.Errorf("without data: exit %d, %s", code, &stderr)
	}
	t.Setenv("REPAIRJSON_DATA", t.TempDir())
	if code := run(nil, &stdout, &stderr); code != 1 {
		t.Errorf("with an empty folder: exit %d", code)
	}
}

func TestNewClass(t *testing.T) {
	for want, faults := range map[string]repair.Faults{
		"none":     0,
		"lossless": repair.ExtraComma,
		"guess":    repair.ExtraComma | repair.UnquotedKey,
		"loss":     repair.ExtraComma | repair.UnquotedKey | repair.Ellipsis,
	} {
		if got := newClass("k", faults, "").Class; got != want {
			t.Errorf("%v is %s, want %s", faults, got, want)
		}
	}
}
