package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/bench/damage"
)

func TestChain(t *testing.T) {
	dir := t.TempDir()
	var out, errs bytes.Buffer
	require.NoError(t, run([]string{"generate", "-seed", "1", "-n", "300", dir}, &out, &errs))
	inputs, err := read[input](filepath.Join(dir, inputFile))
	require.NoError(t, err)
	require.Len(t, inputs, 300)

	var own, perfect, broken bytes.Buffer
	require.NoError(t, run([]string{"run", dir}, &own, &errs))
	require.NoError(t, run([]string{"run", "-schema", dir}, &out, &errs))
	assert.Equal(t, 300, strings.Count(out.String(), "\n"))
	truths, err := read[truth](filepath.Join(dir, truthFile))
	require.NoError(t, err)
	for i, tr := range truths {
		assert.Equal(t, inputs[i].ID, tr.ID)
		text := string(tr.Want)
		line, err := json.Marshal(output{tr.ID, &text})
		require.NoError(t, err)
		perfect.Write(append(line, '\n'))
		if i%2 == 0 {
			broken.WriteString(`{"id":"` + tr.ID + `","output":"{"}` + "\n")
		}
	}
	var names []string
	for name, text := range map[string]string{"own": own.String(), "perfect": perfect.String(), "broken": broken.String()} {
		name = filepath.Join(dir, name+".jsonl")
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
		names = append(names, name)
	}
	out.Reset()
	require.NoError(t, run(append([]string{"score", "-faults", dir}, names...), &out, &errs))
	assert.Contains(t, out.String(), "| perfect | 300 | 100.0 | 0 | 0 | 0 | 0 |\n")
	assert.Contains(t, out.String(), "| broken | 0 | 0.0 | 150 | 150 | 0 | 0 |\n")
	assert.Regexp(t, `\| own \| \d+ \| (9\d|100)\.\d \| 0 \|`, out.String())
	out.Reset()
	require.NoError(t, run([]string{"score", "-failures", "2", dir, filepath.Join(dir, "broken.jsonl")}, &out, &errs))
	assert.Equal(t, 1, strings.Count(out.String(), "gives {\n"))
	assert.Equal(t, 1, strings.Count(out.String(), "gives nothing\n"))
}

// reached is how many of 6,000 cases of the tuning seed are repaired exactly.
// It only grows: who makes it larger writes the new number here.
const reached = 6000

// TestReached repairs the cases of the tuning seed: no fewer are exact than
// were once, every output is JSON, and no leaf that was right is lost.
func TestReached(t *testing.T) {
	exact, n := 0, 0
	for c := range damage.Cases(damage.Tuning, 6000) {
		n++
		out, err := repairjson.Repair([]byte(c.Input))
		if err == nil && !json.Valid(out) {
			t.Errorf("%s: no JSON: %s", c.ID, out)
		}
		if lost := damage.Lost([]byte(c.Input), c.Want, out); len(lost) > 0 {
			t.Errorf("%s: %q\ngives %s\nwhich spoils %v", c.ID, c.Input, out, lost)
		}
		if err == nil && damage.Equal(out, c.Want) {
			exact++
		}
	}
	if n != 6000 || exact < reached {
		t.Errorf("%d of %d cases are exact, %d were", exact, n, reached)
	}
	t.Logf("%d of %d", exact, n)
}

func TestUsage(t *testing.T) {
	var out, errs bytes.Buffer
	for _, bad := range [][]string{nil, {"mend"}, {"run"}, {"run", "no/such/folder"}, {"generate", "-seed", "x", "y"}} {
		assert.Error(t, run(bad, &out, &errs), bad)
	}
	assert.Contains(t, errs.String(), "usage: repairbench")
}
