package man_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/internal/man"
	"github.com/spf13/cobra"
)

func TestCheck(t *testing.T) {
	command := func() *cobra.Command {
		cmd := &cobra.Command{Use: "tool", Short: "does it", Run: func(*cobra.Command, []string) {}}
		below := &cobra.Command{Use: "part FILE", Short: "does a part", Run: cmd.Run}
		below.Flags().Bool("loud", false, "say more")
		below.Flags().String("to", "", "write to `FILE`")
		cmd.AddCommand(below)
		return cmd
	}
	dir := t.TempDir()
	flag.Set("update", "true")
	man.Check(t, command(), dir)
	flag.Set("update", "false")
	man.Check(t, command(), dir)
	page, err := os.ReadFile(filepath.Join(dir, "tool-part.1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`.TH "TOOL-PART" "1" "" "tool"`, `\fB--loud\fP` + "\n", `\fB--to\fP \fIFILE\fP`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("%q is not in\n%s", want, page)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "tool.1")); err != nil {
		t.Error(err)
	}
}
