package main

import (
	"os"
	"syscall"
)

// memory returns the most memory that a process had, in MB.
func memory(s *os.ProcessState) float64 {
	return float64(s.SysUsage().(*syscall.Rusage).Maxrss) * 1024 / 1e6
}
