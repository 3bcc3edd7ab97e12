package main

import (
	"bytes"
	"encoding/json"
	"unicode/utf16"
	"unicode/utf8"
)

// A format is how output is laid out. The zero format leaves it as it is.
type format struct {
	layout  bool   // with indent, each value on a line of its own
	indent  string // for a level
	compact bool
	ascii   bool
}

// newFormat returns the format that the command line asks for.
func newFormat(c *config) format {
	f := format{compact: c.compact, ascii: c.ascii}
	switch {
	case c.tab:
		f.layout, f.indent = true, "\t"
	case c.indent == 0:
		f.compact = true // as jq has it
	case c.indent > 0:
		f.layout, f.indent = true, "                "[:c.indent]
	}
	return f
}

// apply returns valid JSON in the format. A new layout ends in a newline.
func (f format) apply(text []byte) []byte {
	switch {
	case f.layout:
		var b bytes.Buffer
		if json.Indent(&b, bytes.TrimSpace(text), "", f.indent) == nil { // it is valid
			b.WriteByte('\n')
			text = b.Bytes()
		}
	case f.compact:
		text = append(appendCompact(nil, text), '\n')
	}
	if f.ascii {
		text = appendASCII(nil, text)
	}
	return text
}

// applyLine is apply for a text that is to be on one line. If it is same as
// its line in the input, it is.
func (f format) applyLine(text []byte, same bool) []byte {
	if f.compact || !same && bytes.ContainsAny(text, "\n\r") {
		text = appendCompact(nil, text)
	}
	if f.ascii {
		text = appendASCII(nil, text)
	}
	return text
}

// appendCompact appends valid JSON to dst without the white space outside
// strings.
func appendCompact(dst, src []byte) []byte {
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case ' ', '\t', '\n', '\r':
		case '"':
			start := i
			for i++; i < len(src) && src[i] != '"'; i++ {
				if src[i] == '\\' {
					i++
				}
			}
			dst = append(dst, src[start:min(i+1, len(src))]...)
		default:
			dst = append(dst, src[i])
		}
	}
	return dst
}

// appendASCII appends valid JSON to dst with escapes for the characters that
// are not ASCII, all of which are in strings.
func appendASCII(dst, src []byte) []byte {
	for i := 0; i < len(src); {
		if src[i] < utf8.RuneSelf {
			dst = append(dst, src[i])
			i++
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		i += size
		if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
			dst = appendEscape(appendEscape(dst, high), low)
		} else {
			dst = appendEscape(dst, r)
		}
	}
	return dst
}

func appendEscape(dst []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	return append(dst, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}

// applyRecord is apply for a record that is as it was but for its fields.
func (f format) applyRecord(text []byte) []byte {
	if f.compact {
		text = appendCompact(nil, text)
	}
	if f.ascii {
		text = appendASCII(nil, text)
	}
	return text
}
