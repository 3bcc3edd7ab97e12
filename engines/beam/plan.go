package repairbeam

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
)

// The names in the folder of the output. Those that begin with _ are no data
// to Hadoop, Spark and Beam.
const (
	staging  = "_staging"            // what is not published yet
	planFile = staging + "/job.json" // the plan of the job that works here
	success  = "_SUCCESS"            // the manifest, which comes last
	report   = "_report.json"
	picture  = "_report.svg"
)

// A Job is a run over files.
type Job struct {
	Config
	Input  string // a glob
	Output string // a folder
	Block  int64  // how many bytes of a file are treated at once; 0 is DefaultBlock
}

// DefaultBlock is the size of the blocks of a Job that names none: a second or
// less of work, so that little is lost with a worker.
const DefaultBlock = 16 << 20

// ErrComplete says that a folder has the whole output of a run.
var ErrComplete = errors.New("the output is complete")

// A plan is what a job has to do, as the first of its files says.
type plan struct {
	Config
	Program string // of the one who made it
	Block   int64
	Files   []input
}

// An input is a file to be repaired.
type input struct {
	Name     string
	Size     int64
	Modified time.Time `json:",omitzero"`
	Whole    bool      `json:",omitempty"` // it cannot be read from the middle
}

// blocks returns how many blocks a file has: at least one.
func (p *plan) blocks(f input) int64 {
	if f.Whole || f.Size == 0 {
		return 1
	}
	return (f.Size + p.Block - 1) / p.Block
}

// Prepare finds the input of a job and readies the folder of its output. What
// a run of the same program with the same input and settings left there when
// it was killed is kept, and not done again. program names the program, so
// that another one does not take up its work: a hash of the executable.
func Prepare(ctx context.Context, job Job, program string) error {
	if err := job.Check(); err != nil {
		return err
	}
	out, err := openStore(ctx, job.Output)
	if err != nil {
		return err
	}
	defer out.Close()
	if done, err := out.has(ctx, success); done || err != nil {
		return errors.Join(err, fmt.Errorf("repairbeam: %s: %w", out.path(success), ErrComplete))
	}
	p, err := newPlan(ctx, job, program)
	if err != nil {
		return err
	}
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if begun, err := out.has(ctx, planFile); err != nil {
		return err
	} else if begun {
		old, err := out.read(ctx, planFile)
		if err != nil || sha256.Sum256(old) == sha256.Sum256(text) {
			return err
		}
		if err := out.clear(ctx); err != nil {
			return err
		}
	}
	if others, err := out.names(ctx, "*-of-*"); err != nil || len(others) > 0 {
		return errors.Join(err, fmt.Errorf("repairbeam: %s has files of others, such as %q", job.Output, others))
	}
	return out.put(ctx, planFile, text)
}

// clear removes what a run left that was killed.
func (s *store) clear(ctx context.Context) error {
	var all []string
	for _, pattern := range []string{"*-of-*", report, picture, staging + "/*"} {
		list, err := s.names(ctx, pattern)
		if err != nil {
			return err
		}
		all = append(all, list...)
	}
	// The plan goes last: while it is there, the rest is known to be ours.
	all = slices.DeleteFunc(all, func(name string) bool { return name == planFile })
	for _, name := range append(all, planFile) {
		if err := s.remove(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// newPlan returns the plan of a job.
func newPlan(ctx context.Context, job Job, program string) (*plan, error) {
	in, err := filesystem.New(ctx, job.Input)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	names, err := in.List(ctx, job.Input)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("repairbeam: there is no file %s", job.Input)
	}
	slices.Sort(names)
	p := &plan{Config: job.Config, Program: program, Block: job.Block}
	if p.Block <= 0 {
		p.Block = DefaultBlock
	}
	for _, name := range names {
		f := input{Name: name, Whole: packed(name) || isParquet(name)}
		if f.Size, err = in.Size(ctx, name); err != nil {
			return nil, err
		}
		if m, ok := in.(filesystem.LastModifiedGetter); ok {
			if f.Modified, err = m.LastModified(ctx, name); err != nil {
				return nil, err
			}
		}
		if f.Size > p.Block && !f.Whole {
			r, err := in.OpenRead(ctx, name)
			if err != nil {
				return nil, err
			}
			_, seeks := r.(io.Seeker)
			f.Whole = !seeks
			r.Close()
		}
		p.Files = append(p.Files, f)
	}
	return p, nil
}

// packed says whether a file is compressed.
func packed(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".gz" || ext == ".zst"
}

func isParquet(name string) bool { return strings.EqualFold(path.Ext(name), ".parquet") }

// ProgramOf returns the name of the program in a file, for Prepare.
func ProgramOf(r io.Reader) (string, error) {
	h := sha256.New()
	_, err := io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), err
}
