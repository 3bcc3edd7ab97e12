package pipeline

import (
	"context"
	"slices"
)

// A Message is what a role tells others: that an action is done, and what came
// of it.
type Message struct {
	Content  string
	CauseBy  string   // the action
	SentFrom string   // the role
	SendTo   []string // names of roles; none means all that watch CauseBy
}

// A role is a member of the company: it waits for messages that actions cause
// or that are sent to it, and acts.
type role struct {
	Name    string   // of the person, to whom messages are sent
	Profile string   // of the post
	Watch   []string // actions
	act     func(ctx context.Context, r *role, news []Message) ([]Message, error)

	inbox []Message
}

// RoleNames are the posts in the company.
var RoleNames = []string{"ProductManager", "Architect", "ProjectManager", "Engineer"}

// The causes of messages.
const (
	userRequirement = "UserRequirement"
	writePRD        = "WritePRD"
	writeDesign     = "WriteDesign"
	writeTasks      = "WriteTasks"
	writeCode       = "WriteCode"
	summarizeCode   = "SummarizeCode"
)

// wants reports whether a message is for the role.
func (r *role) wants(m *Message) bool {
	if len(m.SendTo) > 0 {
		return slices.Contains(m.SendTo, r.Name)
	}
	return slices.Contains(r.Watch, m.CauseBy)
}

// An environment brings messages to roles.
type environment struct {
	roles []*role
}

// publish puts a message into the inbox of each role that it is for.
func (e *environment) publish(m Message) {
	for _, r := range e.roles {
		if r.wants(&m) {
			r.inbox = append(r.inbox, m)
		}
	}
}

// idle reports whether no role has anything to do.
func (e *environment) idle() bool {
	return !slices.ContainsFunc(e.roles, func(r *role) bool { return len(r.inbox) > 0 })
}

// round lets each role act that had messages when the round began. What it
// says is read in the next round.
func (e *environment) round(ctx context.Context) error {
	type turn struct {
		role *role
		news []Message
	}
	var turns []turn
	for _, r := range e.roles {
		if len(r.inbox) > 0 {
			turns = append(turns, turn{r, r.inbox})
			r.inbox = nil
		}
	}
	for _, t := range turns {
		said, err := t.role.act(ctx, t.role, t.news)
		if err != nil {
			return err
		}
		for _, m := range said {
			m.SentFrom = t.role.Name
			e.publish(m)
		}
	}
	return nil
}
