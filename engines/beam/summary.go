package repairbeam

import (
	"encoding/json"
	"math/bits"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/repairjson/repairjson/internal/records"
	"github.com/repairjson/repairjson/repair"
)

// A Summary says what came of lines. Summaries add up, in any order.
type Summary struct {
	Blocks   int               `json:"blocks"`
	BytesIn  int64             `json:"bytes_in"`
	BytesOut int64             `json:"bytes_out"`
	Blank    int               `json:"blank"` // lines that are no records
	Sizes    map[int]int       `json:"sizes"` // records by size: n is from 2^(n-1) to 2^n-1 bytes with the line's ending
	Reasons  map[string]int    `json:"reasons"`
	Models   map[string]*Count `json:"models"` // "" is the name where there is none
	Shards   []Shard           `json:"shards,omitempty"`
}

// A Count says what came of the records of a model.
type Count struct {
	Valid    int            `json:"valid"`
	Repaired int            `json:"repaired"`
	Failed   int            `json:"failed"`
	Edits    int            `json:"edits"`
	Faults   map[string]int `json:"faults"`
}

// Records returns how many records were counted.
func (c *Count) Records() int { return c.Valid + c.Repaired + c.Failed }

// A Shard is a file of the output.
type Shard struct {
	Name    string `json:"name"`
	Records int    `json:"records"`
	Bytes   int64  `json:"bytes"`
	SHA256  string `json:"sha256"`
}

func init() {
	beam.RegisterCoder(reflect.TypeFor[*Summary](), encodeSummary, decodeSummary)
}

func encodeSummary(s *Summary) ([]byte, error) { return json.Marshal(s) }

func decodeSummary(b []byte) (*Summary, error) {
	s := newSummary()
	return s, json.Unmarshal(b, s)
}

func newSummary() *Summary {
	return &Summary{Sizes: map[int]int{}, Reasons: map[string]int{}, Models: map[string]*Count{}}
}

// count returns the count of a model.
func (s *Summary) count(model string) *Count {
	c := s.Models[model]
	if c == nil {
		c = &Count{Faults: map[string]int{}}
		s.Models[model] = c
	}
	return c
}

// addLine counts a line.
func (s *Summary) addLine(model string, t *records.Tally, failures []Failure, in, out int) {
	s.BytesIn += int64(in)
	s.BytesOut += int64(out)
	if t.Valid+t.Repaired+t.Failed == 0 {
		s.Blank++
		return
	}
	s.Sizes[bits.Len(uint(in))]++
	c := s.count(model)
	c.Valid += t.Valid
	c.Repaired += t.Repaired
	c.Failed += t.Failed
	if t.Edits > 0 {
		c.Edits += t.Edits
		for i, n := range t.Faults {
			if n > 0 {
				c.Faults[(repair.Faults(1) << i).String()] += n
			}
		}
	}
	for i := range failures {
		s.Reasons[failures[i].kind()]++
	}
}

// add adds the counts and the shards of u.
func (s *Summary) add(u *Summary) {
	s.Blocks += u.Blocks
	s.BytesIn += u.BytesIn
	s.BytesOut += u.BytesOut
	s.Blank += u.Blank
	addMap(s.Sizes, u.Sizes)
	addMap(s.Reasons, u.Reasons)
	for model, from := range u.Models {
		c := s.count(model)
		c.Valid += from.Valid
		c.Repaired += from.Repaired
		c.Failed += from.Failed
		c.Edits += from.Edits
		addMap(c.Faults, from.Faults)
	}
	s.Shards = append(s.Shards, u.Shards...)
}

func addMap[K comparable](to, from map[K]int) {
	for k, n := range from {
		to[k] += n
	}
}

// Total returns the counts of all models together.
func (s *Summary) Total() *Count {
	all := newSummary()
	for _, c := range s.Models {
		all.add(&Summary{Models: map[string]*Count{"": c}})
	}
	return all.count("")
}

// A sumFn adds summaries up.
type sumFn struct{}

// CreateAccumulator returns an empty summary.
func (sumFn) CreateAccumulator() *Summary { return newSummary() }

// AddInput adds a summary.
func (sumFn) AddInput(sum, s *Summary) *Summary { sum.add(s); return sum }

// MergeAccumulators adds sums.
func (sumFn) MergeAccumulators(a, b *Summary) *Summary { a.add(b); return a }

// String says what came of the records, as the filter's summary does.
func (s *Summary) String() string {
	c := s.Total()
	t := records.Tally{Valid: c.Valid, Repaired: c.Repaired, Failed: c.Failed, Edits: c.Edits}
	for name, n := range c.Faults {
		set, _ := repair.ParseFaults(name)
		t.Faults[bits.TrailingZeros64(uint64(set))] = n
	}
	return t.Summary("record", "repaired")
}
