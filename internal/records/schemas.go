package records

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
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
		text = Unquote(text)
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
		s.keys = splitNames(Unquote(v.Raw))
	case v.IsArray():
		v.ForEach(func(_, name gjson.Result) bool {
			if name.Type != gjson.String {
				s.err = errNames
			} else {
				s.keys = append(s.keys, Unquote(name.Raw))
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

// ParseSchema compiles the text of a schema that stands in a file.
func ParseSchema(file string, text []byte) (*schema.Schema, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !json.Valid(text) {
		at, err := syntaxError(text)
		pos := NewCursor(text).At(at)
		return nil, fmt.Errorf("%s:%d:%d: %w", file, pos.Line, pos.Column, err)
	}
	s, err := schema.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}
