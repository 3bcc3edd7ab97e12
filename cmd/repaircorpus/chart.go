package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
)

// The measures of the chart, in pixels.
const (
	cellWidth  = 30
	cellHeight = 22
	letter     = 8   // at most, of the names of models
	top        = 150 // of the names of faults
	margin     = 16
	footer     = 46
)

// svg draws the counts: a line for each model, a column for each fault, a cell
// the darker the larger the share of the model's records that have it. The
// shade follows the square root, so that rare faults show.
func (t tally) svg() []byte {
	var b bytes.Buffer
	models, faults := t.models(), t.seen()
	left := margin + 60
	for _, model := range models {
		left = max(left, margin+60+letter*len(model))
	}
	width := left + len(faults)*cellWidth + 60 + margin
	height := top + len(models)*cellHeight + footer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="DejaVu Sans, Verdana, sans-serif" font-size="12">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", width, height)
	fmt.Fprintf(&b, `<text x="%d" y="%d" font-size="15" font-weight="bold">Faults by model</text>`+"\n", margin, margin+14)
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end" fill="#555555">records</text>`+"\n", left-8, top-8)
	for i, fault := range faults {
		x, y := left+i*cellWidth+cellWidth/2+4, top-8
		fmt.Fprintf(&b, `<text x="%d" y="%d" transform="rotate(-60 %d %d)">%s</text>`+"\n", x, y, x, y, escaped(fault))
	}
	for i, model := range models {
		t.line(&b, model, t[model], faults, left, top+i*cellHeight)
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" fill="#555555">A number is the share, in percent, of the model's records in which the fault is mended; "·" is less than a half.</text>`+"\n",
		margin, height-margin)
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// line draws the line of a model at the height y, its cells from left on.
func (t tally) line(b *bytes.Buffer, model string, c *counts, faults []string, left, y int) {
	base := y + cellHeight - 7
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end">%s</text>`+"\n", left-58, base, escaped(model))
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end" fill="#555555">%d</text>`+"\n", left-8, base, c.Records)
	for i, fault := range faults {
		share := float64(c.Faults[fault]) / float64(c.Records)
		x := left + i*cellWidth
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s" stroke="#ffffff"><title>%s, %s: %d of %d</title></rect>`+"\n",
			x, y, cellWidth, cellHeight, shade(share), escaped(model), fault, c.Faults[fault], c.Records)
		if share == 0 {
			continue
		}
		label, ink := "·", "#1b1b1b"
		if p := int(math.Round(100 * share)); p > 0 {
			label = strconv.Itoa(p)
		}
		if share > 0.3 {
			ink = "#ffffff"
		}
		fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle" font-size="10" fill="%s">%s</text>`+"\n", x+cellWidth/2, base, ink, label)
	}
}

// shade returns the colour of a share, from a light grey to a dark blue.
func shade(share float64) string {
	if share == 0 {
		return "#f2f2f2"
	}
	s := math.Sqrt(share)
	mix := func(from, to float64) int { return int(from + (to-from)*s) }
	return fmt.Sprintf("#%02x%02x%02x", mix(222, 8), mix(235, 64), mix(247, 129))
}

func escaped(text string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(text)) // a buffer does not fail
	return b.String()
}
