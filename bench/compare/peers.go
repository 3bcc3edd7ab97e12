package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/bytedance/sonic"
	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/kaptinlin/jsonrepair"
	"github.com/repairjson/repairjson"
	"github.com/tidwall/gjson"
)

// A repairer is a library that is compared. Ours runs in this process; the
// others run in processes of their own, so that they can be stopped.
type repairer struct {
	name    string
	version string
	process *process // nil for ours
}

// ours is what this repository is about.
const ours = "repairjson"

// goRepairers are the repairers that are written in Go.
var goRepairers = map[string]func(text string) (string, error){
	ours:                   repairjson.RepairString,
	"kaptinlin/jsonrepair": jsonrepair.Repair,
}

// A checker says whether a text is valid JSON.
type checker struct {
	name, module string
	utf8         bool // it refuses what is not UTF-8
	check        func(text []byte) bool
}

// checkers; the first is the yardstick.
var checkers = []checker{
	{"gjson.Valid", "github.com/tidwall/gjson", false, gjson.ValidBytes},
	{"encoding/json.Valid", "", false, json.Valid},
	{"go-json-experiment IsValid", "github.com/go-json-experiment/json", true, func(text []byte) bool {
		return jsontext.Value(text).IsValid(jsontext.AllowDuplicateNames(true))
	}},
	{"sonic.Valid", "github.com/bytedance/sonic", false, sonic.Valid},
}

// unmarshals are what decoding the same text into a value costs.
var unmarshals = []struct {
	name string
	call func(text []byte) error
}{
	{"encoding/json.Unmarshal", func(text []byte) error { var v any; return json.Unmarshal(text, &v) }},
	{"go-json-experiment Unmarshal", func(text []byte) error {
		var v any
		return jsonv2.Unmarshal(text, &v, jsontext.AllowDuplicateNames(true))
	}},
	{"sonic.Unmarshal", func(text []byte) error { var v any; return sonic.Unmarshal(text, &v) }},
}

// module returns the version of a module that this program is built with.
func module(path string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == path {
				return m.Version
			}
		}
	}
	return ""
}

// installTools installs the newest version of each library into a folder.
func installTools(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"npm", "install", "--silent", "--prefix", dir, "jsonrepair@latest", "partial-json@latest"},
		{"python3", "-m", "venv", filepath.Join(dir, "venv")},
		{filepath.Join(dir, "venv", "bin", "pip"), "-q", "--disable-pip-version-check", "install", "--upgrade", "json_repair"},
	} {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(args, " "), err)
		}
	}
	return nil
}

// A driver runs a library in a process: it answers lines of JSON.
type driver struct {
	name string
	args []string
}

// drivers returns those of the other libraries. This program is itself the
// driver of those that are written in Go.
func drivers(tools string) ([]driver, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(tools)
	if err != nil {
		return nil, err
	}
	return []driver{
		{"kaptinlin/jsonrepair", []string{self, "-child", "kaptinlin/jsonrepair"}},
		{"jsonrepair (npm)", []string{"node", "drivers/npm.mjs", abs, "jsonrepair"}},
		{"json_repair (PyPI)", []string{filepath.Join(abs, "venv", "bin", "python"), "drivers/json_repair_run.py"}},
	}, nil
}

// partialParser is a library that only parses the beginnings of answers.
func partialParser(tools string) driver {
	return driver{"partial-json (npm)", []string{"node", "drivers/npm.mjs", tools, "partial-json"}}
}

// start returns ours and those of the others that are there.
func start(c config) ([]*repairer, error) {
	list := []*repairer{{name: ours}}
	all, err := drivers(c.tools)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		p := &process{driver: d}
		version, err := p.version()
		if err != nil {
			fmt.Fprintf(os.Stderr, "compare: %s does not take part: %v\n", d.name, err)
			continue
		}
		list = append(list, &repairer{name: d.name, version: version, process: p})
	}
	return list, nil
}

// repair returns the output for a text, or errRefused, or why there is no
// answer: errLate after the limit.
func (r *repairer) repair(text string, limit time.Duration) (string, error) {
	if r.process == nil {
		return goRepairers[r.name](text)
	}
	answer, err := r.process.ask(request{Text: text}, limit)
	switch {
	case err != nil:
		return "", err
	case answer.Output == nil:
		return "", fmt.Errorf("%w: %s", errRefused, answer.Error)
	}
	return *answer.Output, nil
}
