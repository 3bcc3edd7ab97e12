// Command bfcl repairs the real outputs of models that the Berkeley Function
// Calling Leaderboard published, and scores the results against its ground
// truth. See README.md.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"unicode/utf8"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/bench/sets"
	"github.com/repairjson/repairjson/repair"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// A config is what the flags say.
type config struct {
	schema  bool   // repair with the schema of the calls
	data    string // the folder of the data
	set     string
	payload bool // repair the payloads, not the raw output
	out     string
	classes string
	score   bool
	dedupe  bool // score repeated calls once
	fits    bool // tell records that fit their schema from others
	groups  string
	reject  repair.Faults
}

// A record is one line of a set.
type record struct {
	Functions []function `json:"functions"`
	Names     []string   `json:"names"`
	Key       string     `json:"key"`
	Primary   string     `json:"primary"`
	Output    string     `json:"output"`
	Payloads  []string   `json:"payloads"`
}

// A prediction is one line of the result: JSON of the raw output, or Values of
// the payloads, null where the repair failed.
type prediction struct {
	Key    string            `json:"key"`
	JSON   json.RawMessage   `json:"json,omitempty"`
	Values []json.RawMessage `json:"values,omitempty"`
}

// A class says how safe the repair of a record was.
type class struct {
	Key    string   `json:"key"`
	Class  string   `json:"class"`
	Faults []string `json:"faults"`
}

func run(args []string, stdout, stderr io.Writer) int {
	var cfg config
	fs := flag.NewFlagSet("bfcl", flag.ContinueOnError)
	fs.StringVar(&cfg.set, "set", "invalid", "`name` of the set: invalid, valid, hard, invalid_nogt or type_mismatch")
	from := fs.String("from", "raw", "what to repair: `raw` output or payload")
	fs.StringVar(&cfg.out, "out", "", "`file` for the predictions (default standard output, with -score none)")
	fs.StringVar(&cfg.classes, "classes", "", "`file` for the class of each record")
	fs.BoolVar(&cfg.score, "score", false, "score the predictions with score.py of the data")
	fs.BoolVar(&cfg.schema, "schema", false, "repair with the schema of a call, or calls, of the functions offered")
	fs.BoolVar(&cfg.dedupe, "dedupe", false, "score a call that is repeated exactly once")
	fs.BoolVar(&cfg.fits, "fits", false, "score, and say how many records that fit their schemas are left as they are")
	fs.StringVar(&cfg.groups, "groups", "primary,form", "`fields` that score.py groups by")
	reject := fs.String("reject", "", "`faults` to refuse: names, lossless, guess or loss, separated by commas")
	return sets.Run(fs, args, stderr, func(folder string) error {
		cfg.data = folder
		if err := cfg.check(*from, *reject); err != nil {
			return err
		}
		invalid, err := drive(cfg, stdout, stderr)
		if err == nil && invalid > 0 {
			err = fmt.Errorf("%d outputs are not valid JSON", invalid)
		}
		return err
	})
}

// check completes the configuration.
func (cfg *config) check(from, reject string) error {
	switch cfg.set {
	case "invalid", "valid", "hard", "invalid_nogt", "type_mismatch":
	default:
		return sets.Usage("no set is called %q", cfg.set)
	}
	if from != "raw" && from != "payload" {
		return sets.Usage("-from is raw or payload, not %q", from)
	}
	cfg.payload = from == "payload"
	cfg.score = cfg.score || cfg.fits || cfg.dedupe
	if cfg.score && cfg.set == "invalid_nogt" {
		return sets.Usage("invalid_nogt has no ground truth to score by")
	}
	var unknown string
	if cfg.reject, unknown = repair.ParseFaults(reject); unknown != "" {
		return sets.Usage("no fault is called %q", unknown)
	}
	return nil
}

// drive makes the predictions, prints what happened, and scores. It returns
// the number of outputs that were not valid JSON.
func drive(cfg config, stdout, stderr io.Writer) (invalid int, err error) {
	temp, err := os.MkdirTemp("", "bfcl")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()

	file := cfg.set
	if file == "hard" {
		file = "invalid"
	}
	set := sets.BFCL(cfg.data, file)
	records, lines, err := read(set, cfg.set == "hard")
	if err != nil {
		return 0, err
	}

	t := newTally()
	var predictions bytes.Buffer
	var classes []class
	enc := encoder(&predictions)
	for _, r := range records {
		p, c := predict(cfg, r, t)
		classes = append(classes, c)
		if err := enc.Encode(p); err != nil {
			return 0, fmt.Errorf("%s: %w", r.Key, err)
		}
	}
	t.print(stderr)

	out := cfg.out
	switch {
	case out == "" && !cfg.score:
		if _, err := stdout.Write(predictions.Bytes()); err != nil {
			return t.invalid, err
		}
	case out == "":
		out = filepath.Join(temp, "predictions.jsonl")
		fallthrough
	default:
		if err := os.WriteFile(out, predictions.Bytes(), 0o644); err != nil {
			return t.invalid, err
		}
		if cfg.set == "hard" {
			set = out + ".set.jsonl"
			if err := os.WriteFile(set, bytes.Join(lines, nil), 0o644); err != nil {
				return t.invalid, err
			}
		}
	}
	if cfg.out != "" {
		fmt.Fprintf(stderr, "set: %s\npredictions: %s\n", set, out)
	}
	if cfg.classes != "" {
		if err := writeClasses(cfg.classes, classes); err != nil {
			return t.invalid, err
		}
	}
	if !cfg.score {
		return t.invalid, nil
	}
	scored := filepath.Join(temp, "scored.jsonl")
	if err := score(cfg, set, out, scored, classes, stdout, stderr); err != nil || !cfg.fits {
		return t.invalid, err
	}
	return t.invalid, printFits(cfg, set, scored, records, stdout, stderr)
}

// read returns the records of a set, or only the hard ones, and their lines.
func read(name string, hard bool) (records []record, lines [][]byte, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	for line := range bytes.Lines(text) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		if hard && r.Primary == "python_repr" {
			continue
		}
		records = append(records, r)
		lines = append(lines, line)
	}
	return records, lines, nil
}

// predict repairs one record and counts what happened.
func predict(cfg config, r record, t *tally) (prediction, class) {
	var faults repair.Faults
	refused := ""
	opts := repairjson.Options{Options: repair.Options{Reject: cfg.reject, OnEdit: func(e repair.Edit) {
		faults |= e.Faults
		t.edit(e.Faults)
	}}}
	one := func(text string, framed []string) json.RawMessage {
		o := opts
		if cfg.schema {
			var err error
			if o.Schema, err = wanted(r.Functions, framed, !cfg.payload); err != nil {
				refused = reason(err)
				return json.RawMessage("null")
			}
		}
		out, err := o.Repair([]byte(text))
		if err != nil && !errors.Is(err, repairjson.ErrMismatch) {
			refused = reason(err)
			return json.RawMessage("null")
		}
		if !json.Valid(out) || !utf8.Valid(out) {
			t.broken(r.Key)
			return json.RawMessage("null")
		}
		return out
	}
	p := prediction{Key: r.Key}
	if cfg.payload {
		p.Values = []json.RawMessage{}
		for i, text := range r.Payloads {
			var framed []string
			if i < len(r.Names) {
				framed = r.Names[i : i+1]
			}
			p.Values = append(p.Values, one(text, framed))
		}
	} else {
		p.JSON = one(r.Output, r.Names)
	}
	t.record(refused)
	return p, newClass(r.Key, faults, refused)
}

// reason names why a repair failed.
func reason(err error) string {
	for _, sentinel := range []error{repair.ErrNoJSON, repair.ErrTooDeep, repair.ErrRejected} {
		if errors.Is(err, sentinel) {
			return sentinel.Error()
		}
	}
	return err.Error()
}

// encoder returns an encoder that leaves <, > and & as they are.
func encoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

// newClass returns the class of a record: the worst of its faults, "none"
// without any, "refused" if a repair failed.
func newClass(key string, faults repair.Faults, refused string) class {
	c := class{Key: key, Class: "none", Faults: []string{}}
	for f := range faults.Each() {
		c.Faults = append(c.Faults, f.String())
	}
	if faults != 0 {
		c.Class = faults.Class()
	}
	if refused != "" {
		c.Class = "refused"
	}
	return c
}
