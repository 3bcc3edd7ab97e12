package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDiffer(t *testing.T) {
	for _, test := range []struct {
		want, got string
		exact     bool
		pointer   string
		same      bool
	}{
		{`{"a":[1,{"b":null}]}`, `{"a":[1.0,{"b":null}]}`, false, "", true},
		{`1`, `1.0`, true, "", false},
		{`12345678901234567890`, `12345678901234567891`, false, "", false},
		{`0.1`, `1e-1`, false, "", true},
		{`1`, `true`, false, "", false},
		{`"1"`, `1`, false, "", false},
		{`null`, `false`, false, "", false},
		{`{}`, `[]`, false, "", false},
		{`{"a":{"b/c":[0,"x"]}}`, `{"a":{"b/c":[0,"y"]}}`, false, "/a/b~1c/1", false},
		{`{"a":1}`, `{"a":1,"b":2}`, false, "/b", false},
		{`{"a":1,"b":2}`, `{"a":1}`, false, "/b", false},
		{`[1,2]`, `[1]`, false, "/1", false},
		{`[1]`, `[1,2]`, false, "/1", false},
	} {
		want, err := decode(test.want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode(test.got)
		if err != nil {
			t.Fatal(err)
		}
		d := differ(want, got, test.exact)
		if (d == nil) != test.same || d != nil && d.pointer != test.pointer {
			t.Errorf("%s and %s: %v", test.want, test.got, d)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, bad := range []string{"", "1 2", "{", "[1]]"} {
		if v, err := decode(bad); err == nil {
			t.Errorf("%q is %v", bad, v)
		}
	}
}

func TestRun(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"probes.jsonl": `{"id":"p1","feature":"valid","input":"[1]","want":"[1.0]","also":[]}
{"id":"p2","feature":"exact","input":"[1]","want":"[1.0]","also":["[1.00]"]}
{"id":"p3","feature":"empty","input":"","want":null,"also":[]}
{"id":"p4","feature":"other","input":"[1]","want":"[2]","also":["[1]"]}
`,
		"metagpt/dev.jsonl": `{"id":"m1","op":"x+y","kind":"prd","input":"{\"a\":1}","expected":"{\"a\":2}"}
{"id":"m2","op":"x","kind":"prd","input":"{\"a\":1}","expected":"{\"a\":1}"}
{"id":"m3","op":"k","kind":"prd","input":"{\"a\":1}","expected":"{\"a\":1}","keys":["a"]}
{"id":"m4","op":"k","kind":"prd","input":"{A: \"1\"}","expected":"{\"a\":1}","keys":["a"],"schema":{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}}
`,
		"jsontestsuite.jsonl": `{"id":"y_1","kind":"y","input_b64":"WzFd"}
{"id":"n_1","kind":"n","input_b64":""}
`,
	}
	if err := os.Mkdir(filepath.Join(dir, "metagpt"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("REPAIRJSON_DATA", dir)
	for args, wants := range map[string][]string{
		"":                              {"p2 exact\n", "passed 3 of 4 (75.0 %)"},
		"-set metagpt -show 1":          {`m1 x+y: at "/a" want 2, got 1`, "1 of     2"},
		"-set metagpt -keys with":       {"1 of     2"},
		"-set metagpt -keys all":        {"2 of     4"},
		"-set metagpt -schema":          {"1 of     1"},
		"-set jsontestsuite":            {"y         1         1"},
		"-set jsontestsuite -keys with": {"n         1         0        0       1"},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(strings.Fields(args), &stdout, &stderr); code != 0 {
			t.Errorf("%q: exit %d, %s", args, code, &stderr)
		}
		for _, want := range wants {
			if !strings.Contains(stdout.String(), want) {
				t.Errorf("%q: no %q in\n%s", args, want, &stdout)
			}
		}
	}
}

func TestRunWrong(t *testing.T) {
	t.Setenv("REPAIRJSON_DATA", t.TempDir())
	for args, want := range map[string]int{"-set x": 2, "-keys x": 2, "-x": 2, "x": 2, "": 1, "-set metagpt": 1} {
		var stdout, stderr bytes.Buffer
		if code := run(strings.Fields(args), &stdout, &stderr); code != want || stderr.Len() == 0 {
			t.Errorf("%q: exit %d, want %d", args, code, want)
		}
	}
	t.Setenv("REPAIRJSON_DATA", "")
	var stdout, stderr bytes.Buffer
	if code := run(nil, &stdout, &stderr); code != 2 || !strings.Contains(stderr.String(), "REPAIRJSON_DATA") {
		t.Errorf("without data: exit %d, %s", code, &stderr)
	}
}
