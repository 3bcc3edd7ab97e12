package pipeline

import (
	"bytes"
	"fmt"
	"strings"
)

const openTag, closeTag = "[CONTENT]", "[/CONTENT]"

// Prompt returns the text that asks a model for the node's children. context
// is what they are about; form is "json", "markdown" or "raw".
//
// The layout is that of MetaGPT, which models and servers that know it expect:
// context, format example between tags, nodes with their types, constraint,
// action.
func (n *Node) Prompt(context, language, form string) string {
	if form == "raw" {
		return fmt.Sprintf("%s\n\n## Actions\n%s\n%s", context, languageLine(language), n.instructions())
	}
	format := "Format: the answer stands between " + openTag + " and " + closeTag + " in the form of the format example, with nothing around it."
	var example bytes.Buffer
	if form == "json" {
		example.WriteString(openTag + "\n")
		n.writeExample(&example, 0)
		example.WriteString("\n" + closeTag)
	} else {
		format = "Format: a heading for each node, and its value below it, as in the format example."
		for _, c := range n.Children {
			example.WriteString("## " + c.Key + "\n" + markdownValue(c.Example) + "\n\n")
		}
	}
	return fmt.Sprintf(`
## context
%s

-----

## format example
%s

## nodes: "<node>: <type>  # <instruction>"
%s
## constraint
%s
%s

## action
Write a value for each of the nodes, of its type and after its instruction. Give the answer alone, in the form of the format example.
`, context, strings.TrimRight(example.String(), "\n"), n.instructions(), languageLine(language), format)
}

func languageLine(language string) string {
	return "Language: write in the language of the request; where it leaves a choice, in " + language + "."
}

// instructions returns a line for each child; those of a group follow it, one
// level deeper.
func (n *Node) instructions() string {
	var b strings.Builder
	n.writeInstructions(&b, "##")
	return b.String()
}

func (n *Node) writeInstructions(b *strings.Builder, mark string) {
	for _, c := range n.Children {
		fmt.Fprintf(b, "%s %s: %s  # %s\n", mark, c.Key, c.Type, c.Instruction)
		c.writeInstructions(b, mark+"#")
	}
}

// markdownValue returns a value as Markdown.
func markdownValue(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []string:
		return "- " + strings.Join(v, "\n- ")
	case [][]string:
		var lines []string
		for _, row := range v {
			lines = append(lines, string(quote(row)))
		}
		return "- " + strings.Join(lines, "\n- ")
	}
	return string(quote(v))
}
