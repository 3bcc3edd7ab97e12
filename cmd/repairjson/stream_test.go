package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/repairjson/repairjson/internal/records"
	"github.com/repairjson/repairjson/repair"
)

// answers are texts of models, with what --stream and the last line of
// --follow make of them.
var answers = []struct{ in, stream, follow string }{
	{`{"a" : [1, 2]}`, "{\"a\" : [1, 2]}\n", `{"a":[1,2]}`},
	{" [ ]\r\n\n", " [ ]\r\n\n", `[]`},
	{"{'a': \"é 日本\", b: [True, None,], }", "{\"a\": \"é 日本\", \"b\": [true, null] }\n", `{"a":"é 日本","b":[true,null]}`},
	{"Sure:\n```json\n{\"a\": \"x\\\" y\",\n}\n```\nBye.", "{\"a\": \"x\\\" y\"\n}\n", `{"a":"x\" y"}`},
	{"{'a': 1}\n{'a': 2}\n", "{\"a\": 1}\n", `{"a":1}`},
	{"[1, {'a': \"b\nc\", 'd': 'e", "[1, {\"a\": \"b\\nc\", \"d\": \"e\"}]\n", `[1,{"a":"b\nc","d":"e"}]`},
	{`'x'`, "\"x\"\n", `"x"`},
	{"-12\n", "-12\n", `-12`},
}

// readers are ways in which a text may arrive.
var readers = map[string]func(io.Reader) io.Reader{
	"whole":     func(r io.Reader) io.Reader { return r },
	"one byte":  iotest.OneByteReader,
	"half":      iotest.HalfReader,
	"with data": iotest.DataErrReader,
}

// slowTool runs the program on an input that arrives in some way.
func slowTool(way, input string, args ...string) (out, errs string, code int) {
	var o, e bytes.Buffer
	code = run(args, readers[way](strings.NewReader(input)), &o, &e)
	return o.String(), e.String(), code
}

func TestStream(t *testing.T) {
	for way := range readers {
		for _, test := range answers {
			out, errs, code := slowTool(way, test.in, "--stream")
			if out != test.stream || errs != "" || code != 0 {
				t.Errorf("%s: %q: got %q, %q, exit %d, want %q", way, test.in, out, errs, code, test.stream)
			}
		}
	}
}

func TestStreamErrors(t *testing.T) {
	deep := `{"a": 1, "b": ` + strings.Repeat("[", 20000)
	for _, test := range []struct{ name, in, why string }{
		{"empty", "", "repairjson: byte offset 0: no JSON value; "},
		{"prose", prose, ": no JSON value; "},
		{"undecided", `{\"a\":` + strings.Repeat(" ", 2<<20), ": undecided for too long; "},
		{"too deep", deep, ": nested too deeply; "},
		{"too deep later", "[" + strings.Repeat("{'a': 1},\n", 20000) + deep, ": nested too deeply; "},
	} {
		out, errs, code := tool(test.in, "--stream")
		written := fmt.Sprintf("; %d bytes were written\n", len(out))
		if code != 1 || !strings.Contains(errs, test.why) || !strings.HasSuffix(errs, written) || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: exit %d, %q, want %q, %q", test.name, code, errs, test.why, written)
		}
		if strings.HasSuffix(out, "\n") {
			t.Errorf("%s: a cut output ends in a newline", test.name)
		}
	}
}

func TestFollow(t *testing.T) {
	tests := []struct {
		name   string
		pieces []string
		want   []string
	}{
		{"grows", []string{"{'a':", " [1, ", "2, Tr", "ue], 'b': \"x ", "y\", c", ": {}}"},
			[]string{`{}`, `{"a":[1]}`, `{"a":[1,2]}`, `{"a":[1,2,true],"b":"x"}`, `{"a":[1,2,true],"b":"x y"}`, `{"a":[1,2,true],"b":"x y","c":{}}`}},
		{"on one line", []string{"[\n  \"a\nb", "c\" ,\n  2\n  ,"}, []string{`["a\nb"]`, `["a\nbc",2]`}},
		{"the same", []string{"[1, 2,", " ", "\n", " 3", "]"}, []string{`[1,2]`, `[1,2,3]`}},
		{"after prose", []string{"Sure, ", "here: ", "{\"a\": \"b", "\"}", "\nBye", "."}, []string{`{"a":"b"}`}},
		{"second answer", []string{"{'a': 1}\n", "{'a': 2}\n"}, []string{`{"a":1}`}},
		{"at the end", []string{"1", "2"}, []string{`12`}},
	}
	for _, test := range tests {
		var in []io.Reader
		for _, piece := range test.pieces {
			in = append(in, strings.NewReader(piece))
		}
		var out, errs bytes.Buffer
		code := run([]string{"--follow"}, io.MultiReader(in...), &out, &errs)
		if want := strings.Join(test.want, "\n") + "\n"; out.String() != want || errs.Len() > 0 || code != 0 {
			t.Errorf("%s: got\n%swant\n%s%q, exit %d", test.name, out.String(), want, errs.String(), code)
		}
	}
}

// TestFollowEnds checks that the last line is the whole answer, however the
// text arrives.
func TestFollowEnds(t *testing.T) {
	for way := range readers {
		for _, test := range answers {
			out, errs, code := slowTool(way, test.in, "--follow")
			if errs != "" || code != 0 || !strings.HasSuffix("\n"+out, "\n"+test.follow+"\n") {
				t.Errorf("%s: %q: got %q, %q, exit %d, want %q", way, test.in, out, errs, code, test.follow)
			}
			checkSteps(t, out)
		}
	}
}

// checkSteps checks that the lines of --follow are valid JSON and differ.
func checkSteps(t *testing.T, out string) {
	t.Helper()
	last := ""
	for line := range strings.Lines(out) {
		if !json.Valid([]byte(line)) || !strings.HasSuffix(line, "\n") || line == last {
			t.Errorf("line %q after %q", line, last)
		}
		last = line
	}
}

func TestFollowErrors(t *testing.T) {
	for _, test := range []struct{ name, in, out, errs string }{
		{"empty", "", "", "repairjson: line 1, column 1: no JSON value\n"},
		{"prose", prose, "", ": no JSON value\n" + prose + "\n"},
		{"too deep", "[1,\n" + strings.Repeat("[", 20000), "", "repairjson: line 2, column 10000: nested too deeply\n…[["},
	} {
		out, errs, code := tool(test.in, "--follow")
		if out != test.out || code != 1 || !strings.Contains(errs, test.errs) {
			t.Errorf("%s: %q, %q, exit %d, want %q", test.name, out, errs, code, test.errs)
		}
	}
	in := io.MultiReader(strings.NewReader("[1, 2,"), strings.NewReader(strings.Repeat("[", 20000)), iotest.ErrReader(errors.New("read on")))
	var out, errs bytes.Buffer
	if code := run([]string{"--follow"}, in, &out, &errs); code != 1 || out.String() != "[1,2]\n" {
		t.Errorf("after a snapshot: exit %d, %q, %q", code, out.String(), errs.String())
	}
}

// TestStreamsFlush checks that output does not wait for further input.
func TestStreamsFlush(t *testing.T) {
	for _, test := range []struct{ mode, first, second string }{
		{"--follow", "{\"a\":\"b\"}\n", "{\"a\":\"b\",\"c\":[1]}\n"},
		{"--stream", `{"a": "b`, `", "c": [1`},
	} {
		inR, inW := io.Pipe()
		outR, outW := io.Pipe()
		done := make(chan int, 1)
		go func() {
			done <- run([]string{test.mode}, inR, outW, io.Discard)
			outW.Close()
		}()
		step := func(in, want string) {
			go io.WriteString(inW, in)
			got := make([]byte, len(want))
			if _, err := io.ReadFull(outR, got); err != nil || string(got) != want {
				t.Errorf("%s: got %q, %v, want %q", test.mode, got, err, want)
			}
		}
		step(`{'a': "b", 'c'`, test.first)
		step(`: [1, 2`, test.second)
		inW.Close()
		io.Copy(io.Discard, outR)
		if code := <-done; code != 0 {
			t.Errorf("%s: exit %d", test.mode, code)
		}
	}
}

// TestRandomStreams compares --stream and --follow with a repair of the whole.
func TestRandomStreams(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		in := randomLines(r)
		want, err := repair.Options{Pick: repair.First}.Repair([]byte(in))
		for _, way := range []string{"whole", "one byte"} {
			out, errs, code := slowTool(way, in, "--stream")
			if text := strings.TrimSuffix(string(want), "\n") + "\n"; err == nil && (out != text || code != 0) || err != nil && code != 1 || (code == 0) != (errs == "") {
				t.Fatalf("--stream, %s: %q: got %q, %q, exit %d, want %q, %v", way, in, out, errs, code, text, err)
			}
			out, errs, code = slowTool(way, in, "--follow")
			if text := "\n" + string(records.AppendCompact(nil, want)) + "\n"; err == nil && (!strings.HasSuffix("\n"+out, text) || code != 0) || err != nil && code != 1 || (code == 0) != (errs == "") {
				t.Fatalf("--follow, %s: %q: got %q, %q, exit %d, want %q, %v", way, in, out, errs, code, text, err)
			}
			checkSteps(t, out)
		}
	}
}

// A source gives a text many times, and notes how large the heap is.
type source struct {
	text   string
	times  int
	at     int
	before uint64
	most   uint64
}

func (s *source) Read(p []byte) (int, error) {
	if s.at == len(s.text) {
		s.at = 0
		if s.times--; s.times%500 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			s.most = max(s.most, m.HeapAlloc-min(m.HeapAlloc, s.before))
		}
	}
	if s.times <= 0 {
		return 0, io.EOF
	}
	n := copy(p, s.text[s.at:])
	s.at += n
	return n, nil
}

// TestMemory repairs 32 MB in a small heap.
func TestMemory(t *testing.T) {
	record := `{'id': 12, name: "` + strings.Repeat("some words ", 180) + `", "tags": ["a", 'b',],}`
	for _, test := range []struct{ mode, open, record string }{
		{"--lines", "", record + "\n"},
		{"--stream", "[", record + ",\n"},
	} {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		s := &source{text: test.record, times: 16000, before: m.HeapAlloc}
		var errs bytes.Buffer
		code := run([]string{test.mode}, io.MultiReader(strings.NewReader(test.open), s), io.Discard, &errs)
		if code != 0 || s.times != 0 || s.most > 64<<20 {
			t.Errorf("%s: exit %d, %.99q, %d bytes on the heap", test.mode, code, errs.String(), s.most)
		}
		t.Logf("%s: %d KB on the heap", test.mode, s.most>>10)
	}
}
