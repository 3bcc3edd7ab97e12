package repairbeam

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/metrics"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/passert"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"
)

// TestRepair checks the transform: its three outputs and its counters.
func TestRepair(t *testing.T) {
	c := Config{Field: []string{"text"}, SchemaField: "schema", Model: "m", Reject: "inner-quote", Pick: "first", Log: true}
	p, s := beam.NewPipelineWithRoot()
	lines := beam.Create(s,
		`{"m":"x","text":"{'a':1}{b:2}"}`, `{"m":"x","text":"{\"a\":\"say \"hi\" now\"}"}`,
		`{"m":"y","text":"{a:\"3\"}","schema":{"type":"object","properties":{"a":{"type":"integer"}}}}`, `{"text":"{}"}`)
	repaired, dead, log := Repair(s, c, lines)
	passert.Equals(s, repaired, `{"m":"x","text":{"a":1}}`, `{"text":{}}`,
		`{"m":"y","text":{"a":3},"schema":{"type":"object","properties":{"a":{"type":"integer"}}}}`)
	passert.Equals(s, dead, `{"offset":0,"length":45,"model":"x","failures":[{"field":"text","offset":10,"line":1,"column":11,"message":"rejected repair (inner-quote)"}],`+
		`"record":"{\"m\":\"x\",\"text\":\"{\\\"a\\\":\\\"say \\\"hi\\\" now\\\"}\"}"}`)
	passert.Count(s, log, "edits", 2)
	result := ptest.RunAndValidate(t, p)
	got := map[string]int64{}
	for _, r := range result.Metrics().Query(func(r metrics.SingleResult) bool { return r.Namespace() == "repairjson" }).Counters() {
		got[r.Key.Name] = r.Committed
	}
	want := map[string]int64{
		"valid": 1, "repaired": 2, "failed": 1, "model/x/repaired": 1, "model/x/failed": 1, "model/y/repaired": 1,
		"fault/quote-style": 2, "fault/unquoted-key": 2, "fault/coerced": 1, "fault/other-answer": 1,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestMeters checks that names of models, which anybody may write, cannot harm
// the engine.
func TestMeters(t *testing.T) {
	l, err := newLiner(Config{Field: []string{"text"}, Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 * maxModels {
		l.repair(nil, place{}, fmt.Appendf(nil, `{"m":"%d%s%c","text":"{}"}`, i, strings.Repeat("é", maxName), 0xff))
	}
	m := newMeters()
	m.add(t.Context(), l.sum)
	if len(m.models) != maxModels || len(l.sum.Models) != 3*maxModels {
		t.Errorf("%d counters, %d models", len(m.models), len(l.sum.Models))
	}
	for name := range l.sum.Models {
		if b, _ := json.Marshal(name); len(name) > maxName+3 || strings.Contains(name, "\xff") || len(b) != len(name)+2 {
			t.Errorf("%q", name)
		}
	}
}

// TestCheck checks that settings which make no sense are refused.
func TestCheck(t *testing.T) {
	for _, c := range []Config{
		{Field: []string{""}}, {Field: []string{"a"}, SchemaField: `\`}, {Field: []string{"a"}, KeysField: `\`}, {Field: []string{"a"}, Model: `\`},
		{Field: []string{"a"}, Into: []string{"b", "c"}}, {Model: "m"}, {SchemaField: "s"}, {AsText: true},
		{Schema: "{"}, {Schema: `{"type":1}`}, {Pick: "any"}, {Reject: "nothing"},
	} {
		if c.Check() == nil {
			t.Errorf("%+v is taken", c)
		}
	}
	if err := (Config{Keys: []string{"a"}, Pick: "best", Reject: "guess"}).Check(); err != nil {
		t.Error(err)
	}
}
