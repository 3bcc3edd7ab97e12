package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/repairjson/repairjson/internal/records"
	"github.com/repairjson/repairjson/repair"
)

func TestDescribe(t *testing.T) {
	bad := func(offset int) error { return &repair.Error{Offset: offset, Err: repair.ErrNoJSON} }
	x := strings.Repeat("x", 200)
	tests := []struct {
		name, src string
		err       error
		want      string
	}{
		{"start", "abc", bad(0), "line 1, column 1: no JSON value\nabc\n^\n"},
		{"end", "abc", bad(3), "line 1, column 4: no JSON value\nabc\n   ^\n"},
		{"second line", "a\nbcd\ne", bad(4), "line 2, column 3: no JSON value\nbcd\n  ^\n"},
		{"empty line", "a\n\nb", bad(2), "line 2, column 1: no JSON value\n"},
		{"wide", "日本é!", bad(8), "line 1, column 4: no JSON value\n日本é!\n     ^\n"},
		{"inside a character", "a日b", bad(2), "line 1, column 2: no JSON value\na日b\n ^\n"},
		{"emoji", "😀!", bad(4), "line 1, column 2: no JSON value\n😀!\n  ^\n"},
		{"combining", "e\u0301!", bad(3), "line 1, column 3: no JSON value\ne\u0301!\n ^\n"},
		{"controls", "\x1b\t\x7f\u0085\u202e!", bad(8), "line 1, column 6: no JSON value\n␛␉␡<U+0085><U+202E>!\n                   ^\n"},
		{"not UTF-8", "\xff\xe6!", bad(2), "line 1, column 3: no JSON value\n<FF><E6>!\n        ^\n"},
		{"CRLF", "ab\r\nc", bad(2), "line 1, column 3: no JSON value\nab\n  ^\n"},
		{"in CRLF", "ab\r\nc", bad(3), "line 1, column 4: no JSON value\nab\n  ^\n"},
		{"long, at its start", x, bad(0), "line 1, column 1: no JSON value\n" + x[:100] + "…\n^\n"},
		{"long, within", x + "!" + x, bad(200), "line 1, column 201: no JSON value\n…" + x[:60] + "!" + x[:38] + "…\n" + strings.Repeat(" ", 61) + "^\n"},
		{"long, at its end", x, bad(200), "line 1, column 201: no JSON value\n…" + x[:60] + "\n" + strings.Repeat(" ", 61) + "^\n"},
		{"faults", "[1,]", &repair.Error{Offset: 2, Err: repair.ErrRejected, Faults: repair.ExtraComma | repair.MissingCloser},
			"line 1, column 3: rejected repair (missing-closer+extra-comma)\n[1,]\n  ^\n"},
		{"another error", "[1,]", errors.New("odd"), "line 1, column 1: odd\n[1,]\n^\n"},
		{"out of range", "[1,]", bad(99), "line 1, column 5: no JSON value\n[1,]\n    ^\n"},
	}
	for _, test := range tests {
		if got := describe("", []byte(test.src), test.err, newPalette(false)); got != "repairjson: "+test.want {
			t.Errorf("%s: got\n%swant\n%s", test.name, got, test.want)
		}
	}
	marks := []byte(strings.Repeat("\u0301", 1000))
	if got, _ := excerpt(marks, span{1000, 1002}); len(got) > 1000 {
		t.Errorf("the excerpt has %d bytes", len(got))
	}
}

func TestReport(t *testing.T) {
	src := "{\n\"é\":[1 2,],\xff}"
	edits := []repair.Edit{
		{Pos: 9, End: 9, New: ",", Faults: repair.MissingComma},
		{Pos: 11, End: 12, Faults: repair.ExtraComma},
		{Pos: 13, End: 15, Faults: repair.ExtraComma | repair.Stray},
	}
	out := repair.Apply([]byte(src), edits)
	paths := repair.Paths(out, edits)
	at := func(i int) string {
		if paths[i] == "" {
			return "the root"
		}
		return paths[i]
	}
	report := func(format string, o records.Origin) string {
		r := reporter{format, newPalette(false)}
		return string(r.appendEdits(nil, o, []byte(src), out, edits))
	}

	want := []string{
		`2:7: missing-comma (lossless): "" -> ","  at ` + at(0),
		`2:9: extra-comma (lossless): "," -> ""  at ` + at(1),
		`2:11: extra-comma+stray (loss): ",\xff" -> ""  at ` + at(2),
	}
	var sum records.Tally
	sum.Add(edits)
	if got := sum.EditsText(); got != "3 edits: 2 extra-comma, 1 missing-comma, 1 stray" {
		t.Errorf("got %s", got)
	}
	if got := report("text", records.Origin{}); got != strings.Join(want, "\n")+"\n" {
		t.Errorf("got\n%s", got)
	}
	want[0], want[1], want[2] = "record 5: "+want[0], "record 5: "+want[1], "record 5: "+want[2]
	if got := report("text", records.Origin{Record: 5, Field: "m"}); got != strings.Join(want, "\n")+"\n" {
		t.Errorf("got\n%s", got)
	}
	for _, o := range []struct {
		records.Origin
		record    string
		line, pos int
	}{
		{records.Origin{}, "", 2, 13},
		{records.Origin{Record: 5, Base: 100}, `"record":5,`, 5, 113},
		{records.Origin{Record: 5, Field: "m"}, `"record":5,"field":"m",`, 2, 13},
	} {
		got := report("json", o.Origin)
		last := fmt.Sprintf(`{"version":1,%s"line":%d,"column":11,"pos":%d,"end":%d,"old":",\ufffd","new":"","faults":["extra-comma","stray"],"class":"loss","path":"%s"}`,
			o.record, o.line, o.pos, o.pos+2, paths[2])
		lines := strings.Split(got, "\n")
		if len(lines) != 4 || lines[2] != last {
			t.Errorf("got\n%swant at last\n%s", got, last)
		}
		for _, line := range lines[:len(lines)-1] {
			if !json.Valid([]byte(line)) || !utf8.ValidString(line) {
				t.Errorf("not JSON: %q", line)
			}
		}
	}
	if got := report("", records.Origin{}); got != "" {
		t.Errorf("got %q without a report", got)
	}
}

// TestReportOfRun checks the reports of whole runs.
func TestReportOfRun(t *testing.T) {
	tests := []struct {
		in   string
		args []string
		want []string
	}{
		{"[1,\n2,]", []string{"--report", "text"}, []string{`2:2: extra-comma (lossless): "," -> ""  at `, "1 edit: 1 extra-comma"}},
		{"[1]\n\n[1,]\n[2,]", []string{"--lines", "--report=text"}, []string{"3:3: extra-comma ", "4:3: extra-comma "}},
		{"[]\n{\"m\":\"[\\n1,]\"}", []string{"--lines", "--report=text", "--field=m"},
			[]string{"record 1 (line 1): column 1: no string at m", "record 2: 2:2: extra-comma "}},
		{"[1]\n[1,]", []string{"--lines", "--report=json"}, []string{`{"version":1,"record":2,"line":2,"column":3,"pos":6,"end":7,"old":",","new":"","faults":["extra-comma"],"class":"lossless","path":`}},
	}
	for _, test := range tests {
		_, errs, _ := tool(test.in, test.args...)
		checkLines(t, errs, test.want)
	}
}

func TestShorten(t *testing.T) {
	if s := strings.Repeat("é", 60); shorten(s) != s {
		t.Errorf("shortened %q", s)
	}
	if got, want := shorten(strings.Repeat("é", 61)), strings.Repeat("é", 40)+"…"+strings.Repeat("é", 15); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestReportIsComplete makes the edits of --report json on the input, which
// gives the output.
func TestReportIsComplete(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	edited := 0
	for range 2000 {
		in := randomLines(rng)
		out, errs, code := tool(in, "--report", "json")
		if code != 0 {
			if strings.Count(errs, "\n") != 1 || !strings.HasPrefix(errs, `{"version":1,"offset":`) {
				t.Fatalf("%q: %q", in, errs)
			}
			continue
		}
		var made strings.Builder
		pos := 0
		for line := range strings.Lines(errs) {
			var e records.Entry
			if err := json.Unmarshal([]byte(line), &e); err != nil || e.Version != 1 || len(e.Faults) == 0 {
				t.Fatalf("%q: %q: %v", in, line, err)
			}
			if old := in[e.Pos:e.End]; strings.ToValidUTF8(old, "\uFFFD") != old {
				// shown otherwise
			} else if old != e.Old {
				t.Fatalf("%q: %q: the text there is %q", in, line, old)
			}
			made.WriteString(in[pos:e.Pos] + e.New)
			pos = int(e.End)
			edited++
		}
		made.WriteString(in[pos:])
		if strings.TrimSuffix(made.String(), "\n") != strings.TrimSuffix(out, "\n") {
			t.Fatalf("%q: the report makes %q, the output is %q", in, made.String(), out)
		}
	}
	if edited < 1000 {
		t.Errorf("%d edits: too few to tell", edited)
	}
}
