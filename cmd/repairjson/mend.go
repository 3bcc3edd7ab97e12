package main

import (
	"fmt"
	"os"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/internal/records"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// newOptions returns the options of the command line. A schema is named by its
// file.
func newOptions(c *config) (o repairjson.Options, err error) {
	for i, name := range c.pick.of {
		if name == c.pick.value {
			o.Pick = repair.Pick(i)
		}
	}
	o.Reject = repair.Faults(c.reject)
	o.MaxDepth = c.maxDepth
	o.Salvage = c.salvage
	o.Keys = c.keys
	if len(c.keys) > 0 {
		o.Schema = schema.Keys(c.keys...)
	}
	if c.schema != "" {
		o.Schema, err = loadSchema(c.schema)
	}
	return o, err
}

// loadSchema reads the schema of --schema.
func loadSchema(file string) (*schema.Schema, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return records.ParseSchema(file, text)
}

// describe returns the message for the input src, which could not be repaired,
// with the line that the error is in.
func describe(file string, src []byte, err error, p palette) string {
	f := records.NewFailure(src, err)
	place := fmt.Sprintf("line %d, column %d", f.Line, f.Column)
	if file != "" {
		place = fmt.Sprintf("%s:%d:%d", file, f.Line, f.Column)
	}
	msg := fmt.Sprintf("repairjson: %s: %s\n", place, p.red.Sprint(f.Message))
	for _, m := range f.Mismatches {
		msg += "  " + schema.Mismatch{Pointer: m.Pointer, Want: m.Want, Found: m.Found}.String() + "\n"
	}
	if len(f.Mismatches) > 0 {
		return msg // the places are in the answer, and not in the text
	}
	if text, marks := excerpt(src, span{f.Offset, f.Offset}); text != "" {
		msg += text + "\n" + p.red.Sprint(marks) + "\n"
	}
	return msg
}
