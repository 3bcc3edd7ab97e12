// The command repairjson is a filter that turns almost-JSON into valid JSON.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
)

const usage = `usage: repairjson [--lines [--field PATH]] [--report text|json] <input >output
Try 'repairjson --help'.
`

const help = `Usage: repairjson [options] <input >output

Repairs JSON as models and people write it. Valid input passes through byte for
byte; repaired output gets a final newline if it lacks one.

  --lines          JSON Lines: each line is one text, repaired onto one line;
                   a line that cannot be repaired stays as it was
  --field PATH     with --lines: each line is a JSON record; the repaired text
                   of the string at PATH takes the string's place; a record
                   that fails gains a member "repair_error". A dot in a key is
                   \. in PATH, a backslash \\; the last of duplicate keys counts
  --report FORMAT  list the repairs on standard error: text or json
  --version        print the version
  -h, --help       print this help

Examples:
  repairjson <answer.txt >answer.json
  repairjson --report text <answer.txt | jq .
  repairjson --lines --field choices.0.message.content <log.jsonl >out.jsonl

Exit status: 0 valid or repaired; 1 a text could not be repaired (without
--lines nothing is written then); 2 wrong usage, or reading or writing failed.
`

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

// A config is what the command line says.
type config struct {
	help, version bool
	lines         bool
	field         string   // PATH as given, "" without --field
	path          []string // the elements of PATH
	report        string   // "", "text" or "json"
}

// parseArgs reads the command line.
func parseArgs(args []string) (c config, err error) {
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		name, value, given := strings.Cut(arg, "=")
		takes := name == "--field" || name == "--report"
		if takes && !given {
			if len(args) == 0 {
				return c, fmt.Errorf("%s needs a value", name)
			}
			value, args = args[0], args[1:]
		}
		switch name {
		case "--field":
			c.field = value
			c.path, err = splitPath(value)
		case "--report":
			c.report = value
			if value != "text" && value != "json" {
				err = fmt.Errorf("--report is text or json, not %q", value)
			}
		case "--lines":
			c.lines = true
		case "--version":
			c.version = true
		case "--help", "-h":
			c.help = true
		case "--":
			if len(args) > 0 {
				err = errArgument(args[0])
			}
		default:
			if arg == "-" || !strings.HasPrefix(arg, "-") {
				err = errArgument(arg)
			} else {
				err = fmt.Errorf("unknown option %q", name)
			}
		}
		if err == nil && given && !takes {
			err = fmt.Errorf("%s takes no value", name)
		}
		if err != nil || c.help || c.version {
			return c, err
		}
	}
	if c.path != nil && !c.lines {
		return c, errors.New("--field needs --lines")
	}
	return c, nil
}

func errArgument(arg string) error {
	return fmt.Errorf("unexpected argument %q: files are not supported, the text is read from standard input", arg)
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
		f.failed = true
		io.WriteString(f.errw, describe(src, err))
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

// version returns the version of the module that the program was built from.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
