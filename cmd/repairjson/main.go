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

	"github.com/repairjson/repairjson/internal/completion"
	"github.com/spf13/cobra"
)

// Exit codes.
const (
	exitOK          = 0 // everything is valid or repaired
	exitFailed      = 1 // a text could not be repaired, or a check found something
	exitError       = 2 // wrong usage, or an I/O error
	exitInterrupted = 130
)

func main() {
	// Without SIGPIPE, which not every system names, a closed pipe is a write
	// error like others.
	signal.Ignore(syscall.Signal(13))
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-interrupts
		abandonAll()
		os.Exit(exitInterrupted)
	}()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole program; it returns the exit code.
func run(args []string, in io.Reader, out, errw io.Writer) int {
	c := newConfig()
	code := exitOK
	var helped error // cobra drops the error of writing the help
	cmd := newCommand(c, func(cmd *cobra.Command) error {
		switch {
		case c.version:
			_, err := fmt.Fprintln(out, "repairjson", version())
			return err
		case c.completion.value != "":
			return completion.Print(cmd, c.completion.value, out)
		}
		p, err := newProgram(c, cmd.Flags(), in, out, errw)
		if err != nil {
			return err
		}
		err = p.run()
		code = p.code
		return err
	})
	cmd.SetHelpFunc(func(*cobra.Command, []string) { _, helped = io.WriteString(out, help(c)) })
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		complete(cmd, c)
	}
	cmd.SetArgs(append([]string{}, args...)) // nil would be those of the process
	cmd.SetOut(out)
	cmd.SetErr(errw)
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	err := errors.Join(cmd.Execute(), helped)
	switch {
	case errors.Is(err, syscall.EPIPE):
		return exitOK // the reader, such as head, has seen enough
	case errors.As(err, new(usageError)):
		fmt.Fprintf(errw, "repairjson: %v\n%s", err, usage)
		return exitError
	case err != nil:
		fmt.Fprintf(errw, "repairjson: %v\n", err)
		return exitError
	}
	return code
}

// A usageError is a command line that makes no sense.
type usageError struct{ error }

// version returns the version of the module that the program was built from.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
