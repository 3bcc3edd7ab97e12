package laws

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
)

// Align checks law 9, and what the edits promise, for an answer that is
// repaired and aligned with the schema of o. It returns the output, and
// whether that fits.
func Align(o repairjson.Options, src []byte) (out []byte, fits bool, err error) {
	before := bytes.Clone(src)
	edits, editsErr := o.Edits(src)
	out, outErr := o.Repair(src)
	switch {
	case !bytes.Equal(src, before):
		return nil, false, fmt.Errorf("law 5: the input was modified: %q", src)
	case !reflect.DeepEqual(outErr, editsErr):
		return nil, false, fmt.Errorf("law 4: Repair says %v, Edits %v", outErr, editsErr)
	}
	var mismatch *repairjson.MismatchError
	if outErr != nil && !errors.As(outErr, &mismatch) {
		return nil, false, checkError(repair.Options{}, src, outErr, editsErr)
	}
	fits = mismatch == nil
	now := o.Schema.Check(out)
	switch {
	case !valid(out):
		return nil, false, fmt.Errorf("law 1: invalid output %q, edits %v", out, edits)
	case fits && len(now) > 0:
		return nil, false, fmt.Errorf("law 9: %q is said to fit, but %v", out, now)
	case !fits && (len(mismatch.Mismatches) != len(now) || len(now) == 0):
		return nil, false, fmt.Errorf("law 9: %q with %v, but %v", out, mismatch.Mismatches, now)
	case !fits && !bytes.Equal(mismatch.Best, out):
		return nil, false, fmt.Errorf("law 9: the best is %q, but the output %q", mismatch.Best, out)
	case !bytes.Equal(repair.Apply(src, edits), out):
		return nil, false, fmt.Errorf("law 4: Apply gives %q, Repair %q, edits %v", repair.Apply(src, edits), out, edits)
	}
	if err := Disjoint(len(src), edits); err != nil {
		return nil, false, err
	}
	for i, e := range edits {
		if e.Faults == 0 {
			return nil, false, fmt.Errorf("law 5: edit %d has no fault: %v", i, edits)
		}
		if e.Faults != repair.IntegerForm && valid(src) && len(o.Schema.Check(src)) == 0 {
			return nil, false, fmt.Errorf("law 9: %q fits, but %v", src, edits)
		}
	}
	again, err := o.Repair(out)
	if !bytes.Equal(again, out) || fits != (err == nil) {
		return nil, false, fmt.Errorf("law 9: a second time gives %q, %v", again, err)
	}
	return out, fits, nil
}
