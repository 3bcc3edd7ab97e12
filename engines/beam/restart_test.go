package repairbeam

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"
)

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// TestPrepare checks when a folder is taken for the output.
func TestPrepare(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	in := write(t, dir, "in.jsonl", sampled(t, 50))
	job := Job{Config: Config{Field: []string{"text"}}, Input: in, Output: dir + "/out", Block: 4000}
	if err := Prepare(ctx, Job{Input: dir + "/none", Output: job.Output}, "a"); err == nil {
		t.Error("no input, and no error")
	}
	if err := Prepare(ctx, Job{Config: Config{Pick: "best of all"}, Input: in, Output: job.Output}, "a"); err == nil {
		t.Error("a bad setting, and no error")
	}
	if err := Prepare(ctx, job, "a"); err != nil {
		t.Fatal(err)
	}
	fn := &blockFn{Config: job.Config, Output: job.Output}
	if err := fn.Setup(); err != nil {
		t.Fatal(err)
	}
	block := func() time.Time {
		t.Helper()
		if _, err := fn.ProcessElement(ctx, Block{in, 0, 4000, 0, 5}); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(job.Output + "/_staging/sum-000000-of-000005.json")
		if err != nil {
			t.Fatal(err)
		}
		return info.ModTime()
	}
	staged := func() int {
		list, _ := filepath.Glob(job.Output + "/_staging/*")
		return len(list)
	}
	done := block()
	n := staged()
	if n < 3 { // the plan, the records, the summary
		t.Errorf("%d files are staged", n)
	}
	if err := Prepare(ctx, job, "a"); err != nil || staged() != n || !block().Equal(done) {
		t.Error("the work of the same job is not kept:", err, staged())
	}
	if err := Prepare(ctx, job, "b"); err != nil || staged() != 1 {
		t.Error("the work of another program is kept:", err, staged())
	}
	block()
	other := job
	other.Log = true
	if err := Prepare(ctx, other, "b"); err != nil || staged() != 1 {
		t.Error("the work with other settings is kept:", err, staged())
	}
	block()
	if err := os.WriteFile(in, []byte(sampled(t, 51)), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Prepare(ctx, other, "b"); err != nil || staged() != 1 {
		t.Error("the work on another input is kept:", err, staged())
	}
	foreign := Job{Input: in, Output: dir}
	write(t, dir, "part-000000-of-000001.jsonl", "of others")
	if err := Prepare(ctx, foreign, "b"); err == nil || read(t, dir+"/part-000000-of-000001.jsonl") != "of others" {
		t.Error("the files of others are taken:", err)
	}
	do(t, job)
	if err := Prepare(ctx, job, "test"); !errors.Is(err, ErrComplete) {
		t.Error("a complete output is begun again:", err)
	}
}

// TestTwice does blocks several times, in any order, and publishes them several
// times, as an engine may: the output is the same.
func TestTwice(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	in := write(t, dir, "in.jsonl", sampled(t, 300))
	job := Job{Config: Config{Field: []string{"text"}, Model: "model", Log: true}, Input: in, Output: dir + "/once", Block: 20_000}
	once := do(t, job)
	job.Output = dir + "/twice"
	if err := Prepare(ctx, job, "test"); err != nil {
		t.Fatal(err)
	}
	var blocks []Block
	if err := (&planFn{job.Output}).ProcessElement(ctx, nil, func(b Block) { blocks = append(blocks, b) }); err != nil {
		t.Fatal(err)
	}
	sums := map[int]*Summary{}
	for range 3 {
		rand.Shuffle(len(blocks), func(i, j int) { blocks[i], blocks[j] = blocks[j], blocks[i] })
		for _, b := range blocks {
			fn := &blockFn{Config: job.Config, Output: job.Output}
			if err := fn.Setup(); err != nil {
				t.Fatal(err)
			}
			s, err := fn.ProcessElement(ctx, b)
			if err != nil {
				t.Fatal(err)
			}
			if old := sums[b.Index]; old != nil && !reflect.DeepEqual(old, s) {
				t.Errorf("block %d: %+v, then %+v", b.Index, old, s)
			}
			sums[b.Index] = s
			if rand.IntN(2) == 0 { // killed before it was told
				os.Remove(job.Output + "/_staging/" + b.shard("sum", ".json"))
			}
		}
	}
	all := newSummary()
	for _, s := range sums {
		for range 2 {
			if _, err := (&publishFn{job.Output}).ProcessElement(ctx, s, nil); err != nil {
				t.Fatal(err)
			}
		}
		all.add(s)
	}
	if err := (&finishFn{job.Output}).ProcessElement(ctx, all); err != nil {
		t.Fatal(err)
	}
	if twice, err := Tidy(ctx, job); err != nil || !reflect.DeepEqual(once, twice) {
		t.Errorf("%v\n%+v\n%+v", err, once, twice)
	}
	for _, name := range []string{"_report.json", "_report.svg", "_SUCCESS"} {
		if read(t, dir+"/once/"+name) != read(t, dir+"/twice/"+name) {
			t.Errorf("%s differs", name)
		}
	}
}

// TestBroken checks that where a block fails nothing is to be seen, and that
// what lacks a block is not finished.
func TestBroken(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	write(t, dir, "in-1.jsonl", sampled(t, 20))
	write(t, dir, "in-2.jsonl.gz", "this is not packed")
	job := Job{Config: Config{Field: []string{"text"}}, Input: dir + "/in-*", Output: dir + "/out"}
	if err := Prepare(ctx, job, "test"); err != nil {
		t.Fatal(err)
	}
	p, s := beam.NewPipelineWithRoot()
	Build(s, job)
	if err := ptest.Run(p); err == nil {
		t.Error("no error")
	}
	entries, _ := os.ReadDir(job.Output)
	if len(entries) != 1 || entries[0].Name() != "_staging" {
		t.Errorf("%v", entries)
	}
	if temps, _ := filepath.Glob(job.Output + "/_staging/tmp-*"); len(temps) > 0 {
		t.Errorf("%q were left", temps)
	}
	one := newSummary()
	one.Blocks = 1
	if err := (&finishFn{job.Output}).ProcessElement(ctx, one); err == nil {
		t.Error("finished without a block")
	}
	lost := &Summary{Shards: []Shard{{Name: "part-000009-of-000009.jsonl", Bytes: 3}}}
	if _, err := (&publishFn{job.Output}).ProcessElement(ctx, lost, one); err == nil {
		t.Error("published what is not there")
	}
}
