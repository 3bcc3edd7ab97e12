package repair

import "slices"

// An Edit replaces the source bytes [Pos, End) by New to mend the named
// Faults, nearly always one. Pos and End are byte offsets into the source;
// Pos == End is an insertion, New == "" a deletion.
//
// A list of edits is in order and disjoint, and insertions at a point come
// before a deletion that starts there; several insertions at one point apply
// in list order. The shape is that of golang.org/x/tools/internal/diff.Edit
// with the cause added.
type Edit struct {
	Pos, End int
	New      string
	Faults   Faults
}

// Apply returns src with the edits made. The edits must be those of a repair
// of src: in order, in range and disjoint. With no edits it returns src
// itself, and if they only cut off its beginning and its end, what is left of
// it; otherwise the result is one new allocation of the exact size. src is
// not modified.
func Apply(src []byte, edits []Edit) []byte {
	if from, to, ok := cut(len(src), edits); ok {
		return src[from:to:to]
	}
	return appendEdits(nil, src, 0, len(src), edits)
}

// cut returns which part of a text of n bytes the edits leave, if all they do
// is to cut off its beginning and its end.
func cut(n int, edits []Edit) (from, to int, ok bool) {
	to = n
	for _, e := range edits {
		switch {
		case e.New != "":
			return 0, 0, false
		case e.Pos == from:
			from = e.End
		case e.End == to && to == n:
			to = e.Pos
		default:
			return 0, 0, false
		}
	}
	return from, max(from, to), true
}

// appendEdits appends src[from:to], edited, to dst. A nil dst is allocated in
// the exact size.
func appendEdits(dst, src []byte, from, to int, edits []Edit) []byte {
	size := to - from
	for i := range edits {
		size += len(edits[i].New) - (edits[i].End - edits[i].Pos)
	}
	if dst == nil {
		dst = make([]byte, size)
		writeEdits(dst, src[:to], from, edits)
		return dst
	}
	n := len(dst)
	dst = slices.Grow(dst, size)[:n+size]
	writeEdits(dst[n:], src[:to], from, edits)
	return dst
}

// writeEdits writes the source from the given offset on, edited, to dst, which
// has its size. Most pieces between two edits are short: it copies sixteen
// bytes where there is room for them, and the next piece overwrites what was
// too much.
func writeEdits(dst, src []byte, from int, edits []Edit) {
	w := 0
	for i := range edits {
		e := &edits[i]
		if n := e.Pos - from; n <= 16 && from+16 <= len(src) && w+16 <= len(dst) {
			*(*[16]byte)(dst[w : w+16]) = *(*[16]byte)(src[from : from+16])
			w += n
		} else {
			w += copy(dst[w:], src[from:e.Pos])
		}
		switch len(e.New) {
		case 0:
		case 1:
			dst[w] = e.New[0]
			w++
		default:
			w += copy(dst[w:], e.New)
		}
		from = e.End
	}
	copy(dst[w:], src[from:])
}

// grow makes room for one more element by doubling, so that a list of n
// elements costs log2(n) allocations (append grows large slices by a quarter
// only, which is several times as many).
func grow[T any](s []T) []T {
	if len(s) < cap(s) {
		return s
	}
	return slices.Grow(s, max(16, len(s)))
}
