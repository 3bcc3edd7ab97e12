// The command backfill simulates the repair of a large data set: it replays the
// sizes of records and the shares of failures that a real run reported, on
// workers that differ in speed and get lost, and prints how long it takes, what
// it costs, and what is done twice.
//
//	go run ./cmd/backfill -report DIR/_report.json -records 10e9 -cores 512 -rate 58000
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	repairbeam "github.com/repairjson/repairjson/engines/beam"
)

func main() {
	b := backfill{}
	flag.Float64Var(&b.records, "records", 10e9, "how many records")
	flag.IntVar(&b.cores, "cores", 512, "how many workers, of one core each")
	flag.Float64Var(&b.rate, "rate", 58_000, "records a second that one core was measured to do")
	flag.Float64Var(&b.block, "block", repairbeam.DefaultBlock, "bytes of a block")
	flag.Float64Var(&b.spread, "spread", 0.15, "by how much workers differ in speed: the standard deviation")
	flag.Float64Var(&b.losses, "losses", 0.05, "how often a worker is lost, an hour")
	flag.Float64Var(&b.recovery, "recovery", 120, "seconds until another one takes its place")
	flag.Float64Var(&b.price, "price", 0.05, "what a core costs an hour")
	flag.Uint64Var(&b.seed, "seed", 1, "of the simulation")
	file := flag.String("report", "", "the `FILE` _report.json of a run that was measured")
	flag.Parse()
	if err := run(os.Stdout, *file, b); err != nil {
		fmt.Fprintln(os.Stderr, "backfill:", err)
		os.Exit(2)
	}
}

func run(w io.Writer, file string, b backfill) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var s repairbeam.Summary
	if err := json.Unmarshal(text, &s); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if err := b.replay(&s); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	r := b.simulate()
	b.print(w, &s, r)
	return nil
}

// print writes what came out.
func (b *backfill) print(w io.Writer, s *repairbeam.Summary, r result) {
	const hour = 3600
	fmt.Fprintf(w, "measured: %d records of %.0f bytes; %.1f %% valid, %.1f %% repaired, %.1f %% failed\n",
		b.sampled, b.size, 100*b.valid, 100*b.repaired, 100*b.failed)
	fmt.Fprintf(w, "input: %.3g records, %.2f TB, %d blocks; output: %.2f TB\n",
		b.records, b.records*b.size/1e12, r.blocks, b.records*b.outSize/1e12)
	fmt.Fprintf(w, "%d cores: %.2f h, %.1f core hours of work, %.1f paid for, %.2f in money; %.1f %% of the time at work\n",
		b.cores, r.wall/hour, r.work/hour, r.wall*float64(b.cores)/hour,
		r.wall*float64(b.cores)/hour*b.price, 100*(r.work+r.lost)/(r.wall*float64(b.cores)))
	fmt.Fprintf(w, "workers lost: %d; blocks done again: %d, %.3f %% of the work\n", r.deaths, r.again, 100*r.lost/r.work)
	fmt.Fprintf(w, "dead letters: %.4g\n", b.records*b.failed)
	reasons := make([]string, 0, len(s.Reasons))
	for reason := range s.Reasons {
		reasons = append(reasons, reason)
	}
	slices.SortFunc(reasons, func(a, b string) int { return s.Reasons[b] - s.Reasons[a] })
	for _, reason := range reasons {
		fmt.Fprintf(w, "  %.4g %s\n", b.records*float64(s.Reasons[reason])/float64(b.sampled), reason)
	}
}
