package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/repairjson/repairjson/bench"
)

// programs writes what it costs to run each as a program: on a small text the
// time is that of the start, on a large one the memory is that of the work.
func programs(r *report) error {
	dir, err := os.MkdirTemp("", "compare")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	filter := filepath.Join(dir, "repairjson")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filter, "./cmd/repairjson")
	build.Dir, build.Stderr = r.root, os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	tools, err := filepath.Abs(r.tools)
	if err != nil {
		return err
	}
	small, large := bench.Document(1<<10, seed), bench.Document(4<<20, seed)
	small, large = small[:len(small)-20], large[:len(large)-20]
	runs := 3 * r.rounds
	r.both("\n## As programs\n\nThe time of a run on a text of %d bytes that is cut off, median of %d, which is that of the start; and the time and the greatest memory of a run on such a text of %.0f MB.\n\n%s", len(small), runs, float64(len(large))/1e6, header("program", "start, ms", "time, s", "memory, MB"))
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
		for n := 0; n < runs && err == nil; n++ {
			var took float64
			took, _, err = once(program.args, small, time.Minute)
			times = append(times, took)
		}
		if err != nil {
			r.both("%s", row(program.name, "does not run", "", ""))
			continue
		}
		start := fmt.Sprintf("%.1f", 1e3*median(times))
		took, memory, err := once(program.args, large, 2*time.Minute)
		if err != nil {
			r.both("%s", row(program.name, start, "failed", ""))
			continue
		}
		r.both("%s", row(program.name, start, fmt.Sprintf("%.2f", took), fmt.Sprintf("%.0f", float64(memory)/1e6)))
	}
	return records(r, filter, filepath.Join(dir, "records.jsonl"))
}

// records writes how the filter uses the CPUs on a file of records.
func records(r *report, filter, file string) error {
	text := strings.TrimSpace(string(bench.Document(400, seed-1))) // an even seed: on one line
	lines := []byte(strings.Repeat(text[:len(text)-1]+"\n", 200_000))
	if err := os.WriteFile(file, lines, 0o644); err != nil {
		return err
	}
	cpus := runtime.NumCPU()
	var rate [2]float64
	for i, jobs := range []int{1, cpus} {
		var times []float64
		for range 3 {
			took, _, err := once([]string{filter, "--lines", "-q", "--jobs", fmt.Sprint(jobs), file}, nil, time.Minute)
			if err != nil {
				return fmt.Errorf("--lines: %w", err)
			}
			times = append(times, took)
		}
		rate[i] = float64(len(lines)) / median(times) / 1e6
	}
	scale := rate[1] / rate[0]
	r.both("\n`repairjson --lines` on %.0f MB of damaged records: %.0f MB/s with `--jobs 1`, %.0f MB/s with `--jobs %d`, %.2f times as much.\n", float64(len(lines))/1e6, rate[0], rate[1], cpus, scale)
	t := target{what: "`--lines --jobs` scales to the CPUs", want: fmt.Sprintf("≥ 0.8 × %d", cpus), got: fmt.Sprintf("%.2f", scale)}
	if scale < 0.8*float64(cpus) {
		t.short = fmt.Sprintf("by %.2f", 0.8*float64(cpus)-scale)
	}
	r.targets = append(r.targets, t)
	return nil
}

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
