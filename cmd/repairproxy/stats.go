package main

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/repairjson/repairjson/inference"
	"github.com/repairjson/repairjson/repair"
)

const (
	maxModels  = 100     // that are told apart; clients choose the names
	maxRepairs = 30      // that the page shows
	maxShown   = 4 << 10 // bytes of a text on the page
)

// stats is what the page shows.
type stats struct {
	mu      sync.Mutex
	start   time.Time
	models  map[string]*modelStats
	repairs []shown // the last, in order
}

// modelStats counts for one model. The names are those of the page's JSON.
type modelStats struct {
	Name      string         `json:"name"`
	Requests  int            `json:"requests"`
	Texts     int            `json:"texts"`
	Repaired  int            `json:"repaired"`
	Failed    int            `json:"failed"`
	Refused   int            `json:"refused"`
	Truncated int            `json:"truncated"`
	Faults    map[string]int `json:"faults"`
}

// shown is a repair on the page: the text before and after, in spans.
type shown struct {
	Time   time.Time `json:"time"`
	Model  string    `json:"model"`
	Where  string    `json:"where"`
	Faults string    `json:"faults"`
	Error  string    `json:"error,omitempty"`
	Before []span    `json:"before"`
	After  []span    `json:"after"`
}

// A span is a part of a text; it is marked if an edit took it away or put it
// there.
type span struct {
	Text string `json:"text"`
	Mark string `json:"mark,omitempty"` // the faults
}

func newStats() *stats {
	return &stats{start: time.Now(), models: map[string]*modelStats{}}
}

// name returns the name under which a model is counted.
func (s *stats) name(model string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(model) > 100 {
		model = strings.ToValidUTF8(model[:100], "")
	}
	if s.models[model] == nil {
		if len(s.models) >= maxModels {
			model = "(others)"
		}
		if s.models[model] == nil {
			s.models[strings.Clone(model)] = &modelStats{Name: strings.Clone(model), Faults: map[string]int{}}
		}
	}
	return model
}

// add counts an exchange of the model, whose name is from name.
func (s *stats) add(model string, r *inference.Report) {
	var list []shown
	for i := range r.Answers {
		if t := &r.Answers[i]; len(t.Edits) > 0 || t.Err != nil {
			list = append(list, show(model, t))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.models[model]
	m.Requests++
	m.Texts += len(r.Answers)
	for i := range r.Answers {
		t := &r.Answers[i]
		if len(t.Edits) > 0 {
			m.Repaired++
		}
		for _, e := range t.Edits {
			for _, name := range faultNames(e.Faults) {
				m.Faults[name]++
			}
		}
	}
	if r.Failure() != "" {
		m.Failed++
	}
	if r.Refused {
		m.Refused++
	}
	if r.Truncated != "" {
		m.Truncated++
	}
	s.repairs = append(s.repairs, list...)
	if n := len(s.repairs) - maxRepairs; n > 0 {
		s.repairs = slices.Delete(s.repairs, 0, n)
	}
}

// show divides a text and what became of it into spans.
func show(model string, t *inference.Text) shown {
	v := shown{Time: time.Now(), Model: strings.Clone(model), Where: strings.Clone(t.Where)}
	if t.Err != nil {
		v.Error = t.Err.Error()
	}
	var all repair.Faults
	last := 0
	for _, e := range t.Edits {
		all |= e.Faults
		if e.Pos >= maxShown {
			continue
		}
		name := e.Faults.String()
		same := string(t.Source[last:e.Pos])
		v.Before = appendSpan(appendSpan(v.Before, same, ""), string(t.Source[e.Pos:e.End]), name)
		v.After = appendSpan(appendSpan(v.After, same, ""), e.New, name)
		last = e.End
	}
	rest := string(t.Source[last:min(len(t.Source), last+maxShown+1)])
	v.Before, v.After = appendSpan(v.Before, rest, ""), appendSpan(v.After, rest, "")
	v.Faults = all.String()
	return v
}

func appendSpan(list []span, text, mark string) []span {
	if text == "" {
		return list
	}
	if len(text) > maxShown {
		text = strings.ToValidUTF8(text[:maxShown], "\uFFFD") + "…"
	}
	return append(list, span{strings.ToValidUTF8(text, "\uFFFD"), mark})
}

// A state is what the page asks for.
type state struct {
	Up      string       `json:"up"`
	Observe bool         `json:"observe"`
	Models  []modelStats `json:"models"`
	Repairs []shown      `json:"repairs"` // the newest first
}

func (s *stats) state() state {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := state{Up: time.Since(s.start).Round(time.Second).String(), Models: []modelStats{}, Repairs: slices.Clone(s.repairs)}
	slices.Reverse(v.Repairs)
	for _, m := range s.models {
		one := *m
		one.Faults = map[string]int{}
		for name, n := range m.Faults {
			one.Faults[name] = n
		}
		v.Models = append(v.Models, one)
	}
	slices.SortFunc(v.Models, func(a, b modelStats) int { return strings.Compare(a.Name, b.Name) })
	return v
}
