package records

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/repairjson/repairjson/schema"
)

// TestSchemaCache checks that each distinct text is compiled once as long as
// it is kept, also by several at once, and that the cache stays small.
func TestSchemaCache(t *testing.T) {
	var mu sync.Mutex
	compiles := map[string]int{}
	compile := func(text string, s *compiled) {
		mu.Lock()
		compiles[text]++
		mu.Unlock()
		s.schema = schema.Keys(text)
		if text == "bad" {
			s.err = errors.New("bad")
		}
	}
	c := newSchemaCache()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 500 {
				text := fmt.Sprint("k", i%50)
				if s := c.get(text, compile); s.schema == nil || s.err != nil {
					t.Error(text)
				}
			}
		})
	}
	wg.Wait()
	for text, n := range compiles {
		if n != 1 {
			t.Errorf("%s was compiled %d times", text, n)
		}
	}
	if s := c.get("bad", compile); s.err == nil {
		t.Error("no error")
	}
	for i := range 3 * maxSchemas {
		c.get(fmt.Sprint("many", i), compile)
	}
	if c.lru.Len() != maxSchemas {
		t.Errorf("%d schemas are kept", c.lru.Len())
	}
	for i := range 20 {
		c.get(strings.Repeat("x", maxSchemaBytes/4)+fmt.Sprint(i), compile)
	}
	if c.bytes > maxSchemaBytes || c.lru.Len() > 4 {
		t.Errorf("%d bytes of %d schemas are kept", c.bytes, c.lru.Len())
	}
}
