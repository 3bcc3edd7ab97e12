package bench_test

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/bench"
	"github.com/tidwall/gjson"
)

// TestReport measures speed and growth and writes both into README.md.
func TestReport(t *testing.T) {
	if os.Getenv("REPAIRJSON_BENCH") != "1" {
		t.Skip("to measure and write README.md: REPAIRJSON_BENCH=1 go test ./bench -run TestReport -v -timeout 30m")
	}
	machine := fmt.Sprintf("%s/%s, %d CPUs, %s.\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	speed := machine + "\n" + speedTables(t)
	growth := machine + "\n" + growthTable()
	fmt.Print(speed, "\n", growth)

	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, section := range map[string]string{"speed": speed, "growth": growth} {
		if text, err = replaceBetween(text, name, section); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile("README.md", text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// replaceBetween replaces what stands between the marker comments of a name.
func replaceBetween(text []byte, name, section string) ([]byte, error) {
	begin, end := []byte("<!-- begin "+name+" -->\n"), []byte("<!-- end "+name+" -->")
	before, rest, ok := bytes.Cut(text, begin)
	_, after, closed := bytes.Cut(rest, end)
	if !ok || !closed {
		return nil, fmt.Errorf("README.md has no markers for %s", name)
	}
	return slices.Concat(before, begin, []byte(section), end, after), nil
}

func TestReplaceBetween(t *testing.T) {
	text := []byte("a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n")
	want := "a\n<!-- begin x -->\nnew\n<!-- end x -->\nb\n"
	if got, err := replaceBetween(text, "x", "new\n"); err != nil || string(got) != want {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := replaceBetween(text, "y", ""); err == nil {
		t.Error("no error for missing markers")
	}
}

// A measure is a function on a text of a size and its times per call, one a
// round.
type measure struct {
	bytes int
	run   func()
	times []float64 // nanoseconds
	calls int       // per round; found in the first
}

// round times calls for at least the given time.
func (m *measure) round(least time.Duration) {
	for m.calls = max(m.calls, 1); ; {
		start := time.Now()
		for range m.calls {
			m.run()
		}
		took := time.Since(start)
		if took >= least {
			m.times = append(m.times, float64(took)/float64(m.calls))
			return
		}
		m.calls = max(m.calls+1, min(m.calls*20, int(float64(m.calls)*1.2*float64(least)/float64(took+1))))
	}
}

// nanoseconds returns the median time of a call.
func (m *measure) nanoseconds() float64 {
	sorted := slices.Sorted(slices.Values(m.times))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// megabytes returns the speed in MB/s.
func (m *measure) megabytes() float64 { return float64(m.bytes) / m.nanoseconds() * 1e3 }

// interleave measures all in turn, so that a slow moment of the machine meets
// all of them.
func interleave(all []*measure, rounds int, least time.Duration) {
	for range rounds {
		for _, m := range all {
			m.round(least)
		}
	}
}

func repairing(text []byte) *measure {
	return &measure{bytes: len(text), run: func() { _, _ = repairjson.Repair(text) }}
}

// A row is one kind of text in all sizes.
type row struct {
	name     string
	measures []*measure
	allocs   []string
	edits    []string
}

func speedTables(t *testing.T) string {
	kinds := append([]bench.Damage{{Name: "intact", Make: func(doc []byte, _ uint64) []byte { return doc }}}, bench.Damages()...)
	yardstick := row{name: "intact, `gjson.Valid`"}
	rows := make([]row, len(kinds))
	var all []*measure
	for _, s := range sizes {
		doc := bench.Document(s.bytes, seed)
		m := &measure{bytes: len(doc), run: func() { _ = gjson.ValidBytes(doc) }}
		all = append(all, m)
		yardstick.measures = append(yardstick.measures, m)
		for i, k := range kinds {
			text := k.Make(doc, seed)
			edits, err := repairjson.Edits(text)
			if err != nil {
				t.Fatalf("%s, %s: %v", k.Name, s.name, err)
			}
			m := repairing(text)
			all = append(all, m)
			r := &rows[i]
			r.name = k.Name
			r.measures = append(r.measures, m)
			r.allocs = append(r.allocs, fmt.Sprintf("%.0f", testing.AllocsPerRun(5, m.run)))
			r.edits = append(r.edits, fmt.Sprint(len(edits)))
		}
	}
	interleave(all, 10, 30*time.Millisecond)

	var b strings.Builder
	b.WriteString("MB/s, and in parentheses the ratio to `gjson.Valid` on the intact document of that size:\n\n")
	header(&b, "text", sizeNames("%s"))
	cells := make([]string, len(sizes))
	for i, m := range yardstick.measures {
		cells[i] = fmt.Sprintf("%.0f", m.megabytes())
	}
	line(&b, yardstick.name, cells)
	for _, r := range rows {
		for i, m := range r.measures {
			cells[i] = fmt.Sprintf("%.0f (%.2f)", m.megabytes(), m.megabytes()/yardstick.measures[i].megabytes())
		}
		line(&b, r.name, cells)
	}
	b.WriteString("\nAllocations of one `Repair`, and the number of edits:\n\n")
	header(&b, "text", append(sizeNames("allocs %s"), sizeNames("edits %s")...))
	for _, r := range rows {
		line(&b, r.name, append(slices.Clone(r.allocs), r.edits...))
	}
	return b.String()
}

func growthTable() string {
	lengths := []int{16 << 10, 64 << 10, 256 << 10, 1 << 20}
	families := bench.Families()
	var all []*measure
	for _, f := range families {
		for _, n := range lengths {
			all = append(all, repairing(f.Make(n)))
		}
	}
	interleave(all, 3, 10*time.Millisecond)

	var b strings.Builder
	b.WriteString("Nanoseconds per byte, and the ratio of those at 1 MB to those at 16 KB (1: linear, 64: quadratic):\n\n")
	header(&b, "family", []string{"16 KB", "64 KB", "256 KB", "1 MB", "ratio"})
	worst, name := 0.0, ""
	for i, f := range families {
		cells := make([]string, len(lengths)+1)
		per := make([]float64, len(lengths))
		for j, m := range all[i*len(lengths) : (i+1)*len(lengths)] {
			per[j] = m.nanoseconds() / float64(m.bytes)
			cells[j] = fmt.Sprintf("%.2f", per[j])
		}
		ratio := per[len(per)-1] / per[0]
		cells[len(lengths)] = fmt.Sprintf("%.2f", ratio)
		line(&b, f.Name, cells)
		if ratio > worst {
			worst, name = ratio, f.Name
		}
	}
	fmt.Fprintf(&b, "\nThe greatest ratio is %.2f (%s), among %d families.\n", worst, name, len(families))
	return b.String()
}

func sizeNames(format string) []string {
	names := make([]string, len(sizes))
	for i, s := range sizes {
		names[i] = fmt.Sprintf(format, s.name)
	}
	return names
}

func header(b *strings.Builder, first string, rest []string) {
	line(b, first, rest)
	b.WriteString("|---|" + strings.Repeat("--:|", len(rest)) + "\n")
}

func line(b *strings.Builder, first string, rest []string) {
	b.WriteString("| " + first + " | " + strings.Join(rest, " | ") + " |\n")
}
