//go:build unix

package main

import (
	"io/fs"
	"os"
	"sync"
	"syscall"
)

// umask returns the bits that new files do not get.
var umask = sync.OnceValue(func() fs.FileMode {
	old := syscall.Umask(0o022)
	syscall.Umask(old)
	return fs.FileMode(old)
})

// keepOwner gives f the owner and the group of file, if that is allowed.
func keepOwner(f *os.File, file string) {
	info, err := os.Stat(file)
	if err != nil {
		return
	}
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		f.Chown(int(s.Uid), int(s.Gid))
	}
}
