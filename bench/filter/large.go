package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
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
			if err := measureCommand(file.what, name, args); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeLarge writes records, lines of JSON or the items of one array, until
// there are so many bytes of them.
func writeLarge(name string, size int64, broken, array bool) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	texts := samples()
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
		n, _ := w.Write(text)
		written += int64(n + len(separator))
	}
	if array {
		w.WriteByte(']')
	}
	w.WriteByte('\n')
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// measureCommand runs a command on a file, counts what it writes, and prints a
// row.
func measureCommand(what, file string, args []string) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stderr = in, os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	n, err := io.Copy(io.Discard, out)
	if err != nil {
		return err
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	wall := time.Since(start).Seconds()
	if n < info.Size()/2 {
		return fmt.Errorf("%s wrote %d bytes of %d", args[0], n, info.Size())
	}
	args[0] = filepath.Base(args[0])
	mb, state := float64(info.Size())/1e6, cmd.ProcessState
	fmt.Printf("| %s | `%s` | %.0f | %.2f | %.1f | %.2f | %s |\n", what, strings.Join(args, " "), mb, wall, mb/wall,
		(state.UserTime() + state.SystemTime()).Seconds(), memory(state))
	return nil
}
