package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/repairjson/repairjson/pipeline"
	"github.com/repairjson/repairjson/pipeline/scripted"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// metago runs the program in an empty folder and with an empty home.
func metago(t *testing.T, args ...string) (code int, out, errw string) {
	t.Helper()
	var o, e bytes.Buffer
	code = execute(context.Background(), args, &o, &e)
	return code, o.String(), e.String()
}

func empty(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("HOME", filepath.Join(dir, "home"))
	return dir
}

func TestReplay(t *testing.T) {
	for _, model := range scripted.Models() {
		t.Run(model, func(t *testing.T) {
			dir := empty(t)
			code, out, errw := metago(t, "--llm", "replay:"+model, "write a snake game")
			require.Equal(t, 0, code, errw)
			assert.Equal(t, filepath.Join("workspace", "snake_game")+"\n", out, "the folder alone")
			assert.FileExists(t, filepath.Join(dir, "workspace", "snake_game", "snake_game", "main.py"))
			assert.Regexp(t, `(?m)^  repair_[a-z_]+: .* at line \d+ column \d+: `, errw)
			assert.Regexp(t, `(?m)^Engineer +WriteCode main\.py +\d+\.\d s .* tokens in .* out`, errw)
			assert.Regexp(t, `(?m)^finished after \d:\d\d: \d+ answers \(0 of an earlier run, [1-9] asked once more\), [1-9]\d* repairs, `, errw)
			assert.NotContains(t, errw, "\x1b", "plain lines where there is no terminal")
			assert.NotContains(t, errw, "\r")
		})
	}
}

func TestCompletion(t *testing.T) {
	code, out, errw := metago(t, "--completion", "bash")
	assert.Equal(t, 0, code, errw)
	assert.Contains(t, out, "bash completion V2 for metago")
	code, _, errw = metago(t, "--completion", "tcsh")
	assert.Equal(t, 2, code)
	assert.Contains(t, errw, `there is no completion for "tcsh"`)
}

func TestUsage(t *testing.T) {
	empty(t)
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{nil, 2, "what is to be made?"},
		{[]string{"write", "a", "game"}, 2, `one idea, in quotes: metago "write a game"`},
		{[]string{"--n-rounds", "3", "x"}, 2, "unknown flag: --n-rounds"},
		{[]string{"x"}, 2, "no model"},
		{[]string{"x", "--llm", "replay:gpt"}, 2, "there are chatglm, llama2-13b, mixtral, qwen, vicuna-13b"},
		{[]string{"--recover-path", "workspace/storage"}, 2, "does not end in storage/team"},
		{[]string{"--recover-path", "workspace/storage/team", "--llm", "replay:qwen"}, 1, "there is no run to take up"},
		{[]string{"--config", "none.yaml", "x"}, 2, "none.yaml"},
	} {
		code, out, errw := metago(t, c.args...)
		assert.Equal(t, c.code, code, "%v: %s", c.args, errw)
		assert.Contains(t, errw, c.want)
		assert.Empty(t, out)
	}
	code, out, _ := metago(t, "--help")
	assert.Equal(t, 0, code)
	for _, flag := range []string{"--n-round", "--investment", "--code-review", "--implement", "--project-name", "--recover-path", "--init-config", "--llm"} {
		assert.Contains(t, out, flag)
	}
}

func TestConfigFiles(t *testing.T) {
	dir := empty(t)
	require.NoError(t, os.MkdirAll("config", 0o755))
	file := filepath.Join("config", "config2.yaml")
	require.NoError(t, os.WriteFile(file, []byte("llm:\n  model: x\n  max_token: much\n"), 0o644))
	code, _, errw := metago(t, "x")
	assert.Equal(t, 2, code)
	assert.Contains(t, errw, file+":3:14: llm.max_token: a whole number is wanted, not much")

	require.NoError(t, os.WriteFile(file, []byte("llm:\n  api_type: open_llm\n  base_url: http://127.0.0.1:1/v1\n  model: x\n  repair_llm_output: true\n"), 0o644))
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	var out, e bytes.Buffer
	code = execute(ctx, []string{"x"}, &out, &e)
	assert.Equal(t, exitStopped, code)
	assert.Contains(t, e.String(), "warning: "+file+":5:3: repair_llm_output belongs to the outermost level")

	code, printed, _ := metago(t, "--init-config")
	assert.Equal(t, 0, code)
	path := filepath.Join(dir, "home", ".metagpt", "config2.yaml")
	assert.Equal(t, "wrote "+path+"\n", printed)
	code, printed, _ = metago(t, "--init-config")
	assert.Equal(t, 0, code)
	assert.Equal(t, "kept "+path+".bak\nwrote "+path+"\n", printed)
}

// TestTakenUp stops a run by its rounds, and takes it up.
func TestTakenUp(t *testing.T) {
	empty(t)
	code, _, errw := metago(t, "--llm", "replay:vicuna-13b", "--n-round", "1", "--no-code-review", "write a snake game")
	assert.Equal(t, exitNotDone, code)
	assert.Contains(t, errw, "run again with a greater --n-round")
	assert.Contains(t, errw, "not finished after")
	code, out, errw := metago(t, "--llm", "replay:vicuna-13b", "--recover-path", "workspace/storage/team")
	assert.Equal(t, exitNotDone, code, "the options are those of the run")
	assert.Empty(t, strings.TrimSpace(strings.ReplaceAll(out, filepath.Join("workspace", "snake_game"), "")))
	assert.Contains(t, errw, "is taken up, with 1 answers")
	code, out, errw = metago(t, "--llm", "replay:vicuna-13b", "--recover-path", "workspace/storage/team", "--n-round", "5")
	assert.Equal(t, 0, code, errw)
	assert.Equal(t, filepath.Join("workspace", "snake_game")+"\n", out)
	assert.Contains(t, errw, "is taken up, with 1 answers")
	assert.Contains(t, errw, "ProductManager  WritePRD                     answered before")
	assert.NotContains(t, errw, "WriteCodeReview", "nor are the other options lost")
}

// TestWithoutRepair has the flag of the configuration off.
func TestWithoutRepair(t *testing.T) {
	empty(t)
	require.NoError(t, os.WriteFile("c.yaml", []byte("repair_llm_output: false\n"), 0o644))
	code, out, errw := metago(t, "--config", "c.yaml", "--llm", "replay:qwen", "write a snake game")
	assert.Equal(t, exitFailed, code)
	assert.Empty(t, out)
	assert.Contains(t, errw, "metago: ProductManager, WritePRD: the answer is malformed at line 1 column 1: ")
	assert.Contains(t, errw, "set repair_llm_output: true in config2.yaml")
	assert.Contains(t, errw, "stopped after")
}

// TestTerminal holds what is shown on a terminal to its width, and to leaving
// nothing of the line at the bottom.
func TestTerminal(t *testing.T) {
	var b bytes.Buffer
	s := &screen{w: &b, live: true, color: true, width: func() int { return 60 }, done: make(chan struct{}), ticker: time.NewTicker(time.Hour), began: time.Now()}
	s.event(pipeline.Event{Kind: pipeline.Asked, Role: "Engineer", Step: "WriteCode", File: strings.Repeat("蛇", 40) + ".py", Attempt: 1, Text: "m"})
	s.event(pipeline.Event{Kind: pipeline.Arriving, Bytes: 12})
	s.draw()
	live := b.String()
	assert.True(t, strings.HasPrefix(live, "\r\x1b[K\x1b[2m"), "%q", live)
	shown := strings.TrimSuffix(live[strings.LastIndex(live, "\x1b[2m")+4:], "\x1b[0m")
	wide := strings.Count(shown, "蛇")
	assert.Positive(t, wide)
	assert.LessOrEqual(t, len([]rune(shown))+wide, 59)
	b.Reset()
	repair := pipeline.Repair{Fault: "quote-style", Key: "a", Line: 1, Column: 2, Was: "'", Now: "\x1b[31m"}
	s.event(pipeline.Event{Kind: pipeline.Repaired, Repairs: []pipeline.Repair{repair, repair, repair}, Reply: &pipeline.Reply{}})
	assert.Contains(t, b.String(), "and 2 more of its kind")
	assert.NotContains(t, b.String(), "\x1b[31m", "what models say does not steer the terminal")
	b.Reset()
	s.warn("a\x1b[2Jb\nc")
	assert.Contains(t, b.String(), "warning: a [2Jb c")
	b.Reset()
	s.close()
	assert.Equal(t, "\r\x1b[K", strings.ReplaceAll(strings.ReplaceAll(b.String(), "\x1b[2m", ""), "\x1b[0m", ""))
}
