package bench

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"
)

var sizes = []int{300, 310, 333, 400, 512, 700, 1000, 2000, 4 << 10, 10000, 64 << 10, 300000, 1 << 20}

func TestDocument(t *testing.T) {
	for _, size := range sizes {
		for seed := range uint64(20) {
			doc := Document(size, seed)
			if !json.Valid(doc) || !utf8.Valid(doc) {
				t.Fatalf("Document(%d, %d) is not valid:\n%.2000s", size, seed, doc)
			}
			if off := len(doc) - size; off*10 > size || -off*10 > size {
				t.Errorf("Document(%d, %d) has %d bytes", size, seed, len(doc))
			}
			if pretty := bytes.IndexByte(doc, '\n') >= 0; pretty != (seed%2 == 1) {
				t.Errorf("Document(%d, %d): indented is %v", size, seed, pretty)
			}
			if !bytes.Equal(doc, Document(size, seed)) {
				t.Errorf("Document(%d, %d) differs from call to call", size, seed)
			}
			if size > 100000 && seed > 1 {
				break
			}
		}
	}
	for size := -1; size < 300; size += 7 {
		if doc := Document(size, uint64(size+1)); !json.Valid(doc) {
			t.Errorf("Document(%d) is not valid: %s", size, doc)
		}
	}
}

func TestDocumentContents(t *testing.T) {
	for seed := range uint64(2) {
		doc := Document(64<<10, seed)
		for _, want := range []string{`\n`, `\"`, `\u00e9`, "東京", "é", "'", "true", "false", "null", "e-", "E+", "(", "): "} {
			if !bytes.Contains(doc, []byte(want)) {
				t.Errorf("seed %d: no %s", seed, want)
			}
		}
	}
}

func TestDamages(t *testing.T) {
	damages := Damages()
	if len(damages) != 10 {
		t.Errorf("%d kinds of damage", len(damages))
	}
	for _, d := range damages {
		for _, size := range sizes {
			for seed := range uint64(6) {
				doc := Document(size, seed)
				was := bytes.Clone(doc)
				text := d.Make(doc, seed)
				switch {
				case json.Valid(text):
					t.Errorf("%s of Document(%d, %d) is valid", d.Name, size, seed)
				case !utf8.Valid(text):
					t.Errorf("%s of Document(%d, %d) is not UTF-8", d.Name, size, seed)
				case !bytes.Equal(text, d.Make(doc, seed)):
					t.Errorf("%s of Document(%d, %d) differs from call to call", d.Name, size, seed)
				case !bytes.Equal(was, doc):
					t.Errorf("%s of Document(%d, %d) changes the document", d.Name, size, seed)
				}
				if size > 100000 {
					break
				}
			}
		}
	}
}

// TestDamageIsLocal mends single damages by hand and compares the values.
func TestDamageIsLocal(t *testing.T) {
	doc := Document(20000, 1)
	var want any
	if err := json.Unmarshal(doc, &want); err != nil {
		t.Fatal(err)
	}
	mend := map[string]func([]byte) []byte{
		"missing-closers": func(b []byte) []byte { return append(b, "}}}"...) },
		"fence": func(b []byte) []byte {
			_, b, _ = bytes.Cut(b, []byte("```json\n"))
			b, _, _ = bytes.Cut(b, []byte("\n```"))
			return b
		},
		"python-literals": func(b []byte) []byte {
			b = bytes.ReplaceAll(b, []byte(": True"), []byte(": true"))
			b = bytes.ReplaceAll(b, []byte(": False"), []byte(": false"))
			return bytes.ReplaceAll(b, []byte(": None"), []byte(": null"))
		},
	}
	for _, d := range Damages() {
		if mend[d.Name] == nil {
			continue
		}
		var got any
		if err := json.Unmarshal(mend[d.Name](d.Make(doc, 1)), &got); err != nil || !reflect.DeepEqual(want, got) {
			t.Errorf("%s: another value (%v)", d.Name, err)
		}
	}
	cut := truncated(doc, 1)
	if n := len(cut) * 100 / len(doc); n < 85 || n > 95 || !bytes.HasPrefix(doc, cut) {
		t.Errorf("truncated: cut at %d %%", n)
	}
}
