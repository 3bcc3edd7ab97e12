package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/repairjson/repairjson/bench"
)

// lengths are those of the adversarial texts: each four times the one before.
var lengths = []int{4 << 10, 16 << 10, 64 << 10}

// A curve is what a repairer takes for a family: seconds at each length, fewer
// if it was stopped, and why.
type curve struct {
	seconds []float64
	end     string // "", "time" or "crash"
}

// ratio says how much more a byte costs at the greatest length than at the
// least: 1 is linear, 16 quadratic.
func (c curve) ratio() float64 {
	last := len(c.seconds) - 1
	return c.seconds[last] / float64(lengths[last]) / (c.seconds[0] / float64(lengths[0]))
}

func (c curve) cell() string {
	switch {
	case c.end != "" && len(c.seconds) == 0:
		return fmt.Sprintf("%s at %d KB", c.end, lengths[0]>>10)
	case c.end != "":
		return fmt.Sprintf("%s at %d KB", c.end, lengths[len(c.seconds)]>>10)
	}
	last := len(c.seconds) - 1
	return fmt.Sprintf("%.3g (%.2g)", 1e9*c.seconds[last]/float64(lengths[last]), c.ratio())
}

// sudden reports whether a curve ended though what came before was far from
// the limit.
func (c curve) sudden(limit time.Duration) bool {
	return len(c.seconds) == 0 || c.seconds[len(c.seconds)-1] < limit.Seconds()/64
}

// steep is the ratio from which on growth is not called linear: noise and
// caches make less.
const steep = 3

func (c curve) linear() bool { return c.end == "" && c.ratio() < steep }

// growth writes how the time grows on adversarial texts. Every repairer runs
// in a process of its own, so that it can be stopped.
func growth(c config, _ []*peer, b *strings.Builder) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	all := append([]driver{
		{"repairjson", ".", []string{self, "-child", "repairjson"}},
		{"kaptinlin/jsonrepair", ".", []string{self, "-child", "kaptinlin/jsonrepair"}},
	}, drivers(c.tools)...)
	var names []string
	var columns [][]curve
	for _, d := range all {
		column, err := climb(c, d)
		if err != nil {
			fmt.Fprintf(os.Stderr, "all: growth: %s does not take part: %v\n", d.name, err)
			continue
		}
		names, columns = append(names, d.name), append(columns, column)
		fmt.Println("growth:", d.name, "done")
	}
	families := bench.Families()
	fmt.Fprintf(b, "\n## Growth on adversarial texts\n\n%d families of %d, %d and %d KB, at most %s a call. Not linear: a byte costs at least %d times as much at the end as at the beginning.\n\n", len(families), lengths[0]>>10, lengths[1]>>10, lengths[2]>>10, c.limit, steep)
	b.WriteString("| repairer | linear | not linear | out of time | crashed |\n|---|--:|--:|--:|--:|\n")
	for i, name := range names {
		var linear, not, late, crashed int
		for _, one := range columns[i] {
			switch {
			case one.end == "time":
				late++
			case one.end == "crash":
				crashed++
			case one.linear():
				linear++
			default:
				not++
			}
		}
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", name, linear, not, late, crashed)
	}
	b.WriteString("\nThe families on which one of them is not linear: nanoseconds a byte at the end, and the ratio.\n\n| family | " + strings.Join(names, " | ") + " |\n|---|" + strings.Repeat("--:|", len(names)) + "\n")
	worst, most := 0, 0 // the family to draw: most have two points at least, and many are not linear
	for f, family := range families {
		bad, drawn := 0, 0
		var cells []string
		for i := range names {
			if !columns[i][f].linear() {
				bad++
			}
			if len(columns[i][f].seconds) > 1 {
				drawn++
			}
			cells = append(cells, columns[i][f].cell())
		}
		if bad > 0 {
			fmt.Fprintf(b, "| %s | %s |\n", family.Name, strings.Join(cells, " | "))
		}
		if score := drawn*len(names) + bad; score > most && bad > 0 {
			worst, most = f, score
		}
	}
	curves := make([]curve, len(names))
	for i := range names {
		curves[i] = columns[i][worst]
	}
	return plotGrowth(filepath.Join(c.docs, "growth.svg"), b, families[worst].Name, names, curves)
}

// climb measures a repairer on all families.
func climb(c config, d driver) ([]curve, error) {
	var list []curve
	var p *process
	defer func() { p.kill() }()
	for _, f := range bench.Families() {
		var one curve
		again := true
		for i := 0; i < len(lengths); i++ {
			n := lengths[i]
			if p == nil {
				var err error
				if p, err = d.process(); err != nil {
					return nil, err
				}
			}
			seconds, err := p.fastest(min(c.rounds, 3), string(f.Make(n)), c.least/3, c.limit)
			if err != nil {
				one.end = "crash"
				if errors.Is(err, errLate) {
					one.end = "time"
				}
				p.kill()
				p = nil
				if again && one.sudden(c.limit) { // perhaps the machine had other work
					again, one.end = false, ""
					i--
					continue
				}
				break
			}
			one.seconds = append(one.seconds, seconds)
		}
		list = append(list, one)
	}
	return list, nil
}

// serveChild answers as the drivers of other languages do, for a peer of Go.
func serveChild(name string) error {
	for _, p := range goPeers() {
		if p.name != name || p.repair == nil {
			continue
		}
		in, out := bufio.NewReader(os.Stdin), json.NewEncoder(os.Stdout)
		for {
			line, err := in.ReadBytes('\n')
			if err != nil {
				return nil // the parent has closed it
			}
			var request struct {
				Text string
				Ms   int64
			}
			if err := json.Unmarshal(line, &request); err != nil {
				return err
			}
			calls, start := 0, time.Now()
			for calls == 0 || time.Since(start) < time.Duration(request.Ms)*time.Millisecond {
				_, _ = p.repair(request.Text)
				calls++
			}
			if err := out.Encode(reply{Seconds: time.Since(start).Seconds() / float64(calls)}); err != nil {
				return err
			}
		}
	}
	return fmt.Errorf("no repairer is called %q", name)
}
