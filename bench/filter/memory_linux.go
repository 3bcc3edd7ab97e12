package main

import (
	"fmt"
	"os"
	"syscall"
)

// memory returns the most memory that a process had, in MB.
func memory(state *os.ProcessState) string {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return "?"
	}
	return fmt.Sprintf("%.0f", float64(usage.Maxrss)*1024/1e6)
}
