package main

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

var update = flag.Bool("update", false, "rewrite the man page")

const manPage = "../../docs/man/repairjson.1"

// TestManPage compares the man page with the flags; with -update it writes it.
func TestManPage(t *testing.T) {
	cmd := newCommand(newConfig(), nil)
	cmd.Long = strings.ReplaceAll(cmd.Long, `\`, `\\`) + "\n\n" + strings.ReplaceAll(status, "\n", " ")
	date := time.Unix(0, 0).UTC()
	var b bytes.Buffer
	if err := doc.GenMan(cmd, &doc.GenManHeader{Title: "REPAIRJSON", Section: "1", Date: &date, Source: "repairjson"}, &b); err != nil {
		t.Fatal(err)
	}
	// The date says nothing, and a switch takes no value.
	page := strings.Replace(b.String(), `"Jan 1970"`, `""`, 1)
	page = regexp.MustCompile(`\[=(true|false)(\|false)?\]`).ReplaceAllString(page, "")
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if value, _ := pflag.UnquoteUsage(f); value != "" {
			page = regexp.MustCompile(`(?m)(--`+f.Name+`\\fP)=.*$`).ReplaceAllString(page, "$1 \\fI"+value+"\\fP")
		}
	})
	if *update {
		if err := os.WriteFile(manPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(manPage)
	if err != nil || string(got) != page {
		t.Errorf("the man page is old (%v); to write it anew: go test ./cmd/repairjson -run TestManPage -update", err)
	}
}
