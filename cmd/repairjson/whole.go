package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/aymanbagabas/go-udiff"
	"github.com/repairjson/repairjson/internal/records"
	"github.com/repairjson/repairjson/repair"
)

// whole repairs the input as one text.
func (p *program) whole(in *input, shared *sink) error {
	src, err := in.readAll(int64(p.maxRecord))
	if err != nil {
		return err
	}
	m := records.Mender{Options: p.opts, Tools: p.offered, Partial: p.partial, Limit: int64(p.maxRecord)}
	out, edits, err := m.Mend(src)
	if err != nil {
		p.tell(in.name, src, err)
		return nil
	}
	p.tally.Add(edits)
	p.errw.Write(p.rep.appendEdits(nil, records.Origin{File: in.name}, src, out, edits))
	if len(p.names) == 1 {
		p.sumReport() // before the output
	}
	if (len(edits) > 0 || p.partial) && !bytes.HasSuffix(out, []byte("\n")) {
		out = append(out[:len(out):len(out)], '\n')
	}
	out = p.format.apply(out)
	if !p.partial {
		if done, err := p.settle(in, src, out, edits); done || err != nil {
			return err
		}
	}
	if err := shared.begin(); err != nil {
		return err
	}
	_, err = shared.Write(out)
	return err
}

// settle does with a text that became out what the command line asks for
// instead of writing it; done is false if that is nothing.
func (p *program) settle(in *input, src, out []byte, edits []repair.Edit) (done bool, err error) {
	changed := !bytes.Equal(src, out)
	if changed {
		p.tally.Repaired++
	} else {
		p.tally.Valid++
	}
	p.verdict(in, changed, len(edits))
	if p.list || p.diff || p.check {
		err = p.show(in, changed, string(src), string(out))
	}
	if err == nil && p.inPlace && changed {
		err = replace(in.name, p.backup, func(w *sink) error {
			_, err := w.Write(out)
			return err
		})
	}
	return p.list || p.diff || p.check || p.inPlace, err
}

// show prints what --list and --diff ask for.
func (p *program) show(in *input, changed bool, before, after string) error {
	if !changed {
		return nil
	}
	if p.check || p.diff {
		p.fails(exitFailed)
	}
	if p.list {
		if _, err := fmt.Fprintln(p.out, in.label()); err != nil {
			return err
		}
	}
	if p.diff {
		diff := udiff.Unified(in.label(), in.label()+" (repaired)", before, after)
		if _, err := io.WriteString(p.out, colourDiff(diff, newPalette(p.useColour(p.out)))); err != nil {
			return err
		}
	}
	return nil
}

// colourDiff colours the lines of a unified diff.
func colourDiff(diff string, p palette) string {
	var b strings.Builder
	n := 0
	for line := range strings.Lines(diff) {
		text := strings.TrimSuffix(line, "\n")
		switch n++; {
		case n <= 2:
			text = p.bold.Sprint(text)
		case strings.HasPrefix(line, "@@"):
			text = p.cyan.Sprint(text)
		case line[0] == '-':
			text = p.red.Sprint(text)
		case line[0] == '+':
			text = p.green.Sprint(text)
		}
		b.WriteString(text + line[len(strings.TrimSuffix(line, "\n")):])
	}
	return b.String()
}

// verdict says what became of an input, if that is asked for.
func (p *program) verdict(in *input, changed bool, edits int) {
	what := "unchanged"
	switch {
	case changed && (p.check || p.list || p.diff):
		what = "would change"
	case changed:
		what = "repaired"
	}
	if edits > 0 {
		what += ", " + records.Count(edits, "edit")
	}
	if p.verbose || p.check && changed && !p.list && !p.diff && !p.quiet {
		fmt.Fprintf(p.errw, "repairjson: %s: %s\n", in.label(), what)
	}
}

// tell says why src, all of an input, could not be repaired.
func (p *program) tell(file string, src []byte, err error) {
	p.fails(exitFailed)
	p.tally.Failed++
	switch {
	case p.rep.format == "json":
		f := failureEntry{Version: records.ReportVersion, File: file, Failure: records.NewFailure(src, err)}
		p.errw.Write(append(records.AppendJSON(nil, f), '\n'))
	case !p.quiet:
		io.WriteString(p.errw, describe(file, src, err, p.rep.palette))
	}
}

// fails notes that the program will not exit with 0.
func (p *program) fails(code int) { p.code = max(p.code, code) }
