package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/repairjson/repairjson/bench"
)

// lengths are those of the adversarial texts for all repairers, and for ours:
// each four times the one before.
var (
	lengths     = []int{4 << 10, 16 << 10, 64 << 10}
	longLengths = []int{16 << 10, 64 << 10, 256 << 10, 1 << 20}
)

// steep is the ratio from which on growth is not called linear: caches and
// memory make less.
const steep = 3

// A curve is what a repairer takes for a family: seconds at each length, fewer
// if it was stopped, and why.
type curve struct {
	lengths []int
	seconds []float64
	end     string // "", "late" or "crash"
}

// ratio says how much more a byte costs at the greatest length than at the
// least: 1 is linear, 16 quadratic where the one is 16 times the other.
func (c curve) ratio() float64 {
	last := len(c.seconds) - 1
	return c.perByte(last) / c.perByte(0)
}

// perByte returns nanoseconds.
func (c curve) perByte(i int) float64 { return 1e9 * c.seconds[i] / float64(c.lengths[i]) }

func (c curve) linear() bool { return c.end == "" && c.ratio() < steep }

func (c curve) cell() string {
	if c.end != "" {
		return fmt.Sprintf("%s at %d KB", c.end, c.lengths[len(c.seconds)]>>10)
	}
	return figure(c.perByte(len(c.seconds)-1)) + " (" + figure(c.ratio()) + ")"
}

// sudden reports whether a curve ended though what came before was far from
// the limit.
func (c curve) sudden(limit time.Duration) bool {
	return len(c.seconds) == 0 || c.seconds[len(c.seconds)-1] < limit.Seconds()/64
}

// growth writes how the time grows on adversarial texts.
func growth(r *report) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	families := bench.Families()
	// Ours runs in a process like the others.
	processes := []*process{{driver: driver{ours, []string{self, "-child", ours}}}}
	for _, one := range r.repairers[1:] {
		processes = append(processes, one.process)
	}
	columns := make([][]curve, len(processes))
	for i, p := range processes {
		for _, f := range families {
			columns[i] = append(columns[i], climb(r.config, p, f, lengths))
		}
	}
	defer processes[0].stop()
	r.both("\n## Growth on adversarial texts\n\nTime must grow with the length of the text and no faster, whatever the text. %d families of texts of %d, %d and %d KB, at most %s a call; the fastest of several calls. Not linear: a byte costs at least %d times as much at the end as at the beginning.\n\n", len(families), lengths[0]>>10, lengths[1]>>10, lengths[2]>>10, r.limit, steep)
	r.both("%s", header("repairer", "linear", "not linear", "late", "crash"))
	for i, name := range r.names() {
		var linear, not, late, crashed int
		for _, one := range columns[i] {
			switch {
			case one.end == "late":
				late++
			case one.end == "crash":
				crashed++
			case one.linear():
				linear++
			default:
				not++
			}
		}
		r.both("%s", row(name, fmt.Sprint(linear), fmt.Sprint(not), fmt.Sprint(late), fmt.Sprint(crashed)))
	}
	r.more("\nThe families on which one of them is not linear: nanoseconds a byte at the end, and the ratio.\n\n%s", header("family", r.names()...))
	worst, most := 0, 0 // the family to draw: most have two points at least, and many are not linear
	for f, family := range families {
		bad, drawn := 0, 0
		var cells []string
		for _, column := range columns {
			if !column[f].linear() {
				bad++
			}
			if len(column[f].seconds) > 1 {
				drawn++
			}
			cells = append(cells, column[f].cell())
		}
		if bad > 0 {
			r.more("%s", row(family.Name, cells...))
		}
		if score := drawn*len(columns) + bad; score > most && bad > 0 {
			worst, most = f, score
		}
	}
	curves := make([]curve, len(columns))
	for i := range columns {
		curves[i] = columns[i][worst]
	}
	r.both("\n![Seconds by length: %s](../docs/growth.svg)\n", families[worst].Name)
	ownGrowth(r, processes[0], columns[0])
	return plotGrowth(filepath.Join(r.root, "docs", "growth.svg"), families[worst].Name, r.names(), curves)
}

// ownGrowth writes ours up to 1 MB.
func ownGrowth(r *report, p *process, short []curve) {
	r.more("\nrepairjson up to 1 MB, nanoseconds a byte, and the ratio of the last to the first (1: linear, 64: quadratic):\n\n%s", header("family", "16 KB", "64 KB", "256 KB", "1 MB", "ratio"))
	worst, at := 0.0, ""
	var bad []string
	for i, f := range bench.Families() {
		c := climb(r.config, p, f, longLengths)
		var cells []string
		for j := range c.seconds {
			cells = append(cells, fmt.Sprintf("%.2f", c.perByte(j)))
		}
		for len(cells) < len(longLengths) {
			cells = append(cells, c.end)
		}
		if !c.linear() || !short[i].linear() {
			bad = append(bad, f.Name)
		}
		ratio := c.end
		if c.end == "" {
			ratio = fmt.Sprintf("%.2f", c.ratio())
			if c.ratio() > worst {
				worst, at = c.ratio(), f.Name
			}
		}
		r.more("%s", row(f.Name, append(cells, ratio)...))
	}
	t := target{what: fmt.Sprintf("time on %d adversarial families, 4 KB to 1 MB", len(short)), want: "linear", got: fmt.Sprintf("greatest ratio of ns/byte %.2f (%s)", worst, at)}
	if len(bad) > 0 {
		t.short = "not linear: " + strings.Join(bad, ", ")
	}
	r.targets = append(r.targets, t)
}

// climb measures a repairer on a family. What looks steep is measured again:
// other work of the machine makes a call slower, never faster.
func climb(c config, p *process, f bench.Family, lengths []int) curve {
	one := ascend(c, p, f, lengths)
	if one.end != "" && one.sudden(c.limit) {
		one = ascend(c, p, f, lengths)
	}
	for again := 0; again < 3 && one.end == "" && one.ratio() >= steep; again++ {
		other := ascend(c, p, f, lengths)
		for i := range min(len(other.seconds), len(one.seconds)) {
			one.seconds[i] = min(one.seconds[i], other.seconds[i])
		}
	}
	return one
}

func ascend(c config, p *process, f bench.Family, lengths []int) curve {
	one := curve{lengths: lengths}
	for _, n := range lengths {
		seconds, err := fastest(c, p, string(f.Make(n)))
		if err != nil {
			one.end = ending(err)
			return one
		}
		one.seconds = append(one.seconds, seconds)
	}
	return one
}

// fastest returns the least of several times, but not of those that are long.
func fastest(c config, p *process, text string) (float64, error) {
	least := c.least / 6
	best, err := p.seconds(text, least, c.limit)
	for n := 1; n < 5 && err == nil && best < c.limit.Seconds()/8; n++ {
		var again float64
		again, err = p.seconds(text, least, c.limit)
		best = min(best, again)
	}
	return best, err
}
