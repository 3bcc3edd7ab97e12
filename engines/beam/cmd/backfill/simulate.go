package main

import (
	"container/heap"
	"errors"
	"math"
	"math/bits"
	"math/rand/v2"

	repairbeam "github.com/repairjson/repairjson/engines/beam"
)

// A backfill is a data set, and the workers that repair it.
type backfill struct {
	records  float64
	cores    int
	rate     float64 // records a second of a core, on average
	block    float64 // bytes
	spread   float64 // of the speed of workers
	losses   float64 // of a worker, an hour
	recovery float64 // seconds
	price    float64 // of a core, an hour
	seed     uint64

	// As the report has them.
	sampled                 int     // records
	size, outSize           float64 // bytes of a record, on average
	deviation               float64 // of the size of a record
	valid, repaired, failed float64 // shares of the records
}

// replay takes the sizes and shares from a report.
func (b *backfill) replay(s *repairbeam.Summary) error {
	var valid, repaired, failed int
	for _, c := range s.Models {
		valid, repaired, failed = valid+c.Valid, repaired+c.Repaired, failed+c.Failed
	}
	b.sampled = valid + repaired + failed
	if b.sampled == 0 || s.BytesIn == 0 {
		return errors.New("it has no records")
	}
	n := float64(b.sampled)
	b.valid, b.repaired, b.failed = float64(valid)/n, float64(repaired)/n, float64(failed)/n
	b.size, b.outSize = float64(s.BytesIn)/n, float64(s.BytesOut)/n
	// The middle of a class of sizes, from 2^(k-1) to 2^k-1, stands for it.
	var sum, squares, lines float64
	for class, count := range s.Sizes {
		middle := 0.75 * math.Exp2(float64(class))
		sum += float64(count) * middle
		squares += float64(count) * middle * middle
		lines += float64(count)
	}
	mean := sum / lines
	b.deviation = math.Sqrt(max(0, squares/lines-mean*mean)) / mean * b.size
	return nil
}

// A result says what a simulation came to. Times are in seconds of a core, but
// for wall.
type result struct {
	blocks, again, deaths int
	wall, work, lost      float64
}

// A worker does one block after another, until it is lost.
type worker struct {
	free  float64 // when it is
	dies  float64 // when it does
	speed float64 // 1 on average
}

// A crew is a heap of workers by when they are free.
type crew []worker

func (c crew) Len() int           { return len(c) }
func (c crew) Less(i, j int) bool { return c[i].free < c[j].free }
func (c crew) Swap(i, j int)      { c[i], c[j] = c[j], c[i] }
func (c *crew) Push(x any)        { *c = append(*c, x.(worker)) }
func (c *crew) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}

// simulate gives blocks to the workers that are free first. A block whose worker
// is lost is done again from its beginning, by whoever is free next; what blocks
// before it wrote stays.
func (b *backfill) simulate() (r result) {
	rng := rand.New(rand.NewPCG(b.seed, bits.Reverse64(b.seed)))
	death := func(from float64) float64 {
		if b.losses <= 0 {
			return math.Inf(1)
		}
		return from + rng.ExpFloat64()*3600/b.losses
	}
	speed := func() float64 { return max(0.2, 1+b.spread*rng.NormFloat64()) }
	workers := make(crew, b.cores)
	for i := range workers {
		workers[i] = worker{dies: death(0), speed: speed()}
	}
	heap.Init(&workers)
	r.blocks = int(math.Ceil(b.records * b.size / b.block))
	perBlock := b.records / float64(r.blocks)
	// The bytes of a block are given; how many records they are varies by chance.
	vary := b.deviation / b.size / math.Sqrt(perBlock)
	for left := r.blocks; left > 0; {
		w := &workers[0]
		cost := perBlock * max(0.1, 1+vary*rng.NormFloat64()) / (b.rate * w.speed)
		if end := w.free + cost; end <= w.dies {
			w.free = end
			r.work += cost
			r.wall = max(r.wall, end)
			left--
		} else {
			r.deaths++
			if w.dies > w.free {
				r.again++
				r.lost += w.dies - w.free
			}
			w.free = w.dies + b.recovery
			w.dies, w.speed = death(w.free), speed()
		}
		heap.Fix(&workers, 0)
	}
	return r
}
