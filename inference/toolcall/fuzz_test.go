package toolcall

import "testing"

// FuzzRead reads any text, in one piece and in two. No function is called that
// the text does not name, and no byte of the text is lost.
func FuzzRead(f *testing.F) {
	for _, c := range conventions() {
		f.Add(c.open+c.call("get_weather")+c.close, uint16(7), false)
		f.Add("Well: "+c.open+c.broken("get_weather")+c.between+c.call("now")+c.close+" Done.", uint16(30), true)
		f.Add(c.open+c.unclosed("math.add"), uint16(20), false)
	}
	tools := tools(f)
	f.Fuzz(func(t *testing.T, text string, split uint16, anywhere bool) {
		o := Options{Anywhere: anywhere}
		a := o.Read(tools, []byte(text))
		laws(t, tools, text, a)
		i := min(int(split), len(text))
		s := o.NewStream(tools)
		parts := append(s.Write([]byte(text[:i])), s.Write([]byte(text[i:]))...)
		parts = join(append(parts, s.Close()...))
		want := join(a.Parts)
		if len(parts) != len(want) {
			t.Fatalf("%q split at %d: %d parts, want %d", text, i, len(parts), len(want))
		}
		for j := range want {
			p, q := parts[j], want[j]
			if p.Kind != q.Kind || p.Pos != q.Pos || p.End != q.End || len(p.Calls) != len(q.Calls) {
				t.Fatalf("%q split at %d: part %d is %v [%d,%d), want %v [%d,%d)", text, i, j, p.Kind, p.Pos, p.End, q.Kind, q.Pos, q.End)
			}
		}
	})
}
