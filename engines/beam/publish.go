package repairbeam

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() {
	register.DoFn3x2[context.Context, *Summary, *Summary, *Summary, error](&publishFn{})
	register.DoFn2x1[context.Context, *Summary, error](&finishFn{})
	register.Combiner1[*Summary](&sumFn{})
}

// A publishFn gives the files of blocks their places in the output. It has the
// sum of all blocks as its side input, so that no engine begins with it before
// all blocks are done.
type publishFn struct{ Output string }

// ProcessElement publishes the files of a block.
func (fn *publishFn) ProcessElement(ctx context.Context, block, all *Summary) (*Summary, error) {
	s, err := openStore(ctx, fn.Output)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	for _, shard := range block.Shards {
		staged, err := s.has(ctx, staging+"/"+shard.Name)
		if err == nil && staged {
			err = s.rename(ctx, staging+"/"+shard.Name, shard.Name)
		}
		if err != nil && !staged {
			return nil, err
		}
		// If it was not staged, or another worker was faster, it is there.
		size, serr := s.Size(ctx, s.path(shard.Name))
		if serr != nil || size != shard.Bytes {
			return nil, fmt.Errorf("repairbeam: %s has %d bytes, not %d (%v, %v)", s.path(shard.Name), size, shard.Bytes, err, serr)
		}
	}
	return block, nil
}

// A finishFn writes the report and, last, the manifest.
type finishFn struct{ Output string }

// A Manifest is the file _SUCCESS. Where it is, all files that it names are
// there, and are whole.
type Manifest struct {
	Version  int     `json:"version"`
	Records  int     `json:"records"`
	Valid    int     `json:"valid"`
	Repaired int     `json:"repaired"`
	Failed   int     `json:"failed"`
	Shards   []Shard `json:"shards"`
}

// ProcessElement is called with the sum of all blocks.
func (fn *finishFn) ProcessElement(ctx context.Context, all *Summary) error {
	p, err := readPlan(ctx, fn.Output)
	if err != nil {
		return err
	}
	blocks := 0
	for _, f := range p.Files {
		blocks += int(p.blocks(f))
	}
	if all.Blocks != blocks {
		return fmt.Errorf("repairbeam: %d blocks of %d were published", all.Blocks, blocks)
	}
	s, err := openStore(ctx, fn.Output)
	if err != nil {
		return err
	}
	defer s.Close()
	t := all.Total()
	m := Manifest{1, t.Records(), t.Valid, t.Repaired, t.Failed, all.Shards}
	slices.SortFunc(m.Shards, func(a, b Shard) int { return cmp.Compare(a.Name, b.Name) })
	all.Shards = nil
	if err := s.putJSON(ctx, report, all); err != nil {
		return err
	}
	if err := s.put(ctx, picture, all.SVG()); err != nil {
		return err
	}
	return s.putJSON(ctx, success, m)
}

// putJSON writes a value as a file.
func (s *store) putJSON(ctx context.Context, name string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return s.put(ctx, name, append(text, '\n'))
}

// Tidy removes the staging folder of a job that is complete, and returns its
// manifest.
func Tidy(ctx context.Context, job Job) (*Manifest, error) {
	s, err := openStore(ctx, job.Output)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	text, err := s.read(ctx, success)
	if err != nil {
		return nil, err
	}
	m := new(Manifest)
	if err := json.Unmarshal(text, m); err != nil {
		return nil, err
	}
	list, err := s.names(ctx, staging+"/*")
	for i := 0; i < len(list) && err == nil; i++ {
		err = s.remove(ctx, list[i])
	}
	s.remove(ctx, staging) // where folders are files
	return m, err
}

// ReadReport returns the report of a job that is complete.
func ReadReport(ctx context.Context, job Job) (*Summary, error) {
	s, err := openStore(ctx, job.Output)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	text, err := s.read(ctx, report)
	if err != nil {
		return nil, err
	}
	return decodeSummary(text)
}
