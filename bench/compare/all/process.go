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

// fastest returns the least of several times, but not of those that are long.
func (p *process) fastest(rounds int, text string, least, limit time.Duration) (float64, error) {
	best, err := p.time(text, least, limit)
	for n := 1; n < rounds && err == nil && best < limit.Seconds()/10; n++ {
		var again float64
		again, err = p.time(text, least, limit)
		best = min(best, again)
	}
	return best, err
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
	fmt.Fprintf(b, "\n## As programs\n\nThe time of a run on a text of %d bytes that is cut off, median of %d, which is that of the start; and the time and the greatest memory of a run on such a text of %.0f MB.\n\n| program | start, ms | time, s | memory, MB |\n|---|--:|--:|--:|\n", len(small), runs(c), float64(len(large))/1e6)
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
		var err error
		for n := 0; n < runs(c) && err == nil; n++ {
			var took float64
			took, _, err = once(program.args, small, time.Minute)
			times = append(times, took)
		}
		if err != nil {
			fmt.Fprintf(b, "| %s | does not run | | |\n", program.name)
			continue
		}
		took, memory, err := once(program.args, large, 2*time.Minute)
		if err != nil {
			fmt.Fprintf(b, "| %s | %.1f | failed | |\n", program.name, 1e3*median(times))
			continue
		}
		fmt.Fprintf(b, "| %s | %.1f | %.2f | %.0f |\n", program.name, 1e3*median(times), took, float64(memory)/1e6)
	}
	fmt.Println("processes: done")
	return nil
}

// runs returns how often a program is started.
func runs(c config) int { return 3 * c.rounds }

// once runs a program. It looks at its memory each millisecond: what the
// system reports in the end counts this process too, of which it was a copy.
func once(args []string, input []byte, limit time.Duration) (seconds float64, memory int64, err error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin = bytes.NewReader(input)
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			return time.Since(start).Seconds(), memory, err
		case <-tick.C:
			memory = max(memory, peak(cmd.Process.Pid))
			if time.Since(start) > limit {
				_ = cmd.Process.Kill()
			}
		}
	}
}

// peak returns the most memory that a process had so far, in bytes, or 0.
func peak(pid int) (n int64) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, ok := strings.Cut(string(status), "VmHWM:")
	if ok {
		fmt.Sscanf(rest, "%d kB", &n)
	}
	return n << 10
}
