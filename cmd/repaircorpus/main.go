// The command repaircorpus turns logs of language models into cases of the
// corpus, and into statistics of what models break. CONTRIBUTING.md shows the
// way from a log file to a pull request.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	if err := command().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "repaircorpus:", err)
		os.Exit(1)
	}
}

func command() *cobra.Command {
	c := &cobra.Command{
		Use:   "repaircorpus",
		Short: "From logs of models to cases of the corpus",
		Long: `From logs of models to cases of the corpus.

import reads logs and writes records, one line of JSON each; scrub and minimise
read records and write records; classify counts the faults of records by model;
add writes records as cases. Records are read from the files named, or from
standard input.`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	c.CompletionOptions.HiddenDefaultCmd = true
	c.AddCommand(importCommand(), scrubCommand(), minimiseCommand(), classifyCommand(), addCommand())
	return c
}

// inputs calls f with each file of a command, or with standard input.
func inputs(cmd *cobra.Command, files []string, f func(name string, r io.Reader) error) error {
	if len(files) == 0 {
		return f("standard input", cmd.InOrStdin())
	}
	for _, name := range files {
		if err := opened(name, f); err != nil {
			return err
		}
	}
	return nil
}

func opened(name string, f func(name string, r io.Reader) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	return f(name, file)
}

// edited reads the records of a command's files, and writes those that f
// returns.
func edited(cmd *cobra.Command, files []string, f func(Record) (Record, bool)) error {
	out := bufio.NewWriter(cmd.OutOrStdout())
	err := inputs(cmd, files, func(name string, r io.Reader) error {
		return readRecords(name, r, func(rec Record) error {
			if rec, ok := f(rec); ok {
				return writeRecord(out, rec)
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	return out.Flush()
}
