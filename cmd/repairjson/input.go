package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxWindow bounds the memory that unpacking takes.
const maxWindow = 64 << 20

// An input is a file or standard input, unpacked.
type input struct {
	name  string // "" for standard input
	r     io.Reader
	close func()
}

// An inputError is an error of reading an input. It does not keep the program
// from the other inputs.
type inputError struct{ error }

func (e inputError) Unwrap() error { return e.error }

// Read reads the unpacked text. Its errors, but for io.EOF, are inputErrors.
func (in *input) Read(p []byte) (int, error) {
	n, err := in.r.Read(p)
	if err != nil && err != io.EOF {
		err = in.fault(err)
	}
	return n, err
}

// fault returns an error of the input with its name.
func (in *input) fault(err error) error {
	if in.name != "" && !errors.As(err, new(*fs.PathError)) {
		err = fmt.Errorf("%s: %w", in.name, err)
	}
	return inputError{err}
}

// label returns the name of the input for people.
func (in *input) label() string {
	if in.name == "" {
		return "<standard input>"
	}
	return in.name
}

// packing returns ".gz" or ".zst" if the name of a file ends so, or "".
func packing(name string) string {
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case ".gz", ".zst":
		return ext
	}
	return ""
}

// hasExt reports whether a file has one of the extensions, packed or not.
func hasExt(name string, exts ...string) bool {
	name = name[:len(name)-len(packing(name))]
	return slices.Contains(exts, strings.ToLower(filepath.Ext(name)))
}

// open opens a file; "-" is stdin. What is read from the file itself, packed
// or not, is told to read.
func open(name string, stdin io.Reader, read func(n int)) (*input, error) {
	if name == "-" {
		return &input{r: countingReader{stdin, read}, close: func() {}}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, inputError{err}
	}
	in := &input{name: name, r: countingReader{f, read}, close: func() { f.Close() }}
	if err := in.unpack(); err != nil {
		f.Close()
		return nil, in.fault(err)
	}
	return in, nil
}

// unpack makes the input that of the file's content.
func (in *input) unpack() error {
	switch packing(in.name) {
	case ".gz":
		r, err := gzip.NewReader(in.r)
		if err != nil {
			return err
		}
		in.r = r
	case ".zst":
		r, err := zstd.NewReader(in.r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return err
		}
		in.r = r
		closeFile := in.close
		in.close = func() { r.Close(); closeFile() }
	}
	return nil
}

// pack returns a writer to w that packs as the name of the file says, and a
// function that ends it.
func pack(name string, w io.Writer) (io.Writer, func() error, error) {
	switch packing(name) {
	case ".gz":
		z := gzip.NewWriter(w)
		return z, z.Close, nil
	case ".zst":
		z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
		if err != nil {
			return nil, nil, err
		}
		return z, z.Close, nil
	}
	return w, func() error { return nil }, nil
}

// readAll reads the text, which may have limit bytes, or any number if that
// is 0.
func (in *input) readAll(limit int64) ([]byte, error) {
	if limit == 0 {
		return io.ReadAll(in)
	}
	return io.ReadAll(io.LimitReader(in, limit+1))
}

// A countingReader tells how much is read.
type countingReader struct {
	io.Reader
	read func(n int)
}

func (r countingReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.read(n)
	return n, err
}

// expand returns the files that the arguments name: a folder stands for those
// in it, and in the folders in it, with one of the extensions.
func expand(args []string, exts ...string) ([]string, error) {
	var names []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if arg == "-" || err != nil || !info.IsDir() {
			names = append(names, arg) // what is wrong shows when it is opened
			continue
		}
		err = filepath.WalkDir(arg, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case name != arg && strings.HasPrefix(d.Name(), "."):
				if d.IsDir() {
					return fs.SkipDir
				}
			case d.Type().IsRegular() && hasExt(name, exts...):
				names = append(names, name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return names, nil
}
