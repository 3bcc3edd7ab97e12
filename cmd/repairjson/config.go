package main

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/repairjson/repairjson/internal/completion"
	"github.com/repairjson/repairjson/internal/records"
	"github.com/repairjson/repairjson/repair"
)

// A config is what the command line says.
type config struct {
	args []string // the files as they are named

	// Files
	output  string // --output, "" for standard output
	inPlace bool
	backup  string // a suffix
	list    bool
	diff    bool
	check   bool

	// Output
	indent     int // -1 without --indent
	tab        bool
	compact    bool
	ascii      bool
	colour     bool
	monochrome bool
	quiet      bool
	verbose    bool

	// Repair
	pick      choice
	reject    faultSet
	keys      []string
	schema    string
	tools     string
	salvage   bool
	maxDepth  int
	maxRecord size
	explain   bool
	report    choice

	// Records
	lines       bool
	fields      records.Paths
	into        []string
	asText      bool
	keysField   records.Paths // one at most
	schemaField records.Paths // one at most
	toolsField  records.Paths // one at most
	onError     choice
	jobs        int
	logField    string
	unbuffered  bool

	// Streams
	partial, stream, follow bool

	completion choice
	version    bool
}

// newConfig returns the defaults.
func newConfig() *config {
	return &config{
		indent:     -1,
		pick:       choice{of: []string{"all", "first", "last", "best"}},
		report:     choice{of: []string{"text", "json"}},
		onError:    choice{of: []string{"keep", "null", "drop", "fail"}, value: "keep"},
		completion: choice{of: completion.Shells},
		jobs:       runtime.GOMAXPROCS(0),
	}
}

// A choice is a flag with one of a few values.
type choice struct {
	of    []string
	value string
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return strings.Join(c.of, "|") }

func (c *choice) Set(s string) error {
	if !slices.Contains(c.of, s) {
		return fmt.Errorf("it is one of %s", strings.Join(c.of, ", "))
	}
	c.value = s
	return nil
}

// A size is a flag for a number of bytes: 1000, 64K, 10MB, 1GiB. K, M and G
// are powers of 1024.
type size int64

func (z *size) String() string {
	if *z == 0 {
		return ""
	}
	return records.SizeText(int64(*z))
}
func (z *size) Type() string { return "SIZE" }

func (z *size) Set(s string) error {
	digits := strings.TrimRight(strings.ToUpper(s), "KMGIB")
	shift := 0
	switch strings.ToUpper(s)[len(digits):] {
	case "", "B":
	case "K", "KB", "KIB":
		shift = 10
	case "M", "MB", "MIB":
		shift = 20
	case "G", "GB", "GIB":
		shift = 30
	default:
		digits = ""
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 || n > math.MaxInt64>>shift {
		return fmt.Errorf("it is a number of bytes such as 1000, 64K or 10M")
	}
	*z = size(n << shift)
	return nil
}

// A faultSet is a flag that names faults and classes of them. It adds up.
type faultSet repair.Faults

func (f *faultSet) String() string { return repair.Faults(*f).String() }
func (f *faultSet) Type() string   { return "NAMES" }

func (f *faultSet) Set(s string) error {
	set, unknown := repair.ParseFaults(s)
	if unknown != "" || s == "" {
		return fmt.Errorf("there is no fault %q; guess, loss, or names of the README's table", unknown)
	}
	*f |= faultSet(set)
	return nil
}
