//go:build !linux

package main

import "os"

// memory is known on Linux only: elsewhere the unit of Maxrss differs.
func memory(*os.ProcessState) string { return "?" }
