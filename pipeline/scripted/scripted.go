// Package scripted has models without a mind: scripts of whole runs of
// package pipeline, from the idea of a snake game to its code. Each was
// written for this project in the habits that were observed of a model, and is
// served in the wire format of the server that the model is usually served by.
//
// A script is a file scripts/MODEL.txtar. Its comment says which habits it
// follows and where they were observed. Its sections are answers: to an action
// (WritePRD), to its second attempt (WritePRD/2), to an action on a file
// (WriteCode main.py), or to an action on any file that has none of its own.
package scripted

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"github.com/repairjson/repairjson/inference/replay"
	"golang.org/x/tools/txtar"
)

//go:embed scripts/*.txtar
var files embed.FS

// A Script is what a model says in a run.
type Script struct {
	Model   string
	Kind    replay.Kind         // the server
	Answers map[string]Answer   // by the step
	Habits  map[string][]string // of an answer: the numbers of the issues where they were observed
}

// An Answer is what a model says at a step.
type Answer = replay.Answer

// Models returns the names of the models that have a script.
func Models() (names []string) {
	entries, err := fs.ReadDir(files, "scripts")
	if err != nil {
		panic(err) // they are in the program
	}
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".txtar"))
	}
	return names
}

// Load returns the script of a model.
func Load(model string) (*Script, error) {
	data, err := files.ReadFile("scripts/" + model + ".txtar")
	if err != nil {
		return nil, fmt.Errorf("there is no script of a model %q; there are %s", model, strings.Join(Models(), ", "))
	}
	archive := txtar.Parse(data)
	s := &Script{Model: model, Answers: map[string]Answer{}, Habits: map[string][]string{}}
	for _, f := range archive.Files {
		text := strings.TrimSuffix(string(f.Data), "\n")
		name, thought := strings.CutSuffix(f.Name, " reasoning")
		a := s.Answers[name]
		if thought {
			a.Reasoning = text
		} else {
			a.Text = text
		}
		s.Answers[name] = a
	}
	for line := range strings.Lines(string(archive.Comment)) {
		if err := s.header(strings.TrimSpace(line)); err != nil {
			return nil, fmt.Errorf("script %s: %w", model, err)
		}
	}
	return s, nil
}

// header reads a line of the comment, if it is one of "server:", "cut:" and
// "observed:".
func (s *Script) header(line string) error {
	key, value, _ := strings.Cut(line, ": ")
	switch key {
	case "server":
		for _, k := range []replay.Kind{replay.VLLM, replay.FastChat, replay.LLaMAFactory, replay.Ollama} {
			if k.String() == value {
				s.Kind = k
				return nil
			}
		}
		return fmt.Errorf("no server %q", value)
	case "cut", "observed":
		words := strings.Fields(value)
		a, ok := s.Answers[words[0]]
		if !ok {
			return fmt.Errorf("%s: no answer %q", key, words[0])
		}
		if key == "cut" {
			a.Cut = true
			s.Answers[words[0]] = a
		} else {
			s.Habits[words[0]] = words[1:]
		}
	}
	return nil
}

// Server returns a server of the model.
func (s *Script) Server() *replay.Directed {
	return &replay.Directed{Kind: s.Kind, Choose: func(_ string, said []string) Answer {
		if len(said) == 0 {
			return Answer{Text: "Hello!"}
		}
		step, file, attempt := stepOf(said)
		return s.answer(step, file, attempt)
	}}
}

// answer returns the answer to a step. A step that the script does not have is
// an error of the server.
func (s *Script) answer(step, file string, attempt int) Answer {
	names := []string{step}
	if file != "" {
		names = []string{step + " " + file, step}
	}
	for _, name := range names {
		if attempt > 1 {
			if a, ok := s.Answers[name+"/"+strconv.Itoa(attempt)]; ok {
				return a
			}
			if name == step+" "+file && step == "WriteCodeReview" {
				continue // the review of what was written again is the common one
			}
		}
		if a, ok := s.Answers[name]; ok && (attempt == 1 || name == "WriteCodeReview") {
			return a
		}
	}
	if step == "" {
		return Answer{Text: "I am " + s.Model + ", a language model; but of a script, which has a run of the software company only."}
	}
	return Answer{Error: fmt.Sprintf("the script of %s has no answer to %s %s, attempt %d", s.Model, step, file, attempt)}
}

var (
	attemptLine = regexp.MustCompile(`This is attempt (\d+) of`)
	reviewLine  = regexp.MustCompile(`(?m)^Review number (\d+) of`)
	titleLine   = regexp.MustCompile(`(?m)^## (Code|Code Review|Rewrite Code): (\S+)$`)
)

// stepOf says what a conversation asks for, as far as its words show: the last
// title of a prompt for code, or the names of the nodes.
func stepOf(said []string) (step, file string, attempt int) {
	first, latest := said[0], said[len(said)-1]
	attempt = 1
	if m := attemptLine.FindAllStringSubmatch(latest, -1); m != nil {
		attempt, _ = strconv.Atoi(m[len(m)-1][1])
	}
	for _, node := range []struct{ key, step string }{
		{"## Product Goals", "WritePRD"}, {"## Implementation approach", "WriteDesign"}, {"## Logic Analysis", "WriteTasks"},
	} {
		if strings.Contains(first, "\n"+node.key+": ") {
			return node.step, "", attempt
		}
	}
	if strings.Contains(first, "\n## Code Summary\n") {
		return "SummarizeCode", "", 1
	}
	titles := titleLine.FindAllStringSubmatch(first, -1)
	if titles == nil {
		return "", "", 1
	}
	number := 0
	if m := reviewLine.FindStringSubmatch(first); m != nil {
		number, _ = strconv.Atoi(m[1])
	}
	title := titles[len(titles)-1]
	switch title[1] {
	case "Code Review":
		return "WriteCodeReview", title[2], number
	case "Rewrite Code":
		return "WriteCode", title[2], number + 1
	}
	return "WriteCode", title[2], 1
}
