package repair

import (
	"bytes"
	"errors"
	"testing"

	"github.com/repairjson/repairjson/bench"
)

// workPerByte is how many bytes the machine may examine for each of the
// source, about twice of what the worst family needs.
const workPerByte = 36

// work returns how many bytes the machine examines to repair src.
func work(src []byte) int {
	var m machine
	m.init(&Options{})
	m.src = src
	_, _ = m.complete(&Options{}) // some families are too deep, or no JSON
	return m.work
}

// TestLinear is law 10: the work stays under a constant × length on every
// family of adversarial texts as they double twice, and again.
func TestLinear(t *testing.T) {
	sizes := []int{16 << 10, 64 << 10, 256 << 10}
	if !testing.Short() {
		sizes = append(sizes, 1<<20)
	}
	for _, f := range bench.Families() {
		for _, size := range sizes {
			src := f.Make(size)
			if n := work(src); n > workPerByte*len(src) {
				t.Errorf("%s, %d KB: %.1f bytes examined for each", f.Name, size>>10, float64(n)/float64(len(src)))
			}
		}
	}
}

// TestLinearDamages is the same for documents of one fault.
func TestLinearDamages(t *testing.T) {
	for _, d := range bench.Damages() {
		for _, size := range []int{4 << 10, 256 << 10} {
			src := d.Make(bench.Document(size, 3), 3)
			if n := work(src); n > 8*len(src) {
				t.Errorf("%s, %d KB: %.1f bytes examined for each", d.Name, size>>10, float64(n)/float64(len(src)))
			}
		}
	}
}

// TestLinearBytewise is law 10 for a text that arrives byte by byte: what
// waits for more is read again at each byte, but only so often.
func TestLinearBytewise(t *testing.T) {
	for _, f := range bench.Families() {
		most := 2 * workPerByte
		if f.Name == "one long number" {
			most = window // a word is read whole until it fills the window
		}
		src := f.Make(64 << 10)
		var b Buffer
		for i := range src {
			if _, err := b.Write(src[i : i+1]); err != nil {
				break
			}
		}
		_ = b.Close()
		if b.m.work > most*len(src) {
			t.Errorf("%s: %.1f bytes examined for each", f.Name, float64(b.m.work)/float64(len(src)))
		}
	}
}

// TestDeep says that the limit of the depth gives an error, at once, and that
// nothing overflows below it. A level has two openings at the most, but for
// braces, of which maxBraces more may be one.
func TestDeep(t *testing.T) {
	var e *Error
	for _, open := range []string{"[", "{", `{"a":`, "(", "[{", `[{"a":`, "{{"} {
		src := bytes.Repeat([]byte(open), 4<<20/len(open))
		_, err := Options{}.Repair(src)
		if !errors.Is(err, ErrTooDeep) || !errors.As(err, &e) || e.Offset > (maxBraces+1)*(MaxDepth+2)*len(open) {
			t.Errorf("4 MB of %s: %v", open, err)
		}
		if n := work(src); n > 1<<20 {
			t.Errorf("4 MB of %s: %d bytes examined", open, n)
		}
	}
	for _, pair := range [][2]string{{"[", "]"}, {`{"a":`, "}"}, {"(", ")"}} {
		open, end := bytes.Repeat([]byte(pair[0]), MaxDepth), bytes.Repeat([]byte(pair[1]), MaxDepth)
		for _, src := range [][]byte{
			bytes.Join([][]byte{open, end}, []byte("1")),
			bytes.Join([][]byte{open, end}, []byte("1,")),
			append(bytes.Clone(open), '1'),
			open,
		} {
			out, err := Options{}.Repair(src)
			if err != nil || !Valid(out) {
				t.Errorf("%s %d times: %v", pair[0], MaxDepth, err)
			}
		}
		src := append(bytes.Clone(open), '[', '1')
		if _, err := (Options{}).Repair(src); !errors.Is(err, ErrTooDeep) {
			t.Errorf("%s %d times, and another: %v", pair[0], MaxDepth, err)
		}
	}
}
