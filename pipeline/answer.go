package pipeline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// A Repair is a fault that was mended in an answer.
type Repair struct {
	Fault        string // of the table in package repair
	Key          string // the node in which it was; "" outside of all
	Offset       int    // in bytes
	Line, Column int    // from 1, in characters
	Was, Now     string
}

// String returns the line of the log. All begin with "repair_".
func (r Repair) String() string {
	key := "the answer"
	if r.Key != "" {
		key = fmt.Sprintf("%q", r.Key)
	}
	if r.Fault == headings {
		return fmt.Sprintf("repair_%s: %s at line %d column %d: no JSON, but a heading with %s", r.Fault, key, r.Line, r.Column, clip(r.Now))
	}
	return fmt.Sprintf("repair_%s: %s at line %d column %d: %s -> %s",
		strings.ReplaceAll(r.Fault, "-", "_"), key, r.Line, r.Column, shorten(r.Was), shorten(r.Now))
}

// shorten quotes a text, and leaves out the middle of a long one.
func shorten(s string) string { return fmt.Sprintf("%q", clip(s)) }

func clip(s string) string {
	const most = 48
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most/2], "") + " … " + strings.ToValidUTF8(s[len(s)-most/3:], "")
	}
	return s
}

// A MalformedError is an answer that is not what was asked for, where nothing
// is repaired.
type MalformedError struct {
	Offset       int // in bytes; that of the JSON if it does not fit
	Line, Column int
	Reason       string
}

func (e *MalformedError) Error() string {
	return fmt.Sprintf("the answer is malformed at line %d column %d: %s", e.Line, e.Column, e.Reason)
}

// errNoAnswer says that an answer has none of the nodes.
var errNoAnswer = errors.New("the answer has no JSON")

// Read returns the JSON object of an answer to the node's prompt. With mend
// the answer is repaired and made to fit, and repairs says what was done;
// the error is then one for whose feedback the model can be asked again.
// Without, an answer that is not as asked for is a [*MalformedError].
func (n *Node) Read(answer, form string, mend bool) (doc []byte, repairs []Repair, err error) {
	s, err := n.Schema()
	if err != nil {
		return nil, nil, err
	}
	switch {
	case form == "raw":
		if doc, repairs, err := n.mended(answer, s); err == nil {
			return doc, repairs, nil
		}
		return n.raw(answer), nil, nil
	case form == "markdown" && mend:
		return n.headed(answer, s)
	case form == "markdown":
		return n.strictHeadings(answer, s)
	case mend:
		return n.mended(answer, s)
	}
	return n.strict(answer, s)
}

// mended returns the answer repaired and made to fit. Of several answers in
// the text the one that fits is taken: models repeat the format example before
// their own. Where there is no JSON object, headings of the nodes' names are
// taken.
func (n *Node) mended(answer string, s *schema.Schema) ([]byte, []Repair, error) {
	src := []byte(answer)
	doc, repairs, err := n.mend(src, 0, repair.Best, s)
	var mismatch *repairjson.MismatchError
	switch {
	case errors.Is(err, repair.ErrNoJSON):
		return n.headed(answer, s)
	case !errors.As(err, &mismatch):
		return doc, repairs, err
	}
	const most = 8
	list := repair.Candidates(src)
	for i := len(list) - 1; i >= max(0, len(list)-most) && len(list) > 1; i-- {
		if doc, repairs, err := n.mend(src, list[i].Pos, repair.First, s); err == nil {
			return doc, append(others(src, list[i].Pos), repairs...), nil
		}
	}
	if !bytes.HasPrefix(bytes.TrimSpace(mismatch.Best), []byte("{")) {
		if doc, repairs, err := n.headed(answer, s); err == nil {
			return doc, repairs, nil
		}
	}
	return doc, repairs, err
}

// others returns the repair that leaves out what stands before the answer at
// pos.
func others(src []byte, pos int) []Repair {
	return []Repair{{Fault: repair.OtherAnswer.String(), Line: 1, Column: 1, Was: string(src[:pos])}}
}

// mend returns an answer from pos on, repaired and made to fit.
func (n *Node) mend(src []byte, pos int, pick repair.Pick, s *schema.Schema) ([]byte, []Repair, error) {
	o := repairjson.Options{Schema: s}
	o.Keys, o.Pick = n.Keys(), pick
	part := src[pos:]
	edits, err := o.Edits(part)
	var mismatch *repairjson.MismatchError
	if err != nil && !errors.As(err, &mismatch) {
		return nil, nil, err
	}
	doc := repair.Apply(part, edits)
	paths := repair.Paths(doc, edits)
	var list []Repair
	for i, e := range edits {
		line, column := position(src, pos+e.Pos)
		for f := range e.Faults.Each() {
			r := Repair{f.String(), keyOf(paths[i]), pos + e.Pos, line, column, string(part[e.Pos:e.End]), e.New}
			if !r.askedFor(f) {
				list = append(list, r)
			}
		}
	}
	return doc, list, err
}

// askedFor reports whether the repair only takes off the tags around the
// answer, for which the prompt asks.
func (r *Repair) askedFor(f repair.Faults) bool {
	return f == repair.Markup && r.Now == "" && !strings.ContainsAny(r.Was, "`<") &&
		(strings.Contains(r.Was, openTag) || strings.Contains(r.Was, closeTag))
}

// keyOf returns the first name of a JSON Pointer.
func keyOf(pointer string) string {
	key, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(key)
}

// position returns the line and the column of an offset.
func position(src []byte, offset int) (line, column int) {
	before := src[:offset]
	begin := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[begin:]) + 1
}

// strict returns the JSON between the tags, or the whole answer without them,
// if it is valid and fits.
func (n *Node) strict(answer string, s *schema.Schema) ([]byte, []Repair, error) {
	begin, end := 0, len(answer)
	if i := strings.Index(answer, openTag); i >= 0 {
		begin = i + len(openTag)
		if j := strings.LastIndex(answer, closeTag); j >= begin {
			end = j
		}
	}
	doc := []byte(answer[begin:end])
	if trimmed := bytes.TrimLeft(doc, " \t\r\n"); len(trimmed) < len(doc) {
		begin += len(doc) - len(trimmed)
		doc = bytes.TrimSpace(doc)
	}
	malformed := func(offset int, reason string) error {
		line, column := position([]byte(answer), min(begin+offset, len(answer)))
		return &MalformedError{begin + offset, line, column, reason}
	}
	var v map[string]json.RawMessage
	var syntax *json.SyntaxError
	switch err := json.Unmarshal(doc, &v); {
	case errors.As(err, &syntax):
		return nil, nil, malformed(max(0, int(syntax.Offset)-1), err.Error())
	case err != nil:
		return nil, nil, malformed(0, err.Error())
	}
	if list := s.Check(doc); len(list) > 0 {
		return nil, nil, malformed(0, list[0].String())
	}
	return doc, nil, nil
}

// Feedback returns what to tell a model whose answer could not be used.
func (n *Node) Feedback(err error) string {
	var mismatch *repairjson.MismatchError
	if errors.As(err, &mismatch) {
		return mismatch.Feedback()
	}
	return "The answer has no JSON. Answer again with one JSON object only, with these names: " + strings.Join(n.Keys(), ", ") + ".\n"
}
