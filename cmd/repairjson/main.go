// The command repairjson is a filter that turns almost-JSON into valid JSON.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
)

// Exit codes.
const (
	exitOK     = 0 // everything is valid or repaired
	exitFailed = 1 // a text could not be repaired
	exitError  = 2 // wrong usage, or an I/O error
)

func main() {
	// Without SIGPIPE, which not every system names, a closed pipe is a write
	// error like others.
	signal.Ignore(syscall.Signal(13))
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole program; it returns the exit code.
func run(args []string, in io.Reader, out, errw io.Writer) int {
	c, err := parseArgs(args)
	if err != nil {
		fmt.Fprintf(errw, "repairjson: %v\n%s", err, usage)
		return exitError
	}
	f := &filter{cfg: c, errw: errw, rep: reporter{w: errw, format: c.report}}
	switch {
	case c.help:
		_, err = io.WriteString(out, help)
	case c.version:
		_, err = fmt.Fprintln(out, "repairjson", version())
	case c.lines:
		err = f.lines(in, out)
	case c.stream:
		err = f.stream(in, out)
	case c.follow:
		err = f.follow(in, out)
	case c.partial:
		err = f.partial(in, out)
	default:
		err = f.whole(in, out)
	}
	switch {
	case errors.Is(err, syscall.EPIPE):
		return exitOK // the reader, such as head, has seen enough
	case err != nil:
		fmt.Fprintf(errw, "repairjson: %v\n", err)
		return exitError
	case f.failed:
		return exitFailed
	}
	return exitOK
}

// A filter is one run over an input. Its methods return I/O errors only; texts
// that cannot be repaired are told on errw and noted in failed.
type filter struct {
	cfg    config
	opts   repairjson.Options
	buf    repair.Buffer // for snapshots
	errw   io.Writer
	rep    reporter
	failed bool
}

// whole repairs the input as one text.
func (f *filter) whole(in io.Reader, out io.Writer) error {
	src, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	edits, err := f.opts.Edits(src)
	if err != nil {
		f.tell(src, err)
		return nil
	}
	res := repair.Apply(src, edits)
	f.rep.add(origin{}, src, res, edits)
	f.rep.close()
	if len(edits) > 0 && (len(res) == 0 || res[len(res)-1] != '\n') {
		res = append(res, '\n')
	}
	_, err = out.Write(res)
	return err
}

// tell says why src, all of the input, could not be repaired.
func (f *filter) tell(src []byte, err error) {
	f.failed = true
	io.WriteString(f.errw, describe(src, err))
}

// version returns the version of the module that the program was built from.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
