package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// A pending file grows beside the file whose place it will take, so that
// there is always either the old file or the new one, complete.
type pending struct {
	f    *os.File
	dest string
	mode fs.FileMode // of the file that is there; 0 if there is none
}

// pendings are the files that are to vanish if the program ends early. Who
// holds the lock may change which file has a name.
var pendings = struct {
	sync.Mutex
	files map[*pending]bool
}{files: map[*pending]bool{}}

// newPending begins the file that is to be dest, or what the link dest leads
// to.
func newPending(dest string) (*pending, error) {
	p := &pending{dest: dest}
	if real, err := filepath.EvalSymlinks(dest); err == nil {
		p.dest = real
	}
	if info, err := os.Stat(p.dest); err == nil {
		p.mode = info.Mode()
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	pendings.Lock()
	defer pendings.Unlock()
	f, err := os.CreateTemp(filepath.Dir(p.dest), "."+filepath.Base(p.dest)+".*.tmp")
	if err != nil {
		return nil, err
	}
	p.f = f
	pendings.files[p] = true
	return p, nil
}

func (p *pending) Write(b []byte) (int, error) { return p.f.Write(b) }

// commit gives the file its place. With a suffix the old file stays under its
// name with the suffix.
func (p *pending) commit(suffix string) error {
	mode := fs.FileMode(0o666) &^ umask()
	if p.mode != 0 {
		mode = p.mode
	}
	if p.mode != 0 {
		keepOwner(p.f, p.dest) // before Chmod, for it clears some bits
	}
	err := errors.Join(p.f.Chmod(mode), p.f.Sync(), p.f.Close())
	pendings.Lock()
	defer pendings.Unlock()
	if err == nil && suffix != "" && p.mode != 0 {
		err = backUp(p.dest, p.dest+suffix)
	}
	if err == nil {
		err = os.Rename(p.f.Name(), p.dest)
	}
	if err != nil {
		os.Remove(p.f.Name())
	}
	delete(pendings.files, p)
	return err
}

// abandon removes the file. After commit it does nothing.
func (p *pending) abandon() {
	pendings.Lock()
	defer pendings.Unlock()
	if pendings.files[p] {
		p.f.Close()
		os.Remove(p.f.Name())
		delete(pendings.files, p)
	}
}

// abandonAll removes the pending files, and lets no others begin: the lock
// stays, for the program is about to end.
func abandonAll() {
	pendings.Lock()
	for p := range pendings.files {
		os.Remove(p.f.Name())
	}
}

// backUp gives the file the name to as well, in place of a file that has it.
func backUp(file, to string) error {
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if os.Link(file, to) == nil {
		return nil
	}
	return copyFile(file, to) // where there are no links
}

// copyFile copies a file with its permissions.
func copyFile(file, to string) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
