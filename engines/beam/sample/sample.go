// Package sample makes records of models' answers, intact and broken, to run
// pipelines on. The same arguments give the same bytes.
package sample

import (
	"bufio"
	"encoding/json"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"

	"github.com/repairjson/repairjson/bench/damage"
)

// Schema is the JSON Schema that the answers are asked for: calls of functions,
// or an object.
const Schema = `{"anyOf":[
	{"type":"object"},
	{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}}
]}
`

// How many records of a million are not an answer: words of a model that
// declines, JSON that the schema does not allow, lines that are no records,
// answers nested too deeply, and blank lines. Of the others one half is intact,
// and the other has the faults of its model as often as package damage has
// counted them.
const (
	million = 1_000_000

	declined = 25_000
	unfit    = 10_000
	noRecord = 4_000
	deep     = 200
	blank    = 500
)

// A Maker makes records of about so many bytes.
type Maker struct {
	Seed   uint64
	Size   int
	models []model
}

// A model breaks its answers by some faults, each as often as it was counted.
type model struct {
	damage.Profile
	names []string
	upTo  []int // the sum of the counts to this one
}

// draw returns a fault.
func (m *model) draw(rng *rand.Rand) string {
	i, _ := slices.BinarySearch(m.upTo, 1+rng.IntN(m.upTo[len(m.upTo)-1]))
	return m.names[i]
}

// NewMaker returns a maker of the records of a seed.
func NewMaker(seed uint64, size int) *Maker {
	m := &Maker{Seed: seed, Size: size}
	for _, p := range damage.Profiles() {
		if p.Model == damage.Any {
			continue
		}
		one, sum := model{Profile: p}, 0
		for _, name := range damage.Faults() {
			if n := p.Faults[name]; n > 0 {
				sum += n
				one.names, one.upTo = append(one.names, name), append(one.upTo, sum)
			}
		}
		if sum > 0 {
			m.models = append(m.models, one)
		}
	}
	return m
}

// Append appends record i, with its newline.
func (m *Maker) Append(b []byte, i uint64) []byte {
	rng := rand.New(rand.NewPCG(m.Seed, i))
	p := &m.models[rng.IntN(len(m.models))]
	var text string
	switch n := rng.IntN(million); {
	case n < blank:
		return append(b, '\n')
	case n < blank+noRecord:
		return append(b, "Traceback (most recent call last): worker lost, record dropped\n"...)
	case n < blank+noRecord+deep:
		text = strings.Repeat(`{"a":[`, 6000)
	case n < blank+noRecord+deep+declined:
		text = refusals[rng.IntN(len(refusals))]
	case n < blank+noRecord+deep+declined+unfit:
		text = []string{"42", `"yes"`, "[1, 2, 3]", "null"}[rng.IntN(4)]
	default:
		text = m.answer(rng, p)
	}
	record := struct {
		ID     uint64 `json:"id"`
		Model  string `json:"model"`
		Prompt string `json:"prompt"`
		Text   string `json:"text"`
	}{i, p.Model, "", text}
	record.Prompt = m.prompt(rng, len(text))
	line, err := json.Marshal(record)
	if err != nil {
		panic(err) // strings and numbers have a JSON form
	}
	return append(append(b, line...), '\n')
}

// answer returns an answer of a model, intact or with its faults.
func (m *Maker) answer(rng *rand.Rand, p *model) string {
	for {
		c, ok := p.Damage(rng, p.draw(rng))
		switch {
		case !ok:
		case rng.IntN(2) == 0:
			return string(c.Want)
		default:
			return c.Input
		}
	}
}

// prompt returns words that fill a record up; records differ in size by half.
func (m *Maker) prompt(rng *rand.Rand, used int) string {
	want := m.Size/2 + rng.IntN(m.Size) - used - 60
	var b strings.Builder
	for b.Len() < want {
		b.WriteString(words[rng.IntN(len(words))])
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

var refusals = []string{
	"I'm sorry, but I cannot help with that.",
	"No function fits this request. Could you tell me which city you mean?",
	"As a language model I have no access to live data.",
	"",
}

var words = strings.Fields(`please write the plan of a small program and name each file that it needs
	then list what is unclear about the request and give the reasons in order do not repeat the question
	use only the functions that are offered answer with their names and arguments and with nothing else`)

// chunk is how many records are made at a time.
const chunk = 2000

// Write writes the records from first to before last.
func (m *Maker) Write(w io.Writer, first, last uint64) error {
	type job struct {
		first, last uint64
		done        chan []byte
	}
	jobs := make(chan job)
	order := make(chan job, 2*runtime.GOMAXPROCS(0))
	quit := make(chan struct{})
	defer close(quit)
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for j := range jobs {
				var b []byte
				for i := j.first; i < j.last; i++ {
					b = m.Append(b, i)
				}
				j.done <- b
			}
		}()
	}
	go func() {
		defer close(order)
		defer close(jobs)
		for i := first; i < last; i += chunk {
			j := job{i, min(i+chunk, last), make(chan []byte, 1)}
			select {
			case order <- j:
			case <-quit:
				return
			}
			jobs <- j
		}
	}()
	buf := bufio.NewWriterSize(w, 1<<20)
	for j := range order {
		if _, err := buf.Write(<-j.done); err != nil {
			return err
		}
	}
	return buf.Flush()
}
