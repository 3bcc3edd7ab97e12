package main

import (
	"fmt"
	"strings"
	"sync"

	"github.com/fatih/color"
	"github.com/repairjson/repairjson/repair"
)

// A palette colours words, or leaves them as they are.
type palette struct {
	bold, red, green, yellow, cyan, faint *color.Color
}

func newPalette(on bool) palette {
	paint := func(attributes ...color.Attribute) *color.Color {
		c := color.New(attributes...)
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c
	}
	return palette{
		bold: paint(color.Bold), red: paint(color.FgRed), green: paint(color.FgGreen),
		yellow: paint(color.FgYellow), cyan: paint(color.FgCyan), faint: paint(color.Faint),
	}
}

// class returns the colour of a class of faults.
func (p palette) class(name string) *color.Color {
	switch name {
	case "loss":
		return p.red
	case "guess":
		return p.yellow
	}
	return p.green
}

// docs returns the reason of each fault.
var docs = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, info := range repair.FaultTable() {
		m[info.Name] = info.Doc
	}
	return m
})

// explain appends what an edit does and why, with the line that it is in.
func (r *reporter) explain(b []byte, e *entry, src []byte, edit repair.Edit) []byte {
	class := r.palette.class(e.Class)
	reasons := docs()
	b = fmt.Appendf(b, "%s %s (%s)", r.palette.bold.Sprint(e.place()+":"), class.Sprint(strings.Join(e.Faults, "+")), e.Class)
	sep := ": "
	for _, fault := range e.Faults {
		b = fmt.Appendf(b, "%s%s", sep, reasons[fault])
		sep = "; "
	}
	b = append(b, '\n')
	if text, marks := excerpt(src, e.start, edit.End); text != "" {
		b = fmt.Appendf(b, "    %s\n    %s\n", text, class.Sprint(marks))
	}
	return fmt.Appendf(b, "  %s\n", r.deed(e))
}

// deed says what an edit does.
func (r *reporter) deed(e *entry) string {
	before := r.palette.red.Sprint(quoted(e.Old))
	after := r.palette.green.Sprint(quoted(e.New))
	at := r.palette.faint.Sprint("at " + e.at())
	switch {
	case e.Old == "":
		return fmt.Sprintf("put in %s  %s", after, at)
	case e.New == "":
		return fmt.Sprintf("left out %s  %s", before, at)
	}
	return fmt.Sprintf("%s becomes %s  %s", before, after, at)
}

// quoted returns s, shortened, between quotes that it does not hold, so that
// it needs no escapes.
func quoted(s string) string {
	s = visibleString(shorten(s))
	for _, q := range []string{"'", `"`, "`"} {
		if !strings.Contains(s, q) {
			return q + s + q
		}
	}
	return "«" + s + "»"
}
