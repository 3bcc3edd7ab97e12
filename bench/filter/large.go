package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// measureLarge runs the filter over files larger than its memory, lines of
// JSON and one array, intact and broken, beside cat and, if the text is
// intact, jq.
func measureLarge(program, dir string, size int64) error {
	dir, err := os.MkdirTemp(dir, "large")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Println("| file | command | MB | wall s | MB/s | CPU s | most memory MB |")
	fmt.Println("|---|---|--:|--:|--:|--:|--:|")
	for _, file := range []struct {
		what          string
		broken, array bool
		option        string
	}{
		{"lines", false, false, "--lines"},
		{"broken lines", true, false, "--lines"},
		{"array", false, true, "--stream"},
		{"broken array", true, true, "--stream"},
	} {
		name := filepath.Join(dir, "text")
		if err := writeLarge(name, size, file.broken, file.array); err != nil {
			return err
		}
		commands := [][]string{{"cat"}, {program, file.option}}
		if !file.broken {
			commands = append(commands, []string{"jq", "-c", "."})
		}
		for _, args := range commands {
			if err := measureLargeFile(file.what, name, args); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeLarge writes records, lines of JSON or the items of one array, until
// there are so many bytes of them.
func writeLarge(name string, size int64, broken, array bool) error {
	texts := samples()
	return writeFile(name, func(w *bufio.Writer) {
		separator := "\n"
		if array {
			w.WriteByte('[')
			separator = ",\n"
		}
		for written, i := int64(0), 0; written < size; i++ {
			text := texts[i%len(texts)]
			if !broken {
				text = texts[i*2%len(texts)] // every second is intact
			}
			text = bytes.TrimSpace(text)
			if array && (text[0] != '{' || text[len(text)-1] != '}') {
				continue // a fence, or a text that was cut, is no item
			}
			if written > 0 {
				w.WriteString(separator)
			}
			w.Write(text)
			written += int64(len(text) + len(separator))
		}
		if array {
			w.WriteByte(']')
		}
		w.WriteByte('\n')
	})
}

// A counter counts what is written to it, and forgets it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// measureLargeFile runs a command on a file, counts what it writes, and prints
// a row.
func measureLargeFile(what, file string, args []string) error {
	var n counter
	r, err := timed(file, "", &n, os.Stderr, args)
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	if float64(n) < r.mb/2*1e6 {
		return fmt.Errorf("%s wrote %d bytes of %.0f MB", args[0], n, r.mb)
	}
	args[0] = filepath.Base(args[0])
	fmt.Printf("| %s | `%s` | %.0f | %.2f | %.1f | %.2f | %s |\n", what, strings.Join(args, " "), r.mb, r.wall, r.mb/r.wall, r.cpu, r.memory)
	return nil
}
