package main

import (
	"bytes"
	"encoding/json"

	"github.com/repairjson/repairjson/internal/records"
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
		text = append(records.AppendCompact(nil, text), '\n')
	}
	if f.ascii {
		text = records.AppendASCII(nil, text)
	}
	return text
}
