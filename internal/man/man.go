// Package man makes manual pages of commands, for the tests that hold them to
// the flags.
package man

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

var update = flag.Bool("update", false, "rewrite the manual pages")

// Check compares the pages of a command and of those below it with the files in
// a folder; with the flag -update of the test it writes them.
func Check(t *testing.T, cmd *cobra.Command, folder string) {
	t.Helper()
	cmd.DisableAutoGenTag = true
	name := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
	file := filepath.Join(folder, name+".1")
	page, err := Page(cmd, name)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, page, 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, page) {
		t.Errorf("%s is old (%v); to write it anew: go test ./cmd/%s -run TestManPage -update", file, err, cmd.Root().Name())
	}
	for _, below := range cmd.Commands() {
		if below.IsAvailableCommand() && !below.IsAdditionalHelpTopicCommand() {
			Check(t, below, folder)
		}
	}
}

// Page returns the page of a command. The date says nothing and is left out,
// and a switch takes no value.
func Page(cmd *cobra.Command, name string) ([]byte, error) {
	date := time.Unix(0, 0).UTC()
	var b bytes.Buffer
	header := &doc.GenManHeader{Title: strings.ToUpper(name), Section: "1", Date: &date, Source: cmd.Root().Name()}
	if err := doc.GenMan(cmd, header, &b); err != nil {
		return nil, err
	}
	page := strings.Replace(b.String(), `"Jan 1970"`, `""`, 1)
	page = regexp.MustCompile(`\[=(true|false)(\|false)?\]`).ReplaceAllString(page, "")
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if value, _ := pflag.UnquoteUsage(f); value != "" {
			page = regexp.MustCompile(`(?m)(--`+f.Name+`\\fP)=.*$`).ReplaceAllString(page, "$1 \\fI"+value+"\\fP")
		}
	})
	return []byte(page), nil
}
