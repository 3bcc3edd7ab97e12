package repairbeam

import (
	"errors"
	"fmt"

	"github.com/repairjson/repairjson/internal/records"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// A Config says how lines are repaired. The zero Config repairs lines that are
// texts; it means what the options of the same names of the filter mean. It is
// plain data, so that an engine can carry it to its workers.
type Config struct {
	Field  []string `json:",omitempty"` // PATHs of the texts in a record; without one the line is a text
	Into   []string `json:",omitempty"` // for each field a member beside it, for the value
	AsText bool     `json:",omitempty"` // the value stays a string

	Schema      string   `json:",omitempty"` // the text of a JSON Schema
	SchemaField string   `json:",omitempty"` // PATH of a record's own schema
	Keys        []string `json:",omitempty"`
	KeysField   string   `json:",omitempty"` // PATH of a record's own names
	Salvage     bool     `json:",omitempty"`

	Pick      string `json:",omitempty"` // all, first, last or best
	Reject    string `json:",omitempty"` // names of faults and classes, with commas
	MaxDepth  int    `json:",omitempty"`
	MaxRecord int64  `json:",omitempty"` // bytes of the longest line; 0 is DefaultMaxRecord

	Model string `json:",omitempty"` // PATH of the name of the model, for the counts
	Log   bool   `json:",omitempty"` // list the edits
}

// DefaultMaxRecord is the longest line of a Config that names none, as with
// the filter.
const DefaultMaxRecord = 64 << 20

// picks are the names of the values of repair.Pick, in order.
var picks = []string{"all", "first", "last", "best"}

// Check says whether lines can be repaired so.
func (c Config) Check() error {
	_, err := newLiner(c)
	return err
}

// repairer returns the repairer of lines that c describes.
func (c Config) repairer() (*records.Repairer, error) {
	r := &records.Repairer{Into: c.Into, AsText: c.AsText, OnError: "drop"}
	r.Limit = c.MaxRecord
	if r.Limit == 0 {
		r.Limit = DefaultMaxRecord
	}
	var schemaPath, keysPath records.Paths
	for _, p := range []struct {
		what string
		path string
		to   *records.Paths
	}{{"schema field", c.SchemaField, &schemaPath}, {"keys field", c.KeysField, &keysPath}} {
		if p.path != "" {
			if err := p.to.Set(p.path); err != nil {
				return nil, fmt.Errorf("repairbeam: %s: %w", p.what, err)
			}
		}
	}
	for _, name := range c.Field {
		if err := r.Fields.Set(name); err != nil {
			return nil, fmt.Errorf("repairbeam: field: %w", err)
		}
	}
	r.Shapes = records.NewShapes(schemaPath.Only(), keysPath.Only(), nil)
	if len(c.Into) > 0 && len(c.Into) != len(c.Field) {
		return nil, errors.New("repairbeam: each field wants a name to go into")
	}
	if len(c.Field) == 0 && (c.SchemaField != "" || c.KeysField != "" || c.Model != "" || c.AsText) {
		return nil, errors.New("repairbeam: without a field a line has nothing but its text")
	}
	return r, c.options(r)
}

// options gives r the options of the repair.
func (c Config) options(r *records.Repairer) (err error) {
	o := &r.Options
	o.Salvage, o.MaxDepth, o.Keys = c.Salvage, c.MaxDepth, c.Keys
	if len(c.Keys) > 0 {
		o.Schema = schema.Keys(c.Keys...)
	}
	if c.Schema != "" {
		if o.Schema, err = records.ParseSchema("the schema", []byte(c.Schema)); err != nil {
			return fmt.Errorf("repairbeam: %w", err)
		}
	}
	if c.Pick != "" {
		i := 0
		for i < len(picks) && picks[i] != c.Pick {
			i++
		}
		if i == len(picks) {
			return fmt.Errorf("repairbeam: pick %q is none of %q", c.Pick, picks)
		}
		o.Pick = repair.Pick(i)
	}
	if c.Reject != "" {
		set, unknown := repair.ParseFaults(c.Reject)
		if unknown != "" {
			return fmt.Errorf("repairbeam: reject: there is no fault %q", unknown)
		}
		o.Reject = set
	}
	return nil
}
