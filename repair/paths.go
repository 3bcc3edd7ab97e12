package repair

import (
	"math"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Paths says where in the repaired document each edit was made: for each it
// returns the JSON Pointer (RFC 6901) of the innermost value of out in which
// the edit lies. The edits are those of a repair, in order, and out is the
// source with the edits applied, valid JSON.
//
// An edit lies where its New begins in out, or where the bytes that it deletes
// would have been. A member of an object reaches from its name to the end of
// its value; separators, closers and what stands between members belong to the
// container, and all outside the root value to the root, whose pointer is "".
//
// The time is linear in the size of out and of the result.
func Paths(out []byte, edits []Edit) []string {
	if len(edits) == 0 {
		return nil
	}
	w := pathWalk{out: out, edits: edits, paths: make([]string, 0, len(edits))}
	w.walk()
	return w.paths
}

// A pathWalk reads a document from start to end and gives each edit the pointer
// of the place it passes. A pointer is only put together where an edit needs it.
type pathWalk struct {
	out   []byte
	edits []Edit
	paths []string // of the first edits
	shift int      // from an offset in the source to that in out, for the next edit
	open  []pathLevel
	fresh bool   // the last of paths is that of this place
	buf   []byte // to put pointers together
}

// A pathLevel is an open array or object and the place in it.
type pathLevel struct {
	object    bool
	within    bool // within a member or an element, not between two
	name, end int  // the name of the member as a span of out, with its quotes
	index     int  // the index of the element
}

func (w *pathWalk) walk() {
	for i := 0; i < len(w.out) && len(w.paths) < len(w.edits); {
		switch c := w.out[i]; c {
		case ' ', '\t', '\n', '\r', ',', ':':
			i++
		case '{', '[':
			w.begin(i)
			w.open = append(w.open, pathLevel{object: c == '{'})
			i++
		case '}', ']':
			i++
			w.settle(i)
			if n := len(w.open); n > 0 {
				w.open = w.open[:n-1]
			}
			w.finish(i)
		default:
			end := atomEnd(w.out, i)
			if n := len(w.open); n > 0 && w.open[n-1].object && !w.open[n-1].within {
				w.begin(i)
				w.open[n-1].name, w.open[n-1].end = i, end
			} else {
				w.begin(i)
				w.finish(end)
			}
			i = end
		}
	}
	w.settle(math.MaxInt)
}

// begin begins a member, with its name, or an element at i; the value of a
// member is within it already.
func (w *pathWalk) begin(i int) {
	if n := len(w.open); n > 0 && !w.open[n-1].within {
		w.settle(i)
		w.open[n-1].within = true
		w.fresh = false
	}
}

// finish ends the member or element whose value ends before i.
func (w *pathWalk) finish(i int) {
	w.settle(i)
	if n := len(w.open); n > 0 {
		w.open[n-1].within = false
		w.open[n-1].index++
	}
	w.fresh = false
}

// settle gives the pointer of this place to the edits before the offset to in
// out that have none yet.
func (w *pathWalk) settle(to int) {
	for len(w.paths) < len(w.edits) {
		e := &w.edits[len(w.paths)]
		if e.Pos+w.shift >= to {
			return
		}
		w.shift += len(e.New) - (e.End - e.Pos)
		if !w.fresh {
			w.paths = append(w.paths, w.pointer())
			w.fresh = true
		} else {
			w.paths = append(w.paths, w.paths[len(w.paths)-1])
		}
	}
}

// pointer returns the pointer of this place.
func (w *pathWalk) pointer() string {
	b := w.buf[:0]
	for i := range w.open {
		l := &w.open[i]
		if !l.within {
			break // between members: the container; only in the last level
		}
		b = append(b, '/')
		if l.object {
			b = appendPointerName(b, w.out[l.name:l.end])
		} else {
			b = strconv.AppendInt(b, int64(l.index), 10)
		}
	}
	w.buf = b
	return string(b)
}

// atomEnd returns the offset after the string, number or literal at i, which
// is at least one byte.
func atomEnd(out []byte, i int) int {
	if out[i] != '"' {
		for i++; i < len(out); i++ {
			switch out[i] {
			case ' ', '\t', '\n', '\r', ',', ':', '"', '{', '}', '[', ']':
				return i
			}
		}
		return i
	}
	for i = skipPlain(out, i+1); i < len(out); i = skipPlain(out, i) {
		switch out[i] {
		case '"':
			return i + 1
		case '\\':
			i += 2
		default:
			i++
		}
	}
	return len(out)
}

// appendPointerName appends the text of a name, a JSON string with its quotes,
// as it stands in a JSON Pointer.
func appendPointerName(dst, name []byte) []byte {
	if len(name) >= 2 && name[0] == '"' {
		name = name[1 : len(name)-1]
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c == '\\' && i+1 < len(name):
			i++
			switch name[i] {
			case 'u':
				r, n := unicodeEscape(name[i-1:])
				dst = appendPointerRune(dst, r)
				i += n - 2
			case 'b':
				dst = append(dst, '\b')
			case 'f':
				dst = append(dst, '\f')
			case 'n':
				dst = append(dst, '\n')
			case 'r':
				dst = append(dst, '\r')
			case 't':
				dst = append(dst, '\t')
			default:
				dst = appendPointerRune(dst, rune(name[i]))
			}
		case c == '~' || c == '/':
			dst = appendPointerRune(dst, rune(c))
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// appendPointerRune appends r, of which a JSON Pointer escapes '~' and '/'.
func appendPointerRune(dst []byte, r rune) []byte {
	switch r {
	case '~':
		return append(dst, "~0"...)
	case '/':
		return append(dst, "~1"...)
	}
	return utf8.AppendRune(dst, r)
}

// unicodeEscape returns the rune of the escape \uXXXX, or of two for a
// surrogate pair, at the start of s, and its length. A lone surrogate is U+FFFD;
// so is what is no escape, with length 2.
func unicodeEscape(s []byte) (rune, int) {
	hi, ok := unicodeUnit(s)
	switch {
	case !ok:
		return utf8.RuneError, 2
	case !utf16.IsSurrogate(hi):
		return hi, 6
	}
	if lo, ok := unicodeUnit(s[6:]); ok {
		if r := utf16.DecodeRune(hi, lo); r != utf8.RuneError {
			return r, 12
		}
	}
	return utf8.RuneError, 6
}

// unicodeUnit returns the UTF-16 code unit of the escape \uXXXX at the start of s.
func unicodeUnit(s []byte) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s[2:6]), 16, 16)
	return rune(n), err == nil
}
