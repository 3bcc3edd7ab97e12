package schema

import (
	"encoding/json"
	"strings"
	"testing"
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

func BenchmarkValid(b *testing.B) {
	_, text := fitting64K()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		json.Valid(text)
	}
}

func BenchmarkAlignFitting(b *testing.B) {
	s, text := fitting64K()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if edits, _, left := s.Align(text); len(edits)+len(left) > 0 {
			b.Fatal(edits, left)
		}
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
