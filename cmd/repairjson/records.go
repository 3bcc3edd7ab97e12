package main

import (
	"bytes"
	"errors"
	"io"
)

// records repairs the input line by line.
func (p *program) records(in *input, shared *sink, bar *progress) error {
	if p.inPlace {
		changed := false
		err := replace(in.name, p.backup, func(w *sink) (err error) {
			if changed, err = p.recordsTo(in, w, bar); err == nil && !changed {
				err = errSame
			}
			return err
		})
		if errors.Is(err, errSame) {
			err = nil
		}
		return err
	}
	_, err := p.recordsTo(in, shared, bar)
	return err
}

// errSame says that a file need not be replaced.
var errSame = errors.New("the same")

// recordsTo repairs the input line by line into w, and does what --list,
// --diff and --check ask for.
func (p *program) recordsTo(in *input, w *sink, bar *progress) (changed bool, err error) {
	if err := w.begin(); err != nil {
		return false, err
	}
	var before, after bytes.Buffer // for a diff
	edits := p.tally.Edits
	write := func(b *batch) error {
		p.tally.Merge(&b.tally)
		bar.count(b.tally.Valid + b.tally.Repaired + b.tally.Failed)
		if b.tally.Failed > 0 {
			p.fails(exitFailed)
		}
		if len(b.msgs) > 0 {
			p.errw.Write(b.msgs)
		}
		changed = changed || !bytes.Equal(b.data, b.out)
		if p.diff {
			before.Write(b.data)
			after.Write(b.out)
		}
		if _, err := w.Write(b.out); err != nil {
			return err
		}
		if b.stop {
			return errStop
		}
		return nil
	}
	r := newBatcher(in, int64(p.maxRecord), p.unbuffered)
	if err := pump(r, p.jobs, p.worker(in.name), write); err != nil {
		return changed, err
	}
	p.verdict(in, changed, p.tally.Edits-edits)
	return changed, p.show(in, changed, before.String(), after.String())
}

// pump reads batches, has each treated by one of some workers, and writes them
// in order. Each call of worker makes a worker. No more than a few batches for
// each worker are kept.
func pump(r *batcher, jobs int, worker func() func(*batch), write func(*batch) error) error {
	if jobs == 1 {
		return pumpOne(r, worker(), write)
	}
	var (
		free  = make(chan *batch, 3*jobs)
		work  = make(chan *batch, 3*jobs)
		order = make(chan *batch, 3*jobs)
		quit  = make(chan struct{})
		ended = make(chan error, 1)
	)
	for range 3 * jobs {
		free <- &batch{done: make(chan struct{}, 1)}
	}
	for range jobs {
		go func() {
			do := worker()
			for b := range work {
				do(b)
				b.done <- struct{}{}
			}
		}()
	}
	go func() {
		defer close(order)
		defer close(work)
		for {
			select {
			case <-quit:
				return
			case b := <-free:
				if err := r.next(b); err != nil {
					ended <- err
					return
				}
				work <- b
				order <- b
			}
		}
	}()
	for b := range order {
		<-b.done
		if err := write(b); err != nil {
			close(quit)
			return err
		}
		free <- b
	}
	return endOf(<-ended)
}

// pumpOne is pump in one goroutine.
func pumpOne(r *batcher, do func(*batch), write func(*batch) error) error {
	var b batch
	for {
		if err := r.next(&b); err != nil {
			return endOf(err)
		}
		do(&b)
		if err := write(&b); err != nil {
			return err
		}
	}
}

// endOf returns the error of a reader, nil for the end.
func endOf(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}
