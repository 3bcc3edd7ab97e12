package main

import (
	"flag"
	"testing"

	"github.com/repairjson/repairjson/internal/man"
	"github.com/repairjson/repairjson/pipeline"
)

var update = flag.Bool("update", false, "rewrite the man page")

// TestManPage compares the man page with the flags; with -update it writes it.
func TestManPage(t *testing.T) {
	man.Check(t, command(&flags{options: pipeline.DefaultOptions()}, nil), "../../docs/man", *update)
}
