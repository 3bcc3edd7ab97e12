package completion_test

import (
	"strings"
	"testing"

	"github.com/repairjson/repairjson/internal/completion"
	"github.com/spf13/cobra"
)

func TestPrint(t *testing.T) {
	for _, shell := range completion.Shells {
		var b strings.Builder
		if err := completion.Print(&cobra.Command{Use: "tool"}, shell, &b); err != nil || !strings.Contains(b.String(), "tool __complete") && !strings.Contains(b.String(), "__complete") {
			t.Errorf("%s: %v, %q", shell, err, b.String())
		}
	}
	if completion.Print(&cobra.Command{Use: "tool"}, "tcsh", &strings.Builder{}) == nil {
		t.Error("no error for a shell that is not known")
	}
}
