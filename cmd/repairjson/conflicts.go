package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/repairjson/repairjson/internal/records"
	"github.com/spf13/pflag"
)

// needs says which flags mean something only with another one.
var needs = []struct{ flag, other string }{
	{"field", "lines"}, {"into", "field"}, {"as-text", "field"},
	{"schema-field", "field"}, {"keys-field", "field"}, {"tools-field", "field"},
	{"on-error", "lines"}, {"jobs", "lines"}, {"log-field", "lines"}, {"unbuffered", "lines"},
	{"backup", "in-place"},
}

// excludes says which flags do not go together: the first of a row with each
// of the others.
var excludes = []string{
	"stream: follow partial lines field report explain list diff check indent tab compact-output ascii-output color-output" +
		" pick keys schema tools salvage max-record verbose",
	"follow: partial lines field report explain list diff check indent tab compact-output ascii-output color-output" +
		" pick keys schema tools salvage max-record verbose in-place",
	"partial: report explain list diff check in-place pick keys schema tools salvage keys-field schema-field tools-field log-field",
	"lines: indent tab",
	"in-place: output check color-output",
	"output: list diff check color-output",
	"report: explain",
	"indent: tab compact-output",
	"tab: compact-output",
	"color-output: monochrome-output",
	"quiet: verbose",
	"schema: schema-field",
	"keys: keys-field",
	"tools: schema schema-field keys keys-field pick salvage max-depth",
	"tools-field: schema schema-field keys keys-field pick salvage max-depth",
}

// conflict returns the error for flags that do not go together.
func conflict(flags *pflag.FlagSet) error {
	for _, row := range excludes {
		a, others, _ := strings.Cut(row, ": ")
		if !flags.Changed(a) {
			continue
		}
		for b := range strings.FieldsSeq(others) {
			if flags.Changed(b) {
				return fmt.Errorf("--%s and --%s do not go together", a, b)
			}
		}
	}
	for _, n := range needs {
		if flags.Changed(n.flag) && !flags.Changed(n.other) {
			return fmt.Errorf("--%s needs --%s", n.flag, n.other)
		}
	}
	return nil
}

// check returns the error for values and files that do not go together.
func (c *config) checkValues() error {
	switch {
	case len(c.into) > 0 && len(c.into) != len(c.fields.Names):
		return fmt.Errorf("--into is given %d times and --field %d times: each field wants a name", len(c.into), len(c.fields.Names))
	case len(c.schemaField.Names) > 1:
		return errors.New("--schema-field is given twice")
	case len(c.keysField.Names) > 1:
		return errors.New("--keys-field is given twice")
	case len(c.toolsField.Names) > 1:
		return errors.New("--tools-field is given twice")
	case slices.Contains(c.into, ""):
		return errors.New("--into wants a name")
	case slices.Contains(c.into, records.ErrorMember), c.logField == records.ErrorMember:
		return fmt.Errorf("the member %s is taken", records.ErrorMember)
	case c.logField != "" && slices.Contains(c.into, c.logField):
		return errors.New("--into and --log-field name the same member")
	case c.jobs < 1:
		return errors.New("--jobs is at least 1")
	case c.maxDepth < 0:
		return errors.New("--max-depth is at least 1")
	case c.indent < -1 || c.indent > 16:
		return errors.New("--indent is from 0 to 16")
	case c.inPlace && (len(c.args) == 0 || slices.Contains(c.args, "-")):
		return errors.New("cannot use --in-place with standard input")
	case c.follow && len(c.args) > 1:
		return errors.New("--follow takes one file")
	case strings.ContainsAny(c.backup, "/\\"):
		return errors.New("--backup is a suffix, without slashes")
	}
	return nil
}
