package inference

import (
	"bytes"
	"regexp"
	"strings"
)

// MetaGPT sends no response_format. Its prompts say in words what they want:
//
//	## nodes: "<node>: <type>  # <instruction>"
//	- Language: <class 'str'>  # Provide the language used in the project.
//	- Product Goals: typing.List[str]  # Provide up to three goals.
//
//	## constraint
//	Format: output wrapped inside [CONTENT][/CONTENT] like format example, nothing else.
//
// The lines, which some versions begin with ##, give the names and types of an object. MetaGPT looks for it
// between the tags, so they stay around it, or come around it if the model
// forgot them.

var nodeLine = regexp.MustCompile(`(?m)^(?:-|##) ([^:\n]+): (<class '\w+'>|(?:typing\.)?[A-Z]\w*(?:\[[^\n#]*\])?|\w+)[ \t]*(?:#|$)`)

// metaGPT reads the nodes of a prompt, if it is one of MetaGPT.
func (s *shape) metaGPT(prompt string) {
	_, nodes, ok := strings.Cut(prompt, "## nodes:")
	if !ok || !strings.Contains(prompt, openTag) {
		return
	}
	_, nodes, _ = strings.Cut(nodes, "\n")
	nodes, _, _ = strings.Cut(nodes, "\n## constraint")
	doc := []byte(`{"type":"object","properties":{`)
	required := []byte(`},"required":[`)
	for _, m := range nodeLine.FindAllStringSubmatch(nodes, -1) {
		if len(s.keys) > 0 {
			doc = append(doc, ',')
		}
		s.keys = append(s.keys, m[1])
		doc = appendString(doc, []byte(m[1]))
		doc = append(doc, ':')
		kind := strings.TrimSpace(m[2])
		doc = appendType(doc, kind)
		if strings.Contains(kind, "Optional[") {
			continue
		}
		if required[len(required)-1] != '[' {
			required = append(required, ',')
		}
		required = appendString(required, []byte(m[1]))
	}
	if len(s.keys) == 0 {
		return
	}
	s.json, s.tagged = true, true
	s.schema = parsed(string(append(doc, required...)) + "]}")
}

// appendType appends the schema of a type as Python prints it. What is not
// known may be anything.
func appendType(doc []byte, t string) []byte {
	t = strings.TrimPrefix(t, "typing.")
	switch t {
	case "<class 'str'>", "str":
		return append(doc, `{"type":"string"}`...)
	case "<class 'int'>", "int":
		return append(doc, `{"type":"integer"}`...)
	case "<class 'float'>", "float":
		return append(doc, `{"type":"number"}`...)
	case "<class 'bool'>", "bool":
		return append(doc, `{"type":"boolean"}`...)
	}
	if inner, ok := within(t, "List["); ok {
		doc = append(doc, `{"type":"array","items":`...)
		return append(appendType(doc, inner), '}')
	}
	if inner, ok := within(t, "Optional["); ok {
		doc = append(doc, `{"anyOf":[`...)
		return append(appendType(doc, inner), `,{"type":"null"}]}`...)
	}
	return append(doc, "{}"...)
}

func within(t, open string) (string, bool) {
	if t, ok := strings.CutPrefix(t, open); ok && len(t) < 200 { // bounds the nesting
		return strings.CutSuffix(t, "]")
	}
	return "", false
}

const openTag, closeTag = "[CONTENT]", "[/CONTENT]"

// tagBefore returns the opening tag before the object with the white space
// around it, as the text has them, or else a tag of ours. It looks no further
// than to the first brace, so that a stream can tell at once.
func tagBefore(src []byte) []byte {
	if brace := bytes.IndexByte(src, '{'); brace >= 0 {
		src = src[:brace]
	}
	i := bytes.LastIndex(src, []byte(openTag))
	if i < 0 {
		return []byte(openTag + "\n")
	}
	rest := src[i+len(openTag):]
	end := len(src) - len(bytes.TrimLeft(rest, " \t\r\n"))
	if len(bytes.TrimSpace(src[:i])) == 0 {
		i = 0
	}
	return src[i:end]
}

// tagAfter returns the closing tag with the white space before it, as the
// text has them, or else a tag of ours. If nothing but white space follows,
// it stays too.
func tagAfter(src []byte) []byte {
	i := bytes.LastIndex(src, []byte(closeTag))
	if i < 0 {
		return []byte("\n" + closeTag)
	}
	start := len(bytes.TrimRight(src[:i], " \t\r\n"))
	if end := i + len(closeTag); len(bytes.TrimSpace(src[end:])) > 0 {
		return src[start:end]
	}
	return src[start:]
}
