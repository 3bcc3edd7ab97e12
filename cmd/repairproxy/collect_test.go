package main

import (
	"os"
	"testing"

	"github.com/repairjson/repairjson/corpus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCollect checks that candidates are cases of the corpus and say nothing.
func TestCollect(t *testing.T) {
	dir := t.TempDir()
	p := start(t, func(c *config) { c.LogDir = dir })
	for range 3 {
		post(t, p.url+chatPath, ask("words", false))
		post(t, p.url+chatPath, ask("ollama/draft", false))
		post(t, p.url+chatPath, ask("quote", false)) // mended without a loss
	}
	cases, err := corpus.Load(os.DirFS(dir))
	require.NoError(t, err, "they have the form of the corpus")
	require.Len(t, cases, 2)
	assert.Equal(t, "ollama-draft", cases[0].Model)
	assert.Equal(t, `<think>xxx, {"x":1} xx</think>{"x": 1}`, string(cases[0].Input))
	assert.Equal(t, `{"x": 1}`, string(cases[0].Want))
	assert.Equal(t, `X xx x xxxxxxx xxxxxxxxx.`, string(cases[1].Input))
	assert.Equal(t, "no JSON value", cases[1].Error)
}

func TestScrub(t *testing.T) {
	for in, want := range map[string]string{
		`{"Name": "Bob O'Neil", 'ok': True, "n": 12.50}`: `{"Xxxx": "Xxx X'Xxxx", 'xx': True, "x": 11.11}`,
		"```json\n{\"ключ\": \"C:\\new\\u0041\"}":        "```json\n{\"éééé\": \"X:\\nxx\\u1111\"}",
		"[CONTENT]a_b[/CONTENT]\xff":                     "[CONTENT]x_x[/CONTENT]\xff",
	} {
		assert.Equal(t, want, scrub(in))
	}
}
