package repairbeam

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/repairjson/repairjson/engines/beam/sample"
)

// odd has what lines may be besides records.
const odd = "\n" + `{"model":"a","text":"{'x':1,}","schema":{"type":"array"},"names":["X"]}` + "\r\n" +
	" \t\n" + `{"model":"b","text":"[1 2]","schema":"{\"type\":\"object\"}","names":"y, z"}` + "\n" +
	`{"model":7,"text":"{'Y':1}","names":["y"]}` + "\n\r\n" +
	`{"model":"é","text":{"x": 1},"schema":{"type":"string"}}` + "\n" +
	`{"text":"\u0000 {a:1}","model":"a` + "\xff" + `"}` + "\n[1]\n" + `"` + "\n" + `{"text":null}` + "\n" +
	`{"text":"{a:1}","more":"[1,]"}` + "\n" + `{"text":"last line {b:2}"}`

// TestFilter holds the output against that of the filter: the same bytes,
// however the files are divided.
func TestFilter(t *testing.T) {
	dir := t.TempDir()
	long := `{"text":"{'a': '` + strings.Repeat("long ", 300) + `'}"}` + "\n"
	write(t, dir, "in-1.jsonl", odd)
	write(t, dir, "in-2.jsonl", "")
	write(t, dir, "in-3.jsonl", sampled(t, 300)+long+long+odd+"\n")
	schema := write(t, dir, "schema.json", sample.Schema)
	inputs, _ := filepath.Glob(filepath.Join(dir, "in-*"))
	for _, test := range []struct {
		name string
		c    Config
		args []string
	}{
		{"text", Config{Pick: "last", Reject: "loss,tuple"}, []string{"--pick", "last", "--reject", "loss,tuple"}},
		{"field", Config{Field: []string{"text"}, Schema: sample.Schema, Model: "model", Log: true}, []string{"--field", "text", "--schema", schema}},
		{"own shapes", Config{Field: []string{"text"}, SchemaField: "schema", KeysField: "names", AsText: true},
			[]string{"--field", "text", "--schema-field", "schema", "--keys-field", "names", "--as-text"}},
		{"two fields", Config{Field: []string{"text", "more"}, Into: []string{"a", "b"}, Keys: []string{"x"}, MaxDepth: 3, Salvage: true},
			[]string{"--field", "text", "--into", "a", "--field", "more", "--into", "b", "--keys", "x", "--max-depth", "3", "--salvage"}},
		{"short", Config{Field: []string{"text"}, MaxRecord: 1000}, []string{"--field", "text", "--max-record", "1000"}},
	} {
		want := filter(t, append(test.args, inputs...)...)
		if !strings.HasSuffix(want, "\n") {
			want += "\n" // each file of the output ends in one
		}
		for _, block := range []int64{0, 1 << 10, 10_007} {
			out := filepath.Join(t.TempDir(), "out")
			m := do(t, Job{Config: test.c, Input: filepath.Join(dir, "in-*"), Output: out, Block: block})
			if got := output(t, out, "part"); got != want {
				t.Fatalf("%s, blocks of %d: got %d bytes, want %d:\n%.2000s\n\n%.2000s", test.name, block, len(got), len(want), got, want)
			}
			if n := strings.Count(output(t, out, "dead"), "\n"); n != m.Failed || n == 0 {
				t.Errorf("%s: %d dead letters of %d", test.name, n, m.Failed)
			}
			if m.Records != m.Valid+m.Repaired+m.Failed || m.Repaired == 0 {
				t.Errorf("%s: %d records, %d valid, %d repaired, %d failed", test.name, m.Records, m.Valid, m.Repaired, m.Failed)
			}
		}
	}
}

// TestBlocks checks that each line of a text is in one block, whatever the
// size of the blocks.
func TestBlocks(t *testing.T) {
	for _, src := range []string{"", "\n", "a", "a\n", "\n\n", "ab\n\ncdef\r\ng", strings.Repeat("0123456789\n", 9) + "x", strings.Repeat("x", 100) + "\ny\n"} {
		for size := int64(1); size <= int64(len(src))+1; size++ {
			for _, limit := range []int64{5, 1 << 20} {
				var got strings.Builder
				p := &plan{Block: size}
				for i := range p.blocks(input{Size: int64(len(src))}) {
					b := Block{Start: i * size, End: (i + 1) * size}
					in := strings.NewReader(src[max(0, b.Start-1):])
					err := b.lines(in, limit, func(offset int64, line []byte) error {
						if offset != int64(got.Len()) || len(bytes.TrimSuffix(line, []byte("\n"))) > int(limit) {
							t.Errorf("%q in blocks of %d: line %q is at %d", src, size, line, offset)
						}
						got.Write(line)
						return nil
					}, func(offset, length int64) error {
						got.WriteString(src[offset : offset+length])
						return nil
					})
					if err != nil {
						t.Fatal(err)
					}
				}
				if got.String() != src {
					t.Errorf("%q in blocks of %d: got %q", src, size, got.String())
				}
			}
		}
	}
	if err := (&Block{End: -1}).lines(io.MultiReader(strings.NewReader("a\n"), brokenReader{}), 9,
		func(int64, []byte) error { return nil }, nil); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestPacked repairs packed files.
func TestPacked(t *testing.T) {
	dir, src := t.TempDir(), sampled(t, 50)
	var b bytes.Buffer
	g := gzip.NewWriter(&b)
	g.Write([]byte(src))
	g.Close()
	write(t, dir, "in.jsonl.gz", b.String())
	b.Reset()
	z, _ := zstd.NewWriter(&b)
	z.Write([]byte(src))
	z.Close()
	write(t, dir, "in.jsonl.zst", b.String())
	want := filter(t, "--field", "text", write(t, dir, "plain.jsonl", src))
	m := do(t, Job{Config: Config{Field: []string{"text"}}, Input: dir + "/in.*", Output: dir + "/out", Block: 1000})
	if got := output(t, dir+"/out", "part"); got != want+want {
		t.Errorf("got %d bytes, want twice %d", len(got), len(want))
	}
	if m.Records != 100 {
		t.Errorf("%+v", m)
	}
}

// TestDead checks the dead letters: the record, the reason and the place.
func TestDead(t *testing.T) {
	dir := t.TempDir()
	src := `{"m":"x","text":"{a:1}"}` + "\n" + `{"m":"x","text":"nothing"}` + "\n" + "\xff\n" +
		`{"m":"y","text":"` + strings.Repeat("[", 20000) + `"}` + "\n" + strings.Repeat("y", 30000) + "\n"
	name := write(t, dir, "in.jsonl", src)
	do(t, Job{Config: Config{Field: []string{"text"}, Model: "m", MaxRecord: 25000}, Input: name, Output: dir + "/out"})
	want := []struct{ model, record, bytes, reason string }{
		{"x", `{"m":"x","text":"nothing"}`, "", "no JSON value"},
		{"", "", "\xff", "not valid JSON: invalid character 'ÿ' looking for beginning of value"},
		{"y", `{"m":"y","text":"` + strings.Repeat("[", 20000) + `"}`, "", "nested too deeply"},
		{"", "", "", "longer than 25000 (--max-record)"},
	}
	dec := json.NewDecoder(strings.NewReader(output(t, dir+"/out", "dead")))
	for i, w := range want {
		var d Dead
		if err := dec.Decode(&d); err != nil {
			t.Fatal(err)
		}
		if d.File != name || d.Model != w.model || d.Record != w.record || string(d.Bytes) != w.bytes || len(d.Failures) != 1 || d.Failures[0].Message != w.reason {
			t.Errorf("letter %d: %.300q", i, fmt.Sprintf("%+v", d))
		}
		if line := strings.TrimSuffix(src[d.Offset:d.Offset+d.Length], "\n"); w.record+w.bytes != "" && line != w.record+w.bytes || !strings.HasSuffix(src[:d.Offset], "\n") {
			t.Errorf("letter %d: at %d, %d bytes", i, d.Offset, d.Length)
		}
	}
	if dec.More() {
		t.Error("more dead letters")
	}
}

// TestReport checks the counts by model and fault, and the picture.
func TestReport(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "in.jsonl", `{"m":"x","text":"{a:1,}"}`+"\n"+`{"m":"x","text":"[1,]"}`+"\n"+`{"m":"<y>","text":"[]"}`+"\n"+`{"text":"no"}`+"\n\n")
	job := Job{Config: Config{Field: []string{"text"}, Model: "m", Log: true}, Input: dir + "/in.jsonl", Output: dir + "/out", Block: 20}
	do(t, job)
	sum, err := ReadReport(context.Background(), job)
	if err != nil {
		t.Fatal(err)
	}
	x := sum.Models["x"]
	if x == nil || x.Repaired != 2 || !maps.Equal(x.Faults, map[string]int{"unquoted-key": 2, "extra-comma": 2}) || x.Edits != 4 ||
		sum.Models["<y>"].Valid != 1 || sum.Models[""].Failed != 1 || sum.Blank != 1 || !maps.Equal(sum.Reasons, map[string]int{"no JSON value": 1}) ||
		sum.Blocks != 5 || sum.BytesIn != int64(len(read(t, dir+"/in.jsonl"))) || sum.BytesOut != int64(len(output(t, dir+"/out", "part"))) {
		t.Errorf("%+v", sum)
	}
	if want := "4 records: 1 valid, 2 repaired, 1 failed; 4 edits: 2 extra-comma, 2 unquoted-key"; sum.String() != want {
		t.Errorf("got %s, want %s", sum, want)
	}
	svg := read(t, dir+"/out/_report.svg")
	if err := xml.Unmarshal([]byte(svg), new(struct{})); err != nil || !strings.Contains(svg, "&lt;y&gt;, 1") || !strings.Contains(svg, ">100<") {
		t.Error(err, svg)
	}
	var edits Edits
	log, _, _ := strings.Cut(output(t, dir+"/out", "log"), "\n")
	if err := json.Unmarshal([]byte(log), &edits); err != nil || edits.Model != "x" || len(edits.Edits) != 3 || edits.Edits[0].Field != "text" || edits.Edits[0].Path != "/a" {
		t.Error(err, log)
	}
}

// TestManifest checks that the manifest names the files as they are.
func TestManifest(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "in.jsonl", sampled(t, 200))
	job := Job{Config: Config{Field: []string{"text"}}, Input: dir + "/in.jsonl", Output: dir + "/out", Block: 20_000}
	m := do(t, job)
	entries, err := os.ReadDir(job.Output)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(m.Shards)+3 {
		t.Errorf("%d files, %d in the manifest", len(entries), len(m.Shards))
	}
	n := map[string]int{}
	for _, s := range m.Shards {
		text := read(t, job.Output+"/"+s.Name)
		if int64(len(text)) != s.Bytes || sha(text) != s.SHA256 {
			t.Errorf("%s is another", s.Name)
		}
		n[s.Name[:4]] += s.Records
	}
	if n["part"] != m.Valid+m.Repaired || n["dead"] != m.Failed {
		t.Errorf("%v, %+v", n, m)
	}
	if !slices.IsSortedFunc(m.Shards, func(a, b Shard) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("not in order")
	}
}
