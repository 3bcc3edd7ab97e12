package repairbeam

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local" // folders of this machine
)

// A store is a folder in a file system of Beam.
type store struct {
	filesystem.Interface
	dir string
}

func openStore(ctx context.Context, dir string) (*store, error) {
	fs, err := filesystem.New(ctx, dir)
	if err != nil {
		return nil, err
	}
	return &store{fs, strings.TrimSuffix(dir, "/")}, nil
}

func (s *store) path(name string) string { return s.dir + "/" + name }

// names returns the names in the folder that a pattern matches, sorted.
func (s *store) names(ctx context.Context, pattern string) ([]string, error) {
	list, err := s.List(ctx, s.path(pattern))
	for i := range list {
		list[i] = strings.TrimPrefix(list[i], s.dir+"/")
	}
	slices.Sort(list)
	return list, err
}

// has says whether there is a file of a name.
func (s *store) has(ctx context.Context, name string) (bool, error) {
	list, err := s.names(ctx, name)
	return len(list) > 0, err
}

func (s *store) read(ctx context.Context, name string) ([]byte, error) {
	return filesystem.Read(ctx, s.Interface, s.path(name))
}

func (s *store) remove(ctx context.Context, name string) error {
	r, ok := s.Interface.(filesystem.Remover)
	if !ok {
		return fmt.Errorf("repairbeam: %s: the file system cannot remove files", s.dir)
	}
	return r.Remove(ctx, s.path(name))
}

func (s *store) rename(ctx context.Context, from, to string) error {
	return filesystem.Rename(ctx, s.Interface, s.path(from), s.path(to))
}

// A file is written under another name, and has its own only when it is whole.
// Two that write the same file do not meet: the last one stays.
type file struct {
	s     *store
	name  string
	temp  string
	w     io.WriteCloser
	buf   *bufio.Writer
	sum   hash.Hash
	shard Shard
}

// create begins a file in the staging folder.
func (s *store) create(ctx context.Context, name string) (*file, error) {
	temp := staging + "/tmp-" + rand.Text()
	w, err := s.OpenWrite(ctx, s.path(temp))
	if err != nil {
		return nil, err
	}
	return &file{s: s, name: name, temp: temp, w: w, buf: bufio.NewWriterSize(w, 256<<10), sum: sha256.New()}, nil
}

// Write writes to the file.
func (f *file) Write(p []byte) (int, error) {
	f.sum.Write(p)
	f.shard.Bytes += int64(len(p))
	return f.buf.Write(p)
}

// line writes v as a line of JSON.
func (f *file) line(v any) error {
	f.shard.Records++
	enc := json.NewEncoder(f)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// commit gives the file its name, and the shard that it is.
func (f *file) commit(ctx context.Context) (Shard, error) {
	err := f.buf.Flush()
	if s, ok := f.w.(interface{ Sync() error }); ok && err == nil {
		err = s.Sync()
	}
	if cerr := f.w.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = f.s.rename(ctx, f.temp, f.name)
	}
	f.shard.Name = strings.TrimPrefix(f.name, staging+"/")
	f.shard.SHA256 = hex.EncodeToString(f.sum.Sum(nil))
	return f.shard, err
}

// abandon ends a file that is not to be.
func (f *file) abandon(ctx context.Context) {
	f.w.Close()
	f.s.remove(ctx, f.temp)
}

// put writes a file at once.
func (s *store) put(ctx context.Context, name string, data []byte) error {
	f, err := s.create(ctx, name)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.abandon(ctx)
		return err
	}
	_, err = f.commit(ctx)
	return err
}
