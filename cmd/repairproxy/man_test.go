package main

import (
	"testing"

	"github.com/repairjson/repairjson/internal/man"
	"github.com/spf13/cobra"
)

// TestManPage compares the man page with the flags; with -update it writes it.
func TestManPage(t *testing.T) {
	cmd := &cobra.Command{
		Use:   "repairproxy [flags]",
		Short: "repair the JSON in the answers of model servers",
		Long: `Stands before a model server that speaks the format of OpenAI or ollama, and
repairs the JSON in its answers, streams included. A program asks it in the
place of the server. With --replay it needs no server, and gives scripted
answers; the name of the model chooses one.

The file of --config names several servers, limits, and what to refuse;
README.md beside the command describes it. The page at / shows what was
repaired, and /metrics has counters. The log on standard error is JSON.`,
		Example: `repairproxy --upstream http://127.0.0.1:8000
repairproxy --replay`,
		Run: func(*cobra.Command, []string) {},
	}
	cmd.Flags().AddGoFlagSet((&commandLine{}).flags())
	man.Check(t, cmd, "../../docs/man")
}
