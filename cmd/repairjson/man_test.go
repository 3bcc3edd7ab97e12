package main

import (
	"strings"
	"testing"

	"github.com/repairjson/repairjson/internal/man"
)

// TestManPage compares the man page with the flags; with -update it writes it.
func TestManPage(t *testing.T) {
	cmd := newCommand(newConfig(), nil)
	cmd.Long = strings.ReplaceAll(cmd.Long, `\`, `\\`) + "\n\n" + strings.ReplaceAll(status, "\n", " ")
	man.Check(t, cmd, "../../docs/man")
}
