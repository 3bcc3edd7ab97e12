package repairbeam

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
)

// The measures of the picture, in its units.
const (
	rowHeight  = 18
	cellWidth  = 26
	nameWidth  = 330
	barWidth   = 160
	headHeight = 130
	maxRows    = 40
	maxColumns = 24
)

// SVG draws the counts: a row for each model with the shares of its records
// that are valid, repaired and failed, and a table of how often, for a hundred
// of its records, a fault was mended.
func (s *Summary) SVG() []byte {
	models, faults := s.modelsByRecords(), s.faultsByCount()
	var b bytes.Buffer
	width, height := nameWidth+barWidth+20+cellWidth*len(faults)+30, headHeight+rowHeight*len(models)+30
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", width, height)
	t := s.Total()
	text(&b, 10, 22, "", fmt.Sprintf("%d records: %d valid, %d repaired, %d failed", t.Records(), t.Valid, t.Repaired, t.Failed))
	for i, k := range kinds {
		fmt.Fprintf(&b, `<rect x="10" y="%d" width="10" height="10" fill="%s"/>`+"\n", 34+16*i, k.colour)
		text(&b, 26, 43+16*i, "", k.name)
	}
	text(&b, 10, headHeight-8, "", "model, records")
	for i, fault := range faults {
		x := nameWidth + barWidth + 20 + cellWidth*i + cellWidth/2
		text(&b, x, headHeight-8, fmt.Sprintf(` transform="rotate(-45 %d %d)"`, x, headHeight-8), fault)
	}
	for i, model := range models {
		s.row(&b, headHeight+rowHeight*i, model, faults)
	}
	text(&b, 10, height-10, "", "Bars: shares of the records. Cells: repairs for a hundred records.")
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// kinds are what may come of a record.
var kinds = []struct {
	name, colour string
	of           func(*Count) int
}{
	{"valid", "#b7d7a8", func(c *Count) int { return c.Valid }},
	{"repaired", "#6fa8dc", func(c *Count) int { return c.Repaired }},
	{"failed", "#cc4125", func(c *Count) int { return c.Failed }},
}

// row draws a model.
func (s *Summary) row(b *bytes.Buffer, y int, model string, faults []string) {
	c := s.Models[model]
	n := max(c.Records(), 1)
	name := model
	if name == "" {
		name = "(not named)"
	}
	text(b, 10, y+13, "", fmt.Sprintf("%.40s, %d", name, c.Records()))
	x := float64(nameWidth)
	for _, k := range kinds {
		w := barWidth * float64(k.of(c)) / float64(n)
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", x, y+2, w, rowHeight-4, k.colour)
		x += w
	}
	for i, fault := range faults {
		rate := float64(c.Faults[fault]) / float64(n)
		x := nameWidth + barWidth + 20 + cellWidth*i
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="#e69138" fill-opacity="%.2f"/>`+"\n",
			x, y+1, cellWidth-2, rowHeight-2, min(rate, 1))
		if rate >= 0.005 {
			text(b, x+cellWidth/2-1, y+13, ` text-anchor="middle" font-size="9"`, fmt.Sprintf("%.0f", 100*rate))
		}
	}
}

// modelsByRecords returns the names of the models, those with the most records
// first.
func (s *Summary) modelsByRecords() []string {
	return most(slices.Sorted(maps.Keys(s.Models)), maxRows, func(m string) int { return s.Models[m].Records() })
}

// faultsByCount returns the names of the faults, the most frequent first.
func (s *Summary) faultsByCount() []string {
	all := s.Total().Faults
	return most(slices.Sorted(maps.Keys(all)), maxColumns, func(f string) int { return all[f] })
}

// most returns the names with the greatest counts, at most so many.
func most(names []string, n int, count func(string) int) []string {
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(count(b), count(a)) })
	return names[:min(n, len(names))]
}

// text writes words at a place.
func text(b *bytes.Buffer, x, y int, attributes, words string) {
	fmt.Fprintf(b, `<text x="%d" y="%d"%s>`, x, y, attributes)
	xml.EscapeText(b, []byte(words))
	b.WriteString("</text>\n")
}
