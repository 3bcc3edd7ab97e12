package pipeline

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"

	"github.com/repairjson/repairjson/schema"
)

// A Type is the type of a node's value, as a prompt prints it.
type Type string

// The types of nodes.
const (
	Text         Type = "<class 'str'>"
	List         Type = "typing.List[str]"
	Table        Type = "typing.List[typing.List[str]]"
	OptionalText Type = "typing.Optional[str]"
	OptionalList Type = "typing.Optional[typing.List[str]]"
	Group        Type = "<class 'dict'>" // of a node with Children
)

// schema returns the JSON Schema of a value.
func (t Type) schema() string {
	if inner, ok := strings.CutPrefix(string(t), "typing.Optional["); ok {
		return `{"anyOf":[` + Type(strings.TrimSuffix(inner, "]")).schema() + `,{"type":"null"}]}`
	}
	if inner, ok := strings.CutPrefix(string(t), "typing.List["); ok {
		return `{"type":"array","items":` + Type(strings.TrimSuffix(inner, "]")).schema() + `}`
	}
	return `{"type":"string"}`
}

// optional reports whether a value may be missing.
func (t Type) optional() bool { return strings.HasPrefix(string(t), "typing.Optional[") }

// list reports whether a value is a list.
func (t Type) list() bool { return strings.Contains(string(t), "typing.List[") }

// A Node is a thing that a model is asked for: a value, or a group of nodes.
// Asking for a node asks for its children, all in one answer.
type Node struct {
	Key         string
	Type        Type
	Instruction string
	Example     any // a value of the type
	Children    []*Node
	Nullable    bool // null will do: there may be nothing to say
}

// Keys returns the names of the children.
func (n *Node) Keys() (keys []string) {
	for _, c := range n.Children {
		keys = append(keys, c.Key)
	}
	return keys
}

// Without returns the node without the child of that name.
func (n *Node) Without(key string) *Node {
	out := *n
	out.Children = nil
	for _, c := range n.Children {
		if c.Key != key {
			out.Children = append(out.Children, c)
		}
	}
	return &out
}

// Schema returns the schema of an answer. Its document is built here, so that
// an error of parsing it is a defect of a node.
func (n *Node) Schema() (*schema.Schema, error) {
	var b bytes.Buffer
	n.writeSchema(&b)
	return parseSchema(b.String())
}

var schemas sync.Map // of *schema.Schema, by the document

func parseSchema(doc string) (*schema.Schema, error) {
	if s, ok := schemas.Load(doc); ok {
		return s.(*schema.Schema), nil
	}
	s, err := schema.Parse([]byte(doc))
	if err == nil {
		schemas.Store(doc, s)
	}
	return s, err
}

func (n *Node) writeSchema(b *bytes.Buffer) {
	if len(n.Children) == 0 {
		if n.Nullable {
			b.WriteString(`{"anyOf":[` + n.Type.schema() + `,{"type":"null"}]}`)
		} else {
			b.WriteString(n.Type.schema())
		}
		return
	}
	var properties, required bytes.Buffer
	for _, c := range n.Children {
		if properties.Len() > 0 {
			properties.WriteByte(',')
		}
		properties.Write(quote(c.Key))
		properties.WriteByte(':')
		c.writeSchema(&properties)
		if c.Type.optional() {
			continue
		}
		if required.Len() > 0 {
			required.WriteByte(',')
		}
		required.Write(quote(c.Key))
	}
	b.WriteString(`{"type":"object","properties":{` + properties.String() + `},"required":[` + required.String() + `]}`)
}

// quote returns v, which JSON can say, as JSON on one line, with characters
// that are not ASCII as they are.
func quote(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("pipeline: a node's example is no JSON value: " + err.Error())
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// writeExample writes the example of the node as JSON, with four blanks for
// each level below depth.
func (n *Node) writeExample(b *bytes.Buffer, depth int) {
	indent := strings.Repeat("    ", depth)
	if len(n.Children) == 0 {
		json.Indent(b, quote(n.Example), indent, "    ")
		return
	}
	b.WriteString("{")
	for i, c := range n.Children {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n" + indent + "    ")
		b.Write(quote(c.Key))
		b.WriteString(": ")
		c.writeExample(b, depth+1)
	}
	b.WriteString("\n" + indent + "}")
}
