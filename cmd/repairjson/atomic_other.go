//go:build !unix

package main

import (
	"io/fs"
	"os"
)

// umask returns the bits that new files do not get.
func umask() fs.FileMode { return 0 }

// keepOwner does nothing where files have no owner as on Unix.
func keepOwner(*os.File, string) {}
