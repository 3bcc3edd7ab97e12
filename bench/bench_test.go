package bench_test

import (
	"testing"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/bench"
	"github.com/tidwall/gjson"
)

// A size of document that the benchmarks and the report use.
type size struct {
	name  string
	bytes int
}

var sizes = []size{{"300B", 300}, {"4KB", 4 << 10}, {"64KB", 64 << 10}, {"1MB", 1 << 20}}

// seed is odd: the documents are indented.
const seed = 1

func BenchmarkValid(b *testing.B) {
	for _, s := range sizes {
		doc := bench.Document(s.bytes, seed)
		b.Run(s.name+"/repairjson", func(b *testing.B) { benchmarkRepair(b, doc) })
		b.Run(s.name+"/gjson", func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				if !gjson.ValidBytes(doc) {
					b.Fatal("the document is not valid")
				}
			}
		})
	}
}

func BenchmarkDamaged(b *testing.B) {
	for _, d := range bench.Damages() {
		for _, s := range sizes {
			text := d.Make(bench.Document(s.bytes, seed), seed)
			b.Run(d.Name+"/"+s.name, func(b *testing.B) { benchmarkRepair(b, text) })
		}
	}
}

func benchmarkRepair(b *testing.B, text []byte) {
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := repairjson.Repair(text); err != nil {
			b.Fatal(err)
		}
	}
}
