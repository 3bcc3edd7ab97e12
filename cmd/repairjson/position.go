package main

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// The size of an excerpt in cells: before the place, and from there to the end
// of a whole excerpt. As some characters take no cell, these count as well.
const (
	excerptLeft  = 60
	excerptWidth = 100
)

// A span is a part of a text, [pos, end).
type span struct{ pos, end int }

// excerpt returns the line of src around some spans, which begin there, in
// order, each at the start of a character, and the marks that go below it: a
// caret under the first character of a span and waves under the others. The
// line is "" if it is empty.
func excerpt(src []byte, spans ...span) (text, marks string) {
	// An excerpt holds less than this before the place, and behind it.
	const window = 4 * 3 * excerptWidth
	offset := spans[0].pos
	start := max(0, offset-window)
	start += bytes.LastIndexByte(src[start:offset], '\n') + 1
	line := src[start:min(len(src), offset+window)]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) == 0 {
		return "", ""
	}
	offset = min(offset-start, len(line))
	left, used := lastCells(line[:offset], excerptLeft)

	var b, m strings.Builder
	b.WriteString(left)
	m.WriteString(strings.Repeat(" ", used))
	for n := 0; ; n++ {
		rest := line[offset:]
		if len(rest) == 0 {
			if spans[len(spans)-1].pos >= start+offset { // behind the line
				m.WriteByte('^')
			}
			break
		}
		r, size := utf8.DecodeRune(rest)
		text, cells := visible(r, rest[:size])
		if used+cells > excerptWidth || n > 2*excerptWidth {
			b.WriteString("…")
			break
		}
		b.WriteString(text)
		m.WriteString(mark(start+offset, spans, cells))
		used += cells
		offset += size
	}
	return b.String(), strings.TrimRight(m.String(), " ")
}

// mark returns the marks under a character at offset that takes some cells.
func mark(offset int, spans []span, cells int) string {
	for _, s := range spans {
		switch {
		case offset == s.pos:
			if s.end > offset+1 {
				return "^" + strings.Repeat("~", max(cells-1, 0))
			}
			return "^" + strings.Repeat(" ", max(cells-1, 0))
		case offset > s.pos && offset < s.end:
			return strings.Repeat("~", cells)
		}
	}
	return strings.Repeat(" ", cells)
}

// lastCells returns the end of line in at most so many cells, with … before it
// if it is not all, and how many cells that takes.
func lastCells(line []byte, most int) (text string, used int) {
	var pieces []string // last piece first
	for len(line) > 0 {
		r, size := utf8.DecodeLastRune(line)
		text, cells := visible(r, line[len(line)-size:])
		if used+cells > most || len(pieces) > 2*most {
			pieces = append(pieces, "…")
			used++
			break
		}
		pieces = append(pieces, text)
		used += cells
		line = line[:len(line)-size]
	}
	slices.Reverse(pieces)
	return strings.Join(pieces, ""), used
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
