package main

import (
	"testing"

	"github.com/repairjson/repairjson/internal/man"
	"github.com/repairjson/repairjson/pipeline"
)

// TestManPage compares the man page with the flags; with -update it writes it.
func TestManPage(t *testing.T) {
	man.Check(t, command(&flags{options: pipeline.DefaultOptions()}, nil), "../../docs/man")
}
