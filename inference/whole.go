package inference

import (
	"errors"
	"slices"

	"github.com/repairjson/repairjson/repair"
)

// An exchange is a request and its answer.
type exchange struct {
	opts     *Options
	route    Route
	shape    *shape
	observed bool
	report   Report
}

// A refusal is why the client gets an error instead of an answer.
type refusal struct{ kind, message string }

// whole repairs the body of an answer that is no stream. It returns the body
// as it should be, which is data itself if nothing is to be done.
func (x *exchange) whole(data []byte) ([]byte, *refusal) {
	var refused *refusal
	if x.readsCalls() {
		data, refused = x.calls(data)
	}
	var r reading
	r.read(x.route, data)
	var splices []repair.Edit
	for _, p := range r.pieces {
		t, ok := x.shape.target(x.opts, p.key, r.called(p.key))
		if !ok {
			continue
		}
		src := []byte(p.text)
		out, edits, err := t.mend(src, repair.Best)
		x.note(p.key, r.called(p.key), src, out, edits, err)
		if rejected(err) {
			refused = &refusal{"answer_refused", err.Error()}
		}
		if len(edits) == 0 {
			continue
		}
		if p.object {
			splices = append(splices, repair.Edit{Pos: p.pos, End: p.end, New: string(out)})
		} else {
			splices = append(splices, repair.Edit{Pos: p.pos, End: p.end, New: string(appendString(nil, out))})
		}
	}
	for _, e := range r.ends {
		x.ended(e.reason)
	}
	if x.report.Truncated != "" && x.opts.RefuseTruncated {
		refused = &refusal{"answer_truncated", "the answer is cut off (" + x.report.Truncated + ")"}
	}
	if len(splices) == 0 {
		return data, refused
	}
	slices.SortFunc(splices, func(a, b repair.Edit) int { return a.Pos - b.Pos })
	return repair.Apply(data, splices), refused
}

// note enters a text into the report.
func (x *exchange) note(k key, function string, src, out []byte, edits []repair.Edit, err error) {
	x.report.Answers = append(x.report.Answers, Text{k.where(function), k.choice, src, out, edits, err})
	if endsEarly(edits) && x.report.Truncated == "" {
		x.report.Truncated = "text"
	}
}

// ended enters the end of a choice into the report.
func (x *exchange) ended(reason string) {
	if cut(reason) {
		x.report.Truncated = "length"
	}
}

func rejected(err error) bool { return errors.Is(err, repair.ErrRejected) }
