package schema

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// A fitting document of 64 KB.
func fitting64K() (*Schema, []byte) {
	s, err := Parse([]byte(`{"type":"array","items":` + person + `}`))
	if err != nil {
		panic(err)
	}
	item := `{"userName": "Ada Lovelace of London", "age": 36, "email_address": "ada@example.com"}`
	return s, []byte("[" + strings.Repeat(item+", ", 1<<16/len(item)) + item + "]")
}

// fittings are documents of 64 KB that fit their schemas.
func fittings() map[string]func() (*Schema, []byte) {
	repeat := func(schema, item string) func() (*Schema, []byte) {
		return func() (*Schema, []byte) {
			s, err := Parse([]byte(`{"type":"array","items":` + schema + `}`))
			if err != nil {
				panic(err)
			}
			return s, []byte("[" + strings.Repeat(item+", ", 1<<16/len(item)) + item + "]")
		}
	}
	return map[string]func() (*Schema, []byte){
		"records": fitting64K,
		"nested":  repeat(strings.ReplaceAll(trees, "#/", "#/items/"), `{"v": 12345, "kids": [{"v": 2, "kids": [{"v": 3, "kids": []}]}, {"v": 4}]}`),
		"unions":  repeat(shapes, `{"k": "b", "n": "a text of some thirty characters"}`),
		"texts":   repeat(`{"type":"string"}`, `"a text of some thirty characters, without any escapes in it"`),
	}
}

// BenchmarkFitting tells how many times as long as json.Valid it takes to align
// a document that fits. The two take turns, so that both see the same machine.
func BenchmarkFitting(b *testing.B) {
	for name, make := range fittings() {
		b.Run(name, func(b *testing.B) {
			s, text := make()
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			var align, valid time.Duration
			for b.Loop() {
				begin := time.Now()
				edits, _, left := s.Align(text)
				middle := time.Now()
				json.Valid(text)
				align, valid = align+middle.Sub(begin), valid+time.Since(middle)
				if len(edits)+len(left) > 0 {
					b.Fatal(edits, left)
				}
			}
			b.ReportMetric(float64(align)/float64(valid), "x/json.Valid")
		})
	}
}

func BenchmarkAlign(b *testing.B) {
	s, text := fitting64K()
	text = []byte(strings.ReplaceAll(string(text), "36", `"36"`))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		s.Align(text)
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse([]byte(person)); err != nil {
			b.Fatal(err)
		}
	}
}
