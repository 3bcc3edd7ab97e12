// Package laws states what must hold for every repair, as functions that all
// tests share: table, exhaustive, corpus, every split, fuzz. The numbers are
// those of package repair's documentation.
package laws

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"unicode/utf8"

	"github.com/repairjson/repairjson/repair"
)

// Check checks laws 1 to 5 on a text and returns an error that names the one
// that is broken.
func Check(o repair.Options, src []byte) error {
	before := bytes.Clone(src)
	edits, editsErr := o.Edits(src)
	if err := Order(src, edits); err != nil {
		return err
	}
	out, err := o.Repair(src)
	if !bytes.Equal(src, before) {
		return fmt.Errorf("law 5: the input was modified: %q", src)
	}
	if err != nil {
		return checkError(o, src, err, editsErr)
	}
	if editsErr != nil {
		return fmt.Errorf("law 4: Edits fails where Repair does not: %v", editsErr)
	}
	if !valid(out) {
		return fmt.Errorf("law 1: invalid output %q, edits %v", out, edits)
	}
	if valid(src) && (len(edits) > 0 || len(out) != len(src) || &out[0] != &src[0]) {
		return fmt.Errorf("law 2: valid input changed to %q by %v", out, edits)
	}
	if again, err := o.Repair(out); err != nil || !bytes.Equal(again, out) {
		return fmt.Errorf("law 3: a second repair gives %q, %v", again, err)
	}
	if applied := repair.Apply(src, edits); !bytes.Equal(applied, out) {
		return fmt.Errorf("law 4: Apply gives %q, Repair %q", applied, out)
	}
	return nil
}

func checkError(o repair.Options, src []byte, err, editsErr error) error {
	var e *repair.Error
	switch {
	case !errors.As(err, &e) || e.Err == nil:
		return fmt.Errorf("law 1: an error without a reason: %v", err)
	case e.Offset < 0 || e.Offset > len(src):
		return fmt.Errorf("law 1: an error out of range: %v", err)
	case !reflect.DeepEqual(err, editsErr):
		return fmt.Errorf("law 4: Repair fails with %v, Edits with %v", err, editsErr)
	case valid(src) && o.Reject == 0 && !errors.Is(err, repair.ErrTooDeep):
		return fmt.Errorf("law 2: valid input is refused: %v", err)
	}
	return nil
}

// Order checks law 5: edits in order, in range, disjoint, insertions before a
// deletion at one point, none without effect or without a fault.
func Order(src []byte, edits []repair.Edit) error {
	if err := Disjoint(len(src), edits); err != nil {
		return err
	}
	for i, e := range edits {
		switch {
		case e.Faults == 0:
			return fmt.Errorf("law 5: edit %d has no fault: %v", i, edits)
		case string(src[e.Pos:e.End]) == e.New:
			return fmt.Errorf("law 5: edit %d changes nothing: %v", i, edits)
		}
	}
	return nil
}

// Disjoint checks the part of law 5 that holds for any list of edits on a text
// of n bytes: in order, in range, disjoint.
func Disjoint(n int, edits []repair.Edit) error {
	last := 0
	for i, e := range edits {
		if e.Pos < last || e.End < e.Pos || e.End > n {
			return fmt.Errorf("law 5: edit %d is out of order: %v", i, edits)
		}
		last = e.End
	}
	return nil
}

// Chunks checks law 6 for one division of a text into pieces: the sizes are
// used in turn.
func Chunks(o repair.Options, src []byte, sizes ...int) error {
	want, wantErr := whole(o, src)
	b := repair.Buffer{Options: o}
	for i, rest := 0, src; len(rest) > 0; i++ {
		n := min(max(1, sizes[i%len(sizes)]), len(rest))
		if _, err := b.Write(rest[:n]); err != nil {
			break
		}
		rest = rest[n:]
	}
	err := b.Close()
	if (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
		return fmt.Errorf("law 6: pieces %v give error %v, the whole %v", sizes, err, wantErr)
	}
	if err != nil {
		return nil
	}
	if got := b.Edits(); len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
		return fmt.Errorf("law 6: pieces %v give edits\n%v, the whole\n%v", sizes, got, want)
	}
	if out := repair.Apply(src, want); !bytes.Equal(out, b.Bytes()) {
		return fmt.Errorf("law 6: pieces %v give %q, the whole %q", sizes, b.Bytes(), out)
	}
	return nil
}

// whole returns what Edits gives.
func whole(o repair.Options, src []byte) ([]repair.Edit, error) {
	return o.Edits(src)
}

// Splits checks law 6 at every division in two, and byte by byte.
func Splits(o repair.Options, src []byte) error {
	for i := 1; i < len(src); i++ {
		if err := Chunks(o, src, i, len(src)); err != nil {
			return err
		}
	}
	return Chunks(o, src, 1)
}

func valid(b []byte) bool { return json.Valid(b) && utf8.Valid(b) }
