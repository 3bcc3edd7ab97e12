package inference

import (
	"io"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// BenchmarkStream measures a stream of 2 KB in frames of four characters.
func BenchmarkStream(b *testing.B) {
	valid := `{"items": [` + strings.Repeat(`{"name": "item 1", "price": 12.5, "tags": ["new", "on sale"]}, `, 32) + `{}]}`
	const schema = `{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"price":{"type":"number"},"tags":{"type":"array","items":{"type":"string"}}}}}}}`
	for name, text := range map[string]string{"valid": valid, "broken": strings.ReplaceAll(valid, `"`, `'`), "schema": valid} {
		request := asksJS
		if name == "schema" {
			request = `{"guided_json":` + schema + `}`
		}
		b.Run(name, func(b *testing.B) {
			var sse strings.Builder
			frames := 0
			for p := range pieces(text, 4) {
				sse.WriteString(chunk(p))
				frames++
			}
			sse.WriteString(finish + theEnd)
			in := sse.String()
			ask := gjson.Parse(request)
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				x := &exchange{opts: &Options{}, route: Chat, shape: shapeOf(Chat, ask)}
				s := newStream(x, io.NopCloser(strings.NewReader(in)), false, func() {})
				if _, err := io.Copy(io.Discard, s); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*frames), "ns/frame")
		})
	}
}
