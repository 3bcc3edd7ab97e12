package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/repairjson/repairjson/corpus"
)

func TestMinimise(t *testing.T) {
	log := `{"key":"k","model":"m","text":"Here is the plan you asked for:\n\n{'title': 'x', \"list\": [1, 2, 3], \"ok\": True, \"no\": {\"a\": 1}}\nBye!"}
{"key":"v","text":"[1]"}
{"key":"l","text":"There you are:\n\n{'name': 'y', \"list\": [4, 5], \"ok\": True, \"no\": {\"b\": 2, \"c\": 3}}\nBye!"}
{"key":"n","text":"No, I will not do that for you."}
`
	out, errs, err := call(t, log, "minimise")
	require.NoError(t, err)
	assert.Equal(t, "v: left out: valid JSON\nl: left out: like k\n", errs)
	all := records(t, out)
	require.Len(t, all, 2)
	assert.Equal(t, "No, I will not do that for you.", all[1].Text)
	assert.LessOrEqual(t, len(all[0].Text), 56, all[0].Text)
	assert.Equal(t, `{String True [Number] {Number}}`, buildOf(all[0].Text, diagnose(all[0].Text)))
	for _, fault := range []string{"prose", "quote-style", "literal"} {
		assert.Positive(t, all[0].Faults[fault], fault)
	}
	assert.Len(t, all[0].Faults, 3)
	again, _, err := call(t, out, "minimise")
	require.NoError(t, err)
	assert.Equal(t, out, again, "nothing more can be taken out")
}

func TestBuild(t *testing.T) {
	for text, want := range map[string]string{
		`[1, 2, 3]`:                           "[Number]",
		`{"a": "", "": 1, "b": {"c": "x"}}`:   "{empty unnamed Number {String}}",
		`{"a": [], "b": [[true], [null, 1]]}`: "{[[Null Number] [True]] []}",
	} {
		assert.Equal(t, want, buildOf(text, diagnosis{}), text)
	}
}

func TestClassify(t *testing.T) {
	log := `{"model":"a<b","text":"[1,]"}
{"model":"a<b","text":"[1]"}
{"model":"c","text":"{'x':1,}"}
{"text":"no"}
`
	dir := t.TempDir()
	svg, weights := filepath.Join(dir, "x.svg"), filepath.Join(dir, "x.json")
	out, _, err := call(t, log, "classify", "--svg", svg, "--weights", weights)
	require.NoError(t, err)
	assert.Equal(t, `| | all | a<b | c | unnamed |
|---|--:|--:|--:|--:|
| records | 4 | 2 | 1 | 1 |
| valid | 1 | 1 | | |
| refused | 1 | | | 1 |
| `+"`extra-comma` | 2 | 1 | 1 | |\n| `quote-style` | 1 | | 1 | |\n", out)

	drawn, err := os.ReadFile(svg)
	require.NoError(t, err)
	d := xml.NewDecoder(strings.NewReader(string(drawn)))
	elements := map[string]int{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if e, ok := token.(xml.StartElement); ok {
			elements[e.Name.Local]++
		}
	}
	assert.Equal(t, 1, elements["svg"])
	assert.Equal(t, 1+3*2, elements["rect"], "the ground, and a cell for each model and fault")
	counted, err := os.ReadFile(weights)
	require.NoError(t, err)
	assert.Contains(t, string(counted), `"extra-comma": 1`)
}

func TestAdd(t *testing.T) {
	dir := t.TempDir()
	first := corpus.Case{Name: "m/extra-comma-1", Model: "m", Source: "BFCL results", Reason: "Because.",
		Faults: []string{"extra-comma"}, Input: []byte("[1,]"), Want: []byte("[1]")}
	file(t, dir, "m/extra-comma-1.txtar", string(corpus.Format(first)))
	flags := []string{"add", "--corpus", dir, "--source", "a log of m: a comma", "--reason", "A comma ends nothing."}

	out, _, err := call(t, `{"model":"owner/m:latest","text":"{'a':[1,],}"}`, flags...)
	require.NoError(t, err)
	assert.Contains(t, out, `wants {"a":[1]}`)
	cases, err := corpus.Load(os.DirFS(dir))
	require.NoError(t, err)
	require.Len(t, cases, 2)
	assert.Equal(t, corpus.Case{Name: "m/extra-comma-2", Model: "m", Source: "a log of m: a comma", Reason: "A comma ends nothing.",
		Faults: []string{"extra-comma", "quote-style"}, Input: []byte("{'a':[1,],}"), Want: []byte(`{"a":[1]}`)}, cases[1])

	for text, want := range map[string]string{
		`{"key":"k","model":"m","text":"{'other':[22,],}"}`: "k: refused: m/extra-comma-2 has the same shape",
		`{"model":"m","text":"[1]"}`:                        "refused: the text is valid",
		`{"text":"[2 3]"}`:                                  "names no model",
		`{"model":"m","text":"{'n':'5'}","schema":{"type":"array","items":{"type":"integer"}}}`: "does not fit",
	} {
		_, _, err := call(t, text, flags...)
		assert.ErrorContains(t, err, want, text)
	}
	_, _, err = call(t, `{"model":"m","text":"[1 2]"}`, append(flags, "--want", "[12]")...)
	assert.ErrorContains(t, err, "written, but the repair gives [1, 2]")
	_, _, err = call(t, `{"model":"m","text":"Sorry."}`, flags...)
	require.NoError(t, err)
	_, _, err = call(t, "", "add", "--corpus", t.TempDir(), "--source", "x", "--reason", "y.")
	assert.ErrorContains(t, err, "holds no cases")
}
