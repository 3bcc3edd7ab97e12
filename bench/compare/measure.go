package main

import (
	"errors"
	"math"
	"slices"
	"time"

	"github.com/repairjson/repairjson/bench/damage"
)

// A measure is something that is called again and again, here or in a process.
type measure struct {
	bytes   int
	call    func()
	process *process
	text    string // for the process
	times   []float64
	calls   int // a round; found in the first
	spent   time.Duration
	end     string // why there is no right output: "wrong", "refused", "late" or "crash"
}

// round measures for at least the given time.
func (m *measure) round(least time.Duration) error { return m.roundWithin(least, time.Hour) }

func (m *measure) roundWithin(least, limit time.Duration) error {
	begin := time.Now()
	defer func() { m.spent += time.Since(begin) }()
	if m.process != nil {
		s, err := m.process.seconds(m.text, least, limit)
		if err == nil {
			m.times = append(m.times, s)
		}
		return err
	}
	for m.calls = max(m.calls, 1); ; {
		start := time.Now()
		for range m.calls {
			m.call()
		}
		took := time.Since(start)
		if took >= least {
			m.times = append(m.times, took.Seconds()/float64(m.calls))
			return nil
		}
		m.calls = max(m.calls+1, min(20*m.calls, int(1.2*float64(m.calls)*float64(least)/float64(took+1))))
	}
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	if len(v) == 0 {
		return math.NaN()
	}
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// rate returns MB/s.
func (m *measure) rate() float64 { return float64(m.bytes) / median(m.times) / 1e6 }

// right reports whether the output is what was meant.
func (m *measure) right() bool { return m.end == "" }

// interleave measures all in turn, so that a slow moment of the machine meets
// all of them.
func interleave(c config, all []*measure) {
	for range c.rounds {
		for _, m := range all {
			if m.end == "late" || m.end == "crash" || m.spent >= c.enough {
				continue
			}
			if err := m.roundWithin(c.least, c.limit); err != nil {
				m.end = ending(err)
			}
		}
	}
}

// ending says in a word why there is no output.
func ending(err error) string {
	switch {
	case errors.Is(err, errLate):
		return "late"
	case errors.Is(err, errEnded):
		return "crash"
	}
	return "refused"
}

// repairing measures what a repairer does with a text that comes from doc. Of a
// text that is cut off the end is lost, so that there is no one right value.
func repairing(c config, r *repairer, text, doc []byte, cut bool) *measure {
	s := string(text)
	m := &measure{bytes: len(text), process: r.process, text: s}
	if r.process == nil {
		repair := goRepairers[r.name]
		m.call = func() { _, _ = repair(s) }
	}
	switch out, err := r.repair(s, c.limit); {
	case err != nil:
		m.end = ending(err)
	case !cut && !damage.Equal([]byte(out), doc):
		m.end = "wrong"
	}
	return m
}
