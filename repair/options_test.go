package repair_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/fuzz/laws"
	"github.com/repairjson/repairjson/repair"
)

// TestPick says which of several answers each Pick takes.
func TestPick(t *testing.T) {
	for _, c := range []struct{ in, all, first, last, best string }{
		{`{"a":1}`, `{"a":1}`, `{"a":1}`, `{"a":1}`, `{"a":1}`},
		{"{\"a\":1}\n{\"b\":22}\n[3]", "[{\"a\":1},\n{\"b\":22},\n[3]]", `{"a":1}`, `[3]`, `{"b":22}`},
		{`Use {"a":1} or {"b":2}.`, `[{"a":1},{"b":2}]`, `{"a":1}`, `{"b":2}`, `{"a":1}`},
		{"Use {x:1}:\n```json\n{\"a\":1}\n```\nor\n```json\n[1,{}]\n```", `[{"a":1},[1,{}]]`, `{"x":1}`, `[1,{}]`, `{"a":1}`},
		{"As {x} says:\n```json\n[]\n```\nor\n```json\n[1,]\n```", `[[],[1]]`, `[]`, `[1]`, `[1]`},
		{`<think>{"a":1}</think>[1,`, `[1]`, `[1]`, `[1]`, `[1]`},
	} {
		for pick, want := range map[repair.Pick]string{repair.All: c.all, repair.First: c.first, repair.Last: c.last, repair.Best: c.best} {
			o := repair.Options{Pick: pick}
			out, err := o.Repair([]byte(c.in))
			if err != nil || strings.TrimSpace(string(out)) != want {
				t.Errorf("%q, Pick %d: %q, %v, want %q", c.in, pick, out, err, want)
			}
			if err := checkAll(o, []byte(c.in)); err != nil {
				t.Errorf("%q, Pick %d: %v", c.in, pick, err)
			}
		}
	}
}

// TestReject refuses each case for its own faults and takes it for others.
func TestReject(t *testing.T) {
	for _, c := range laws.Cases {
		src := []byte(c.In)
		set, _ := repair.ParseFaults(c.Faults)
		for fault := range set.Each() {
			o := repair.Options{Reject: fault}
			out, err := o.Repair(src)
			var e *repair.Error
			if !errors.Is(err, repair.ErrRejected) || !errors.As(err, &e) || e.Faults != fault || out != nil {
				t.Errorf("%q, rejecting %v: %q, %v", src, fault, out, err)
				continue
			}
			if !strings.Contains(err.Error(), fault.String()) {
				t.Errorf("the message %q does not name %v", err, fault)
			}
			edits, _ := repair.Options{}.Edits(src)
			for _, edit := range edits {
				if edit.Faults&fault != 0 {
					if edit.Pos != e.Offset {
						t.Errorf("%q, rejecting %v: offset %d, want %d", src, fault, e.Offset, edit.Pos)
					}
					break
				}
			}
		}
		o := repair.Options{Reject: ^set}
		if out, err := o.Repair(src); err != nil || string(out) != c.Want {
			t.Errorf("%q, rejecting what is not there: %q, %v", src, out, err)
		}
	}
	valid := []byte(`{"a":1}`)
	if out, err := (repair.Options{Reject: ^repair.Faults(0)}).Repair(valid); err != nil || &out[0] != &valid[0] {
		t.Errorf("valid input is rejected: %q, %v", out, err)
	}
}

// TestMaxDepth counts the levels of arrays and objects.
func TestMaxDepth(t *testing.T) {
	for _, c := range []struct {
		in    string
		depth int
		at    int // offset of the error, -1 without one
	}{
		{`1`, 1, -1},
		{`[1]`, 1, -1},
		{`[[1]]`, 1, 1},
		{`[1,]`, 1, -1},
		{`[[1,]]`, 1, 1},
		{`[[1,]]`, 2, -1},
		{`{"a":{"b":1,}}`, 1, 5},
		{`{"a":{"b":1,}}`, 2, -1},
		{`[1,[2,[3`, 2, 6},
		{`[(1,2),]`, 1, 1},
		{`[[1,],[2]]`, 2, -1},
		{`[["a":1]]`, 1, 1},
		{`x [1,] [[2,]]`, 1, 8},
	} {
		o := repair.Options{MaxDepth: c.depth}
		_, err := o.Repair([]byte(c.in))
		var e *repair.Error
		switch {
		case c.at < 0 && err != nil:
			t.Errorf("%q at depth %d: %v", c.in, c.depth, err)
		case c.at >= 0 && (!errors.Is(err, repair.ErrTooDeep) || !errors.As(err, &e) || e.Offset != c.at):
			t.Errorf("%q at depth %d: %v, want an error at %d", c.in, c.depth, err, c.at)
		}
		if err := checkAll(o, []byte(c.in)); err != nil {
			t.Errorf("%q at depth %d: %v", c.in, c.depth, err)
		}
	}
}

// TestOnEdit says that OnEdit sees the edits of a repair that succeeds, in
// order, and nothing else.
func TestOnEdit(t *testing.T) {
	for _, c := range laws.Cases {
		var seen []repair.Edit
		o := repair.Options{OnEdit: func(e repair.Edit) { seen = append(seen, e) }}
		edits, err := o.Edits([]byte(c.In))
		if err != nil || !reflect.DeepEqual(seen, edits) {
			t.Errorf("%q: saw %v, edits %v, %v", c.In, seen, edits, err)
		}
		seen = nil
		o.Reject = faultsOf(edits)
		if _, err := o.Edits([]byte(c.In)); err == nil || len(seen) > 0 {
			t.Errorf("%q: rejected with %v, but saw %v", c.In, err, seen)
		}
	}
}

// TestBuffer checks what a Buffer does besides repairing.
func TestBuffer(t *testing.T) {
	var b repair.Buffer
	for _, piece := range []string{`{"a":`, "", `[1,`} {
		p := []byte(piece)
		if n, err := b.Write(p); n != len(p) || err != nil {
			t.Fatalf("Write gives %d, %v", n, err)
		}
		for i := range p { // the Buffer keeps a copy
			p[i] = 'x'
		}
	}
	for range 2 {
		if err := b.Close(); err != nil || string(b.Bytes()) != `{"a":[1]}` || len(b.Edits()) != 2 && len(b.Edits()) != 3 {
			t.Errorf("Close gives %v, %q, %v", err, b.Bytes(), b.Edits())
		}
	}

	var empty repair.Buffer
	if err := empty.Close(); !errors.Is(err, repair.ErrNoJSON) || empty.Bytes() != nil || empty.Edits() != nil {
		t.Errorf("an empty Buffer gives %v, %q", err, empty.Bytes())
	}

	deep := repair.Buffer{Options: repair.Options{MaxDepth: 2}}
	if _, err := deep.Write([]byte("[[[1]]]")); !errors.Is(err, repair.ErrTooDeep) {
		t.Errorf("Write gives %v", err)
	}
	if err := deep.Close(); !errors.Is(err, repair.ErrTooDeep) || deep.Bytes() != nil {
		t.Errorf("Close gives %v, %q", err, deep.Bytes())
	}
}

// TestErrorMessages checks the words of errors: reason, faults, offset.
func TestErrorMessages(t *testing.T) {
	for _, c := range []struct {
		o    repair.Options
		in   string
		want string
	}{
		{repair.Options{}, " \n hello", "repair: no JSON value at offset 3"},
		{repair.Options{}, "", "repair: no JSON value at offset 0"},
		{repair.Options{MaxDepth: 1}, "[[", "repair: nested too deeply at offset 1"},
		{repair.Options{Reject: repair.Loss}, "[1,NaN]", "repair: rejected repair (non-finite) at offset 3"},
	} {
		if _, err := c.o.Repair([]byte(c.in)); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.in, err, c.want)
		}
	}
}
