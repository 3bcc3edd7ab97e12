package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/inference/toolcall"
	"github.com/repairjson/repairjson/schema"
	"github.com/tidwall/gjson"
)

// The bounds of the cache of schemas: how many, and how many bytes of text.
// A compiled schema is some ten times larger than its text.
const (
	maxSchemas     = 1024
	maxSchemaBytes = 4 << 20
)

// A schemaCache compiles schemas, each distinct text once as long as it is
// kept. It is safe for concurrent use.
type schemaCache struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[string, *compiled]
	bytes int
}

// A compiled schema is compiled by who asks first.
type compiled struct {
	once   sync.Once
	schema *schema.Schema
	keys   []string // of a list of names
	tools  *toolcall.Tools
	err    error
}

func newSchemaCache() *schemaCache {
	c := &schemaCache{}
	c.lru, _ = simplelru.NewLRU(maxSchemas, func(text string, _ *compiled) { c.bytes -= len(text) })
	return c
}

// get returns what compile makes of text.
func (c *schemaCache) get(text string, compile func(text string, s *compiled)) *compiled {
	c.mu.Lock()
	s, ok := c.lru.Get(text)
	if !ok {
		s = new(compiled)
		text = strings.Clone(text) // it is part of a record
		c.lru.Add(text, s)
		c.bytes += len(text)
		for c.bytes > maxSchemaBytes && c.lru.Len() > 1 {
			c.lru.RemoveOldest()
		}
	}
	c.mu.Unlock()
	s.once.Do(func() { compile(text, s) })
	return s
}

// compileSchema compiles the schema that a record has: an object or boolean,
// or a string that holds one.
func compileSchema(text string, s *compiled) {
	if text[0] == '"' {
		text = unquote(text)
	}
	if s.schema, s.err = schema.Parse([]byte(text)); s.err != nil {
		s.err = fmt.Errorf("the schema: %w", s.err)
	}
}

// compileKeys compiles the names that a record has: a list of strings, or a
// string with commas between them.
func compileKeys(text string, s *compiled) {
	v := gjson.Parse(text)
	switch {
	case v.Type == gjson.String:
		s.keys = splitNames(unquote(v.Raw))
	case v.IsArray():
		v.ForEach(func(_, name gjson.Result) bool {
			if name.Type != gjson.String {
				s.err = errNames
			} else {
				s.keys = append(s.keys, unquote(name.Raw))
			}
			return s.err == nil
		})
	default:
		s.err = errNames
	}
	if s.err == nil && len(s.keys) > 0 {
		s.schema = schema.Keys(s.keys...)
	}
}

var errNames = errors.New("the names: not a list of strings")

// splitNames splits a list of names at its commas.
func splitNames(list string) []string {
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// loadSchema reads the schema of --schema.
func loadSchema(file string) (*schema.Schema, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !json.Valid(text) {
		at, err := syntaxError(text)
		pos := newCursor(text).at(at)
		return nil, fmt.Errorf("%s:%d:%d: %w", file, pos.line, pos.column, err)
	}
	s, err := schema.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

// syntaxError says where and why a text is not valid JSON.
func syntaxError(b []byte) (int, error) {
	err := json.Unmarshal(b, new(json.RawMessage))
	pos := len(b)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && int(syntax.Offset) <= len(b) && !strings.Contains(syntax.Error(), "unexpected end") {
		pos = max(0, int(syntax.Offset)-1)
	}
	return pos, fmt.Errorf("not valid JSON: %w", err)
}

// shapes give each record the schema and the names that it holds itself.
type shapes struct {
	schemaPath, keysPath, toolsPath []string
	schemas, keys, tools            *schemaCache
}

func newShapes(c *config) *shapes {
	return &shapes{c.schemaField.only(), c.keysField.only(), c.toolsField.only(),
		newSchemaCache(), newSchemaCache(), newSchemaCache()}
}

// give puts the schema and the names of a record into o. Where there are none
// (nothing, or null, at the path), it leaves o as it is.
func (s *shapes) give(o *repairjson.Options, record gjson.Result, t *tally) error {
	if s.schemaPath != nil {
		v, _, ok := lookup(record, s.schemaPath)
		if !ok || v.Type == gjson.Null {
			t.shapeless++
		} else {
			c := s.schemas.get(v.Raw, compileSchema)
			if c.err != nil {
				return c.err
			}
			o.Schema = c.schema
		}
	}
	if s.keysPath != nil {
		v, _, ok := lookup(record, s.keysPath)
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
