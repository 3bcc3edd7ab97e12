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
	"strings"
	"syscall"
	"time"

	"github.com/repairjson/repairjson/bench"
)

// A process is a driver that can be stopped.
type process struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines chan []byte
}

var errLate = errors.New("out of time")

func (d driver) process() (*process, error) {
	p := &process{cmd: exec.Command(d.args[0], d.args[1:]...), lines: make(chan []byte, 1)}
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(p.lines)
		for r := bufio.NewReader(out); ; {
			line, err := r.ReadBytes('\n')
			if err != nil {
				return
			}
			p.lines <- line
		}
	}()
	if _, err := p.time("{}", 0, 30*time.Second); err != nil {
		p.kill()
		return nil, err
	}
	return p, nil
}

// time returns the seconds of a call.
func (p *process) time(text string, least, limit time.Duration) (float64, error) {
	line, err := json.Marshal(map[string]any{"text": text, "ms": least.Milliseconds()})
	if err != nil {
		return 0, err
	}
	if _, err := p.in.Write(append(line, '\n')); err != nil {
		return 0, err
	}
	select {
	case line, ok := <-p.lines:
		if !ok {
			return 0, errors.New("the process has ended")
		}
		var r reply
		err := json.Unmarshal(line, &r)
		return r.Seconds, err
	case <-time.After(limit + least):
		return 0, errLate
	}
}

func (p *process) kill() {
	if p == nil {
		return
	}
	p.in.Close()
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// processes writes what it costs to run each as a program: on a small text the
// time is that of the start, on a large one the memory is that of the work.
func processes(c config, _ []*peer, b *strings.Builder) error {
	dir, err := os.MkdirTemp("", "compare")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	filter := filepath.Join(dir, "repairjson")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filter, "./cmd/repairjson")
	build.Dir = "../.."
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	tools, err := filepath.Abs(c.tools)
	if err != nil {
		return err
	}
	small, large := bench.Document(1<<10, seed), bench.Document(4<<20, seed)
	small, large = small[:len(small)-20], large[:len(large)-20]
	fmt.Fprintf(b, "\n## As programs\n\nThe time of a run on a text of %d bytes that is cut off, median of %d, which is that of the start; and the greatest memory on that and on one of %d MB.\n\n| program | start, ms | memory, MB | memory for %d MB, MB | time for %d MB, s |\n|---|--:|--:|--:|--:|\n", len(small), runs(c), len(large)>>20, len(large)>>20, len(large)>>20)
	for _, program := range []struct {
		name string
		args []string
	}{
		{"repairjson", []string{filter}},
		{"repairjson --stream", []string{filter, "--stream"}},
		{"jsonrepair (npm)", []string{"node", filepath.Join(tools, "node_modules", "jsonrepair", "bin", "cli.js")}},
		{"json_repair (PyPI)", []string{filepath.Join(tools, "venv", "bin", "json_repair")}},
	} {
		var times []float64
		var memory int64
		for range runs(c) {
			took, rss, err := once(program.args, small, time.Minute)
			if err != nil {
				times = nil
				break
			}
			times, memory = append(times, took), max(memory, rss)
		}
		if times == nil {
			fmt.Fprintf(b, "| %s | does not run | | | |\n", program.name)
			continue
		}
		took, rss, err := once(program.args, large, 2*time.Minute)
		if err != nil {
			fmt.Fprintf(b, "| %s | %.1f | %d | failed | |\n", program.name, 1e3*median(times), memory>>10)
			continue
		}
		fmt.Fprintf(b, "| %s | %.1f | %d | %d | %.2f |\n", program.name, 1e3*median(times), memory>>10, rss>>10, took)
	}
	fmt.Println("processes: done")
	return nil
}

// runs returns how often a program is started.
func runs(c config) int { return 3 * c.rounds }

// once runs a program; memory is in KB.
func once(args []string, input []byte, limit time.Duration) (seconds float64, memory int64, err error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin = bytes.NewReader(input)
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	stop := time.AfterFunc(limit, func() { _ = cmd.Process.Kill() })
	err = cmd.Wait()
	stop.Stop()
	seconds = time.Since(start).Seconds()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		memory = int64(usage.Maxrss)
	}
	return seconds, memory, err
}
