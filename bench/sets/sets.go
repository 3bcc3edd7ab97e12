// Package sets is what the commands have in common that run the repairer on
// texts that are not in the repository: the folder of these texts, the exit
// codes, and the scripts there that score.
package sets

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// Variable is the environment variable that names the folder of the texts.
const Variable = "REPAIRJSON_DATA"

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2 // wrong flags, or no folder
)

// A usage is wrong usage.
type usage struct{ error }

// Usage returns an error that says that a flag is wrong.
func Usage(format string, args ...any) error { return usage{fmt.Errorf(format, args...)} }

// Run parses the flags of a command and has it work with the folder. It returns
// the exit code.
func Run(fs *flag.FlagSet, args []string, stderr io.Writer, work func(folder string) error) int {
	fs.SetOutput(stderr)
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return exitDone
	case err != nil:
		return exitUsage // it has been said
	}
	err := run(fs, work)
	if err == nil {
		return exitDone
	}
	fmt.Fprintf(stderr, "%s: %v\n", fs.Name(), err)
	if _, ok := errors.AsType[usage](err); ok {
		return exitUsage
	}
	return exitFailed
}

func run(fs *flag.FlagSet, work func(folder string) error) error {
	if fs.NArg() > 0 {
		return Usage("unexpected argument %q", fs.Arg(0))
	}
	folder := os.Getenv(Variable)
	if folder == "" {
		return Usage("%s is not set; it names the folder of the test data", Variable)
	}
	return work(folder)
}

// BFCL returns the file of a set of real outputs.
func BFCL(folder, set string) string { return filepath.Join(folder, "bfcl", "dev", set+".jsonl") }

// Score runs a script that scores predictions of a set of real outputs.
func Score(folder, script string, stdout, stderr io.Writer, args ...string) error {
	cmd := exec.Command("python3", append([]string{filepath.Join(folder, "bfcl", script)}, args...)...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", script, err)
	}
	return nil
}
