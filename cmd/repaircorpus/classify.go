package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

func classifyCommand() *cobra.Command {
	var svg, weights string
	c := &cobra.Command{
		Use:   "classify [--svg FILE] [--weights FILE] [FILE ...]",
		Short: "Count the faults of records by model",
		Long: `Count the faults of records by model: in how many of a model's records the
repair mends a fault. The table is Markdown; --svg draws it, and --weights
writes the counts as JSON, by which bench/repairbench damages documents.`,
		RunE: func(cmd *cobra.Command, files []string) error {
			t := tally{}
			err := inputs(cmd, files, func(name string, r io.Reader) error {
				return readRecords(name, r, func(rec Record) error {
					t.add(rec)
					return nil
				})
			})
			if err != nil {
				return err
			}
			if svg != "" {
				if err := os.WriteFile(svg, t.svg(), 0o644); err != nil {
					return err
				}
			}
			if weights != "" {
				text, err := json.MarshalIndent(t, "", "\t")
				if err == nil {
					err = os.WriteFile(weights, append(text, '\n'), 0o644)
				}
				if err != nil {
					return err
				}
			}
			_, err = io.WriteString(cmd.OutOrStdout(), t.table())
			return err
		},
	}
	c.Flags().StringVar(&svg, "svg", "", "write the chart to this `file`")
	c.Flags().StringVar(&weights, "weights", "", "write the counts to this `file`")
	return c
}

// A tally counts by model.
type tally map[string]*counts

// counts are the counts of one model.
type counts struct {
	Records int            `json:"records"` // texts
	Valid   int            `json:"valid"`   // those that need no repair
	Refused int            `json:"refused"` // those without a repair
	Faults  map[string]int `json:"faults"`  // texts in which a fault is mended
}

func (t tally) add(rec Record) {
	name := rec.Model
	if name == "" {
		name = "unnamed"
	}
	c := t[name]
	if c == nil {
		c = &counts{Faults: map[string]int{}}
		t[name] = c
	}
	c.Records++
	d := diagnose(rec.Text)
	switch {
	case d.err != "":
		c.Refused++
	case len(d.faults) == 0:
		c.Valid++
	}
	for fault := range d.faults {
		c.Faults[fault]++
	}
}

// models returns the models, those with the most records first.
func (t tally) models() []string {
	return slices.SortedFunc(maps.Keys(t), func(a, b string) int {
		return cmp.Or(t[b].Records-t[a].Records, cmp.Compare(a, b))
	})
}

// seen returns the faults that were seen, in the order of their table.
func (t tally) seen() []string {
	var names []string
	for _, info := range faultTable {
		for _, c := range t {
			if c.Faults[info.Name] > 0 {
				names = append(names, info.Name)
				break
			}
		}
	}
	return names
}

// table returns the counts as a table of Markdown: a line for each fault, a
// column for each model.
func (t tally) table() string {
	var b strings.Builder
	models := t.models()
	row := func(name string, cell func(c *counts) int) {
		fmt.Fprintf(&b, "| %s |", name)
		sum := 0
		for _, m := range models {
			sum += cell(t[m])
		}
		fmt.Fprintf(&b, " %d |", sum)
		for _, m := range models {
			if n := cell(t[m]); n > 0 {
				fmt.Fprintf(&b, " %d", n)
			}
			b.WriteString(" |")
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "| | all | %s |\n|---|--:|%s\n", strings.Join(models, " | "), strings.Repeat("--:|", len(models)))
	row("records", func(c *counts) int { return c.Records })
	row("valid", func(c *counts) int { return c.Valid })
	row("refused", func(c *counts) int { return c.Refused })
	for _, fault := range t.seen() {
		row("`"+fault+"`", func(c *counts) int { return c.Faults[fault] })
	}
	return b.String()
}
