package main

import (
	"flag"
	"testing"

	"github.com/repairjson/repairjson/internal/man"
)

var update = flag.Bool("update", false, "rewrite the man pages")

// TestManPage compares the man pages with the flags; with -update it writes
// them.
func TestManPage(t *testing.T) { man.Check(t, command(), "../../docs/man", *update) }
