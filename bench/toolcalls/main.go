// Command toolcalls reads the calls in real outputs of models, and scores them
// against their ground truth. See README.md.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/repairjson/repairjson/bench/sets"
	"github.com/repairjson/repairjson/inference/toolcall"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// A config is what the flags say.
type config struct {
	data   string // the folder of the data
	set    string
	out    string
	groups string
	dedupe bool
	opts   toolcall.Options
}

// A record is one line of a set. Older sets have functions, without the shape
// of OpenAI's tools.
type record struct {
	Key       string          `json:"key"`
	Output    string          `json:"output"`
	Tools     json.RawMessage `json:"tools"`
	Functions json.RawMessage `json:"functions"`
	Form      string          `json:"form"`
	Names     []string        `json:"names"`
	Payloads  []string        `json:"payloads"`
}

// A prediction is one line of the result.
type prediction struct {
	Key   string `json:"key"`
	Calls []call `json:"calls"`
}

type call struct {
	Name      string          `json:"name"`
	Arguments json.RawMessage `json:"arguments"`
}

func run(args []string, stdout, stderr io.Writer) int {
	var cfg config
	fs := flag.NewFlagSet("toolcalls", flag.ContinueOnError)
	fs.StringVar(&cfg.set, "set", "toolcalls", "`name` of the set: toolcalls, invalid or valid")
	fs.StringVar(&cfg.out, "out", "", "`file` that the calls are also written to")
	fs.StringVar(&cfg.groups, "groups", "hard,form", "`fields` that the score is grouped by")
	fs.BoolVar(&cfg.dedupe, "dedupe", false, "count repetitions of a call once")
	fs.BoolVar(&cfg.opts.Anywhere, "anywhere", false, "take calls out of the middle of prose")
	return sets.Run(fs, args, stderr, func(folder string) error {
		switch cfg.set {
		case "toolcalls", "invalid", "valid":
		default:
			return sets.Usage("no set is called %q", cfg.set)
		}
		cfg.data = folder
		return cfg.drive(stdout, stderr)
	})
}

// drive reads the calls of the set and scores them.
func (cfg *config) drive(stdout, stderr io.Writer) (err error) {
	set := sets.BFCL(cfg.data, cfg.set)
	out := cfg.out
	if out == "" {
		temp, err := os.CreateTemp("", "toolcalls")
		if err != nil {
			return err
		}
		out = temp.Name()
		defer os.Remove(out)
		if err := temp.Close(); err != nil {
			return err
		}
	}
	if err := cfg.predict(set, out); err != nil {
		return err
	}
	script, args := "score_calls.py", []string{set, out, "--groups", cfg.groups}
	if cfg.set != "toolcalls" {
		script = "score.py"
	}
	if cfg.dedupe {
		args = append(args, "--dedupe")
	}
	return sets.Score(cfg.data, script, stdout, stderr, args...)
}

// predict writes a line of calls for each record of the set.
func (cfg *config) predict(set, out string) (err error) {
	in, err := os.Open(set)
	if err != nil {
		return err
	}
	defer in.Close()
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	encode := json.NewEncoder(w)
	lines := bufio.NewReader(in)
	for {
		line, readErr := lines.ReadBytes('\n')
		if len(strings.TrimSpace(string(line))) > 0 {
			p, err := cfg.line(line)
			if err != nil {
				return err
			}
			if err := encode.Encode(p); err != nil {
				return err
			}
		}
		if readErr == io.EOF {
			return w.Flush()
		}
		if readErr != nil {
			return readErr
		}
	}
}

// line reads the calls of one record.
func (cfg *config) line(line []byte) (prediction, error) {
	var r record
	if err := json.Unmarshal(line, &r); err != nil {
		return prediction{}, err
	}
	offered := r.Tools
	if len(offered) == 0 {
		offered = r.Functions
	}
	tools, err := toolcall.Parse(offered)
	if err != nil {
		return prediction{}, fmt.Errorf("%s: %w", r.Key, err)
	}
	p := prediction{Key: r.Key, Calls: []call{}}
	if r.Form == "fc" { // the server has read the calls; their arguments are to be read
		for i, name := range r.Names[:min(len(r.Names), len(r.Payloads))] {
			if c, err := tools.Arguments(name, []byte(r.Payloads[i])); err == nil {
				p.Calls = append(p.Calls, call{c.Name, c.Arguments})
			}
		}
		return p, nil
	}
	for _, c := range cfg.opts.Read(tools, []byte(r.Output)).Calls() {
		p.Calls = append(p.Calls, call{c.Name, c.Arguments})
	}
	return p, nil
}
