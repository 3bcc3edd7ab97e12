package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// A usage is what a command used.
type usage struct {
	wall, cpu time.Duration
	memory    float64 // MB, the most
}

// timed runs a command, which may tell by its exit code that records failed.
func timed(cmd *exec.Cmd) (u usage, err error) {
	var said bytes.Buffer
	if cmd.Stderr == nil {
		cmd.Stderr = &said
	}
	start := time.Now()
	err = cmd.Run()
	u.wall = time.Since(start)
	if failed(err) {
		err = nil
	}
	if err != nil {
		return u, fmt.Errorf("%s: %w: %s", cmd.Path, err, said.Bytes())
	}
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	u.memory = memory(cmd.ProcessState)
	return u, nil
}

// failed says whether a program ended with the exit code for records that
// failed.
func failed(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit) && exit.ExitCode() == 1
}

// measure runs the filter and the engine, three times each in turn, and prints
// what each used. The last outputs stay.
func (t *trial) measure() error {
	fmt.Println("| what | wall s | records/s | CPU s | records/s a core | most memory MB |")
	fmt.Println("|---|--:|--:|--:|--:|--:|")
	const rounds = 3
	for range rounds {
		out, err := os.Create(t.path("filter.jsonl"))
		if err != nil {
			return err
		}
		cmd := t.filterCommand("-q")
		cmd.Stdout = out
		u, err := timed(cmd)
		out.Close()
		if err != nil {
			return err
		}
		t.row("repairjson --jobs", u)
		if err := os.RemoveAll(t.path("out")); err != nil {
			return err
		}
		if u, err = timed(t.beamCommand("out")); err != nil {
			return err
		}
		t.row("repairjson-beam, prism", u)
	}
	fmt.Println()
	return nil
}

func (t *trial) row(what string, u usage) {
	n := float64(t.n)
	fmt.Printf("| %s | %.2f | %.0f | %.2f | %.0f | %.0f |\n", what,
		u.wall.Seconds(), n/u.wall.Seconds(), u.cpu.Seconds(), n/u.cpu.Seconds(), u.memory)
}
