package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// kill runs the engine into another folder, kills it when some part of the
// blocks is done, thrice, and runs it to the end. The bytes are to be those of
// the run that was not killed.
func (t *trial) kill() error {
	blocks, err := filepath.Glob(t.path("out/part-*"))
	if err != nil {
		return err
	}
	for _, share := range []float64{0.25, 0.5, 0.75} {
		if err := t.killAt(int(share * float64(len(blocks)))); err != nil {
			return err
		}
	}
	kept, err := filepath.Glob(t.path("again/_staging/sum-*"))
	if err != nil {
		return err
	}
	u, err := timed(t.beamCommand("again"))
	if err != nil {
		return err
	}
	n, err := sameFiles(t.path("out"), t.path("again"))
	if err != nil {
		return err
	}
	fmt.Printf("run again: %d blocks of %d were done before, %.2f s; %d files, the same names and bytes as without a kill\n",
		len(kept), len(blocks), u.wall.Seconds(), n)
	return nil
}

// killAt runs the engine, kills it when so many blocks are done, and looks at
// what is to be seen.
func (t *trial) killAt(blocks int) error {
	cmd := t.beamCommand("again")
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var done []string
	for len(done) < blocks {
		select {
		case err := <-ended:
			return fmt.Errorf("it ended before it was killed: %w", err)
		case <-time.After(5 * time.Millisecond):
		}
		done, _ = filepath.Glob(t.path("again/_staging/sum-*"))
	}
	if err := cmd.Process.Kill(); err != nil {
		return err
	}
	<-ended
	seen, err := filepath.Glob(t.path("again/[^_]*"))
	if err != nil {
		return err
	}
	_, err = os.Stat(t.path("again/_SUCCESS"))
	if len(seen) > 0 || !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("killed with %d blocks done, there is %q, _SUCCESS: %v", len(done), seen, err)
	}
	fmt.Printf("killed with %d blocks done: no file of the output is to be seen, no _SUCCESS\n", len(done))
	return nil
}

// sameFiles says whether two folders have the same files, and how many.
func sameFiles(a, b string) (int, error) {
	names, err := os.ReadDir(a)
	if err != nil {
		return 0, err
	}
	others, err := os.ReadDir(b)
	if err != nil {
		return 0, err
	}
	if len(names) != len(others) {
		return 0, fmt.Errorf("%d files and %d", len(names), len(others))
	}
	for _, e := range names {
		x, err := os.ReadFile(filepath.Join(a, e.Name()))
		if err != nil {
			return 0, err
		}
		y, err := os.ReadFile(filepath.Join(b, e.Name()))
		if err != nil {
			return 0, err
		}
		if !bytes.Equal(x, y) {
			return 0, fmt.Errorf("%s is another", e.Name())
		}
	}
	return len(names), nil
}
