package repairbeam

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() {
	register.DoFn3x1[context.Context, []byte, func(Block), error](&planFn{})
	register.DoFn2x2[context.Context, Block, *Summary, error](&blockFn{})
	register.Emitter1[Block]()
}

// A planFn emits the blocks of the plan of a job.
type planFn struct{ Output string }

// ProcessElement is called once, with nothing.
func (fn *planFn) ProcessElement(ctx context.Context, _ []byte, emit func(Block)) error {
	p, err := readPlan(ctx, fn.Output)
	if err != nil {
		return err
	}
	of, index := 0, 0
	for _, f := range p.Files {
		of += int(p.blocks(f))
	}
	for _, f := range p.Files {
		n := p.blocks(f)
		for i := range n {
			b := Block{f.Name, i * p.Block, (i + 1) * p.Block, index, of}
			if f.Whole {
				b.End = -1
			}
			emit(b)
			index++
		}
	}
	return nil
}

func readPlan(ctx context.Context, dir string) (*plan, error) {
	s, err := openStore(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	text, err := s.read(ctx, planFile)
	if err != nil {
		return nil, err
	}
	p := new(plan)
	return p, json.Unmarshal(text, p)
}

// A blockFn repairs blocks, each into files in the staging folder. The summary
// of a block is a file, too, and the last: where it is, the block is done.
type blockFn struct {
	Config Config
	Output string
	l      *liner
	meters meters
}

// Setup makes the repairer, which compiles the schema.
func (fn *blockFn) Setup() (err error) {
	fn.l, err = newLiner(fn.Config)
	fn.meters = newMeters()
	return err
}

// ProcessElement repairs a block.
func (fn *blockFn) ProcessElement(ctx context.Context, b Block) (*Summary, error) {
	s, err := openStore(ctx, fn.Output)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	name := staging + "/" + b.shard("sum", ".json")
	if done, err := s.has(ctx, name); err != nil {
		return nil, err
	} else if done {
		text, err := s.read(ctx, name)
		if err != nil {
			return nil, err
		}
		return decodeSummary(text)
	}
	fn.l.sum = newSummary()
	fn.l.sum.Blocks = 1
	w := &blockWriter{ctx: ctx, s: s, b: &b, l: fn.l}
	if isParquet(b.File) {
		err = w.parquet()
	} else {
		err = w.text()
	}
	if err = w.end(err); err != nil {
		return nil, err
	}
	text, err := encodeSummary(fn.l.sum)
	if err != nil {
		return nil, err
	}
	fn.meters.add(ctx, fn.l.sum)
	return fn.l.sum, s.put(ctx, name, text)
}

// A blockWriter writes the files of a block: records always, and dead letters
// and the log if there are some.
type blockWriter struct {
	ctx             context.Context
	s               *store
	b               *Block
	l               *liner
	part, dead, log *file
}

// open begins the file of a kind, if it is not begun.
func (w *blockWriter) open(f **file, kind, ext string) (err error) {
	if *f == nil {
		*f, err = w.s.create(w.ctx, staging+"/"+w.b.shard(kind, ext))
	}
	return err
}

// text repairs a block of lines.
func (w *blockWriter) text() error {
	in, err := w.b.open(w.ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := w.open(&w.part, "part", ".jsonl"); err != nil {
		return err
	}
	var out []byte
	return w.b.lines(in, w.l.Limit, func(offset int64, text []byte) (err error) {
		var dead *Dead
		var edits *Edits
		out, dead, edits = w.l.repair(out[:0], place{w.b.File, offset}, text)
		if w.l.line.Valid+w.l.line.Repaired > 0 {
			w.part.shard.Records++
		}
		if n := len(out); n > 0 && out[n-1] != '\n' { // the end of a file, but not of the output
			out = append(out, '\n')
			w.l.sum.BytesOut++
		}
		if _, err := w.part.Write(out); err != nil {
			return err
		}
		return w.side(dead, edits)
	}, func(offset, length int64) error {
		return w.side(w.l.long(place{w.b.File, offset}, length), nil)
	})
}

// side writes a dead letter and edits, if there are any.
func (w *blockWriter) side(dead *Dead, edits *Edits) error {
	if dead != nil {
		if err := w.open(&w.dead, "dead", ".jsonl"); err != nil {
			return err
		}
		if err := w.dead.line(dead); err != nil {
			return err
		}
	}
	if edits != nil {
		if err := w.open(&w.log, "log", ".jsonl"); err != nil {
			return err
		}
		return w.log.line(edits)
	}
	return nil
}

// end commits the files, or abandons them if there was an error.
func (w *blockWriter) end(err error) error {
	for _, f := range []*file{w.part, w.dead, w.log} {
		switch {
		case f == nil:
		case err != nil:
			f.abandon(w.ctx)
		default:
			shard, cerr := f.commit(w.ctx)
			w.l.sum.Shards = append(w.l.sum.Shards, shard)
			err = errors.Join(err, cerr)
		}
	}
	return err
}

// Meters are the counters that an engine shows while it runs. What an engine
// does twice it may count twice; the report does not.
type meters struct {
	of     map[string]beam.Counter
	models map[string]bool
}

// maxModels is how many models have counters of their own; the report has all.
const maxModels = 100

func newMeters() meters { return meters{map[string]beam.Counter{}, map[string]bool{}} }

func (m meters) inc(ctx context.Context, name string, n int) {
	if n == 0 {
		return
	}
	c, ok := m.of[name]
	if !ok {
		c = beam.NewCounter("repairjson", name)
		m.of[name] = c
	}
	c.Inc(ctx, int64(n))
}

// add adds the counts of a summary: of all records, by fault and by model.
func (m meters) add(ctx context.Context, s *Summary) {
	for model, c := range s.Models {
		own := model != "" && (m.models[model] || len(m.models) < maxModels)
		if own {
			m.models[model] = true
		}
		for _, n := range []struct {
			what string
			n    int
		}{{"valid", c.Valid}, {"repaired", c.Repaired}, {"failed", c.Failed}} {
			m.inc(ctx, n.what, n.n)
			if own {
				m.inc(ctx, "model/"+model+"/"+n.what, n.n)
			}
		}
		for fault, n := range c.Faults {
			m.inc(ctx, "fault/"+fault, n)
		}
	}
}
