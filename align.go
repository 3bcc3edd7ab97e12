package repairjson

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"sync"

	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// ErrMismatch says that the answer does not fit the schema and cannot be made
// to. It arrives in a [*MismatchError].
var ErrMismatch = errors.New("the answer does not fit the schema")

// A MismatchError lists what does not fit, and has the best that could be
// made of the answer.
type MismatchError struct {
	Mismatches []schema.Mismatch
	Best       []byte // valid JSON
}

func (e *MismatchError) Error() string {
	msg := "repairjson: " + ErrMismatch.Error()
	if len(e.Mismatches) > 0 {
		msg += ": " + e.Mismatches[0].String()
	}
	return msg
}

func (e *MismatchError) Unwrap() error { return ErrMismatch }

// Feedback returns a text that tells a model what to mend.
func (e *MismatchError) Feedback() string {
	var b strings.Builder
	b.WriteString("The answer does not fit the schema. Answer again with JSON only, and mend this:\n")
	for _, m := range e.Mismatches {
		b.WriteString("- ")
		b.WriteString(m.String())
		b.WriteByte('\n')
	}
	return b.String()
}

// shape returns the schema that the answer is aligned with, or nil.
func (o *Options) shape() *schema.Schema {
	switch {
	case o.Schema != nil:
		return o.Schema
	case len(o.Keys) > 0:
		return schema.Keys(o.Keys...)
	}
	return nil
}

// aligned returns the edits that repair src and make it fit s, as one list on
// src, and the text that they make. With a MismatchError they are the best
// that could be done.
func (o *Options) aligned(src []byte, s *schema.Schema) ([]repair.Edit, []byte, error) {
	inner := o.Options
	inner.OnEdit = nil
	first, err := inner.Edits(src)
	if err != nil {
		return nil, nil, err
	}
	text := repair.Apply(src, first)
	second, _, mismatches := s.Align(text)
	edits := first
	if len(second) > 0 {
		text = repair.Apply(text, second)
		edits = repair.Compose(first, second)
	}
	for i := range edits {
		if f := edits[i].Faults & o.Reject; f != 0 {
			return nil, nil, &repair.Error{Offset: edits[i].Pos, Err: repair.ErrRejected, Faults: f}
		}
	}
	if len(mismatches) > 0 {
		return edits, text, &MismatchError{mismatches, text}
	}
	if o.OnEdit != nil {
		for _, e := range edits {
			o.OnEdit(e)
		}
	}
	return edits, text, nil
}

// Unmarshal repairs src, aligns it with the schema of v's type, and decodes it
// into v, which is a pointer as for [json.Unmarshal]. What does not fit gives
// a [*MismatchError], and v is not touched.
func Unmarshal(src []byte, v any) error { return Options{}.Unmarshal(src, v) }

// Unmarshal is the function Unmarshal with options. A Schema in them is used
// instead of that of v's type.
func (o Options) Unmarshal(src []byte, v any) error {
	t := reflect.TypeOf(v)
	if t == nil || t.Kind() != reflect.Pointer || reflect.ValueOf(v).IsNil() {
		return &json.InvalidUnmarshalError{Type: t}
	}
	if o.Schema == nil {
		s, err := schemaOf(t.Elem())
		if err != nil {
			return err
		}
		o.Schema = s
	}
	out, err := o.Repair(src)
	if err != nil {
		return err
	}
	return json.Unmarshal(out, v)
}

// As returns src repaired, aligned with the schema of T and decoded.
func As[T any](src []byte) (T, error) {
	var v T
	err := Unmarshal(src, &v)
	return v, err
}

// schemas holds the schemas of types that were asked for.
var schemas sync.Map // reflect.Type to *schema.Schema

func schemaOf(t reflect.Type) (*schema.Schema, error) {
	if s, ok := schemas.Load(t); ok {
		return s.(*schema.Schema), nil
	}
	s, err := schema.Of(t)
	if err != nil {
		return nil, err
	}
	schemas.Store(t, s)
	return s, nil
}
