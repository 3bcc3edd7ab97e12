package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestVocabulary follows the scripts from token to token.
func TestVocabulary(t *testing.T) {
	v := newVocabulary()
	seen := map[string]bool{}
	for _, token := range v.tokens {
		if seen[token] {
			t.Errorf("token %q is there twice", token)
		}
		seen[token] = true
	}
	for _, s := range scripts {
		at := -1
		for i, token := range v.tokens {
			if token == s.name {
				at = i
			}
		}
		var said strings.Builder
		for range 1000 {
			at = v.next[at]
			if at == 2 {
				break
			}
			said.WriteString(v.tokens[at])
		}
		if got := strings.ReplaceAll(said.String(), spaceMark, " "); got != s.text {
			t.Errorf("%s says %q, want %q", s.name, got, s.text)
		}
	}
}

func TestWriteGGUF(t *testing.T) {
	var b bytes.Buffer
	if err := writeGGUF(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(b.Bytes(), []byte("GGUF\x03\x00\x00\x00")) || b.Len()%4 != 0 {
		t.Errorf("%d bytes, %q…", b.Len(), b.Bytes()[:8])
	}
}
