package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"

	"github.com/mattn/go-isatty"
	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/inference/toolcall"
	"github.com/repairjson/repairjson/internal/records"
	"github.com/spf13/pflag"
)

// defaultMaxRecord is the longest record without --max-record, in bytes. It
// bounds the memory of --lines.
const defaultMaxRecord = 64 << 20

// A program is one run over some inputs.
type program struct {
	*config
	in        io.Reader
	out, errw io.Writer
	names     []string // of the inputs
	opts      repairjson.Options
	offered   *toolcall.Tools
	format    format
	rep       reporter
	tally     records.Tally
	shapes    *records.Shapes
	code      int
}

// newProgram returns the program of a command line.
func newProgram(c *config, flags *pflag.FlagSet, in io.Reader, out, errw io.Writer) (*program, error) {
	isLines := func(name string) bool { return hasExt(name, ".jsonl", ".ndjson") }
	if !c.stream && !c.follow && !c.partial && slices.ContainsFunc(c.args, isLines) && !c.lines {
		if i := slices.IndexFunc(c.args, func(name string) bool { return !isLines(name) }); i >= 0 {
			return nil, usageError{fmt.Errorf("%s and files of JSON Lines: repair them apart, or all with --lines", c.args[i])}
		}
		flags.Set("lines", "true")
	}
	err := conflict(flags)
	if err == nil {
		err = c.checkValues()
	}
	if err != nil {
		return nil, usageError{err}
	}
	p := &program{config: c, in: in, out: out, errw: errw, format: newFormat(c), shapes: records.NewShapes(c.schemaField.Only(), c.keysField.Only(), c.toolsField.Only())}
	if p.opts, err = newOptions(c); err != nil {
		return nil, err
	}
	if c.tools != "" {
		if p.offered, err = loadTools(c.tools); err != nil {
			return nil, err
		}
	}
	if c.schema != "" && c.verbose {
		for _, pointer := range p.opts.Schema.Unused() {
			fmt.Fprintf(errw, "repairjson: %s: not used: %s\n", c.schema, pointer)
		}
	}
	for _, path := range slices.Concat(c.fields.Names, c.schemaField.Names, c.keysField.Names, c.toolsField.Names) {
		if !c.quiet && foreignPath.MatchString(path) {
			fmt.Fprintf(errw, "repairjson: note: %s is read as a name; a PATH has dots between names and indexes: a.0.b\n", path)
		}
	}
	if p.names, err = p.inputs(); err != nil {
		return nil, err
	}
	if c.lines && c.maxRecord == 0 {
		c.maxRecord = defaultMaxRecord
	}
	p.rep = reporter{c.report.value, newPalette(p.useColour(errw))}
	if c.explain {
		p.rep.format = "explain"
	}
	return p, nil
}

// foreignPath matches paths as jq and JavaScript write them.
var foreignPath = regexp.MustCompile(`^[.$]\.?\w|\[\d*\]`)

// inputs returns the names of the inputs.
func (p *program) inputs() ([]string, error) {
	if len(p.args) == 0 {
		return []string{"-"}, nil
	}
	exts := []string{".json"}
	if p.lines {
		exts = []string{".jsonl", ".ndjson"}
	}
	names, err := expand(p.args, exts...)
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("no %s files in %s", exts[0], p.args[0])
	}
	return names, err
}

// useColour reports whether what goes to w is coloured.
func (p *program) useColour(w io.Writer) bool {
	switch {
	case p.colour:
		return true
	case p.monochrome || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb":
		return false
	}
	return isTerminal(w)
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// errStop ends the program after a record that fails with --on-error fail.
var errStop = errors.New("stopped")

// run treats the inputs one after the other. It returns the error that ends
// it; one that concerns a single input is told, and the others follow.
func (p *program) run() error {
	bar := p.newProgress()
	defer bar.stop()
	p.errw = bar.above(p.errw)
	shared, err := p.newShared()
	if err != nil {
		return err
	}
	defer shared.abandon()
	stopped := false
	for _, name := range p.names {
		err := p.one(name, shared, bar)
		if errors.As(err, new(inputError)) {
			p.code = exitError
			fmt.Fprintf(p.errw, "repairjson: %v\n", err)
			continue
		}
		if stopped = errors.Is(err, errStop); stopped {
			break
		}
		if err != nil {
			return err
		}
	}
	bar.stop()
	p.sum()
	if p.code == exitOK || p.code == exitFailed && p.lines && !stopped {
		return shared.commit("")
	}
	return nil
}

// one treats one input.
func (p *program) one(name string, shared *sink, bar *progress) error {
	in, err := open(name, p.in, bar.add)
	if err != nil {
		return err
	}
	err = p.treat(in, shared, bar)
	if err == nil || errors.As(err, new(inputError)) {
		in.close() // else the program ends, and a goroutine may still read
	}
	return err
}

func (p *program) treat(in *input, shared *sink, bar *progress) error {
	switch {
	case p.lines:
		return p.records(in, shared, bar)
	case p.stream:
		var err error
		if p.inPlace {
			err = replace(in.name, p.backup, func(w *sink) error { return p.streamTo(in, w) })
		} else if err = shared.begin(); err == nil {
			err = p.streamTo(in, shared)
		}
		if errors.Is(err, errCut) { // which was told
			err = nil
		}
		return err
	case p.follow:
		return p.followTo(in, shared)
	}
	return p.whole(in, shared)
}

// sum prints what all inputs came to.
func (p *program) sum() {
	verb := "repaired"
	if p.check || p.list || p.diff {
		verb = "would change"
	}
	switch {
	case p.rep.format == "json":
	case p.lines && !p.quiet:
		fmt.Fprintf(p.errw, "repairjson: %s\n", p.tally.Summary("record", verb))
	case p.rep.format != "" && len(p.names) > 1:
		p.sumReport()
	case len(p.names) > 1 && (p.verbose || p.check && p.code != exitOK && !p.quiet):
		fmt.Fprintf(p.errw, "repairjson: %s\n", p.tally.Summary("file", verb))
	}
}

// sumReport ends a report for people.
func (p *program) sumReport() {
	if p.rep.format == "text" || p.rep.format == "explain" {
		io.WriteString(p.errw, p.tally.EditsText()+"\n")
	}
}
