package fuzz

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"testing"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/bench"
	"github.com/repairjson/repairjson/fuzz/laws"
	"github.com/repairjson/repairjson/schema"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// huge is an exponent that takes the oracle, which multiplies it out, forever.
var huge = regexp.MustCompile(`[0-9][eE][+-]?[0-9]{4}`)

// valid asks the oracle, a validator of others, whether text fits.
func valid(t testing.TB, oracle *jsonschema.Schema, text []byte) bool {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return oracle.Validate(v) == nil
}

// duplicates reports whether an object of the next value has two members of
// one name. The oracle sees the last; we want each to fit.
func duplicates(dec *json.Decoder) bool {
	open, _ := dec.Token() // it is valid
	if _, ok := open.(json.Delim); !ok {
		return false
	}
	seen := map[any]bool{}
	for dec.More() {
		if open == json.Delim('{') {
			name, _ := dec.Token()
			if seen[name] {
				return true
			}
			seen[name] = true
		}
		if duplicates(dec) {
			return true
		}
	}
	_, _ = dec.Token() // the closer
	return false
}

// noise replaces, removes or inserts bytes: two of code for each.
func noise(doc, code []byte) []byte {
	doc = bytes.Clone(doc)
	for ; len(code) >= 2 && len(doc) > 0; code = code[2:] {
		i := int(code[0]) * len(doc) / 256
		switch c := code[1]; {
		case c < 64:
			doc = append(doc[:i], doc[i+1:]...)
		case c < 128:
			doc[i] = c
		default:
			doc = append(doc[:i], append([]byte{c & 127}, doc[i:]...)...)
		}
	}
	return doc
}

// checkShape makes a schema and a document that fits it, but for one in bent
// of its values; damages that; and checks law 9. It reports whether the
// output fits.
func checkShape(t testing.TB, seed uint64, bent, damage byte, code []byte) (fits bool) {
	t.Helper()
	r := &shaper{Rand: rand.New(rand.NewPCG(seed, 9)), bent: int(bent)}
	made := r.root()
	s, err := schema.Parse([]byte(made.schema))
	if err != nil {
		t.Fatalf("%s: %v", made.schema, err)
	}
	oracle, err := jsonschema.CompileString("schema:///oracle", made.schema)
	if err != nil {
		t.Fatalf("%s: %v", made.schema, err)
	}
	doc := []byte(made.doc())
	if bent == 0 && !valid(t, oracle, doc) {
		t.Fatalf("%s does not fit %s: the test is wrong", doc, made.schema)
	}
	kinds := bench.Damages()
	if k := int(damage) % (len(kinds) + 1); k < len(kinds) {
		doc = kinds[k].Make(doc, seed)
	}
	doc = noise(doc, code)
	out, fits, err := laws.Align(repairjson.Options{Schema: s}, doc)
	if err != nil {
		t.Fatalf("schema %s\ntext %q\n%v", made.schema, doc, err)
	}
	if out != nil && !huge.Match(out) && !duplicates(json.NewDecoder(bytes.NewReader(out))) && valid(t, oracle, out) != fits {
		t.Fatalf("schema %s\ntext %q\nbecomes %s\nsaid to fit: %v; the oracle differs", made.schema, doc, out, fits)
	}
	return fits
}

// FuzzShape checks random schemas and random damages of documents that fit.
func FuzzShape(f *testing.F) {
	for i := range uint64(40) {
		f.Add(i, byte(i%5), byte(i), []byte(nil))
		f.Add(i, byte(0), byte(10), []byte{byte(i * 6), byte(i * 5)})
	}
	f.Fuzz(func(t *testing.T, seed uint64, bent, damage byte, code []byte) {
		checkShape(t, seed, bent, damage, code)
	})
}

// TestShapes does the same for many seeds, and wants most answers to fit in
// the end, so that it is known to test something.
func TestShapes(t *testing.T) {
	rounds := uint64(120)
	if testing.Short() {
		rounds = 30
	}
	for bent := range byte(4) {
		for damage := range byte(len(bench.Damages()) + 1) {
			name := "none"
			if int(damage) < len(bench.Damages()) {
				name = bench.Damages()[damage].Name
			}
			fit := 0
			for seed := range rounds {
				if checkShape(t, seed, bent*3, damage, nil) {
					fit++
				}
			}
			t.Logf("damage %s, one value in %d bent: %d of %d fit", name, bent*3, fit, rounds)
			if least := int(rounds) * 7 / 10; fit < least && name != "truncated" {
				t.Errorf("damage %s, one value in %d bent: only %d of %d fit", name, bent*3, fit, rounds)
			}
		}
	}
}
