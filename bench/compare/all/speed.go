package main

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/repairjson/repairjson/bench"
	"github.com/repairjson/repairjson/bench/damage"
	"github.com/tidwall/gjson"
)

// seed gives documents that are indented.
const seed = 1

// sizes of the documents.
var sizes = []struct {
	name  string
	bytes int
}{{"300 B", 300}, {"4 KB", 4 << 10}, {"64 KB", 64 << 10}, {"1 MB", 1 << 20}}

// A measure is something that is called again and again.
type measure struct {
	bytes int
	call  func()
	timed func(least time.Duration) (float64, error) // for another process
	times []float64                                  // seconds of a call, one a round
	calls int
	wrong string // why the output is not what was meant
}

func (m *measure) round(least time.Duration) error {
	if m.timed != nil {
		s, err := m.timed(least)
		m.times = append(m.times, s)
		return err
	}
	for m.calls = max(m.calls, 1); ; {
		start := time.Now()
		for range m.calls {
			m.call()
		}
		if took := time.Since(start); took >= least {
			m.times = append(m.times, took.Seconds()/float64(m.calls))
			return nil
		} else {
			m.calls = max(m.calls+1, min(20*m.calls, int(1.2*float64(m.calls)*float64(least)/float64(took+1))))
		}
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

// A row is a text in all sizes, or a library.
type row struct {
	name     string
	measures []*measure
}

// interleave measures all in turn, so that a slow moment of the machine meets
// all of them.
func interleave(c config, rows []row) error {
	for range c.rounds {
		for _, r := range rows {
			for _, m := range r.measures {
				if err := m.round(c.least); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// speed writes what intact documents and damaged ones cost.
func speed(c config, peers []*peer, b *strings.Builder) error {
	if err := intact(c, peers, b); err != nil {
		return err
	}
	return damaged(c, peers, b)
}

func intact(c config, peers []*peer, b *strings.Builder) error {
	var rows []row
	add := func(name string, of func(doc []byte) *measure) {
		r := row{name: name}
		for _, s := range sizes {
			r.measures = append(r.measures, of(bench.Document(s.bytes, seed)))
		}
		rows = append(rows, r)
	}
	for _, p := range peers {
		if p.check != nil {
			add(p.name, func(doc []byte) *measure {
				return &measure{bytes: len(doc), call: func() { _ = p.check(doc) }}
			})
			continue
		}
		add(p.name, func(doc []byte) *measure { return repairing(p, doc, doc) })
	}
	for _, u := range unmarshals {
		add(u.name, func(doc []byte) *measure {
			return &measure{bytes: len(doc), call: func() { _ = u.call(doc) }}
		})
	}
	if err := interleave(c, rows); err != nil {
		return err
	}
	b.WriteString("\n## Speed on valid documents\n\nMB/s, and in parentheses the ratio to `gjson.Valid` in the same run. repairjson gives the same bytes back; the checkers say yes or no; the others make a value or a text. gjson and sonic do not check UTF-8.\n\n")
	yardstick := rows[slices.IndexFunc(rows, func(r row) bool { return r.name == "gjson.Valid" })]
	table(b, "library", rows, yardstick.measures)
	fmt.Println("speed, intact: done")
	return nil
}

// repairing measures what a repairer does with a text that comes from doc.
func repairing(p *peer, text, doc []byte) *measure {
	s := string(text)
	m := &measure{bytes: len(text), call: func() { _, _ = p.repair(s) }}
	if p.timed != nil {
		m.timed = func(least time.Duration) (float64, error) { return p.timed(s, least) }
	}
	switch out, err := p.repair(s); {
	case err != nil:
		m.wrong = "refused"
	case !damage.Equal([]byte(out), doc):
		m.wrong = "wrong"
	}
	return m
}

// damaged compares the repairers on each kind of damage, at 4 KB and 64 KB.
func damaged(c config, peers []*peer, b *strings.Builder) error {
	list := repairers(peers)
	for _, s := range sizes[1:3] {
		doc := bench.Document(s.bytes, seed)
		valid := &measure{bytes: len(doc), call: func() { _ = gjson.ValidBytes(doc) }}
		rows := []row{{"gjson.Valid, intact", []*measure{valid}}}
		var kinds []string
		shares := map[string][]float64{}
		for _, d := range bench.Damages() {
			text := d.Make(doc, seed)
			want := doc
			r := row{name: d.Name}
			for _, p := range list {
				m := repairing(p, text, want)
				if d.Name == "truncated" && m.wrong == "wrong" {
					m.wrong = "" // the end is lost: there is no one value
				}
				r.measures = append(r.measures, m)
			}
			rows = append(rows, r)
			kinds = append(kinds, d.Name)
		}
		if err := interleave(c, rows); err != nil {
			return err
		}
		fmt.Fprintf(b, "\n## Speed on damaged documents of %s\n\nMB/s, and in parentheses the ratio to `gjson.Valid` on the intact document (%.0f MB/s). Struck out: the output is not the document; refused: there is none.\n\n| damage |", s.name, valid.rate())
		for _, p := range list {
			fmt.Fprintf(b, " %s |", p.name)
		}
		b.WriteString("\n|---|" + strings.Repeat("--:|", len(list)) + "\n")
		for _, r := range rows[1:] {
			fmt.Fprintf(b, "| %s |", r.name)
			for i, m := range r.measures {
				fmt.Fprintf(b, " %s |", cell(m, valid))
				bar := 0.0
				if m.wrong == "" {
					bar = m.rate()
				}
				shares[list[i].name] = append(shares[list[i].name], bar)
			}
			b.WriteString("\n")
		}
		lost := 0
		for _, r := range rows[1:] {
			for _, m := range r.measures[1:] {
				if m.wrong == "" && m.rate() > r.measures[0].rate() {
					lost++
				}
			}
		}
		fmt.Fprintf(b, "\nrepairjson is slower than another that returns the document in %d of %d pairs.\n", lost, (len(rows)-1)*(len(list)-1))
		name := fmt.Sprintf("speed-%d.svg", s.bytes)
		if err := plotBars(filepath.Join(c.docs, name), b, "MB/s on damaged documents of "+s.name+" (no bar: wrong or refused)", kinds, list, shares, true); err != nil {
			return err
		}
	}
	fmt.Println("speed, damaged: done")
	return nil
}

func cell(m, yardstick *measure) string {
	text := fmt.Sprintf("%.3g (%.2g)", m.rate(), m.rate()/yardstick.rate())
	switch m.wrong {
	case "refused":
		return "refused"
	case "wrong":
		return "~~" + text + "~~"
	}
	return text
}

func table(b *strings.Builder, first string, rows []row, yardsticks []*measure) {
	b.WriteString("| " + first + " |")
	for _, s := range sizes {
		b.WriteString(" " + s.name + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("--:|", len(sizes)) + "\n")
	for _, r := range rows {
		b.WriteString("| " + r.name + " |")
		for i, m := range r.measures {
			b.WriteString(" " + cell(m, yardsticks[i]) + " |")
		}
		b.WriteString("\n")
	}
}
