package bench_test

import (
	"fmt"
	"testing"

	"github.com/repairjson/repairjson/bench"
	"github.com/repairjson/repairjson/repair"
)

// stream writes text in pieces of n bytes, with a snapshot after each.
func stream(b *repair.Buffer, text []byte, n int) {
	b.Reset()
	for i := 0; i < len(text); i += n {
		_, _ = b.Write(text[i:min(i+n, len(text))])
		_, _ = b.Snapshot()
	}
	_ = b.Close()
}

// BenchmarkStream streams a fenced answer in deltas of four bytes with a
// snapshot after each. Beside it stands one Repair of the whole.
func BenchmarkStream(b *testing.B) {
	for _, size := range []int{16 << 10, 64 << 10, 256 << 10, 1 << 20} {
		text := []byte("Here it is:\n```json\n" + string(bench.Document(size, seed)) + "\n```\n")
		b.Run(fmt.Sprintf("deltas/%dKB", size>>10), func(b *testing.B) {
			buf := repair.Buffer{Options: repair.Options{Pick: repair.First}}
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				stream(&buf, text, 4)
			}
		})
		b.Run(fmt.Sprintf("whole/%dKB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := (repair.Options{Pick: repair.First}).Repair(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
