package repairjson

import (
	"unsafe"

	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// Options says how to repair. The zero value is ready to use. The functions
// of this package are the methods of the same name on the zero Options.
type Options struct {
	repair.Options
	// Schema is the shape wanted; nil for any. Without it, Keys are: names of
	// the outermost object, or of the objects in an outermost array, that
	// differ from them only in case, punctuation or accents are mended.
	Schema *schema.Schema
	// Salvage leaves out elements of lists that cannot be made to fit the
	// Schema, instead of a mismatch. Each is an edit with the fault
	// [repair.Stray], one of [repair.Loss].
	Salvage bool
}

// Repair returns the JSON value that src, the text of a language model, was
// meant to be. Valid JSON is returned as it is: the same slice, or the part of
// it without the words around, without an allocation. Otherwise the result is
// a new slice; src is not modified.
//
// The error is a [*repair.Error]: it has the byte offset, and wraps
// [repair.ErrNoJSON], [repair.ErrTooDeep] or [repair.ErrRejected].
func Repair(src []byte) ([]byte, error) { return repair.Options{}.Repair(src) }

// RepairString is [Repair] for strings. Valid JSON is returned as it is.
func RepairString(src string) (string, error) { return Options{}.RepairString(src) }

// Edits returns what [Repair] changes, in order: none if src is valid JSON.
// repair.Apply(src, edits) is the repaired text.
func Edits(src []byte) ([]repair.Edit, error) { return Options{}.Edits(src) }

// Repair is the function Repair with options.
//
// With a Schema or Keys the answer is also made to fit them. If it cannot be,
// the error is a [*MismatchError], and the result is the best that could be
// made.
func (o Options) Repair(src []byte) ([]byte, error) {
	if s := o.shape(); s != nil {
		_, out, err := o.aligned(src, s)
		return out, err
	}
	return o.Options.Repair(src)
}

// Edits is the function Edits with options.
func (o Options) Edits(src []byte) ([]repair.Edit, error) {
	if s := o.shape(); s != nil {
		edits, _, err := o.aligned(src, s)
		return edits, err
	}
	return o.Options.Edits(src)
}

// RepairString is the function RepairString with options.
func (o Options) RepairString(src string) (string, error) {
	b := unsafe.Slice(unsafe.StringData(src), len(src)) // read only: Repair does not modify its source
	out, err := o.Repair(b)
	if len(out) == 0 {
		return "", err
	}
	return unsafe.String(&out[0], len(out)), err // a part of src, or not shared with anybody
}
