package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/fatih/color"
	"github.com/repairjson/repairjson/internal/records"
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

// maxGroup is how far apart, in bytes, edits may be that are shown together:
// as far as an excerpt surely reaches.
const maxGroup = excerptWidth - excerptLeft - 4

// explain appends what the edits do and why, with the lines that they are in.
// Edits in one line that do the same are shown together.
func (r *reporter) explain(b []byte, src []byte, list []records.Entry) []byte {
	for len(list) > 0 {
		n := 1
		for n < len(list) && joins(&list[0], &list[n]) {
			n++
		}
		b = r.explainGroup(b, src, list[:n])
		list = list[n:]
	}
	return b
}

// joins reports whether f, a later edit, can be shown together with e.
func joins(e, f *records.Entry) bool {
	return e.Line == f.Line && e.Record == f.Record && e.Old == f.Old && e.New == f.New &&
		slices.Equal(e.Faults, f.Faults) && f.To-e.From <= maxGroup
}

// explainGroup appends what edits that do the same do, and why.
func (r *reporter) explainGroup(b []byte, src []byte, group []records.Entry) []byte {
	e := &group[0]
	class := r.palette.class(e.Class)
	places := []string{place(e)}
	paths := []string{pathOf(e)}
	var spans []span
	for i := range group {
		if f := &group[i]; i > 0 {
			places = append(places, fmt.Sprintf("%d:%d", f.Line, f.Column))
			if !slices.Contains(paths, pathOf(f)) {
				paths = append(paths, pathOf(f))
			}
		}
		spans = append(spans, span{group[i].From, group[i].To})
	}
	b = fmt.Appendf(b, "%s %s (%s)", r.palette.bold.Sprint(strings.Join(places, ", ")+":"), class.Sprint(strings.Join(e.Faults, "+")), e.Class)
	sep := ": "
	for _, fault := range e.Faults {
		b = fmt.Appendf(b, "%s%s", sep, docs()[fault])
		sep = "; "
	}
	b = append(b, '\n')
	if text, marks := excerpt(src, spans...); text != "" {
		b = fmt.Appendf(b, "    %s\n    %s\n", text, class.Sprint(marks))
	}
	return fmt.Appendf(b, "  %s  %s\n", r.deed(e), r.palette.faint.Sprint("at "+strings.Join(paths, ", ")))
}

// deed says what an edit does.
func (r *reporter) deed(e *records.Entry) string {
	before := r.palette.red.Sprint(quoted(e.Old))
	after := r.palette.green.Sprint(quoted(e.New))
	switch {
	case e.Old == "":
		return "put in " + after
	case e.New == "":
		return "left out " + before
	}
	return before + " becomes " + after
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
