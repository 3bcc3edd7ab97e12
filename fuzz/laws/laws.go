// Package laws states what must hold for every repair, as functions that all
// tests share: table, exhaustive, corpus, every split, fuzz. The numbers are
// those of package repair's documentation.
package laws

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strings"
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

// pieces divides a text; the sizes are used in turn.
func pieces(src []byte, sizes []int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for i, rest := 0, src; len(rest) > 0; i++ {
			n := min(max(1, sizes[i%len(sizes)]), len(rest))
			if !yield(rest[:n]) {
				return
			}
			rest = rest[n:]
		}
	}
}

// Chunks checks law 6 for one division of a text into pieces: the sizes are
// used in turn.
func Chunks(o repair.Options, src []byte, sizes ...int) error {
	want, wantErr := whole(o, src)
	b := repair.Buffer{Options: o}
	for piece := range pieces(src, sizes) {
		if _, err := b.Write(piece); err != nil {
			break
		}
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

// Stream checks laws 7 and 8 for one division of a text into pieces, with a
// snapshot after each: from the first one on, snapshots are valid JSON and
// what they show stays or grows; what is settled is a prefix of the output.
func Stream(src []byte, sizes ...int) error {
	return StreamWith(repair.Options{Pick: repair.First}, src, sizes...)
}

// StreamWith is Stream with options; Pick is First.
func StreamWith(o repair.Options, src []byte, sizes ...int) error {
	b := repair.Buffer{Options: o}
	var last any
	shown := false
	var settled []byte
	for piece := range pieces(src, sizes) {
		if _, err := b.Write(piece); err != nil {
			break
		}
		now := b.Settled()
		if !bytes.HasPrefix(now, settled) {
			return fmt.Errorf("law 8: %q settled, then %q", settled, now)
		}
		settled = bytes.Clone(now)
		snap, err := b.Snapshot()
		if err != nil {
			if shown {
				return fmt.Errorf("law 7: no snapshot after one was shown: %v", err)
			}
			continue
		}
		v, err := decode(snap)
		if err != nil {
			return fmt.Errorf("law 7: snapshot %q: %v", snap, err)
		}
		if shown {
			if why := grows(last, v, ""); why != "" {
				return fmt.Errorf("law 7: %s in snapshot %q", why, snap)
			}
		}
		last, shown = v, true
	}
	if err := b.Close(); err != nil {
		if shown && !errors.Is(err, repair.ErrTooDeep) {
			return fmt.Errorf("law 7: %v after a snapshot", err)
		}
		return nil
	}
	if !bytes.HasPrefix(b.Bytes(), settled) {
		return fmt.Errorf("law 8: %q settled, %q at the end", settled, b.Bytes())
	}
	v, err := decode(b.Bytes())
	if err != nil {
		return fmt.Errorf("law 1: %q: %v", b.Bytes(), err)
	}
	if shown {
		if why := grows(last, v, ""); why != "" {
			return fmt.Errorf("law 7: %s in the output %q", why, b.Bytes())
		}
	}
	return nil
}

// member is a member of a decoded object: duplicates and order are kept.
type member struct {
	name  string
	value any
}

// decode decodes one JSON text: numbers by their text, objects as lists of
// members.
func decode(text []byte) (any, error) {
	if !valid(text) {
		return nil, errors.New("not valid JSON")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return decodeValue(d)
}

func decodeValue(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := decodeValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	case json.Delim('{'):
		members := []member{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := decodeValue(d)
			if err != nil {
				return nil, err
			}
			members = append(members, member{name.(string), v})
		}
		_, err = d.Token()
		return members, err
	}
	return t, nil
}

// grows returns how b fails to be a with more in it, or "".
func grows(a, b any, path string) string {
	switch a := a.(type) {
	case []any:
		b, ok := b.([]any)
		if !ok || len(b) < len(a) {
			return "the array at " + path + " changed"
		}
		for i := range a {
			if i < len(a)-1 && !reflect.DeepEqual(a[i], b[i]) {
				return fmt.Sprintf("a finished item at %s/%d changed", path, i)
			}
			if why := grows(a[i], b[i], fmt.Sprintf("%s/%d", path, i)); why != "" {
				return why
			}
		}
	case []member:
		b, ok := b.([]member)
		if !ok || len(b) < len(a) {
			return "the object at " + path + " changed"
		}
		for i := range a {
			if a[i].name != b[i].name {
				return "a name at " + path + " changed"
			}
			if i < len(a)-1 && !reflect.DeepEqual(a[i], b[i]) {
				return "the finished member " + path + "/" + a[i].name + " changed"
			}
			if why := grows(a[i].value, b[i].value, path+"/"+a[i].name); why != "" {
				return why
			}
		}
	case string:
		b, ok := b.(string)
		if !ok || !strings.HasPrefix(b, a) {
			return "the string at " + path + " changed"
		}
	default:
		if !reflect.DeepEqual(a, b) {
			return "the value at " + path + " changed"
		}
	}
	return ""
}
