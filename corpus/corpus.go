// Package corpus holds texts in which language models broke JSON, each with
// the value that was meant, whence the failure is known, and why the answer is
// right. It knows no repairer, so it can judge any.
//
// A case is a file MODEL/FAULT-N.txtar. README.md describes the format, and
// how a case is added.
package corpus

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/txtar"
)

//go:embed */*.txtar
var files embed.FS

// A Case is a broken text and the value it should become.
type Case struct {
	Name   string   // MODEL/FAULT-N, the path of the file without its ending
	Model  string   // whose habit it is, or "unnamed" where the observation does not say
	Source string   // where the failure was observed
	Reason string   // why the answer is right
	Faults []string // what is wrong with the text, by the names of package repair's faults
	Keys   []string // the names that the prompt asked for, nil if it named none
	Input  []byte   // the text of the model
	Schema []byte   // the JSON Schema that the answer was to fit, nil if none was given
	Want   []byte   // the value meant, as JSON, to be compared as a value; nil if there is none
	Error  string   // the error wanted if there is no value, else ""
}

// All returns the cases of the corpus, sorted by name. They are the caller's.
func All() []Case {
	cases, err := Load(files)
	if err != nil {
		panic("corpus: " + err.Error()) // the tests load the same files
	}
	return cases
}

// Load returns the cases in the files MODEL/FAULT-N.txtar of a file system,
// sorted by name. The error names every file that is not a case; the cases of
// the other files are returned with it.
func Load(fsys fs.FS) ([]Case, error) {
	names, err := fs.Glob(fsys, "*/*.txtar")
	if err != nil {
		return nil, err
	}
	var cases []Case
	var bad []error
	for _, name := range names {
		c, err := read(fsys, name)
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", name, err))
			continue
		}
		cases = append(cases, c)
	}
	slices.SortFunc(cases, func(a, b Case) int { return strings.Compare(a.Name, b.Name) })
	return cases, errors.Join(bad...)
}

func read(fsys fs.FS, name string) (Case, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return Case{}, err
	}
	c := Case{Name: strings.TrimSuffix(name, ".txtar")}
	archive := txtar.Parse(data)
	if err := c.header(string(archive.Comment)); err != nil {
		return Case{}, err
	}
	if err := c.sections(archive.Files); err != nil {
		return Case{}, err
	}
	return c, c.named()
}

// mandatory are the lines that every header has.
var mandatory = []string{"model", "source", "faults", "reason"}

// header reads the lines "key: text" before the first section.
func (c *Case) header(text string) error {
	fields := map[string]string{"model": "", "source": "", "faults": "", "reason": "", "keys": ""}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		key, value, _ := strings.Cut(line, ":")
		old, known := fields[key]
		switch value = strings.TrimSpace(value); {
		case !known:
			return fmt.Errorf("the header has a line %q", line)
		case old != "":
			return fmt.Errorf("two lines %q", key)
		}
		fields[key] = value
	}
	for _, key := range mandatory {
		if fields[key] == "" {
			return fmt.Errorf("the header lacks %q", key)
		}
	}
	c.Model, c.Source, c.Reason = fields["model"], fields["source"], fields["reason"]
	var err error
	if c.Faults, err = list("faults", fields["faults"]); err == nil && fields["keys"] != "" {
		c.Keys, err = list("keys", fields["keys"])
	}
	return err
}

// list reads names that are joined by commas.
func list(what, text string) (names []string, err error) {
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if name == "" || slices.Contains(names, name) {
			return nil, fmt.Errorf("the list of %s %q has %q twice, or a comma too many", what, text, name)
		}
		names = append(names, name)
	}
	return names, nil
}

// sections reads the input and what it should become, one of each.
func (c *Case) sections(sections []txtar.File) error {
	var inputs, answers, schemas int
	for _, s := range sections {
		data, _ := bytes.CutSuffix(s.Data, []byte("\n")) // the final newline is not data
		data = slices.Clip(data)
		switch s.Name {
		case "input":
			inputs++
			c.Input = data
		case "input.quoted":
			inputs++
			text, err := strconv.Unquote(string(data))
			if err != nil {
				return errors.New("input.quoted is not a string of Go")
			}
			c.Input = []byte(text)
		case "schema.json":
			schemas++
			if c.Schema = data; !json.Valid(data) {
				return errors.New("schema.json is not JSON")
			}
		case "want.json":
			answers++
			if c.Want = data; !json.Valid(data) {
				return errors.New("want.json is not JSON")
			}
		case "want.error":
			answers++
			if c.Error = string(data); c.Error == "" {
				return errors.New("want.error is empty")
			}
		default:
			return fmt.Errorf("unknown section %q", s.Name)
		}
	}
	if schemas > 1 {
		return fmt.Errorf("%d schemas", schemas)
	}
	if inputs != 1 || answers != 1 {
		return fmt.Errorf("%d inputs and %d answers, not one of each", inputs, answers)
	}
	return nil
}

var number = regexp.MustCompile(`-[1-9][0-9]*$`)

// named reports how the name of the file differs from what is in it.
func (c *Case) named() error {
	dir, base := path.Split(c.Name)
	fault := number.ReplaceAllString(base, "")
	switch {
	case dir != c.Model+"/":
		return fmt.Errorf("a case of the model %q belongs in a folder of that name", c.Model)
	case fault == base:
		return errors.New("the name does not end in a hyphen and a number")
	case !slices.Contains(c.Faults, fault):
		return fmt.Errorf("the fault %q of the name is not among those of the case", fault)
	}
	return nil
}
