package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/repairjson/repairjson/repair"
	"golang.org/x/text/width"
)

// A position is a place in a text; column counts characters.
type position struct {
	offset       int // of the character
	line, column int // from 1
}

// A cursor finds positions in a text. It is fast for rising offsets.
type cursor struct {
	src []byte
	position
}

func newCursor(src []byte) *cursor {
	return &cursor{src, position{0, 1, 1}}
}

// at returns the position of the character that holds src[offset].
func (c *cursor) at(offset int) position {
	offset = min(max(offset, 0), len(c.src))
	if offset < c.offset {
		c.position = position{0, 1, 1}
	}
	for c.offset < offset {
		b, size := c.src[c.offset], 1
		if b >= utf8.RuneSelf {
			_, size = utf8.DecodeRune(c.src[c.offset:])
		}
		if c.offset+size > offset {
			break
		}
		c.offset += size
		c.column++
		if b == '\n' {
			c.line++
			c.column = 1
		}
	}
	return c.position
}

// reason says where and why a text could not be repaired.
func reason(err error) (offset int, why string) {
	var e *repair.Error
	if !errors.As(err, &e) {
		return 0, err.Error()
	}
	why = e.Err.Error()
	if e.Faults != 0 {
		why += " (" + e.Faults.String() + ")"
	}
	return e.Offset, why
}

// describe returns the message for a text that could not be repaired, with the
// line that the error is in.
func describe(src []byte, err error) string {
	offset, why := reason(err)
	at := newCursor(src).at(offset)
	return fmt.Sprintf("repairjson: line %d, column %d: %s\n%s", at.line, at.column, why, excerpt(src, at.offset))
}

// The size of an excerpt in cells: before the place, and from there to the end
// of a whole excerpt. As some characters take no cell, these count as well.
const (
	excerptLeft  = 60
	excerptWidth = 100
)

// excerpt returns the line of src around offset, which is the start of a
// character, and a line with a caret under the place. It returns "" if the
// line is empty.
func excerpt(src []byte, offset int) string {
	start := bytes.LastIndexByte(src[:offset], '\n') + 1
	line := src[start:]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) == 0 {
		return ""
	}
	offset = min(offset-start, len(line))

	var left []string // last piece first
	used := 0
	for rest := line[:offset]; len(rest) > 0; {
		r, size := utf8.DecodeLastRune(rest)
		text, cells := visible(r, rest[len(rest)-size:])
		if used+cells > excerptLeft || len(left) > 2*excerptLeft {
			left = append(left, "…")
			used++
			break
		}
		left = append(left, text)
		used += cells
		rest = rest[:len(rest)-size]
	}
	slices.Reverse(left)
	caret := strings.Repeat(" ", used) + "^"

	var b strings.Builder
	b.WriteString(strings.Join(left, ""))
	for rest, n := line[offset:], 0; len(rest) > 0; n++ {
		r, size := utf8.DecodeRune(rest)
		text, cells := visible(r, rest[:size])
		if used+cells > excerptWidth || n > 2*excerptWidth {
			b.WriteString("…")
			break
		}
		b.WriteString(text)
		used += cells
		rest = rest[size:]
	}
	return b.String() + "\n" + caret + "\n"
}

// visible returns what to print for the character r, written as raw, and how
// many terminal cells that takes. Control characters become their pictures;
// other characters that do not print, their code.
func visible(r rune, raw []byte) (text string, cells int) {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		text = fmt.Sprintf("<%02X>", raw[0])
		return text, len(text)
	case r < ' ':
		return string(r + '\u2400'), 1
	case r == 0x7f:
		return "\u2421", 1
	case r < utf8.RuneSelf:
		return string(r), 1
	case !strconv.IsPrint(r):
		text = fmt.Sprintf("<%U>", r)
		return text, len(text)
	case unicode.In(r, unicode.Mn, unicode.Me):
		return string(r), 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return string(r), 2
	}
	return string(r), 1
}

// visibleString is visible for all of s.
func visibleString(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		text, _ := visible(r, []byte(s[i:i+size]))
		b.WriteString(text)
		i += size
	}
	return b.String()
}

// An origin says where a repaired text is from.
type origin struct {
	record int   // number of the line that it is or is in; 0: it is the input
	field  bool  // the text is that of a field, and has lines of its own
	base   int64 // offset of the line in the input
}

// A reporter lists edits.
type reporter struct {
	w      io.Writer
	format string // "": no report
	edits  int
	counts map[repair.Faults]int
	buf    []byte
}

// A reportEntry is one edit in a JSON report.
type reportEntry struct {
	Record int      `json:"record,omitempty"`
	Line   int      `json:"line"`
	Column int      `json:"column"`
	Pos    int64    `json:"pos"`
	End    int64    `json:"end"`
	Old    string   `json:"old"`
	New    string   `json:"new"`
	Faults []string `json:"faults"`
	Class  string   `json:"class"`
	Path   string   `json:"path"`
}

// add lists the edits that made out of src.
func (r *reporter) add(o origin, src, out []byte, edits []repair.Edit) {
	if r.format == "" || len(edits) == 0 {
		return
	}
	r.buf = r.buf[:0]
	cur := newCursor(src)
	paths := repair.Paths(out, edits)
	for i, e := range edits {
		at := cur.at(e.Pos)
		entry := reportEntry{
			Record: o.record, Line: at.line, Column: at.column,
			Pos: o.base + int64(e.Pos), End: o.base + int64(e.End),
			Old: string(src[e.Pos:e.End]), New: e.New,
			Class: e.Faults.Class(), Path: paths[i],
		}
		if o.record > 0 && !o.field {
			entry.Line = o.record
		}
		for fault := range e.Faults.Each() {
			entry.Faults = append(entry.Faults, fault.String())
		}
		r.count(e.Faults)
		if r.format == "json" {
			r.buf = append(appendJSON(r.buf, entry), '\n')
		} else {
			r.buf = entry.appendText(r.buf, o.field)
		}
	}
	r.w.Write(r.buf)
}

// appendText appends the entry as a line of a text report.
func (e *reportEntry) appendText(b []byte, field bool) []byte {
	if field {
		b = fmt.Appendf(b, "record %d: ", e.Record)
	}
	path := "the root"
	if e.Path != "" {
		path = visibleString(e.Path)
	}
	return fmt.Appendf(b, "%d:%d: %s (%s): %q -> %q  at %s\n", e.Line, e.Column,
		strings.Join(e.Faults, "+"), e.Class, shorten(e.Old), shorten(e.New), path)
}

func (r *reporter) count(f repair.Faults) {
	if r.counts == nil {
		r.counts = map[repair.Faults]int{}
	}
	r.edits++
	for fault := range f.Each() {
		r.counts[fault]++
	}
}

// close ends a text report with a summary, most frequent faults first.
func (r *reporter) close() {
	if r.format != "text" {
		return
	}
	line := fmt.Sprintf("%d edits", r.edits)
	if r.edits == 1 {
		line = "1 edit"
	}
	faults := slices.SortedFunc(maps.Keys(r.counts), func(a, b repair.Faults) int {
		return cmp.Or(r.counts[b]-r.counts[a], cmp.Compare(a, b))
	})
	for i, fault := range faults {
		sep := ", "
		if i == 0 {
			sep = ": "
		}
		line += fmt.Sprintf("%s%d %v", sep, r.counts[fault], fault)
	}
	io.WriteString(r.w, line+"\n")
}

// shorten cuts the middle out of a long s.
func shorten(s string) string {
	const head, tail = 40, 15
	if utf8.RuneCountInString(s) <= head+tail+5 {
		return s
	}
	from, to := 0, len(s)
	for range head {
		_, size := utf8.DecodeRuneInString(s[from:])
		from += size
	}
	for range tail {
		_, size := utf8.DecodeLastRuneInString(s[:to])
		to -= size
	}
	return s[:from] + "…" + s[to:]
}

// appendJSON appends v, which has a JSON form, on one line.
func appendJSON(b []byte, v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.Encode(v)
	return append(b, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...)
}
