package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/repairjson/repairjson/inference/toolcall"
	"github.com/repairjson/repairjson/repair"
	"github.com/tidwall/gjson"
)

// loadTools reads the functions of --tools.
func loadTools(file string) (*toolcall.Tools, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	t, err := toolcall.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return t, nil
}

// compileTools compiles the functions that a record has: a list, or a string
// that holds one.
func compileTools(text string, s *compiled) {
	if text[0] == '"' {
		text = unquote(text)
	}
	s.tools, s.err = toolcall.Parse([]byte(text))
}

// offered returns the functions of a record, or those of the command line
// where it has none.
func (s *shapes) offered(record gjson.Result, otherwise *toolcall.Tools, t *tally) (*toolcall.Tools, error) {
	if s.toolsPath == nil {
		return otherwise, nil
	}
	v, _, ok := lookup(record, s.toolsPath)
	if !ok || v.Type == gjson.Null {
		t.shapeless++
		return otherwise, nil
	}
	c := s.tools.get(v.Raw, compileTools)
	return c.tools, c.err
}

// calls returns the tool calls in src as a list, and the edits that make it.
// The list is empty if the text is words. Where there is no call but what
// would be one if it could be read, the error says why it is none.
func (m *mender) calls(src []byte) ([]byte, []repair.Edit, error) {
	answer := toolcall.Read(m.tools, src)
	out, edits := answer.List()
	if len(answer.Calls()) == 0 {
		unread := []error{toolcall.ErrNotOffered, toolcall.ErrArguments, toolcall.ErrCut}
		for _, e := range answer.Errors() {
			if slices.ContainsFunc(unread, func(err error) bool { return errors.Is(e, err) }) {
				return nil, nil, &repair.Error{Offset: e.Offset, Err: fmt.Errorf("call of %q: %w", e.Name, e.Err)}
			}
		}
	}
	for _, e := range edits {
		if refused := e.Faults & m.opts.Reject; refused != 0 {
			return nil, nil, &repair.Error{Offset: e.Pos, Err: repair.ErrRejected, Faults: refused}
		}
	}
	return out, edits, nil
}
