package repairbeam

import (
	"github.com/apache/beam/sdks/v2/go/pkg/beam"
)

// Build adds the pipeline of a job, which was prepared, to s.
//
// The blocks of the files are what the engine hands out; their lines never
// pass through it. What comes back is a summary for each block.
func Build(s beam.Scope, job Job) {
	s = s.Scope("repairjson")
	blocks := beam.Reshuffle(s, beam.ParDo(s, &planFn{job.Output}, beam.Impulse(s)))
	done := beam.Reshuffle(s, beam.ParDo(s, &blockFn{Config: job.Config, Output: job.Output}, blocks))
	all := beam.Combine(s, &sumFn{}, done)
	published := beam.ParDo(s, &publishFn{job.Output}, done, beam.SideInput{Input: all})
	beam.ParDo0(s, &finishFn{job.Output}, beam.Combine(s, &sumFn{}, published))
}
