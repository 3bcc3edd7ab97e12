package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/bench"
)

// seed gives documents that are indented.
const seed = 1

// sizes of the documents.
var sizes = []struct {
	name  string
	bytes int
}{{"300 B", 300}, {"4 KB", 4 << 10}, {"64 KB", 64 << 10}, {"1 MB", 1 << 20}}

// The targets, as ratios to the yardstick on the intact document.
const (
	wantIntact  = 1.6
	wantDamaged = 0.45
)

// A line is a library or a kind of damage: a measure for each size or for each
// repairer.
type line struct {
	name     string
	measures []*measure
}

// A contest counts the pairs of ours and another that has the right output.
type contest struct {
	pairs int
	lost  []string
}

func (c *contest) add(where, other string, ours, theirs *measure) {
	if !theirs.right() || !ours.right() {
		return
	}
	c.pairs++
	if theirs.rate() > ours.rate() {
		c.lost = append(c.lost, fmt.Sprintf("%s, %s (%s against %s MB/s)", other, where, figure(theirs.rate()), figure(ours.rate())))
	}
}

func (c *contest) String() string {
	text := fmt.Sprintf("slower in %d of %d pairs", len(c.lost), c.pairs)
	if len(c.lost) > 0 {
		text += ": " + strings.Join(c.lost, "; ")
	}
	return text
}

// speed writes what intact documents and damaged ones cost.
func speed(r *report) error {
	var won contest
	intact(r, &won)
	if err := damaged(r, &won); err != nil {
		return err
	}
	short := ""
	if len(won.lost) > 0 {
		short = fmt.Sprintf("in %d pairs", len(won.lost))
	}
	r.targets = append(r.targets, target{"a library that returns the right value, valid and damaged, 300 B to 1 MB", "never faster than repairjson", won.String(), short})
	r.both("\nOf all pairs with a library that returns the right value, valid and damaged, 300 B to 1 MB, repairjson is %s.\n", won.String())
	return nil
}

// intact compares all on valid documents.
func intact(r *report, won *contest) {
	var lines []line
	add := func(name string, of func(doc []byte) *measure) {
		l := line{name: name}
		for _, s := range sizes {
			l.measures = append(l.measures, of(bench.Document(s.bytes, seed)))
		}
		lines = append(lines, l)
	}
	for _, one := range r.repairers {
		add(one.name, func(doc []byte) *measure { return repairing(r.config, one, doc, doc, false) })
	}
	decoders := len(lines)
	for _, u := range unmarshals {
		add(u.name, func(doc []byte) *measure { return &measure{bytes: len(doc), call: func() { _ = u.call(doc) }} })
	}
	first := len(lines)
	for _, one := range checkers {
		add(one.name, func(doc []byte) *measure { return &measure{bytes: len(doc), call: func() { _ = one.check(doc) }} })
	}
	interleave(r.config, measuresOf(lines))

	mine, yardstick := lines[0].measures, lines[first].measures
	var checks contest
	for i, s := range sizes {
		for j, l := range lines[1:] {
			if j+1 >= first {
				checks.add(s.name, l.name, mine[i], l.measures[i])
			} else {
				won.add("valid, "+s.name, l.name, mine[i], l.measures[i])
			}
		}
	}
	r.both("\n## Speed on valid documents\n\nMB/s, and in parentheses the ratio to `gjson.Valid` in the same run. repairjson checks, UTF-8 too, and gives the same bytes back; other repairers make a text; decoders (Unmarshal) make a value; checkers say yes or no, those of gjson, encoding/json and sonic without a look at UTF-8. %s\n\n", legend)
	columns := []string{}
	for _, s := range sizes {
		columns = append(columns, s.name)
	}
	r.both("%s", header("library", columns...))
	for i, l := range lines {
		kind := ""
		if i >= decoders && i < first {
			kind = " (decoder)"
		} else if i >= first {
			kind = " (checker)"
		}
		var cells []string
		for j, m := range l.measures {
			cells = append(cells, cell(m, yardstick[j]))
		}
		r.both("%s", row(l.name+kind, cells...))
	}
	r.both("\nBeside the checkers, which return no value, repairjson is %s.\n", checks.String())
	lowest(r, "valid input, 300 B to 1 MB", wantIntact, []line{{"valid", mine}}, yardstick)
}

// lowest adds a target for the ratios to the yardstick.
func lowest(r *report, what string, want float64, lines []line, yardstick []*measure) {
	least, where := 0.0, ""
	var short []string
	for _, l := range lines {
		for i, m := range l.measures {
			ratio := m.rate() / yardstick[i].rate()
			at := l.name + ", " + sizes[i].name
			if where == "" || ratio < least {
				least, where = ratio, at
			}
			if ratio < want {
				short = append(short, fmt.Sprintf("%s (%.2f)", at, ratio))
			}
		}
	}
	t := target{what: what, want: fmt.Sprintf("≥ %.2f × `gjson.Valid` of the intact document", want), got: fmt.Sprintf("least %.2f (%s)", least, where)}
	if len(short) > 0 {
		t.short = fmt.Sprintf("%d of %d: %s", len(short), len(lines)*len(sizes), strings.Join(short, "; "))
	}
	r.targets = append(r.targets, t)
}

func measuresOf(lines []line) (all []*measure) {
	for _, l := range lines {
		all = append(all, l.measures...)
	}
	return all
}

// damaged compares the repairers on each kind of damage, in all sizes.
func damaged(r *report, won *contest) error {
	kinds := bench.Damages()
	own := make([]line, len(kinds)) // ours, by size
	var yardsticks []*measure
	r.both("\n## Speed on damaged documents\n\nA kind of damage is made throughout the document. MB/s, and in parentheses the ratio to `gjson.Valid` on the intact document in the same run. %s\n", legend)
	for i, s := range sizes {
		doc := bench.Document(s.bytes, seed)
		yardstick := &measure{bytes: len(doc), call: func() { _ = checkers[0].check(doc) }}
		yardsticks = append(yardsticks, yardstick)
		lines := []line{{"", []*measure{yardstick}}}
		for _, d := range kinds {
			l := line{name: d.Name}
			text := d.Make(doc, seed)
			for _, one := range r.repairers {
				l.measures = append(l.measures, repairing(r.config, one, text, doc, d.Name == "truncated"))
			}
			lines = append(lines, l)
		}
		interleave(r.config, measuresOf(lines))
		for k, l := range lines[1:] {
			own[k].name = l.name
			own[k].measures = append(own[k].measures, l.measures[0])
			for j, m := range l.measures[1:] {
				won.add(l.name+", "+s.name, r.repairers[j+1].name, l.measures[0], m)
			}
		}
		if err := damagedTable(r, s.name, s.bytes, i == 1, yardstick, lines[1:]); err != nil {
			return err
		}
	}
	r.more("\nrepairjson alone, in all sizes; `gjson.Valid` takes the intact documents with %s MB/s:\n\n", strings.Join(rates(yardsticks), ", "))
	return ownTable(r, own, yardsticks)
}

// legend explains cells.
const legend = "Struck out: the output is not the document. Refused: there is none. Late: no answer in time."

// damagedTable writes the table of a size, into both documents or the longer.
func damagedTable(r *report, name string, bytes int, both bool, yardstick *measure, lines []line) error {
	write := r.more
	if both {
		write = r.both
	}
	write("\nOf %s (`gjson.Valid` on the intact document: %.0f MB/s):\n\n%s", name, yardstick.rate(), header("damage", r.names()...))
	bars := map[string][]float64{}
	var kinds []string
	for _, l := range lines {
		kinds = append(kinds, l.name)
		var cells []string
		for i, m := range l.measures {
			cells = append(cells, cell(m, yardstick))
			bar := 0.0
			if m.right() {
				bar = m.rate()
			}
			bars[r.repairers[i].name] = append(bars[r.repairers[i].name], bar)
		}
		write("%s", row(l.name, cells...))
	}
	if bytes != 4<<10 && bytes != 64<<10 {
		return nil
	}
	title := "MB/s on damaged documents of " + name + " (no bar: wrong, refused or late)"
	file := fmt.Sprintf("speed-%d.svg", bytes)
	write("\n![%s](../docs/%s)\n", title, file)
	return plotBars(filepath.Join(r.root, "docs", file), title, kinds, r.names(), bars, true)
}

func rates(list []*measure) (words []string) {
	for _, m := range list {
		words = append(words, fmt.Sprintf("%.0f", m.rate()))
	}
	return words
}

// ownTable writes ours by size: the rate, and what it allocates.
func ownTable(r *report, lines []line, yardsticks []*measure) error {
	var columns []string
	for _, s := range sizes {
		columns = append(columns, s.name)
	}
	r.more("%s", header("damage", columns...))
	for _, l := range lines {
		var cells []string
		for i, m := range l.measures {
			cells = append(cells, cell(m, yardsticks[i]))
		}
		r.more("%s", row(l.name, cells...))
	}
	r.more("\nAllocations of one `Repair`, and the number of edits that it makes:\n\n%s", header("damage", columns...))
	intact := bench.Damage{Name: "none", Make: func(doc []byte, _ uint64) []byte { return doc }}
	for _, d := range slices.Concat([]bench.Damage{intact}, bench.Damages()) {
		var cells []string
		for _, s := range sizes {
			text := d.Make(bench.Document(s.bytes, seed), seed)
			edits, err := repairjson.Edits(text)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", d.Name, s.name, err)
			}
			allocs := testing.AllocsPerRun(5, func() { _, _ = repairjson.Repair(text) })
			cells = append(cells, fmt.Sprintf("%.0f; %d", allocs, len(edits)))
		}
		r.more("%s", row(d.Name, cells...))
	}
	lowest(r, "damaged input, 300 B to 1 MB", wantDamaged, lines, yardsticks)
	return nil
}

func cell(m, yardstick *measure) string {
	switch m.end {
	case "refused", "late", "crash":
		return m.end
	}
	text := figure(m.rate()) + " (" + figure(m.rate()/yardstick.rate()) + ")"
	if m.end == "wrong" {
		return "~~" + text + "~~"
	}
	return text
}
