package inference

import (
	"bytes"
	"errors"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// A target is what a text is to become.
type target struct {
	keys   []string
	schema *schema.Schema
	tagged bool // between MetaGPT's tags
	args   bool // arguments of a function: nothing means {}
	reject repair.Faults
}

// target returns what the text at k is to become; ok is false if it is not
// JSON that is wanted there.
func (s *shape) target(o *Options, k key, function string) (t target, ok bool) {
	if k.kind == content {
		return target{keys: s.keys, schema: s.schema, tagged: s.tagged, reject: o.Reject}, s.json
	}
	return target{schema: s.arguments(function), args: true, reject: o.Reject}, s.wanted()
}

// mend returns src repaired and fitted to the target, and the edits on src
// without those that the tags undo. It returns src itself if nothing is to be
// done, or if there is nothing in it. With a [*repairjson.MismatchError] the
// output is the best that could be made; with another error it is src.
func (t *target) mend(src []byte, pick repair.Pick) ([]byte, []repair.Edit, error) {
	if len(bytes.TrimSpace(src)) == 0 {
		if !t.args {
			return src, nil, nil
		}
		return []byte("{}"), []repair.Edit{{End: len(src), New: "{}", Faults: repair.MissingValue}}, nil
	}
	o := repairjson.Options{Schema: t.schema}
	o.Keys, o.Pick, o.Reject = t.keys, pick, t.reject
	edits, err := o.Edits(src)
	var mismatch *repairjson.MismatchError
	if err != nil && !errors.As(err, &mismatch) {
		return src, nil, err
	}
	out := repair.Apply(src, edits)
	if t.tagged {
		if out = t.tag(src, out); bytes.Equal(out, src) {
			return src, nil, err
		}
		if len(edits) == 0 {
			edits = []repair.Edit{{New: openTag, Faults: repair.Markup}, {Pos: len(src), End: len(src), New: closeTag, Faults: repair.Markup}}
		}
	}
	return out, edits, err
}

// tag puts the tags around the JSON that was found in src.
func (t *target) tag(src, json []byte) []byte {
	return bytes.Join([][]byte{tagBefore(src), bytes.TrimSpace(json), tagAfter(src)}, nil)
}

// cutOff holds the faults that show that a text ends in the middle of a value.
const cutOff = repair.Truncated | repair.CutMember

// endsEarly reports whether the edits show that the text was cut off.
func endsEarly(edits []repair.Edit) bool {
	for _, e := range edits {
		if e.Faults&cutOff != 0 {
			return true
		}
	}
	return false
}
