package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

// A peer is a library that is compared.
type peer struct {
	name    string
	version string
	repair  func(text string) (string, error) // nil for a checker
	check   func(text []byte) bool            // nil for a repairer
	timed   func(text string, least time.Duration) (perCall float64, err error)
}

// goPeers returns the peers that are written in Go.
func goPeers() []*peer {
	return []*peer{
		{name: "repairjson", repair: repairjson.RepairString},
		{name: "kaptinlin/jsonrepair", version: module("github.com/kaptinlin/jsonrepair"), repair: func(text string) (string, error) { return jsonrepair.Repair(text) }},
		{name: "gjson.Valid", version: module("github.com/tidwall/gjson"), check: gjson.ValidBytes},
		{name: "encoding/json", check: json.Valid},
		{name: "go-json-experiment", version: module("github.com/go-json-experiment/json"), check: func(text []byte) bool { return jsontext.Value(text).IsValid(jsontext.AllowDuplicateNames(true)) }},
		{name: "sonic", version: module("github.com/bytedance/sonic"), check: sonic.Valid},
	}
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
		{"npm", "install", "--silent", "--prefix", dir, "jsonrepair"},
		{"python3", "-m", "venv", filepath.Join(dir, "venv")},
		{filepath.Join(dir, "venv", "bin", "pip"), "-q", "--disable-pip-version-check", "install", "json_repair"},
	} {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(args, " "), err)
		}
	}
	return nil
}

// start returns all peers. Those in other languages run until they are closed.
func start(tools string) (peers []*peer, stop func(), err error) {
	peers = goPeers()
	var closers []io.Closer
	stop = func() {
		for _, c := range closers {
			c.Close()
		}
	}
	for _, d := range drivers(tools) {
		p, c, err := d.start()
		if err != nil {
			fmt.Fprintf(os.Stderr, "all: %s does not take part: %v\n", d.name, err)
			continue
		}
		closers = append(closers, c)
		peers = append(peers, p)
	}
	return peers, stop, nil
}

// A driver runs a library of another language. It answers lines of JSON: a
// request has a text and, to be timed, a number of milliseconds.
type driver struct {
	name string
	dir  string
	args []string
}

func drivers(tools string) []driver {
	abs, err := filepath.Abs(tools)
	if err != nil {
		abs = tools
	}
	here, _ := filepath.Abs("all/drivers")
	return []driver{
		{"jsonrepair (npm)", abs, []string{"node", filepath.Join(here, "jsonrepair.mjs"), abs}},
		{"json_repair (PyPI)", abs, []string{filepath.Join(abs, "venv", "bin", "python"), filepath.Join(here, "json_repair_run.py")}},
	}
}

// A reply is a line of a driver.
type reply struct {
	Version string  `json:"version"`
	Output  *string `json:"output"`
	Error   string  `json:"error"`
	Seconds float64 `json:"seconds"` // of one call
}

// errRefused says that a library gave no output.
var errRefused = errors.New("refused")

func (d driver) start() (*peer, io.Closer, error) {
	cmd := exec.Command(d.args[0], d.args[1:]...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	lines := bufio.NewReader(out)
	ask := func(text string, least time.Duration) (r reply, err error) {
		line, err := json.Marshal(map[string]any{"text": text, "ms": least.Milliseconds()})
		if err != nil {
			return r, err
		}
		if _, err := in.Write(append(line, '\n')); err != nil {
			return r, err
		}
		answer, err := lines.ReadBytes('\n')
		if err != nil {
			return r, fmt.Errorf("%s has ended: %w", d.name, err)
		}
		return r, json.Unmarshal(answer, &r)
	}
	first, err := ask("{}", 0)
	if err != nil {
		in.Close()
		return nil, nil, errors.Join(err, cmd.Wait())
	}
	p := &peer{name: d.name, version: first.Version}
	p.repair = func(text string) (string, error) {
		r, err := ask(text, 0)
		switch {
		case err != nil:
			return "", err
		case r.Output == nil:
			return "", fmt.Errorf("%w: %s", errRefused, r.Error)
		}
		return *r.Output, nil
	}
	p.timed = func(text string, least time.Duration) (float64, error) {
		r, err := ask(text, max(least, time.Millisecond))
		return r.Seconds, err
	}
	return p, closer(func() error { in.Close(); return cmd.Wait() }), nil
}

type closer func() error

func (c closer) Close() error { return c() }
