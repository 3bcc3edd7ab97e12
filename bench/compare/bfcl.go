package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/repairjson/repairjson/bench/sets"
)

// An output is a record of a set of BFCL: what a model wrote, and the payloads
// that one who knows how it frames JSON would cut out of it.
type output struct {
	Key      string   `json:"key"`
	Primary  string   `json:"primary"`
	Output   string   `json:"output"`
	Payloads []string `json:"payloads"`
	line     []byte
}

// A prediction is what a repairer made of a record, as score.py reads it.
type prediction struct {
	Key    string            `json:"key"`
	JSON   json.RawMessage   `json:"json,omitempty"`
	Values []json.RawMessage `json:"values,omitempty"`
}

// A count is what score.py says of a group of records.
type count struct{ N, Parsed, Match, Ns, Same int }

func (c count) percent(of int) string {
	if c.N == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f", 100*float64(of)/float64(c.N))
}

// realOutputs writes what the repairers make of outputs of real models, and
// returns how many percent of the raw texts each gets right. It returns nil
// where there is no python3 to score with.
func realOutputs(r *report) ([]float64, error) {
	if _, err := exec.LookPath("python3"); err != nil {
		r.both("\nThe outputs of real models were not scored: python3 is not installed.\n")
		return nil, nil
	}
	var right []float64
	r.both("\nOutputs of 31 real models in the function calling of the Berkeley leaderboard (BFCL, the development set), scored by its ground truth; texts go in whole (raw), or cut out by one who knows how each model frames JSON (payload), all without a schema. The rest is mostly the models' own error. %% of the outputs that a strict parser refuses, of the hard ones of these (not only Python's notation), and of valid ones, which should give the same calls as before:\n\n%s",
		header("repairer, input", "parsed", "right", "right, hard", "same, valid"))
	invalid, err := readOutputs(sets.BFCL(r.data, "invalid"), r.share)
	if err != nil {
		return nil, err
	}
	valid, err := readOutputs(sets.BFCL(r.data, "valid"), r.share)
	if err != nil {
		return nil, err
	}
	for _, payload := range []bool{false, true} {
		name := map[bool]string{false: "raw", true: "payload"}[payload]
		for _, one := range r.repairers {
			broken, err := scored(r, one, invalid, payload)
			if err != nil {
				return nil, err
			}
			intact, err := scored(r, one, valid, payload)
			if err != nil {
				return nil, err
			}
			all, harmless := broken["ALL="], intact["ALL="]
			var hard count
			for group, c := range broken {
				if group != "ALL=" && group != "primary=python_repr" {
					hard.N, hard.Match = hard.N+c.N, hard.Match+c.Match
				}
			}
			if !payload {
				right = append(right, 100*float64(all.Match)/float64(max(1, all.N)))
			}
			r.both("%s", row(one.name+", "+name, all.percent(all.Parsed), all.percent(all.Match), hard.percent(hard.Match), harmless.percent(harmless.Same)))
		}
	}
	r.both("\n%d outputs that are not valid, %d that are.\n", len(invalid), len(valid))
	return right, nil
}

// readOutputs returns each so-many-eth record of a set.
func readOutputs(file string, share int) (list []output, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	n := 0
	for line := range bytes.Lines(data) {
		if n++; n%share != 0 {
			continue
		}
		one := output{line: line}
		if err := json.Unmarshal(line, &one); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		list = append(list, one)
	}
	return list, nil
}

// scored has a repairer repair the records, and scores it with score.py.
func scored(r *report, one *repairer, records []output, payload bool) (map[string]count, error) {
	dir, err := os.MkdirTemp("", "compare")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	set, predictions := filepath.Join(dir, "set.jsonl"), filepath.Join(dir, "predictions.jsonl")
	if err := writeLines(set, func(w io.Writer) error {
		for _, rec := range records {
			if _, err := w.Write(rec.line); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	if err := writeLines(predictions, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		for _, rec := range records {
			if err := enc.Encode(predict(r, one, rec, payload)); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := sets.Score(r.data, "score.py", &out, os.Stderr, set, predictions, "--groups", "primary", "--json"); err != nil {
		return nil, err
	}
	var groups map[string]count
	return groups, json.Unmarshal(out.Bytes(), &groups)
}

func predict(r *report, one *repairer, rec output, payload bool) prediction {
	mended := func(text string) json.RawMessage {
		out, err := one.repair(text, r.limit)
		if err != nil || !json.Valid([]byte(out)) {
			return json.RawMessage("null")
		}
		return json.RawMessage(out)
	}
	p := prediction{Key: rec.Key}
	if !payload {
		p.JSON = mended(rec.Output)
		return p
	}
	p.Values = []json.RawMessage{}
	for _, text := range rec.Payloads {
		p.Values = append(p.Values, mended(text))
	}
	return p
}

// writeLines makes a file.
func writeLines(name string, write func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	return errors.Join(write(w), w.Flush(), f.Close())
}
