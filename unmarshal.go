package repairjson

import (
	"encoding/json"
	"reflect"
	"sync"

	"github.com/repairjson/repairjson/schema"
)

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
