package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/corpus"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// An adder writes cases.
type adder struct {
	folder string
	source string
	reason string
	fault  string
	want   string
	shapes map[string]string // the case that has a shape
	log    io.Writer
}

func addCommand() *cobra.Command {
	a := &adder{}
	c := &cobra.Command{
		Use:   `add --source TEXT --reason SENTENCE [--want JSON] [FILE ...]`,
		Short: "Write records as cases of the corpus",
		Long: `Write records as cases of the corpus.

The wanted answer is what the repair makes of the text, unless --want says
otherwise: look at it before you commit it. A record whose shape the corpus has
already is refused, and so is one that is valid or that names no model. A case
that was written is run.`,
		RunE: func(cmd *cobra.Command, files []string) error {
			a.log = cmd.OutOrStdout()
			if err := a.load(); err != nil {
				return err
			}
			var refused []error
			err := inputs(cmd, files, func(name string, r io.Reader) error {
				return readRecords(name, r, func(rec Record) error {
					if err := a.add(rec); err != nil {
						refused = append(refused, fmt.Errorf("%s: %w", rec.Key, err))
					}
					return nil
				})
			})
			return errors.Join(err, errors.Join(refused...))
		},
	}
	f := c.Flags()
	f.StringVar(&a.folder, "corpus", "corpus", "`folder` of the corpus")
	f.StringVar(&a.source, "source", "", `where the failure was observed, and what was seen there, such as "a log of NAME on SERVER: what is wrong in it"`)
	f.StringVar(&a.reason, "reason", "", "a sentence that says why the wanted answer is right")
	f.StringVar(&a.fault, "fault", "", "fault that gives the case its name (default: the first)")
	f.StringVar(&a.want, "want", "", "the wanted answer as JSON (default: what the repair makes)")
	for _, name := range []string{"source", "reason"} {
		if err := c.MarkFlagRequired(name); err != nil {
			panic(err) // the flag exists
		}
	}
	return c
}

// load reads the shapes of the corpus.
func (a *adder) load() error {
	cases, err := corpus.Load(os.DirFS(a.folder))
	if err != nil {
		return err
	}
	if len(cases) == 0 {
		return fmt.Errorf("%s holds no cases; run the command in the repository's folder, or say --corpus", a.folder)
	}
	a.shapes = map[string]string{}
	for _, c := range cases {
		a.shapes[corpus.Shape(c.Input)] = c.Name
	}
	return nil
}

// add writes one record as a case, and runs it.
func (a *adder) add(rec Record) error {
	c, err := a.newCase(rec)
	if err != nil {
		return err
	}
	if other, ok := a.shapes[corpus.Shape(c.Input)]; ok {
		return fmt.Errorf("refused: %s has the same shape", other)
	}
	file := filepath.Join(a.folder, filepath.FromSlash(c.Name)+".txtar")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(file, corpus.Format(c), 0o644); err != nil {
		return err
	}
	a.shapes[corpus.Shape(c.Input)] = c.Name
	fmt.Fprintf(a.log, "%s: wants %s\n", file, wanted(c))
	return a.run(c)
}

func wanted(c corpus.Case) string {
	if c.Error != "" {
		return "the error " + c.Error
	}
	return string(c.Want)
}

// newCase makes a case of a record.
func (a *adder) newCase(rec Record) (corpus.Case, error) {
	c := corpus.Case{Model: folderName(rec.Model), Source: a.source, Reason: a.reason, Keys: rec.Keys, Input: []byte(rec.Text)}
	if c.Model == "" {
		return c, errors.New("refused: the record names no model; import it with --model, or as \"unnamed\"")
	}
	var object struct{}
	if json.Unmarshal(rec.Schema, &object) == nil && rec.Schema != nil {
		c.Schema = rec.Schema
	}
	out, faults, err := repaired(c)
	switch {
	case errors.Is(err, repair.ErrNoJSON):
		c.Error = repair.ErrNoJSON.Error()
		faults = repair.Prose // what is there instead of JSON
	case err != nil:
		return c, fmt.Errorf("refused: %w", err)
	case faults == 0:
		return c, errors.New("refused: the text is valid")
	default:
		c.Want = out
	}
	if a.want != "" {
		if !json.Valid([]byte(a.want)) {
			return c, errors.New("--want is not JSON")
		}
		c.Want, c.Error = []byte(a.want), ""
	}
	for _, info := range faultTable {
		if faults&info.Fault != 0 {
			c.Faults = append(c.Faults, info.Name)
		}
	}
	if err := corpus.Check(c); err != nil {
		return c, fmt.Errorf("refused: %w", err)
	}
	return c, a.named(&c)
}

// folderName returns the name of a model as that of a folder: what stands
// after the owner, without the tag of the newest.
func folderName(model string) string {
	model = strings.TrimSuffix(model[strings.LastIndexByte(model, '/')+1:], ":latest")
	return strings.Trim(unfit.ReplaceAllString(model, "-"), "-.")
}

var unfit = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// named gives a case its name: the fault, and the next free number.
func (a *adder) named(c *corpus.Case) error {
	fault := a.fault
	if fault == "" {
		fault = c.Faults[0]
	}
	for n := 1; ; n++ {
		c.Name = fmt.Sprintf("%s/%s-%d", c.Model, fault, n)
		_, err := os.Stat(filepath.Join(a.folder, filepath.FromSlash(c.Name)+".txtar"))
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// repaired repairs a case's text as its schema and its keys want it.
func repaired(c corpus.Case) (out []byte, faults repair.Faults, err error) {
	o := repairjson.Options{Options: repair.Options{Keys: c.Keys, OnEdit: func(e repair.Edit) { faults |= e.Faults }}}
	if c.Schema != nil {
		if o.Schema, err = schema.Parse(c.Schema); err != nil {
			return nil, 0, err
		}
	}
	out, err = o.Repair(c.Input)
	return out, faults, err
}

// run reads the case from its file and repairs it.
func (a *adder) run(c corpus.Case) error {
	cases, err := corpus.Load(os.DirFS(a.folder))
	if err != nil {
		return err
	}
	for _, read := range cases {
		if read.Name != c.Name {
			continue
		}
		out, _, err := repaired(read)
		switch {
		case read.Error != "" && errors.Is(err, repair.ErrNoJSON):
			return nil
		case err != nil:
			return fmt.Errorf("written, but the repair says: %w", err)
		case !equal(out, read.Want):
			return fmt.Errorf("written, but the repair gives %s: report it, or mend it", out)
		}
		return nil
	}
	return fmt.Errorf("written, but %s is not read as a case", c.Name)
}

// equal compares JSON as values, numbers by their text.
func equal(a, b []byte) bool {
	compact := func(text []byte) string {
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		var v any
		if d.Decode(&v) != nil {
			return ""
		}
		out, _ := json.Marshal(v) // it was JSON
		return string(out)
	}
	return compact(a) == compact(b)
}
