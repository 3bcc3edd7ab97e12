package main

import (
	"errors"
	"io"
	"os"

	"github.com/tidwall/pretty"
)

// A sink takes output.
type sink struct {
	w      io.Writer
	colour bool
	last   byte // the last byte of it, 0 before the first

	file *pending // that it makes, or nil
	end  func() error
}

// newShared returns the sink that all inputs share: standard output or the
// file of --output. With --list, --diff and --check it is a hole, and with
// --in-place each input has a sink of its own.
func (p *program) newShared() (*sink, error) {
	switch {
	case p.list || p.diff || p.check || p.inPlace:
		return &sink{w: io.Discard}, nil
	case p.output == "" || p.output == "-":
		return &sink{w: p.out, colour: p.useColour(p.out)}, nil
	}
	return newSink(p.output)
}

// newSink returns a sink that makes a file, or writes to what is not one: a
// pipe, a device.
func newSink(name string) (*sink, error) {
	var s sink
	var err error
	if info, bad := os.Stat(name); bad == nil && !info.Mode().IsRegular() {
		s.w, err = os.OpenFile(name, os.O_WRONLY, 0)
	} else if s.file, err = newPending(name); err == nil {
		s.w = s.file
	}
	if err != nil {
		return nil, err
	}
	s.w, s.end, err = pack(name, s.w)
	return &s, err
}

// begin begins the output of a further input, on a line of its own.
func (s *sink) begin() error {
	if s.last == 0 || s.last == '\n' {
		return nil
	}
	_, err := s.Write([]byte("\n"))
	return err
}

func (s *sink) Write(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	s.last = b[len(b)-1]
	text := b
	if s.colour {
		text = pretty.Color(b, nil)
	}
	if _, err := s.w.Write(text); err != nil {
		return 0, err
	}
	return len(b), nil
}

// commit completes the output. A file that it replaces is kept under its name
// with suffix, if that is not "".
func (s *sink) commit(suffix string) error {
	if s.end == nil {
		return nil
	}
	err := s.end()
	if s.file == nil {
		return err
	}
	if err != nil {
		s.file.abandon()
		return err
	}
	return s.file.commit(suffix)
}

// abandon drops a file that is not complete. After commit it does nothing.
func (s *sink) abandon() {
	if s.file != nil {
		s.file.abandon()
	}
}

var errNotFile = errors.New("not a file that can be rewritten")

// replace replaces a file by what write writes.
func replace(name, suffix string, write func(w *sink) error) error {
	if info, err := os.Stat(name); err != nil {
		return err
	} else if !info.Mode().IsRegular() {
		return &os.PathError{Op: "rewrite", Path: name, Err: errNotFile}
	}
	s, err := newSink(name)
	if err != nil {
		return err
	}
	defer s.abandon()
	if err := write(s); err != nil {
		return err
	}
	return s.commit(suffix)
}
