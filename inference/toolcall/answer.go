package toolcall

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// The reasons why what looks like a call stays in the content. They arrive in
// an *Error that says where and of which function.
var (
	ErrNotOffered = errors.New("the function was not offered")
	ErrArguments  = errors.New("the arguments cannot be read")
	ErrCut        = errors.New("the text ends before the arguments do")
	ErrMention    = errors.New("it is spoken of, not called")
	ErrNoName     = errors.New("it names no function")
)

// An Error says why something that looks like a call is not one.
type Error struct {
	Offset int    // where it begins: a byte offset into the text
	Name   string // of the function, as it is written; may be empty
	Err    error  // one of the reasons; what a repair says is wrapped with ErrArguments
}

func (e *Error) Error() string {
	if e.Name == "" {
		return fmt.Sprintf("at offset %d: %v", e.Offset, e.Err)
	}
	return fmt.Sprintf("at offset %d: call of %q: %v", e.Offset, e.Name, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// A Call is a call of a function that was offered.
type Call struct {
	Name      string          // as it was offered
	Arguments json.RawMessage // a JSON object
	Form      Form            // how it was written
	// ArgPos and ArgEnd are the place of the arguments in the text, and Edits
	// make them of it: repair.Apply(text[ArgPos:ArgEnd], Edits) is Arguments.
	ArgPos, ArgEnd int
	Edits          []repair.Edit
	// Mismatches says what does not fit the function's schema.
	Mismatches []schema.Mismatch
}

// Faults returns the faults that were mended in the arguments.
func (c *Call) Faults() repair.Faults {
	var f repair.Faults
	for _, e := range c.Edits {
		f |= e.Faults
	}
	return f
}

// A Form is how a call was written.
type Form uint8

const (
	JSON   Form = iota // an object that has the name and the arguments
	Python             // f(a=1), also f({"a":1}) and the notations alike
	Named              // the name, and then an object: name\n{…}, [TOOL_CALLS]name{…}, Action: name
	XML                // an element for each argument
)

var formNames = [...]string{"json", "python", "named", "xml"}

func (f Form) String() string { return formNames[f] }

// A Kind says what a part of a text is.
type Kind uint8

const (
	Text   Kind = iota // content
	Markup             // what stands around calls: tags, fences, brackets, separators
	Called             // one or more calls
	Kept               // content that looks like a call and is none, with the reason
)

// A Part is a part of a text. The parts of a text are its bytes, in order and
// complete.
type Part struct {
	Kind     Kind
	Pos, End int    // byte offsets into the text
	Calls    []Call // of Called: one, or all of an object that has several
	Err      *Error // of Kept
}

// An Answer is a text in parts.
type Answer struct {
	Parts []Part
	text  []byte
}

// Calls returns the calls, in order.
func (a *Answer) Calls() []Call {
	var calls []Call
	for i := range a.Parts {
		calls = append(calls, a.Parts[i].Calls...)
	}
	return calls
}

// Content returns the text without the calls and what stands around them. It
// is the text itself if there are no calls.
func (a *Answer) Content() []byte {
	if len(a.Parts) == 0 {
		return a.text
	}
	var content []byte
	for _, p := range a.Parts {
		if p.Kind == Text || p.Kind == Kept {
			if p.Pos == 0 && p.End == len(a.text) {
				return a.text
			}
			content = append(content, a.text[p.Pos:p.End]...)
		}
	}
	return content
}

// Errors returns why what looks like a call is none, in order.
func (a *Answer) Errors() []*Error {
	var errs []*Error
	for _, p := range a.Parts {
		if p.Err != nil {
			errs = append(errs, p.Err)
		}
	}
	return errs
}
