package fuzz

import (
	"testing"

	"github.com/repairjson/repairjson/bench"
	"github.com/repairjson/repairjson/corpus"
	"github.com/repairjson/repairjson/fuzz/laws"
	"github.com/repairjson/repairjson/repair"
)

// TestStreamCases streams every case byte by byte and in pieces.
func TestStreamCases(t *testing.T) {
	for _, c := range laws.Cases {
		for _, sizes := range [][]int{{1}, {2}, {3}, {4}, {7}, {1, 5}} {
			if err := laws.Stream([]byte(c.In), sizes...); err != nil {
				t.Errorf("%q in pieces %v: %v", c.In, sizes, err)
				break
			}
		}
		streamSplits(t, c.Name, []byte(c.In))
	}
}

// streamSplits streams a text at every division in two.
func streamSplits(t *testing.T, name string, text []byte) {
	for i := 1; i < len(text); i++ {
		if err := laws.Stream(text, i, len(text)); err != nil {
			t.Errorf("%s: %q split at %d: %v", name, text, i, err)
			return
		}
	}
}

// TestStreamExhaustive streams every text of up to five bytes over an
// alphabet, inside of an object, byte by byte.
func TestStreamExhaustive(t *testing.T) {
	const alphabet = "{}[],:\"'a1\\ \n("
	length := 5
	if testing.Short() {
		length = 4
	}
	buf := []byte(`{"k":`)
	base := len(buf)
	buf = append(buf, make([]byte, length)...)
	failures := 0
	var walk func(k int)
	walk = func(k int) {
		for _, text := range [][]byte{buf[:base+k], buf[base : base+k]} {
			if failures > 20 {
				return
			}
			if err := laws.Stream(text, 1); err != nil {
				t.Errorf("%q: %v", text, err)
				failures++
			}
		}
		if k == length {
			return
		}
		for i := range len(alphabet) {
			buf[base+k] = alphabet[i]
			walk(k + 1)
		}
	}
	walk(0)
}

func FuzzStream(f *testing.F) {
	for _, c := range laws.Cases {
		f.Add([]byte(c.In), byte(1), byte(3))
	}
	f.Fuzz(func(t *testing.T, src []byte, n, k byte) {
		if len(src) > 1500 {
			t.Skip("the check compares a snapshot of every prefix, with the path of every leaf")
		}
		if err := laws.Stream(src, int(n%9)+1, int(k%33)+1); err != nil {
			t.Errorf("%q in pieces of %d and %d: %v", src, n%9+1, k%33+1, err)
		}
	})
}

// TestStreamCorpus streams every case of the corpus.
func TestStreamCorpus(t *testing.T) {
	for _, c := range corpus.All() {
		for _, sizes := range [][]int{{1}, {3}, {4}, {64}} {
			if err := laws.Stream(c.Input, sizes...); err != nil {
				t.Errorf("%s in pieces %v: %v", c.Name, sizes, err)
				break
			}
		}
		streamSplits(t, c.Name, c.Input)
	}
}

// TestPrefixes takes a snapshot of every prefix of documents of many shapes,
// bare and in prose with a fence: each is consistent with the next, and the
// last with the document.
func TestPrefixes(t *testing.T) {
	docs := []string{
		`{}`, `[]`, `[[[[[]]]],{}]`, `{"a":{"b":{"c":{"d":[]}}}}`,
		`[1,-2.5,3e10,0,1234567890123456789]`, `[true,false,null,"true"]`,
		`{"text":"He said: \"yes, no\", and left {it} [there].\n\tEnd"}`,
		`{"u":"\u00e9\ud83d\ude00 é 😀 中文","p":"C:\\dir\\new"}`,
		`["", "", {"": ""}, [""]]`, `{"k":["a","b","c"],"l":["d"]}`,
		`[{"id":1,"ok":true},{"id":2,"ok":false},{"id":3,"ok":null}]`,
		"{\n  \"pretty\": [\n    1,\n    {\n      \"x\": \"y\"\n    }\n  ]\n}",
		`{"json":"{\"a\":[1,2,\"b\"]}","html":"<a href=\"x\">t</a>","url":"https://x.org/a?b=1#c"}`,
		`{"comma":", ","colon":": ","brace":"}","bracket":"]","quote":"\"","hash":"# // /*"}`,
	}
	for i := range 12 {
		docs = append(docs, string(bench.Document(600+150*i, uint64(i))))
	}
	snapshots := 0
	for _, doc := range docs {
		for _, text := range []string{doc, "Sure! Here is what you asked for:\n\n```json\n" + doc + "\n```\n\nAnything else?"} {
			if err := laws.Stream([]byte(text), 1); err != nil {
				t.Errorf("%.80q: %v", text, err)
			}
			out, err := repair.Options{Pick: repair.First}.Repair([]byte(text))
			if err != nil || string(out) != doc {
				t.Errorf("%.80q becomes %.80q, %v", text, out, err)
			}
			snapshots += len(text)
		}
	}
	t.Logf("%d documents, %d prefixes", len(docs), snapshots)
}
