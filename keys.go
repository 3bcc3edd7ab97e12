package repairjson

import (
	"hash/maphash"
	"slices"
	"sync/atomic"

	"github.com/repairjson/repairjson/schema"
)

// shape returns the schema that the answer is aligned with, or nil.
func (o *Options) shape() *schema.Schema {
	switch {
	case o.Schema != nil:
		return o.Schema
	case len(o.Keys) > 0:
		return keysSchema(o.Keys)
	}
	return nil
}

// A keyed is the schema of a list of names.
type keyed struct {
	names  []string
	schema *schema.Schema
}

// lists holds the schemas of the lists of names that were used last, each at
// the place that its hash gives: a caller has few lists and many texts.
var lists [32]atomic.Pointer[keyed]

var listSeed = maphash.MakeSeed()

func keysSchema(names []string) *schema.Schema {
	var h maphash.Hash
	h.SetSeed(listSeed)
	for _, name := range names {
		h.WriteString(name)
		h.WriteByte(0)
	}
	at := &lists[h.Sum64()%uint64(len(lists))]
	if k := at.Load(); k != nil && slices.Equal(k.names, names) {
		return k.schema
	}
	k := &keyed{slices.Clone(names), schema.Keys(names...)}
	at.Store(k)
	return k.schema
}
