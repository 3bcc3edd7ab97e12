package records

import (
	"errors"
	"fmt"
	"slices"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/inference/toolcall"
	"github.com/repairjson/repairjson/repair"
)

// A Mender repairs texts, one after the other, as it was told.
type Mender struct {
	Options repairjson.Options
	Tools   *toolcall.Tools // the text has calls of these, or is words
	Partial bool            // only what is certain of the beginning of a text
	Limit   int64           // the longest text, 0 for any
	buf     repair.Buffer   // for snapshots
}

// errLong says that a text is longer than --max-record.
type errLong int64

func (e errLong) Error() string {
	return fmt.Sprintf("longer than %s (--max-record)", SizeText(int64(e)))
}

// Mend returns the repaired text of src and the edits that made it. For a
// valid text that is src and none; with Partial it is the snapshot of src,
// valid until the next call.
func (m *Mender) Mend(src []byte) ([]byte, []repair.Edit, error) {
	if m.Limit > 0 && int64(len(src)) > m.Limit {
		return nil, nil, errLong(m.Limit)
	}
	if m.Partial {
		out, err := m.snapshot(src)
		return out, nil, err
	}
	if m.Tools != nil {
		return m.calls(src)
	}
	edits, err := m.Options.Edits(src)
	if err != nil {
		return nil, nil, err
	}
	return repair.Apply(src, edits), edits, nil
}

// snapshot returns what is certain of the first answer in the text that begins
// with src. It is valid until the next call.
func (m *Mender) snapshot(src []byte) ([]byte, error) {
	m.buf.Reset()
	m.buf.Options = m.Options.Options
	m.buf.Options.Pick = repair.First
	m.buf.Write(src) // its error comes again
	return m.buf.Snapshot()
}

// calls returns the tool calls in src as a list, and the edits that make it.
// The list is empty if the text is words. Where there is no call but what
// would be one if it could be read, the error says why it is none.
func (m *Mender) calls(src []byte) ([]byte, []repair.Edit, error) {
	answer := toolcall.Read(m.Tools, src)
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
		if refused := e.Faults & m.Options.Reject; refused != 0 {
			return nil, nil, &repair.Error{Offset: e.Pos, Err: repair.ErrRejected, Faults: refused}
		}
	}
	return out, edits, nil
}
