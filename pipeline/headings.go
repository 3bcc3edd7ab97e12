package pipeline

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/casefix"
	"github.com/repairjson/repairjson/repair"
	"github.com/repairjson/repairjson/schema"
)

// Models that are asked for JSON answer now and then with a heading for each
// name ("## File list", "**File list:**", "File list:") and the value below
// it, and with prompt_schema: markdown they are asked to. A heading is a line
// that begins with a node's name, in any case, and has nothing but marks
// around it, or a colon after it.
//
// Only names of the nodes are headings. So "Note:" within a value stays where
// it is; and of a name that comes twice the first value is taken, for models
// that repeat a list at the end shorten it.

// heading matches a line with marks: group 1 is a name, group 2 what follows
// its colon.
var heading = regexp.MustCompile(`^[ \t]*(?:#{1,6}[ \t]+|[-*][ \t]+)?(?:\d{1,2}[.)][ \t]+)?[*_]{0,3}(\pL[^:*"\n]{0,60}?)[*_]{0,3}[ \t]*(?::[*_]{0,3}[ \t]*(.*))?$`)

// headings is the name of the fault in a log.
const headings = "headings"

// A section is a heading and the lines below it.
type section struct {
	key    *Node // nil if there is an earlier one of the same name
	offset int   // of the line, in bytes
	line   int   // from 1
	body   []string
}

// sections divides an answer by its headings.
func (n *Node) sections(answer string) (list []section) {
	index := casefix.NewIndex(n.Keys())
	byKey := map[string]*Node{}
	for _, c := range n.Children {
		byKey[c.Key] = c
	}
	seen := map[string]bool{}
	offset := 0
	for i, line := range strings.Split(answer, "\n") {
		begin := offset
		offset += len(line) + 1
		if m := heading.FindStringSubmatch(strings.TrimRight(line, "\r")); m != nil {
			marked := strings.ContainsAny(line, ":#*")
			if key, at, _ := index.Lookup(strings.TrimSpace(m[1])); at >= 0 && marked {
				sec := section{offset: begin, line: i + 1, body: []string{m[2]}}
				if !seen[key] {
					sec.key = byKey[key]
				}
				seen[key] = true
				list = append(list, sec)
				continue
			}
		}
		if len(list) > 0 {
			last := &list[len(list)-1]
			last.body = append(last.body, line)
		}
	}
	return list
}

// headed returns the JSON object that headings make.
func (n *Node) headed(answer string, s *schema.Schema) ([]byte, []Repair, error) {
	fields := map[string]json.RawMessage{}
	var repairs []Repair
	for _, sec := range n.sections(answer) {
		if sec.key == nil {
			continue
		}
		fields[sec.key.Key] = sec.value()
		repairs = append(repairs, Repair{Fault: headings, Key: sec.key.Key, Offset: sec.offset, Line: sec.line, Column: 1,
			Now: string(fields[sec.key.Key])})
	}
	if len(fields) == 0 {
		return nil, nil, errNoAnswer
	}
	doc := n.object(fields)
	if list := s.Check(doc); len(list) > 0 {
		return doc, repairs, &repairjson.MismatchError{Mismatches: list, Best: doc}
	}
	return doc, repairs, nil
}

// strictHeadings is headed for answers that must have the very headings.
func (n *Node) strictHeadings(answer string, s *schema.Schema) ([]byte, []Repair, error) {
	for _, c := range n.Children {
		if !strings.Contains("\n"+answer, "\n## "+c.Key+"\n") {
			return nil, nil, &MalformedError{0, 1, 1, "there is no line \"## " + c.Key + "\""}
		}
	}
	doc, _, err := n.headed(answer, s)
	var mismatch *repairjson.MismatchError
	if errors.As(err, &mismatch) {
		return nil, nil, &MalformedError{0, 1, 1, mismatch.Mismatches[0].String()}
	}
	return doc, nil, err
}

// object returns the fields as a JSON object, in the order of the nodes.
func (n *Node) object(fields map[string]json.RawMessage) []byte {
	doc := []byte("{")
	for _, c := range n.Children {
		if v, ok := fields[c.Key]; ok {
			if len(doc) > 1 {
				doc = append(doc, ", "...)
			}
			doc = append(append(append(doc, quote(c.Key)...), ": "...), v...)
		}
	}
	return append(doc, '}')
}

var bullet = regexp.MustCompile(`^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+`)

// markdownEscapes are those that models write in words.
var markdownEscapes = strings.NewReplacer(`\_`, "_", `\*`, "*", `\#`, "#")

// value returns the section's value as JSON of the node's type.
func (s *section) value() json.RawMessage {
	body := markdownEscapes.Replace(strings.TrimSpace(strings.Join(s.body, "\n")))
	if !s.key.Type.list() {
		return quote(unfence(body))
	}
	if strings.Contains(body, "[") {
		if leaf, err := parseSchema(s.key.Type.schema()); err == nil && !bullet.MatchString(body) {
			o := repairjson.Options{Schema: leaf}
			o.Pick = repair.Best
			if out, err := o.Repair([]byte(body)); err == nil {
				return out
			}
		}
	}
	rows := [][]string{}
	items := []string{}
	for line := range strings.Lines(body) {
		item := strings.TrimSpace(bullet.ReplaceAllString(line, ""))
		if item == "" || strings.HasPrefix(item, "```") {
			continue
		}
		items = append(items, item)
		rows = append(rows, rowOf(item))
	}
	if s.key.Type == Table {
		return quote(rows)
	}
	return quote(items)
}

// rowOf returns the cells of a row: a JSON list, or text with a colon or bars.
func rowOf(item string) (row []string) {
	if strings.HasPrefix(item, "[") {
		if out, err := repairjson.RepairString(item); err == nil && json.Unmarshal([]byte(out), &row) == nil {
			return row
		}
	}
	separator := ":"
	if strings.Contains(item, "|") {
		separator = "|"
		item = strings.Trim(item, "| ")
	}
	for cell := range strings.SplitSeq(item, separator) {
		row = append(row, strings.Trim(cell, " *`"))
		if len(row) == 2 && separator == ":" {
			break
		}
	}
	return row
}

// raw returns an answer that was asked for in no form: the whole of it, and
// the names of files in it.
func (n *Node) raw(answer string) []byte {
	fields := map[string]json.RawMessage{}
	for _, c := range n.Children {
		switch {
		case c.Key == "Task list" || c.Key == "File list":
			fields[c.Key] = quote(fileNames(answer))
		case c.Type == Table:
			fields[c.Key] = quote([][]string{})
		case c.Type.list():
			fields[c.Key] = quote([]string{})
		default:
			fields[c.Key] = quote("")
		}
	}
	first := n.Children[0].Key
	for _, c := range n.Children {
		if c.Key == "Requirement Analysis" || c.Key == "Implementation approach" || c.Key == "Shared Knowledge" {
			first = c.Key
		}
	}
	fields[first] = quote(answer)
	return n.object(fields)
}
