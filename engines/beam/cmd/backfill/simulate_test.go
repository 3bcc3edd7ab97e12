package main

import (
	"math"
	"testing"

	repairbeam "github.com/repairjson/repairjson/engines/beam"
)

// measured is a report of 100 records of 1,000 bytes.
func measured() *repairbeam.Summary {
	return &repairbeam.Summary{
		BytesIn: 100_000, BytesOut: 90_000, Sizes: map[int]int{10: 100}, Reasons: map[string]int{"no JSON value": 10},
		Models: map[string]*repairbeam.Count{"a": {Valid: 40, Repaired: 20}, "b": {Valid: 10, Repaired: 20, Failed: 10}},
	}
}

func simulation(t *testing.T, b backfill) (backfill, result) {
	t.Helper()
	if err := b.replay(measured()); err != nil {
		t.Fatal(err)
	}
	return b, b.simulate()
}

// TestExact compares with what can be reckoned: workers of one speed, none lost,
// records of one size.
func TestExact(t *testing.T) {
	b, r := simulation(t, backfill{records: 1e6, cores: 10, rate: 1000, block: 1e6, seed: 1})
	if b.valid != 0.5 || b.repaired != 0.4 || b.failed != 0.1 || b.size != 1000 || b.deviation != 0 {
		t.Errorf("replayed %+v", b)
	}
	if r.blocks != 1000 || r.again != 0 || r.deaths != 0 || math.Abs(r.work-1000) > 1e-6 || math.Abs(r.wall-100) > 1e-6 {
		t.Errorf("got %+v, want 1000 blocks, 1000 seconds of work, 100 of time", r)
	}
}

// TestLosses checks that lost workers cost time, about as much as is expected,
// and that the same seed gives the same result.
func TestLosses(t *testing.T) {
	b := backfill{records: 1e7, cores: 20, rate: 1000, block: 10e6, losses: 6, recovery: 60, seed: 2}
	_, r := simulation(t, b)
	_, same := simulation(t, b)
	if r != same {
		t.Errorf("the same seed gives %+v and %+v", r, same)
	}
	if math.Abs(r.work-1e4) > 1e-3 {
		t.Errorf("work %v, want 10,000 seconds, however often workers are lost", r.work)
	}
	// A worker is lost each 600 seconds, a block of 10 is half done then, on average.
	if want := r.work / 600; float64(r.deaths) < want/2 || float64(r.deaths) > 2*want {
		t.Errorf("%d workers lost, want about %.0f", r.deaths, want)
	}
	if mean := r.lost / float64(r.again); mean < 2.5 || mean > 7.5 {
		t.Errorf("%.1f seconds lost with a worker, want about 5", mean)
	}
	if r.wall < 500+r.lost/20 {
		t.Errorf("wall %v does not have the time that was lost, %v", r.wall, r.lost)
	}
}

func TestNoRecords(t *testing.T) {
	if err := new(backfill).replay(&repairbeam.Summary{}); err == nil {
		t.Error("a report without records is taken")
	}
}
