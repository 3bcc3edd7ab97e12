package records

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// A Failure says why a text could not be repaired. The place is one in the
// text; without a text there is none, and it is all 0.
type Failure struct {
	Offset     int        `json:"offset"`
	Line       int        `json:"line"`
	Column     int        `json:"column"`
	Message    string     `json:"message"`
	Mismatches []Mismatch `json:"mismatches,omitempty"`
}

// A Mismatch is a place where an answer does not fit its schema.
type Mismatch struct {
	Pointer string `json:"pointer"`
	Want    string `json:"want"`
	Found   string `json:"found"`
}

// NewFailure says why src could not be repaired.
func NewFailure(src []byte, err error) Failure {
	offset, why := Reason(err)
	at := NewCursor(src).At(offset)
	f := Failure{Offset: at.Offset, Line: at.Line, Column: at.Column, Message: why}
	var bad *repairjson.MismatchError
	if errors.As(err, &bad) {
		f.Message = repairjson.ErrMismatch.Error()
		for _, m := range bad.Mismatches {
			f.Mismatches = append(f.Mismatches, Mismatch{m.Pointer, m.Want, m.Found})
		}
	}
	return f
}

// Text returns the message of the failure on one line.
func (f *Failure) Text() string {
	if len(f.Mismatches) == 0 {
		return f.Message
	}
	var all []string
	for _, m := range f.Mismatches {
		all = append(all, schema.Mismatch{Pointer: m.Pointer, Want: m.Want, Found: m.Found}.String())
	}
	return f.Message + ": " + strings.Join(all, "; ")
}

// Reason says where and why a text could not be repaired.
func Reason(err error) (offset int, why string) {
	var e *repair.Error
	if !errors.As(err, &e) {
		return 0, err.Error()
	}
	why = e.Err.Error()
	if e.Faults != 0 {
		why += " (" + e.Faults.String() + ")"
	}
	return e.Offset, why
}

// syntaxError says where and why a text is not valid JSON.
func syntaxError(b []byte) (int, error) {
	err := json.Unmarshal(b, new(json.RawMessage))
	pos := len(b)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && int(syntax.Offset) <= len(b) && !strings.Contains(syntax.Error(), "unexpected end") {
		pos = max(0, int(syntax.Offset)-1)
	}
	return pos, fmt.Errorf("not valid JSON: %w", err)
}
