package repair

// Options says how to repair. The zero value is ready to use: it repairs
// everything, keeps every answer and allows the full depth.
type Options struct {
	// Keys are member names that the prompt asked for (MetaGPT's req_keys).
	// They settle where a string ends when punctuation alone cannot. They are
	// names of the outermost object.
	Keys []string
	// Names are names of any object, as a schema knows them, for the same use.
	Names *Names
	// Pick says which of several answers to return.
	Pick Pick
	// Reject names faults to refuse instead of mend: a text that needs such a
	// repair gives ErrRejected. Guess and Loss are ready sets.
	Reject Faults
	// MaxDepth lowers the limit of nested arrays and objects; 0, and anything
	// above it, means MaxDepth.
	MaxDepth int
	// OnEdit, if set, is called with each edit of a successful repair, in
	// order of the source.
	OnEdit func(Edit)
}

// MaxDepth is the greatest depth of nested arrays and objects.
const MaxDepth = 10000

// A Pick says which answer to return when a text holds several.
type Pick uint8

const (
	All   Pick = iota // one answer as it is, several as an array
	First             // the first
	Last              // the last
	Best              // the one most likely meant: by form, keys and size
)

func (o *Options) depth() int {
	if o.MaxDepth <= 0 || o.MaxDepth > MaxDepth {
		return MaxDepth
	}
	return o.MaxDepth
}
