// Package completion prints the scripts that complete command lines in shells.
package completion

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// Shells are those for which there are scripts.
var Shells = []string{"bash", "zsh", "fish", "powershell"}

// Print prints the script of a command for a shell.
func Print(cmd *cobra.Command, shell string, w io.Writer) error {
	switch shell {
	case "bash":
		return cmd.GenBashCompletionV2(w, true)
	case "zsh":
		return cmd.GenZshCompletion(w)
	case "fish":
		return cmd.GenFishCompletion(w, true)
	case "powershell":
		return cmd.GenPowerShellCompletionWithDesc(w)
	}
	return fmt.Errorf("there is no completion for %q; there is for %v", shell, Shells)
}
