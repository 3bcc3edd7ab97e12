package main

import (
	"testing"

	"github.com/repairjson/repairjson/internal/man"
)

// TestManPage compares the man pages with the flags; with -update it writes
// them.
func TestManPage(t *testing.T) { man.Check(t, command(), "../../docs/man") }
