package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/repairjson/repairjson"
)

// A Kind is what an event tells.
type Kind uint8

// The kinds of events.
const (
	Resumed    Kind = iota // a run is taken up; Text says which
	RoundBegan             // Text is its number
	Asked                  // a model is asked: Role, Step, File, Attempt
	Arriving               // Bytes of the answer are there
	Answered               // Reply is there, after Elapsed; Recorded if it was kept by an earlier run
	Repaired               // Repairs were made in the answer, and it fits
	Retried                // the answer cannot be made to fit, as Text says: it is asked for once more
	Warned                 // Text says what is odd
	Saved                  // Text is on the disk: an answer, a document, the state
)

// An Event is something that happens in a run. Fields that its kind does not
// name may be empty.
type Event struct {
	Kind     Kind
	Role     string
	Step     string // the action
	File     string // that is being written
	Attempt  int    // from 1
	Text     string
	Bytes    int
	Reply    *Reply
	Repairs  []Repair
	Recorded bool
	Elapsed  time.Duration
}

func (c *Company) tell(e Event) {
	if c.OnEvent != nil {
		c.OnEvent(e)
	}
}

// A StepError is an error of a step.
type StepError struct {
	Role, Step, File string
	Err              error
}

func (e *StepError) Error() string {
	step := e.Step
	if e.File != "" {
		step += " " + e.File
	}
	return fmt.Sprintf("%s, %s: %v", e.Role, step, e.Err)
}

func (e *StepError) Unwrap() error { return e.Err }

// A step is a thing that a role asks a model for.
type step struct {
	c    *Company
	role *role
	name string // of the action
	file string
}

func (s *step) tell(e Event) {
	e.Role, e.Step, e.File = s.role.Profile, s.name, s.file
	s.c.tell(e)
}

func (s *step) fail(err error) error {
	if err == nil {
		return nil
	}
	return &StepError{s.role.Profile, s.name, s.file, err}
}

// ask returns the answer to turns: the one that is kept, or a new one.
func (s *step) ask(ctx context.Context, attempt int, turns []Turn) (*Reply, error) {
	c := s.c
	if err := ctx.Err(); err != nil {
		return nil, s.fail(err)
	}
	llm := c.Config.ForRole(s.role.Profile)
	s.tell(Event{Kind: Asked, Attempt: attempt, Text: llm.Model})
	key := keyOfTurns(turns)
	kept, recorded := c.state.answers[key]
	reply := &kept
	start := time.Now()
	if !recorded {
		if c.summary.Cost >= c.Options.Investment && c.summary.Cost > 0 {
			return nil, s.fail(fmt.Errorf("%w: %.4f of %.4f dollars; run again with a greater --investment", ErrBudget, c.summary.Cost, c.Options.Investment))
		}
		client, err := c.client(llm, s.role.Profile)
		if err != nil {
			return nil, s.fail(err)
		}
		reply, err = client.Ask(ctx, turns, func(n int) { s.tell(Event{Kind: Arriving, Bytes: n}) })
		if err != nil {
			return nil, s.fail(err)
		}
		if err := c.state.keep(key, s.name+" "+s.file, reply); err != nil {
			return nil, s.fail(err)
		}
	}
	c.count(llm, reply, recorded)
	s.tell(Event{Kind: Answered, Attempt: attempt, Reply: reply, Recorded: recorded, Elapsed: time.Since(start)})
	return reply, nil
}

func (c *Company) count(llm *LLM, r *Reply, recorded bool) {
	c.summary.Answers++
	if recorded {
		c.summary.Recorded++
	}
	c.summary.Input += r.Input
	c.summary.Output += r.Output
	c.summary.Estimated = c.summary.Estimated || r.Estimated
	c.summary.Cost += llm.Cost(r.Input, r.Output)
}

func (c *Company) client(llm *LLM, role string) (*Client, error) {
	if c.clients[role] == nil {
		client, err := NewClient(*llm)
		if err != nil {
			return nil, err
		}
		c.clients[role] = client
	}
	return c.clients[role], nil
}

// attempts is how often a node is asked for at most.
const attempts = 6

// fill asks for the children of a node, and returns them as a JSON object. An
// answer that cannot be made to fit is asked for once more, with what is wrong
// with it.
func (s *step) fill(ctx context.Context, n *Node, about string) ([]byte, error) {
	config := s.c.Config
	prompt := Turn{"user", n.Prompt(about, config.Language, config.PromptSchema)}
	turns := []Turn{prompt}
	for attempt := 1; ; attempt++ {
		reply, err := s.ask(ctx, attempt, turns)
		if err != nil {
			return nil, err
		}
		doc, repairs, err := n.Read(reply.Text, config.PromptSchema, config.RepairLLMOutput)
		if err == nil {
			s.c.summary.Repairs += len(repairs)
			s.tell(Event{Kind: Repaired, Attempt: attempt, Repairs: repairs, Reply: reply})
			return doc, nil
		}
		var malformed *MalformedError
		if errors.As(err, &malformed) {
			return nil, s.fail(fmt.Errorf("%w; set repair_llm_output: true in config2.yaml to have answers repaired", err))
		}
		if attempt == attempts {
			return nil, s.fail(fmt.Errorf("no answer of %d can be made to fit: %w", attempts, err))
		}
		s.c.summary.Retries++
		s.tell(Event{Kind: Retried, Attempt: attempt, Text: whyNot(err), Repairs: repairs, Reply: reply})
		// Only the last answer is shown to the model: its memory is short. The
		// number makes each request another one, for a model that always gives
		// the same answer to the same question.
		turns = []Turn{prompt, {"assistant", reply.Text},
			{"user", n.Feedback(err) + fmt.Sprintf("This is attempt %d of %d.", attempt+1, attempts)}}
	}
}

// whyNot says in a line why an answer cannot be used.
func whyNot(err error) string {
	var mismatch *repairjson.MismatchError
	if !errors.As(err, &mismatch) || len(mismatch.Mismatches) == 0 {
		return err.Error()
	}
	text := mismatch.Mismatches[0].String()
	if n := len(mismatch.Mismatches) - 1; n > 0 {
		text += fmt.Sprintf(" (and %d more)", n)
	}
	return text
}
