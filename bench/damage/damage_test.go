package damage

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/repairjson/repairjson/repair"
)

// TestCases checks what the documentation says of the cases.
func TestCases(t *testing.T) {
	n := 3000
	if testing.Short() {
		n = 600
	}
	texts, faults, pairs := map[string]bool{}, map[string]int{}, map[[2]string]int{}
	for c := range Cases(Tuning, n) {
		assert.False(t, texts[c.Input], "twice: %s", c.Input)
		texts[c.Input] = true
		assert.False(t, json.Valid([]byte(c.Input)), c.Input)
		require.NotEmpty(t, c.Faults)
		assert.LessOrEqual(t, len(c.Faults), most)
		for i, name := range c.Faults {
			faults[name]++
			pairs[[2]string{c.Model, name}]++
			for _, other := range c.Faults[:i] {
				assert.False(t, clash(name, other), "%s: %s with %s", c.ID, name, other)
			}
		}
		s, err := jsonschema.CompileString("case.json", string(c.Schema))
		require.NoError(t, err, "%s: %s", c.ID, c.Schema)
		var v any
		require.NoError(t, json.Unmarshal(c.Want, &v), c.ID)
		assert.NoError(t, s.Validate(v), "%s: %s", c.ID, c.Want)
	}
	assert.Len(t, texts, n)
	if testing.Short() {
		return
	}
	for _, name := range Faults() {
		assert.Positive(t, faults[name], name)
	}
	for _, p := range Profiles() {
		for _, name := range p.known() {
			assert.Positive(t, pairs[[2]string{p.Model, name}], "%s of %s", name, p.Model)
		}
	}
}

// TestSeeds checks that a seed gives the same cases again, and another seed
// others.
func TestSeeds(t *testing.T) {
	list := func(seed uint64) (all []Case) {
		for c := range Cases(seed, 200) {
			all = append(all, c)
		}
		return all
	}
	first := list(Tuning)
	assert.Equal(t, first, list(Tuning))
	for i, c := range list(Measured) {
		assert.NotEqual(t, first[i].Input, c.Input)
	}
}

// TestOperators damages documents by each operator alone: it finds a place in
// some document, changes the text, and leaves no layout but that of the place.
func TestOperators(t *testing.T) {
	for _, name := range Faults() {
		for k, op := range operators[name] {
			made := 0
			for seed := range uint64(400) {
				w := writer{rand.New(rand.NewPCG(seed, 7))}
				d := newDraft(w, w.document())
				before := d.String()
				require.True(t, Equal([]byte(before), d.truth.JSON()), before)
				if !op(d) {
					assert.Equal(t, before, d.String(), "%s %d changes a text in which it finds no place", name, k)
					continue
				}
				made++
				assert.NotEqual(t, before, d.String(), "%s %d", name, k)
			}
			assert.Positive(t, made, "%s %d finds no place in any document", name, k)
		}
	}
}

// TestNames checks that the faults are those of package repair, and that
// classify's counts have no others.
func TestNames(t *testing.T) {
	var all []string
	for _, info := range repair.FaultTable() {
		all = append(all, info.Name)
	}
	for _, name := range Faults() {
		assert.Contains(t, all, name)
	}
	profiles := Profiles()
	assert.GreaterOrEqual(t, len(profiles), 20)
	for _, p := range profiles {
		for name, n := range p.Faults {
			assert.Contains(t, all, name)
			assert.LessOrEqual(t, n, p.Records, "%s of %s", name, p.Model)
		}
		for _, seed := range []uint64{1, 2, 3} {
			rng := rand.New(rand.NewPCG(seed, 1))
			lead := p.draw(rng)
			assert.Contains(t, p.known(), lead)
			assert.Equal(t, lead, p.with(rng, lead)[0])
		}
	}
	for _, group := range apart {
		for _, name := range group {
			assert.True(t, slices.Contains(Faults(), name), name)
		}
	}
}

func TestEqual(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{`{"a":1,"b":[1.50,"é"]}`, `{"b":[15e-1,"\u00e9"],"a":1.0}`, true},
		{`{"a":1}`, `{"a":"1"}`, false},
		{`{"a":[]}`, `{"a":{}}`, false},
		{`{"a":[]}`, `{}`, false},
		{`[1,2]`, `[2,1]`, false},
		{`[null]`, `["null"]`, false},
		{`{"a/b":1}`, `{"a":{"b":1}}`, false},
		{`{"0":1}`, `[1]`, false},
		{`[1]`, `[1`, false},
	} {
		assert.Equal(t, c.want, Equal([]byte(c.a), []byte(c.b)), "%s and %s", c.a, c.b)
	}
}

func TestLost(t *testing.T) {
	damaged, want := `{"a":"x","b":[1,2,"c":3}`, `{"a":"x","b":[1,2],"c":3}`
	for output, lost := range map[string][]string{
		`{"a":"x","b":[1,2],"c":3}`:   nil,
		`{"a":"x","b":[1,2,"c",3]}`:   nil,
		`{"a":"y","b":[1,2],"c":3}`:   {"/a"},
		`{"a":"x","b":"1,2","c":3}`:   {"/b[0]", "/b[1]"},
		`[{"a":"x","b":[1,2]},"c",3]`: {"/a", "/b[0]", "/b[1]"},
	} {
		got := Lost([]byte(damaged), []byte(want), []byte(output))
		slices.Sort(got)
		assert.Equal(t, lost, got, output)
	}
}
