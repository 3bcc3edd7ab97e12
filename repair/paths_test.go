package repair

import (
	"bytes"
	"encoding/json"
	"math/rand"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestPaths(t *testing.T) {
	for _, c := range []struct {
		src   string
		edits []Edit
		want  []string
	}{
		{`{"a":1}`, nil, nil},
		{`{"a":1,}`, []Edit{{Pos: 6, End: 7}}, []string{""}},
		{`{a:1}`, []Edit{{Pos: 1, End: 1, New: `"`}, {Pos: 2, End: 2, New: `"`}}, []string{"/a", "/a"}},
		{`{"a" 1}`, []Edit{{Pos: 4, End: 4, New: ":"}}, []string{"/a"}},
		{`{"a": }`, []Edit{{Pos: 6, End: 6, New: "null"}}, []string{"/a"}},
		{`{"a": [1 2], 'b': True}`, []Edit{
			{Pos: 8, End: 8, New: ","},
			{Pos: 13, End: 14, New: `"`}, {Pos: 15, End: 16, New: `"`},
			{Pos: 18, End: 22, New: "true"},
		}, []string{"/a", "/b", "/b", "/b"}},
		{`Here: [[1,2],[3,'x']] done`, []Edit{
			{Pos: 0, End: 6}, {Pos: 16, End: 17, New: `"`}, {Pos: 18, End: 19, New: `"`}, {Pos: 21, End: 26},
		}, []string{"", "/1/1", "/1/1", ""}},
		{`[{"a":"x`, []Edit{
			{Pos: 8, End: 8, New: `"`}, {Pos: 8, End: 8, New: `}`}, {Pos: 8, End: 8, New: `]`},
		}, []string{"/0/a", "/0", ""}},
		{`[1,/*two*/2, 3]`, []Edit{{Pos: 3, End: 10}, {Pos: 12, End: 13}}, []string{"/1", "/2"}},
		{`"a" "b"`, []Edit{
			{Pos: 0, End: 0, New: "["}, {Pos: 3, End: 3, New: ","}, {Pos: 7, End: 7, New: "]"},
		}, []string{"", "", ""}},
		{`"it\'s"`, []Edit{{Pos: 3, End: 4}}, []string{""}},
		{`{"":{"":[x]}}`, []Edit{{Pos: 9, End: 9, New: `"`}, {Pos: 10, End: 10, New: `"`}}, []string{"///0", "///0"}},
		{`{"a/b~c\/\"\\\n":x}`, []Edit{{Pos: 17, End: 18, New: `1`}}, []string{"/a~1b~0c~1\"\\\n"}},
		{`{"\u00e9\u002f\u007e\ud83d\ude00\ud83d":x}`, []Edit{{Pos: 40, End: 41, New: `1`}}, []string{"/é~1~0😀\ufffd"}},
		{`{"é":x}`, []Edit{{Pos: 6, End: 7, New: "1"}}, []string{"/é"}},
	} {
		out := Apply([]byte(c.src), c.edits)
		if !Valid(out) {
			t.Errorf("%s: the edits give %s, which is not valid", c.src, out)
		}
		if got := Paths(out, c.edits); !slices.Equal(got, c.want) {
			t.Errorf("%s: Paths = %q, want %q", c.src, got, c.want)
		}
	}
}

// everywhere returns edits that change nothing, at each offset from 0 to n.
func everywhere(n int) []Edit {
	edits := make([]Edit, n+1)
	for i := range edits {
		edits[i] = Edit{Pos: i, End: i}
	}
	return edits
}

// slowPaths returns the pointer for each offset of out by the rules in the
// comment of Paths, from the tokens of encoding/json, innermost value last.
func slowPaths(t *testing.T, out []byte) []string {
	paths := make([]string, len(out)+1)
	d := json.NewDecoder(bytes.NewReader(out))
	token := func() (json.Token, int, int) {
		start := int(d.InputOffset())
		tok, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		for strings.IndexByte(" \t\r\n,:", out[start]) >= 0 {
			start++
		}
		return tok, start, int(d.InputOffset())
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	var value func(path string, from int)
	value = func(path string, from int) {
		tok, start, end := token()
		if from < 0 {
			from = start
		}
		mark := func(to int) {
			for i := from; i < to; i++ {
				if len(paths[i]) < len(path) {
					paths[i] = path
				}
			}
		}
		switch tok {
		case json.Delim('{'):
			for d.More() {
				name, start, _ := token()
				value(path+"/"+escape.Replace(name.(string)), start)
			}
			_, _, end = token()
		case json.Delim('['):
			for i := 0; d.More(); i++ {
				value(path+"/"+strconv.Itoa(i), -1)
			}
			_, _, end = token()
		}
		mark(end)
	}
	value("", -1)
	return paths
}

func TestPathsEverywhere(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	docs := [][]byte{[]byte(` { "a" : [ 1 , { } , [ ] , "x" ] , "b" : { "c" : null } } `)}
	for range 2000 {
		docs = append(docs, randomJSON(r, nil, 4))
	}
	for _, out := range docs {
		want := slowPaths(t, out)
		got := Paths(out, everywhere(len(out)))
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("%s: at %d %q, want %q", out, i, got[i], want[i])
			}
		}
	}
}

// TestPathsDeep would not end if each level made a path of its own.
func TestPathsDeep(t *testing.T) {
	deep := []byte(strings.Repeat(`{"a":[`, MaxDepth/2) + strings.Repeat("]}", MaxDepth/2))
	mid := len(`{"a":[`) * MaxDepth / 2
	got := Paths(deep, []Edit{{Pos: mid, End: mid}})
	if want := strings.Repeat("/a/0", MaxDepth/2-1) + "/a"; got[0] != want {
		t.Errorf("a path of %d bytes, want %d", len(got[0]), len(want))
	}
	many := bytes.Repeat([]byte(`{"name":["text", 1]},`), 50000)
	many = append(append([]byte("["), many...), "0]"...)
	paths := Paths(many, everywhere(len(many)))
	if got, want := paths[len(many)-5], "/49999/name"; got != want {
		t.Errorf("near the end %q, want %q", got, want)
	}
}

// TestPathsInvalid asks only for an answer for every edit.
func TestPathsInvalid(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	docs := [][]byte{nil, []byte("]"), []byte("}}"), []byte(`{"`), []byte(`{"a`), []byte(`{"a\`), []byte(`{"\u":[`), []byte(`{1:{`), []byte(`{{{:`), []byte(`{"\é":[1`), []byte("\xff")}
	for range 5000 {
		doc := randomJSON(r, nil, 3)
		for range 1 + r.Intn(4) {
			i := r.Intn(len(doc))
			doc[i] = "{}[]:,\"\\u"[r.Intn(9)]
		}
		docs = append(docs, doc[:r.Intn(len(doc)+1)])
	}
	for _, out := range docs {
		n := len(out) + 3
		if got := Paths(out, everywhere(n)); len(got) != n+1 {
			t.Errorf("%q: %d paths for %d edits", out, len(got), n+1)
		}
	}
}
