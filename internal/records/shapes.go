package records

import (
	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/inference/toolcall"
	"github.com/tidwall/gjson"
)

// Shapes give each record the schema and the names that it holds itself.
type Shapes struct {
	schemaPath, keysPath, toolsPath []string
	schemas, keys, tools            *schemaCache
}

// NewShapes returns the shapes of records that hold them at these paths; nil is
// none.
func NewShapes(schemaPath, keysPath, toolsPath []string) *Shapes {
	return &Shapes{schemaPath, keysPath, toolsPath, newSchemaCache(), newSchemaCache(), newSchemaCache()}
}

// give puts the schema and the names of a record into o. Where there are none
// (nothing, or null, at the path), it leaves o as it is.
func (s *Shapes) give(o *repairjson.Options, record gjson.Result, t *Tally) error {
	if s.schemaPath != nil {
		v, _, ok := Lookup(record, s.schemaPath)
		if !ok || v.Type == gjson.Null {
			t.Shapeless++
		} else {
			c := s.schemas.get(v.Raw, compileSchema)
			if c.err != nil {
				return c.err
			}
			o.Schema = c.schema
		}
	}
	if s.keysPath != nil {
		v, _, ok := Lookup(record, s.keysPath)
		if ok && v.Type != gjson.Null {
			c := s.keys.get(v.Raw, compileKeys)
			if c.err != nil {
				return c.err
			}
			o.Keys = c.keys
			if o.Schema == nil {
				o.Schema = c.schema
			}
		}
	}
	return nil
}

// compileTools compiles the functions that a record has: a list, or a string
// that holds one.
func compileTools(text string, s *compiled) {
	if text[0] == '"' {
		text = Unquote(text)
	}
	s.tools, s.err = toolcall.Parse([]byte(text))
}

// offered returns the functions of a record, or those of the command line
// where it has none.
func (s *Shapes) offered(record gjson.Result, otherwise *toolcall.Tools, t *Tally) (*toolcall.Tools, error) {
	if s.toolsPath == nil {
		return otherwise, nil
	}
	v, _, ok := Lookup(record, s.toolsPath)
	if !ok || v.Type == gjson.Null {
		t.Shapeless++
		return otherwise, nil
	}
	c := s.tools.get(v.Raw, compileTools)
	return c.tools, c.err
}
