package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	repairbeam "github.com/repairjson/repairjson/engines/beam"
)

// compare holds the output of the engine against that of the filter: the
// records, in order, and the failures with their reasons.
func (t *trial) compare() error {
	ours, err := t.shards("out", "part")
	if err != nil {
		return err
	}
	defer ours.Close()
	theirs, err := os.Open(t.path("filter.jsonl"))
	if err != nil {
		return err
	}
	defer theirs.Close()
	n, sums, err := sameLines(ours, theirs)
	if err != nil {
		return fmt.Errorf("the outputs differ: %w", err)
	}
	var m repairbeam.Manifest
	if err := readJSON(t.path("out/_SUCCESS"), &m); err != nil {
		return err
	}
	if want := m.Valid + m.Repaired; n != want {
		return fmt.Errorf("%d records in the output, %d in the manifest", n, want)
	}
	dead, err := t.compareFailures()
	if err != nil {
		return err
	}
	if dead != m.Failed {
		return fmt.Errorf("%d dead letters, %d in the manifest", dead, m.Failed)
	}
	fmt.Printf("records: %d valid, %d repaired, %d failed; %d lines are blank\n", m.Valid, m.Repaired, m.Failed, t.n-m.Records)
	fmt.Printf("the filter's records: %d, all equal, in the same order\n", n)
	fmt.Printf("the filter's failures: %d, all in the dead letters, with the same reasons, in the same order\n", dead)
	slices.SortFunc(sums, func(a, b [sha256.Size]byte) int { return bytes.Compare(a[:], b[:]) })
	all := sha256.New()
	for i := range sums {
		all.Write(sums[i][:])
	}
	fmt.Printf("SHA-256 over the sorted SHA-256 of the records: %x\n\n", all.Sum(nil))
	return nil
}

// sameLines returns how many records two readers have, if these are the same,
// and their hashes.
func sameLines(a, b io.Reader) (n int, sums [][sha256.Size]byte, err error) {
	ra, rb := bufio.NewReaderSize(a, 1<<20), bufio.NewReaderSize(b, 1<<20)
	for line := 1; ; line++ {
		la, ea := ra.ReadBytes('\n')
		lb, eb := rb.ReadBytes('\n')
		if !bytes.Equal(la, lb) {
			return n, sums, fmt.Errorf("line %d: %.200q and %.200q", line, la, lb)
		}
		if ea != nil || eb != nil {
			if errors.Is(ea, io.EOF) && errors.Is(eb, io.EOF) {
				return n, sums, nil
			}
			return n, sums, errors.Join(ea, eb)
		}
		if len(bytes.TrimSpace(la)) > 0 {
			n++
			sums = append(sums, sha256.Sum256(la))
		}
	}
}

// shards reads the files of a kind one after the other.
func (t *trial) shards(out, kind string) (io.ReadCloser, error) {
	names, err := filepath.Glob(t.path(out + "/" + kind + "-*-of-*"))
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	all := &chain{}
	var readers []io.Reader
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, errors.Join(err, all.Close())
		}
		all.files = append(all.files, f)
		readers = append(readers, f)
	}
	all.Reader = io.MultiReader(readers...)
	return all, nil
}

// A chain is some files that are read as one.
type chain struct {
	io.Reader
	files []*os.File
}

// Close closes the files.
func (c *chain) Close() (err error) {
	for _, f := range c.files {
		err = errors.Join(err, f.Close())
	}
	return err
}

// compareFailures holds the dead letters against the failures that the filter
// reports, and returns how many there are.
func (t *trial) compareFailures() (n int, err error) {
	letters, err := t.shards("out", "dead")
	if err != nil {
		return 0, err
	}
	defer letters.Close()
	cmd := t.filterCommand("--report", "json")
	reported, err := cmd.StderrPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	dec := json.NewDecoder(letters)
	lines := bufio.NewScanner(reported)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() && err == nil {
		if !bytes.Contains(lines.Bytes(), []byte(`"message":`)) {
			continue // an edit
		}
		var want repairbeam.Failure
		var got repairbeam.Dead
		if err = errors.Join(json.Unmarshal(lines.Bytes(), &want), dec.Decode(&got)); err != nil {
			break
		}
		if a, b := mustJSON(got.Failures), mustJSON([]repairbeam.Failure{want}); !bytes.Equal(a, b) || got.Record == "" {
			err = fmt.Errorf("dead letter %d has %s, the filter reports %s", n+1, a, b)
		}
		n++
	}
	if err == nil {
		err = lines.Err()
	}
	if err != nil {
		cmd.Process.Kill()
	}
	if werr := cmd.Wait(); err == nil && !failed(werr) {
		err = werr
	}
	if err == nil && dec.More() {
		err = errors.New("there are more dead letters than failures of the filter")
	}
	return n, err
}

func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // all here has a JSON form
	}
	return b
}

func readJSON(name string, v any) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}
