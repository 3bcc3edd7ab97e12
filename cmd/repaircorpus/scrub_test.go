package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/repairjson/repairjson/corpus"
)

// examples are records with much to hide, and what is to stay in them.
var examples = []struct {
	rec  Record
	stay []string // texts that are there before and after
	gone []string // texts that are not there after
}{
	{
		Record{Text: "Sure, Anna Novak! Write to anna.novak@mail.example or https://shop.example/a?id=20240131.\n```json\n{'city': 'Vienna', 'ok': True, \"n\": 12345}\n```\n",
			Schema: []byte(`{"type":"object","description":"the city of Anna","properties":{"city":{"type":"string","enum":["Vienna"]}}}`)},
		[]string{"```json\n{'city': '", "True", "https://", "@", "?"},
		[]string{"Anna", "Novak", "novak", "mail", "Vienna", "12345", "20240131", "example", "Sure"},
	},
	{
		Record{Text: `{"Überschrift":"Ä\u00e9\u4e2d 中文 かな カナ 한국 Привет ἀλφα שלום","a":"\d \frac{1}{2}",}`},
		[]string{`\d \frac{`, ",}"},
		[]string{"bersch", "中", "文", "かな", "カナ", "한", "국", "Привет", "αλφα", "שלום", `\u4e2d`, `\u00e9`},
	},
	{
		Record{Text: "<think>Bob said true</think>{Name: undefined, \"Age\": 1,234, f: [007, ObjectId(\"5fabcd\")], u: (None)}", Keys: []string{"Name", "Age"}},
		[]string{"<think>", "</think>", "{Name: undefined, \"Age\": ", "ObjectId(", "None", " 1,"},
		[]string{"Bob", "said", "true", "5fabcd"},
	},
	{
		Record{Text: "I cannot help you with that, Mr. Smith."},
		[]string{", ", "."},
		[]string{"cannot", "Smith"},
	},
}

func TestScrub(t *testing.T) {
	for _, e := range examples {
		after, ok := scrub(e.rec)
		require.True(t, ok, e.rec.Text)
		for _, s := range e.stay {
			assert.Contains(t, e.rec.Text, s)
			assert.Contains(t, after.Text, s)
		}
		for _, s := range e.gone {
			assert.NotContains(t, after.Text, s)
			assert.NotContains(t, string(after.Schema), s)
		}
		proved(t, e.rec, after)
	}
}

// proved checks the promises of scrub on a record: the same faults equally
// often, and nothing left of its words.
func proved(t *testing.T, before, after Record) {
	t.Helper()
	d := diagnose(after.Text)
	if !d.same(diagnose(before.Text)) || !maps.Equal(d.faults, after.Faults) {
		t.Errorf("%s: %q: the faults change to %v", before.Key, after.Text, d.faults)
	}
	for _, s := range survivors(after.Text, names(before)) {
		t.Errorf("%s: %q survives in %q", before.Key, s, after.Text)
	}
	if strings.Count(before.Text, "\n") != strings.Count(after.Text, "\n") {
		t.Errorf("%s: the layout changes to %q", before.Key, after.Text)
	}
}

var (
	coded       = regexp.MustCompile(`\\u[0-9a-fA-F]{4}`)
	wordRun     = regexp.MustCompile(`[\p{L}\p{M}]+`)
	digitRun    = regexp.MustCompile(`[0-9]{4,}`)
	dummyDigits = regexp.MustCompile(`^0?[123]+$`)
	ideograph   = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul}
)

// survivors returns the runs of letters and digits in a scrubbed text that are
// neither placeholders nor names that were asked for nor words of syntax.
func survivors(text string, keys []string) []string {
	text = coded.ReplaceAllStringFunc(text, func(s string) string {
		var r rune
		fmt.Sscanf(s, `\u%x`, &r)
		return string(r)
	})
	var left []string
	for _, at := range wordRun.FindAllStringIndex(text, -1) {
		run := text[at[0]:at[1]]
		long := utf8.RuneCountInString(run) >= 3
		for _, r := range run {
			long = long || unicode.In(r, ideograph...)
		}
		if long && !dummy(run) && !inName(text, at, keys) && !inSyntax(text, at) {
			left = append(left, run)
		}
	}
	for _, run := range digitRun.FindAllString(text, -1) {
		if !dummyDigits.MatchString(run) {
			left = append(left, run)
		}
	}
	return left
}

// dummy reports whether a run has letters of placeholders only, but for the
// letter of an escape before them.
func dummy(run string) bool {
	for i, r := range run {
		letters := placeholders(r)
		if !strings.ContainsRune(string(letters[:]), unicode.ToLower(r)) && (i > 0 || r > 'z') {
			return false
		}
	}
	return true
}

// inName reports whether a run is part of a name that was asked for.
func inName(text string, at []int, keys []string) bool {
	for _, k := range keys {
		if from := max(0, at[0]-len(k)); strings.Contains(text[from:min(len(text), at[1]+len(k))], k) && strings.Contains(k, text[at[0]:at[1]]) {
			return true
		}
	}
	return false
}

// inSyntax reports whether a run is part of a word of syntax.
func inSyntax(text string, at []int) bool {
	from, to := at[0], at[1]
	for from > 0 && isName(text[from-1]) {
		from--
	}
	for to < len(text) && isName(text[to]) {
		to++
	}
	return syntax(text, from, to)
}

func TestSurvivors(t *testing.T) {
	for text, want := range map[string][]string{
		`{"xyx": "Bob", "abc": 1}`:              {"Bob"},
		`say true, 1234`:                        {"say", "true", "1234"},
		`中 か 한 甲`:                               {"中", "か", "한"},
		`{"a": "\u4e2d\u7532"}`:                 {"中甲"},
		`"\nxyz" [true] <tool_call> Xyzzy 0123`: nil,
	} {
		assert.Equal(t, want, survivors(text, []string{"abc"}), text)
	}
}

func TestScrubCorpus(t *testing.T) {
	cases := corpus.All()
	kept := 0
	for _, c := range cases {
		rec := Record{Key: c.Name, Text: string(c.Input), Keys: c.Keys, Schema: c.Schema}
		if after, ok := scrub(rec); ok {
			kept++
			proved(t, rec, after)
		}
	}
	if 100*kept < 95*len(cases) {
		t.Errorf("%d of %d cases keep their faults", kept, len(cases))
	}
}

// TestChain imports, scrubs and classifies the real outputs of models that a
// strict parser refuses.
func TestChain(t *testing.T) {
	data := os.Getenv("REPAIRJSON_DATA")
	if data == "" {
		t.Skip("REPAIRJSON_DATA is not set; it names the folder of the test data")
	}
	dir := t.TempDir()
	start := time.Now()
	imported, _, err := call(t, "", "import", "--form", "jsonl", "--text", "output", "--schema", "functions",
		filepath.Join(data, "bfcl", "dev", "invalid.jsonl"))
	require.NoError(t, err)
	scrubbed, _, err := call(t, imported, "scrub")
	require.NoError(t, err)
	table, _, err := call(t, scrubbed, "classify", "--svg", filepath.Join(dir, "faults.svg"))
	require.NoError(t, err)
	if d := time.Since(start); d > time.Minute {
		t.Errorf("import, scrub and classify take %v", d)
	}
	assert.Contains(t, table, "`quote-style`")

	before, after := records(t, imported), records(t, scrubbed)
	require.Len(t, before, 3407)
	if 100*len(after) < 99*len(before) {
		t.Errorf("%d of %d records keep their faults, want 99 %%", len(after), len(before))
	}
	byKey := map[string]Record{}
	for _, r := range before {
		byKey[r.Key] = r
	}
	for _, r := range after {
		proved(t, byKey[r.Key], r)
	}
	t.Logf("%d of %d records keep their faults", len(after), len(before))
}
