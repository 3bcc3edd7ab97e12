package repairbeam

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// A Block is a part of a file: the lines that begin in it.
type Block struct {
	File       string
	Start, End int64 // bytes; End is -1 for the end of a file that is read as a whole
	Index      int   // of all blocks, in order of the files and in them
	Of         int   // how many blocks there are
}

// shard returns the name of a file of the block's output.
func (b *Block) shard(kind, ext string) string {
	return fmt.Sprintf("%s-%06d-of-%06d%s", kind, b.Index, b.Of, ext)
}

// open opens the file of the block at its start, unpacked.
func (b *Block) open(ctx context.Context) (io.ReadCloser, error) {
	fs, err := filesystem.New(ctx, b.File)
	if err != nil {
		return nil, err
	}
	r, err := fs.OpenRead(ctx, b.File)
	if err != nil {
		fs.Close()
		return nil, err
	}
	in := &unpacked{r, []io.Closer{r, fs}}
	err = nil
	switch strings.ToLower(path.Ext(b.File)) {
	case ".gz":
		in.Reader, err = gzip.NewReader(r)
	case ".zst":
		var d *zstd.Decoder
		if d, err = zstd.NewReader(r, zstd.WithDecoderConcurrency(1)); err == nil {
			in.Reader = d
			in.closers = append([]io.Closer{d.IOReadCloser()}, in.closers...)
		}
	default:
		if b.Start > 0 {
			s, ok := r.(io.Seeker)
			if !ok {
				err = errors.New("it cannot be read from the middle")
				break
			}
			_, err = s.Seek(b.Start-1, io.SeekStart)
		}
	}
	if err != nil {
		in.Close()
		return nil, fmt.Errorf("repairbeam: %s: %w", b.File, err)
	}
	return in, nil
}

// An unpacked file closes several things.
type unpacked struct {
	io.Reader
	closers []io.Closer
}

// Close closes them.
func (r *unpacked) Close() (err error) {
	for _, c := range r.closers {
		err = errors.Join(err, c.Close())
	}
	return err
}

// lines calls line with each line that begins in the block, with its ending,
// and its offset. Of a line that is longer than limit it keeps nothing: it
// calls long with its length.
func (b *Block) lines(in io.Reader, limit int64, line func(offset int64, text []byte) error, long func(offset, length int64) error) error {
	r := bufio.NewReaderSize(in, 256<<10)
	pos := b.Start
	if pos > 0 { // the line that begins before is another block's
		pos--
		for {
			part, err := r.ReadSlice('\n')
			pos += int64(len(part))
			if err == io.EOF || err == bufio.ErrBufferFull && pos >= b.End {
				return nil
			}
			if err != nil && err != bufio.ErrBufferFull {
				return err
			}
			if err == nil {
				break
			}
		}
	}
	var kept []byte
	for b.End < 0 || pos < b.End {
		part, err := r.ReadSlice('\n')
		length := int64(len(part))
		kept = kept[:0]
		for err == bufio.ErrBufferFull {
			if length <= limit {
				kept = append(kept, part...)
			}
			part, err = r.ReadSlice('\n')
			length += int64(len(part))
		}
		if err != nil && err != io.EOF {
			return err
		}
		if length == 0 {
			return nil
		}
		size := length // without the newline
		if err == nil {
			size--
		}
		var bad error
		switch {
		case size > limit:
			bad = long(pos, length)
		case len(kept) > 0:
			kept = append(kept, part...)
			bad = line(pos, kept)
		default:
			bad = line(pos, part)
		}
		pos += length
		if bad != nil || err == io.EOF {
			return bad
		}
		if cap(kept) > 4<<20 {
			kept = nil
		}
	}
	return nil
}
