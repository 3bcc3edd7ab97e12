package repairjson

import (
	"fmt"
	"testing"
)

func TestKeysSchema(t *testing.T) {
	names := []string{"a", "b"}
	first := keysSchema(names)
	if keysSchema([]string{"a", "b"}) != first {
		t.Error("the schema of the same names is built again")
	}
	if keysSchema([]string{"ab"}) == first || keysSchema([]string{"b", "a"}) == first {
		t.Error("other names have the same schema")
	}
	names[0] = "c" // the caller's list may change
	if left := keysSchema(names).Check([]byte(`{"C":1}`)); keysSchema(names) == first || len(left) > 0 {
		t.Errorf("a changed list has the schema of the old one: %v", left)
	}
	for i := range 1000 { // the cache is bounded, and forgets
		s := keysSchema([]string{fmt.Sprint(i)})
		if left := s.Check([]byte(fmt.Sprintf(`{"%d":1}`, i))); len(left) > 0 {
			t.Fatalf("%d: %v", i, left)
		}
	}
}
