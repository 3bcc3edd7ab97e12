package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

// Options say what a run is to do.
type Options struct {
	Rounds      int     `json:"n_round"`    // at most
	Investment  float64 `json:"investment"` // dollars at most; models without prices cost nothing
	CodeReview  bool    `json:"code_review"`
	Implement   bool    `json:"implement"`    // write code, not only documents
	ProjectName string  `json:"project_name"` // "" leaves it to the PRD
}

// DefaultOptions returns MetaGPT's.
func DefaultOptions() Options {
	return Options{Rounds: 5, Investment: 3, CodeReview: true, Implement: true}
}

// A Company makes a program from an idea.
type Company struct {
	Config  *Config
	Options Options
	// RecoverPath, if not "", is the folder storage/team of the run to take up.
	RecoverPath string
	// OnEvent, if not nil, is told what happens, in order.
	OnEvent func(Event)
	// Now is the clock; nil is that of the machine.
	Now func() time.Time

	state   *state
	clients map[string]*Client
	docs    *documents
	repo    *repository
	summary Summary
	began   time.Time
}

// A Summary says what came of a run.
type Summary struct {
	Project   string // the folder
	Files     []string
	Finished  bool // all work is done, not only the rounds
	Answers   int  // that models gave
	Recorded  int  // of these, in an earlier run
	Retries   int  // answers that had to be asked for once more
	Repairs   int
	Input     int // tokens
	Output    int
	Estimated bool // some of the tokens are estimates
	Cost      float64
	Elapsed   time.Duration
}

// ErrBudget says that the answers cost more than the investment.
var ErrBudget = errors.New("the investment is used up")

// nameLayout is the form of the names of documents.
const nameLayout = "20060102150405"

// Run makes the program. If the run of the same idea did not end, it is taken
// up. The error of a step names it; what was done until then is kept.
func (c *Company) Run(ctx context.Context, idea string) (*Summary, error) {
	if err := c.Config.Check(); err != nil {
		return nil, err
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	c.began = time.Now()
	folder := c.RecoverPath
	workspace := c.Config.Workspace
	if folder != "" {
		workspace = filepath.Dir(filepath.Dir(folder))
	} else {
		folder = filepath.Join(workspace, "storage", "team")
	}
	s, err := openState(folder, idea, c.Options, c.Now())
	if err != nil {
		return nil, err
	}
	defer s.close()
	c.state = s
	s.saved = func(what string) { c.tell(Event{Kind: Saved, Text: what}) }
	c.docs = &documents{root: c.projectFolder(workspace), saved: s.saved, made: map[string][]string{}}
	c.repo = &repository{date: s.team.Started}
	c.clients = map[string]*Client{}
	if s.resumed {
		c.tell(Event{Kind: Resumed, Text: fmt.Sprintf("the run of %s is taken up, with %d answers",
			s.team.Started.Format(time.DateTime), len(s.answers))})
	}
	err = c.run(ctx, workspace)
	c.summary.Elapsed = time.Since(c.began)
	c.summary.Project = c.docs.root
	return &c.summary, err
}

// projectFolder returns the folder of the project: named by the time until the
// PRD names it.
func (c *Company) projectFolder(workspace string) string {
	if c.state.team.Project != "" {
		return filepath.Join(workspace, c.state.team.Project)
	}
	return filepath.Join(workspace, c.state.team.Started.Format(nameLayout))
}

// run lets the roles work until all is done.
func (c *Company) run(ctx context.Context, workspace string) error {
	env := &environment{roles: c.roles(workspace)}
	env.publish(Message{Content: c.state.team.Idea, CauseBy: userRequirement})
	for n := 1; !env.idle(); n++ {
		if n > c.Options.Rounds {
			c.tell(Event{Kind: Warned, Text: fmt.Sprintf("%d rounds are over and there is work left: run again with a greater --n-round", c.Options.Rounds)})
			return c.archive(ctx)
		}
		c.tell(Event{Kind: RoundBegan, Text: fmt.Sprintf("%d of %d", n, c.Options.Rounds)})
		if err := env.round(ctx); err != nil {
			return err
		}
	}
	c.summary.Finished = true
	if err := c.archive(ctx); err != nil {
		return err
	}
	c.state.team.Done = true
	return c.state.save()
}

// archive commits what there is.
func (c *Company) archive(ctx context.Context) error {
	if err := c.docs.saveDependencies(); err != nil {
		return err
	}
	c.repo.root = c.docs.root
	err := c.repo.commit(ctx, "Archive")
	if errors.Is(err, errNoGit) {
		c.tell(Event{Kind: Warned, Text: err.Error()})
		return nil
	}
	if err == nil {
		c.state.saved("commit")
	}
	return err
}
