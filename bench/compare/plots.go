package main

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// colours are those of the repairers, in order; they can be told apart by
// those who see no red or green.
var colours = []color.Color{
	color.RGBA{0x00, 0x72, 0xb2, 0xff}, color.RGBA{0xe6, 0x9f, 0x00, 0xff},
	color.RGBA{0x00, 0x9e, 0x73, 0xff}, color.RGBA{0xcc, 0x79, 0xa7, 0xff},
}

func newPlot(title string) *plot.Plot {
	p := plot.New()
	p.Title.Text = title
	p.BackgroundColor = color.White
	p.Legend.Top = true
	p.Legend.Left = true
	return p
}

func save(p *plot.Plot, file string) error { return p.Save(22*vg.Centimeter, 11*vg.Centimeter, file) }

// plotBars draws a group of bars for each label, one bar for each repairer.
func plotBars(file, title string, labels, names []string, values map[string][]float64, logarithmic bool) error {
	p := newPlot(title)
	width := vg.Points(500 / float64(len(labels)*(len(names)+1)))
	for i, name := range names {
		v := plotter.Values{}
		for _, y := range values[name] {
			if logarithmic {
				y = math.Log10(max(y, 0.01)) + 2 // bars begin at 0.01
			}
			v = append(v, y)
		}
		bars, err := plotter.NewBarChart(v, width)
		if err != nil {
			return err
		}
		bars.Color = colours[i%len(colours)]
		bars.LineStyle.Width = 0
		bars.Offset = width * vg.Length(float64(i)-float64(len(names)-1)/2)
		p.Add(bars)
		p.Legend.Add(name, bars)
	}
	p.NominalX(labels...)
	if len(labels) > 4 {
		p.X.Tick.Label.Rotation = 0.5
		p.X.Tick.Label.XAlign = -0.9
	}
	var ticks []plot.Tick
	p.Y.Min, p.Y.Max = 0, 125 // of 100, and room for the legend
	for percent := 0; percent <= 100; percent += 20 {
		ticks = append(ticks, plot.Tick{Value: float64(percent), Label: fmt.Sprint(percent)})
	}
	if logarithmic {
		ticks = nil
		for e := -2; e <= 4; e++ {
			ticks = append(ticks, plot.Tick{Value: float64(e + 2), Label: fmt.Sprint(math.Pow10(e))})
		}
		p.Y.Max = 6.5
	}
	p.Y.Tick.Marker = plot.ConstantTicks(ticks)
	return save(p, file)
}

// plotGrowth draws the time of a family by its length.
func plotGrowth(file, family string, names []string, curves []curve) error {
	p := newPlot("Seconds by length: " + family)
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	var ticks []plot.Tick
	for _, n := range lengths {
		ticks = append(ticks, plot.Tick{Value: float64(n), Label: fmt.Sprintf("%d KB", n>>10)})
	}
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.ConstantTicks(ticks), plot.LogTicks{Prec: 3}
	p.Legend.Top, p.Legend.Left = false, false // the curves rise
	p.Y.Label.Text = "seconds"
	for i, c := range curves {
		var points plotter.XYs
		for j, s := range c.seconds {
			points = append(points, plotter.XY{X: float64(lengths[j]), Y: max(s, 1e-9)})
		}
		if len(points) == 0 {
			continue
		}
		line, dots, err := plotter.NewLinePoints(points)
		if err != nil {
			return err
		}
		line.Color, dots.Color = colours[i%len(colours)], colours[i%len(colours)]
		line.Width = vg.Points(2)
		p.Add(line, dots)
		p.Legend.Add(names[i], line)
	}
	return save(p, file)
}
