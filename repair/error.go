package repair

import (
	"errors"
	"strconv"
)

// The reasons why a text cannot be repaired. They arrive wrapped in an
// [*Error] that says where.
var (
	// ErrNoJSON says that the text holds no answer: it is empty, or prose.
	ErrNoJSON = errors.New("no JSON value")
	// ErrTooDeep says that values are nested deeper than Options.MaxDepth.
	ErrTooDeep = errors.New("nested too deeply")
	// ErrRejected says that a repair was needed that Options.Reject forbids.
	ErrRejected = errors.New("rejected repair")
)

// An Error says where and why a text could not be repaired. Use [errors.Is]
// with one of the sentinels to learn the reason.
type Error struct {
	Offset int    // byte offset into the source
	Err    error  // ErrNoJSON, ErrTooDeep or ErrRejected
	Faults Faults // with ErrRejected, the faults that were refused
}

func (e *Error) Error() string {
	msg := "repair: " + e.Err.Error()
	if e.Faults != 0 {
		msg += " (" + e.Faults.String() + ")"
	}
	return msg + " at offset " + strconv.Itoa(e.Offset)
}

func (e *Error) Unwrap() error { return e.Err }
