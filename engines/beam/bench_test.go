package repairbeam

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/repairjson/repairjson/engines/beam/sample"
)

// BenchmarkBlock repairs a block without an engine.
func BenchmarkBlock(b *testing.B) {
	in := filepath.Join(b.TempDir(), "in.jsonl")
	f, err := os.Create(in)
	if err != nil {
		b.Fatal(err)
	}
	if err := sample.NewMaker(1, 1000).Write(f, 0, 15000); err != nil {
		b.Fatal(err)
	}
	info, _ := f.Stat()
	f.Close()
	dir := b.TempDir()
	fn := &blockFn{Config: Config{Field: []string{"text"}, Schema: sample.Schema, Model: "model"}, Output: dir}
	if err := fn.Setup(); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	n := 0
	for b.Loop() {
		n++
		if _, err := fn.ProcessElement(context.Background(), Block{in, 0, info.Size(), n, n}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n)/15000, "ns/record")
}
