package pipeline

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// A state is what a run has to keep: what was asked for, and every answer. It
// is in the folder storage/team of the workspace, which --recover-path names:
//
//	team.json       the request, the options, the project's name
//	answers.jsonl   a line for each answer, by the hash of what was asked
//
// All else follows from these. A run that is taken up again does every step
// again, and the answers that are here are not asked for a second time: so it
// makes the same files, whatever of them was there when it was killed.
type state struct {
	folder  string
	team    team
	answers map[string]Reply
	file    *os.File
	saved   func(what string)
	resumed bool
}

type team struct {
	Version int       `json:"version"`
	Idea    string    `json:"idea"`
	Options Options   `json:"options"`
	Started time.Time `json:"started"`
	Project string    `json:"project"` // the folder in the workspace, once the PRD named it
	Done    bool      `json:"done"`
}

type record struct {
	Key   string `json:"key"`
	Step  string `json:"step"`
	Reply Reply  `json:"reply"`
}

const teamVersion = 1

// ErrNothingToRecover says that a path has no run to take up.
var ErrNothingToRecover = errors.New("there is no run to take up")

// openState takes up the unfinished run in the folder if it is one of the same
// idea, or of any if idea is "", and begins one otherwise. The files of
// another run are kept beside it.
func openState(folder, idea string, o Options, now time.Time) (*state, error) {
	s := &state{folder: folder, answers: map[string]Reply{}, saved: func(string) {}}
	data, err := os.ReadFile(s.path("team.json"))
	switch {
	case err == nil:
		if err := json.Unmarshal(data, &s.team); err != nil {
			return nil, fmt.Errorf("%s: %w", s.path("team.json"), err)
		}
		if s.team.Version != teamVersion {
			return nil, fmt.Errorf("%s: version %d is not known", s.path("team.json"), s.team.Version)
		}
		s.resumed = !s.team.Done && (idea == "" || idea == s.team.Idea)
	case !os.IsNotExist(err):
		return nil, err
	case idea == "":
		return nil, fmt.Errorf("%s: %w", folder, ErrNothingToRecover)
	}
	if !s.resumed {
		if idea == "" {
			return nil, fmt.Errorf("%s: %w: it is finished", folder, ErrNothingToRecover)
		}
		if err := s.begin(err == nil, idea, o, now); err != nil {
			return nil, err
		}
	}
	if s.file, err = os.OpenFile(s.path("answers.jsonl"), os.O_RDWR|os.O_CREATE, 0o644); err != nil {
		return nil, err
	}
	return s, s.load()
}

// SavedOptions returns the options of the run in a folder storage/team.
func SavedOptions(folder string) (Options, error) {
	data, err := os.ReadFile(filepath.Join(folder, "team.json"))
	if err != nil {
		return Options{}, fmt.Errorf("%s: %w", folder, ErrNothingToRecover)
	}
	var t team
	err = json.Unmarshal(data, &t)
	return t.Options, err
}

func (s *state) path(name string) string { return filepath.Join(s.folder, name) }

// begin begins a run; the folder has another one if old is true.
func (s *state) begin(old bool, idea string, o Options, now time.Time) error {
	if old {
		kept := fmt.Sprintf("%s-%s", s.folder, s.team.Started.Format(nameLayout))
		if err := os.Rename(s.folder, kept); err != nil {
			return err
		}
	}
	s.team = team{Version: teamVersion, Idea: idea, Options: o, Started: now.Truncate(time.Second)}
	return s.save()
}

// save writes team.json.
func (s *state) save() error {
	data, err := json.MarshalIndent(&s.team, "", "  ")
	if err != nil {
		return err
	}
	if err := writeWhole(s.path("team.json"), append(data, '\n')); err != nil {
		return err
	}
	s.saved("team.json")
	return nil
}

// load reads the answers. A last line that was being written when the run was
// killed is no answer: it is cut off.
func (s *state) load() error {
	r := bufio.NewReader(s.file)
	var good int64
	for {
		line, err := r.ReadBytes('\n')
		var rec record
		if err != nil || json.Unmarshal(line, &rec) != nil {
			if err != nil && err != io.EOF {
				return err
			}
			break
		}
		good += int64(len(line))
		s.answers[rec.Key] = rec.Reply
	}
	if err := s.file.Truncate(good); err != nil {
		return err
	}
	_, err := s.file.Seek(good, io.SeekStart)
	return err
}

// keyOfTurns returns the name under which the answer to turns is kept. The
// model is no part of it: a run that is taken up with another model keeps what
// the first one said.
func keyOfTurns(turns []Turn) string {
	data, err := json.Marshal(turns)
	if err != nil {
		panic(err) // strings
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// keep adds an answer. It is on the disk when keep returns.
func (s *state) keep(key, step string, r *Reply) error {
	line, err := json.Marshal(record{key, step, *r})
	if err != nil {
		return err
	}
	if _, err := s.file.Write(append(line, '\n')); err != nil {
		return err
	}
	if err := s.file.Sync(); err != nil {
		return err
	}
	s.answers[key] = *r
	s.saved("answer of " + step)
	return nil
}

func (s *state) close() error { return s.file.Close() }
