package repairbeam

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/repairjson/repairjson/internal/records"
	"github.com/repairjson/repairjson/repair"
	"github.com/tidwall/gjson"
)

// A Dead letter is a line that could not be repaired, and why.
type Dead struct {
	File     string    `json:"file,omitempty"`
	Offset   int64     `json:"offset"` // of the line in the file, in bytes
	Length   int64     `json:"length"` // of the line, in bytes
	Model    string    `json:"model,omitempty"`
	Failures []Failure `json:"failures"`
	Record   string    `json:"record,omitempty"` // the line; absent if it is longer than MaxRecord
	Bytes    []byte    `json:"bytes,omitempty"`  // the line in its place, in base64, if it is not UTF-8
}

// A Failure says why a text could not be repaired: what the filter's
// --report json says.
type Failure struct {
	Field string `json:"field,omitempty"`
	records.Failure
}

// Edits are the repairs of a line.
type Edits struct {
	File   string          `json:"file,omitempty"`
	Offset int64           `json:"offset"` // of the line in the file, in bytes
	Model  string          `json:"model,omitempty"`
	Edits  []records.Entry `json:"edits"` // what the filter's --log-field says
}

// A liner repairs lines and remembers what there is to say of the last one.
// It is for one goroutine.
type liner struct {
	*records.Repairer
	model  []string   // the path, nil for none
	others [][]string // the paths of what is in a record besides the texts
	log    bool
	line   records.Tally // of the last line
	sum    *Summary      // of all lines

	failures []Failure
	entries  []records.Entry
}

func newLiner(c Config) (*liner, error) {
	r, err := c.repairer()
	if err != nil {
		return nil, err
	}
	l := &liner{Repairer: r, log: c.Log, sum: newSummary()}
	for _, path := range []string{c.SchemaField, c.KeysField, c.Model} {
		if path == "" {
			continue
		}
		elems, err := records.SplitPath(path)
		if err != nil {
			return nil, fmt.Errorf("repairbeam: %w", err)
		}
		l.others = append(l.others, elems)
		if path == c.Model {
			l.model = elems
		}
	}
	l.Tally = &l.line
	l.Edited = func(o records.Origin, src, out []byte, edits []repair.Edit) {
		if l.log {
			l.entries = append(l.entries, records.Log(o, src, out, edits)...)
		}
	}
	l.Failed = func(o records.Origin, _ []byte, _ int, f records.Failure) {
		l.failures = append(l.failures, Failure{o.Field, f})
	}
	return l, nil
}

// A place says where a line is.
type place struct {
	file   string
	offset int64
}

// repair appends to dst what becomes of a line, with its ending. A line that
// fails appends nothing, but is a dead letter. edits is nil unless a log is
// wanted and there are some.
func (l *liner) repair(dst []byte, at place, line []byte) (out []byte, dead *Dead, edits *Edits) {
	l.line, l.failures, l.entries = records.Tally{}, l.failures[:0], l.entries[:0]
	out, became := l.AppendLine(dst, records.Origin{}, line)
	body := bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
	model := ""
	if became != records.Blank && int64(len(body)) <= l.Limit && (became != records.Failed || repair.Valid(body)) {
		model = l.modelOf(body)
	}
	l.sum.addLine(model, &l.line, l.failures, len(line), len(out)-len(dst))
	if became == records.Failed {
		dead = l.letter(at, model, body, int64(len(line)))
	}
	if len(l.entries) > 0 && became == records.Repaired {
		edits = &Edits{at.file, at.offset, model, l.entries}
	}
	return out, dead, edits
}

// maxName is how many bytes of the name of a model count.
const maxName = 100

// modelOf returns the name of the model in a record. It is UTF-8, as engines
// want the names of counters to be.
func (l *liner) modelOf(body []byte) string {
	if l.model == nil {
		return ""
	}
	v, _, ok := records.Lookup(gjson.ParseBytes(body), l.model)
	if !ok || v.Type != gjson.String {
		return ""
	}
	name := records.Unquote(v.Raw)
	return strings.ToValidUTF8(name[:min(len(name), maxName)], "\uFFFD")
}

// long counts a line that is too long to be kept, and returns its dead letter.
func (l *liner) long(at place, length int64) *Dead {
	l.line, l.failures = records.Tally{}, l.failures[:0]
	l.AppendLong(nil, records.Origin{}, nil, true)
	l.sum.addLine("", &l.line, l.failures, int(length), 0)
	return l.letter(at, "", nil, length)
}

// letter returns the dead letter of a line, whose failures are noted.
func (l *liner) letter(at place, model string, body []byte, length int64) *Dead {
	d := &Dead{File: at.file, Offset: at.offset, Length: length, Model: model, Failures: l.failures}
	switch {
	case int64(len(body)) > l.Limit:
	case utf8.Valid(body):
		d.Record = string(body)
	default:
		d.Bytes = body
	}
	return d
}

// kind returns the kind of a failure: its message as far as it is the same
// for all records.
func (f *Failure) kind() string {
	kind := f.Message
	for _, end := range []string{":", " (", " at "} {
		kind, _, _ = strings.Cut(kind, end)
	}
	return kind
}
