package main

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/repairjson/repairjson/internal/records"
)

func TestLines(t *testing.T) {
	tests := []struct {
		name, in, out string
		errs          []string // a part of each line of stderr
	}{
		{name: "nothing"},
		{name: "valid", in: "{\"a\": 1}\n[1, 2]\n3\n", out: "{\"a\": 1}\n[1, 2]\n3\n"},
		{name: "repaired", in: "[1,]\n{\"a\":1,}\n", out: "[1]\n{\"a\":1}\n"},
		{name: "no newline at the end", in: "[1]\n[2,]", out: "[1]\n[2]"},
		{name: "CRLF", in: "[1,]\r\n[2]\r\n\r\n", out: "[1]\r\n[2]\r\n\r\n"},
		{name: "blank lines", in: "\n[1,]\n \t \n\n[2]\n\n", out: "\n[1]\n \t \n\n[2]\n\n"},
		{name: "carriage return as space", in: "[1,\r2]\n[1,\r2,]\n", out: "[1,\r2]\n[1,2]\n"},
		{
			name: "failures",
			in:   "[1]\n" + prose + "\n\n[2,]\n" + prose,
			out:  "[1]\n" + prose + "\n\n[2]\n" + prose,
			errs: []string{"repairjson: record 2 (line 2): column ", "repairjson: record 5 (line 5): column "},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out, errs, code := tool(test.in, "--lines")
			if out != test.out {
				t.Errorf("got %q, want %q", out, test.out)
			}
			if want := min(len(test.errs), 1); code != want {
				t.Errorf("exit %d, want %d", code, want)
			}
			checkLines(t, errs, test.errs)
		})
	}
}

// checkLines checks that each line of text has the part in want.
func checkLines(t *testing.T, text string, want []string) {
	t.Helper()
	lines := strings.SplitAfter(text, "\n")
	lines = lines[:len(lines)-1]
	if len(lines) != len(want) {
		t.Fatalf("got %q, want %d lines", text, len(want))
	}
	for i := range want {
		if !strings.Contains(lines[i], want[i]) {
			t.Errorf("got %q, want %q", lines[i], want[i])
		}
	}
}

// TestLongLine has lines longer than the buffers, and a slow reader.
func TestLongLine(t *testing.T) {
	long := `["` + strings.Repeat("x", 3*bufferSize) + `"`
	in := long + "]\n" + long + ",]\n" + long + "]"
	want := long + "]\n" + long + "]\n" + long + "]"
	for name, r := range map[string]io.Reader{
		"reader":      strings.NewReader(in),
		"half reader": iotest.HalfReader(strings.NewReader(in)),
		"byte reader": iotest.OneByteReader(strings.NewReader(in)),
		"data error":  iotest.DataErrReader(strings.NewReader(in)),
	} {
		var out, errs bytes.Buffer
		if code := run([]string{"--lines"}, r, &out, &errs); code != 0 || !strings.HasPrefix(errs.String(), "repairjson: 3 records: 2 valid, 1 repaired, 0 failed; ") || out.String() != want {
			t.Errorf("%s: exit %d, %.99q, %d bytes, want %d", name, code, errs.String(), out.Len(), len(want))
		}
	}
}

// TestFlush checks that output does not wait for further input.
func TestFlush(t *testing.T) {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	done := make(chan int)
	go func() {
		done <- run([]string{"--lines"}, inR, outW, io.Discard)
	}()
	got := make([]byte, 4)
	for range 3 {
		io.WriteString(inW, "[1,]\n")
		if _, err := io.ReadFull(outR, got); err != nil || string(got) != "[1]\n" {
			t.Fatalf("got %q, %v", got, err)
		}
	}
	inW.Close()
	if code := <-done; code != 0 {
		t.Errorf("exit %d", code)
	}
}

// A largestWrite is the size of the largest of the writes to it.
type largestWrite int

func (w *largestWrite) Write(p []byte) (int, error) {
	*w = max(*w, largestWrite(len(p)))
	return len(p), nil
}

func TestLargeWrites(t *testing.T) {
	var largest largestWrite
	in := strings.NewReader(strings.Repeat("[1,2,3]\n", bufferSize))
	if code := run([]string{"--lines"}, in, &largest, io.Discard); code != 0 || largest < bufferSize/2 {
		t.Errorf("exit %d, the largest write has %d bytes", code, largest)
	}
	largest = 0
	in = strings.NewReader(strings.Repeat("[1,2,3,]\n", 1000))
	if code := run([]string{"--lines", "--unbuffered"}, in, &largest, io.Discard); code != 0 || largest != 8 {
		t.Errorf("unbuffered: exit %d, the largest write has %d bytes, a line has 8", code, largest)
	}
}

func TestCompact(t *testing.T) {
	for _, in := range []string{
		`[1, 2]`, "{\n \"a b\" :\t[ 1 , \"x\\\" , \\\\\" ]\r\n}", `"\\"`, " 12 ", `""`, `" \" "`,
	} {
		var want bytes.Buffer
		if err := json.Compact(&want, []byte(in)); err != nil {
			t.Fatal(err)
		}
		if got := records.AppendCompact(nil, []byte(in)); string(got) != want.String() {
			t.Errorf("appendCompact(%q) = %q, want %q", in, got, want.String())
		}
	}
	for _, in := range []string{`"`, `"\`, `"a\"`, ``} {
		records.AppendCompact(nil, []byte(in))
	}
}

// pieces are what random lines are made of.
var pieces = []string{
	"{", "}", "[", "]", ",", ":", `"`, `'`, `\`, `\"`, `\n`, `\u00e9`, `\ud83d`, " ", "\t", "\r", "\r\n", "\n", "\n",
	`"m"`, `"m":`, `{"m":`, `{"m":"[1,]"}`, `{"m":"{'a':\n1"}`, `{"m":"x`, `"repair_error":`, "a", "1", "-", "true",
	"null", "\x00", "\x7f", "\xff", "é", "日本", "😀", "\ufeff", "\u2028", "```", "//", "/*", "hello ", "1.5e3",
}

func randomLines(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(30) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// TestRandomLines checks the laws of --lines on random input.
func TestRandomLines(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		checkLineLaws(t, randomLines(r))
	}
}

func FuzzLines(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		f.Add(randomLines(r))
	}
	f.Fuzz(func(t *testing.T, in string) {
		if len(in) > 2000 {
			t.Skip("long reports take the expressions of the check long")
		}
		checkLineLaws(t, in)
	})
}

// checkLineLaws checks that there are as many lines in the output as in the
// input, each a valid text, a blank one, or one that failed and is as it was;
// and that the exit code and stderr tell of all that failed.
func checkLineLaws(t *testing.T, in string) {
	t.Helper()
	for _, args := range [][]string{{"--lines"}, {"--lines", "--field", "m"}, {"--lines", "--partial"}, {"--lines", "--partial", "--field", "m"}} {
		out, errs, code := tool(in, args...)
		before, after := strings.Split(in, "\n"), strings.Split(out, "\n")
		if len(before) != len(after) {
			t.Fatalf("%q: %q became %q", args, in, out)
		}
		invalid := 0
		for i := range before {
			if strings.Trim(before[i], " \t\r") != "" && !json.Valid([]byte(after[i])) {
				invalid++
			}
			if before[i] != after[i] && !json.Valid([]byte(after[i])) {
				t.Fatalf("%q: line %q became %q", args, before[i], after[i])
			}
			if len(args) == 1 && json.Valid([]byte(before[i])) && utf8.ValidString(before[i]) && before[i] != after[i] {
				t.Fatalf("valid line %q became %q", before[i], after[i])
			}
		}
		failed := strings.Count(errs, "\n")
		if failed < invalid || code != min(failed, 1) {
			t.Fatalf("%q: %q: exit %d, %d invalid lines, stderr %q", args, in, code, invalid, errs)
		}
	}
	if _, errs, code := tool(in); code == 1 && errs == "" || code > 1 {
		t.Fatalf("%q: exit %d, stderr %q", in, code, errs)
	}
	for _, format := range []string{"text", "json"} {
		_, errs, _ := tool(in, "--lines", "--report", format)
		for line := range strings.Lines(errs) {
			if format == "json" && !strings.HasPrefix(line, "repairjson: ") && !json.Valid([]byte(line)) {
				t.Fatalf("%q: report line %q", in, line)
			}
		}
	}
}
