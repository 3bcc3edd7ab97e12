package inference

import (
	"errors"
	"net/http"
	"time"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
)

// Options says what to do with answers. The zero value repairs everything.
type Options struct {
	// Reject names faults that are refused instead of mended: the client gets
	// an error. A stream then waits for the end of each text.
	Reject repair.Faults
	// RefuseTruncated makes an answer that is cut off an error.
	RefuseTruncated bool
	// Instruct adds to the messages of a chat request what JSON is wanted, for
	// servers that do not know response_format (FastChat, LLaMA-Factory).
	Instruct bool
	// Observe, if set, reports whether a request and its answer are to be
	// looked at only: reported, and not changed in any byte.
	Observe func(*http.Request) bool
	// MaxBody is the size in bytes above which a request or an answer is not
	// looked at, and the limit of the texts of a stream; 0 means 32 MiB.
	MaxBody int64
	// OnReport, if set, is called once for each exchange that was looked at,
	// when its body was read to the end or closed. It must not keep slices of
	// the report longer than it runs, and may be called from several
	// goroutines at once.
	OnReport func(*Report)
}

func (o *Options) maxBody() int64 {
	if o.MaxBody > 0 {
		return o.MaxBody
	}
	return 32 << 20
}

// A Report says what was found in an exchange, and what was done.
type Report struct {
	Route     Route
	Model     string
	Status    int    // of the upstream's answer
	Stream    bool   // the answer is a stream
	Observed  bool   // nothing was changed
	Requests  []Text // tool arguments in the history that needed a repair
	Answers   []Text // texts that should be JSON
	Truncated string // why the answer is cut off: "length" or "text"; else ""
	Refused   bool   // the client got an error instead of the answer
	Skipped   string // why the answer was not looked at: "too large", "encoding", …
	Err       error  // how a stream broke off
	Added     time.Duration
}

// A Text is a text that should be JSON.
type Text struct {
	Where  string // such as "content", "arguments of get_weather"
	Choice int
	Source []byte
	Output []byte        // what the client gets, or would get if not observed
	Edits  []repair.Edit // on Source
	Err    error         // why it could not be repaired, or does not fit
}

// Faults returns the faults that were mended in all answers.
func (r *Report) Faults() repair.Faults {
	var f repair.Faults
	for i := range r.Answers {
		for _, e := range r.Answers[i].Edits {
			f |= e.Faults
		}
	}
	return f
}

// Edits returns how many edits the answers needed.
func (r *Report) Edits() (n int) {
	for i := range r.Answers {
		n += len(r.Answers[i].Edits)
	}
	return n
}

// Failure returns in one word why the exchange failed: "no-json", "too-deep",
// "rejected", "mismatch" (it does not fit the schema) or "other" for a text,
// "broken-off" for a stream, or "".
func (r *Report) Failure() string {
	for i := range r.Answers {
		switch err := r.Answers[i].Err; {
		case err == nil:
		case errors.Is(err, repair.ErrNoJSON):
			return "no-json"
		case errors.Is(err, repair.ErrTooDeep):
			return "too-deep"
		case errors.Is(err, repair.ErrRejected):
			return "rejected"
		case errors.Is(err, repairjson.ErrMismatch), errors.Is(err, errStreamed):
			return "mismatch"
		default:
			return "other"
		}
	}
	if r.Err != nil {
		return "broken-off"
	}
	return ""
}
