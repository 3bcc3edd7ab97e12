package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// call runs the command and returns what it prints.
func call(t *testing.T, stdin string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	c := command()
	c.SetArgs(args)
	c.SetIn(strings.NewReader(stdin))
	c.SetOut(&out)
	c.SetErr(&errs)
	err = c.Execute()
	return out.String(), errs.String(), err
}

// file writes a file and returns its name.
func file(t *testing.T, dir, name, text string) string {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	return name
}

// records reads what a command printed.
func records(t *testing.T, out string) []Record {
	t.Helper()
	var all []Record
	require.NoError(t, readRecords("output", strings.NewReader(out), func(r Record) error {
		all = append(all, r)
		return nil
	}))
	return all
}

// texts returns the texts of records.
func texts(all []Record) []string {
	var list []string
	for _, r := range all {
		list = append(list, r.Text)
	}
	return list
}

func TestUsage(t *testing.T) {
	for _, bad := range [][]string{
		{"import", "--form", "parquet"},
		{"import", "no/such/file"},
		{"scrub", "no/such/file"},
		{"add", "no/such/file"},
		{"classify", "--svg"},
		{"mend"},
	} {
		_, _, err := call(t, "", bad...)
		assert.Error(t, err, bad)
	}
	_, _, err := call(t, "{\"text\":1}\n", "scrub")
	assert.ErrorContains(t, err, "line 1")
	out, _, err := call(t, "", "--help")
	require.NoError(t, err)
	for _, name := range []string{"import", "scrub", "minimise", "classify", "add"} {
		assert.Contains(t, out, name)
	}
}
