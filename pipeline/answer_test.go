package pipeline

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/schema"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// plan is a node of each type, and one with children.
var plan = &Node{Key: "Plan", Type: Group, Children: []*Node{
	{"Project Name", Text, "A name.", "stopwatch", nil, false},
	{"Task list", List, "Files.", []string{"a.py", "b.py"}, nil, false},
	{"Logic Analysis", Table, "Files and what is in them.", [][]string{{"a.py", "A <b>"}}, nil, false},
	{"Owner", Group, "Who does it.", nil, []*Node{{"Name", Text, "A person.", "Åsa", nil, false}}, false},
	{"Notes", OptionalText, "What else.", "", nil, false},
	{"Anything UNCLEAR", Text, "What is not clear.", "", nil, true},
}}

func TestPromptLayout(t *testing.T) {
	assert.Equal(t, `
## context
the context

-----

## format example
[CONTENT]
{
    "Project Name": "stopwatch",
    "Task list": [
        "a.py",
        "b.py"
    ],
    "Logic Analysis": [
        [
            "a.py",
            "A <b>"
        ]
    ],
    "Owner": {
        "Name": "Åsa"
    },
    "Notes": "",
    "Anything UNCLEAR": ""
}
[/CONTENT]

## nodes: "<node>: <type>  # <instruction>"
## Project Name: <class 'str'>  # A name.
## Task list: typing.List[str]  # Files.
## Logic Analysis: typing.List[typing.List[str]]  # Files and what is in them.
## Owner: <class 'dict'>  # Who does it.
### Name: <class 'str'>  # A person.
## Notes: typing.Optional[str]  # What else.
## Anything UNCLEAR: <class 'str'>  # What is not clear.

## constraint
Language: write in the language of the request; where it leaves a choice, in English.
Format: the answer stands between [CONTENT] and [/CONTENT] in the form of the format example, with nothing around it.

## action
Write a value for each of the nodes, of its type and after its instruction. Give the answer alone, in the form of the format example.
`, plan.Prompt("the context", "English", "json"))
	markdown := plan.Prompt("c", "English", "markdown")
	assert.Contains(t, markdown, "## format example\n## Project Name\nstopwatch\n\n## Task list\n- a.py\n- b.py\n\n## Logic Analysis\n- [\"a.py\",\"A <b>\"]\n")
	assert.NotContains(t, markdown, "[CONTENT]")
	raw := plan.Prompt("c", "English", "raw")
	assert.True(t, strings.HasPrefix(raw, "c\n\n## Actions\nLanguage: "), raw)
	assert.Contains(t, raw, "## Task list: typing.List[str]  # Files.\n")
}

// TestExamplesFit holds the examples in prompts to what is wanted of answers.
func TestExamplesFit(t *testing.T) {
	for _, n := range []*Node{WritePRDNode, DesignAPINode, PMNode, plan, WritePRDNode.Without("Project Name")} {
		prompt := n.Prompt("c", "English", "json")
		_, example, _ := strings.Cut(prompt, "## format example\n")
		example, _, _ = strings.Cut(example, "\n\n## nodes")
		doc, repairs, err := n.Read(example, "json", false)
		require.NoError(t, err, n.Key)
		assert.Empty(t, repairs)
		mended, repairs, err := n.Read(example, "json", true)
		require.NoError(t, err)
		assert.Empty(t, repairs, "the tags are asked for")
		assert.JSONEq(t, string(doc), string(mended))
	}
	assert.Len(t, WritePRDNode.Children, 12)
	assert.Len(t, WritePRDNode.Without("Project Name").Children, 11)
}

const fitting = `{"Project Name": "x", "Task list": ["a.py"], "Logic Analysis": [["a.py", "A"]], "Owner": {"Name": "B"}, "Anything UNCLEAR": null}`

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, answer, line string }{
		{"key in another case", "[CONTENT]\n" + strings.Replace(fitting, "Project Name", "project_name", 1) + "\n[/CONTENT]",
			`repair_key_case: "Project Name" at line 2 column 2: "\"project_name\"" -> "\"Project Name\""`},
		{"quote", strings.Replace(fitting, `"x"`, `x"`, 1), `repair_missing_quote: "Project Name" at line 1 column 18: "" -> "\""`},
		{"inner", strings.Replace(fitting, `["a.py"]`, `["a.py",]`, 1), `repair_extra_comma: "Task list" at line 1 column 43: "," -> ""`},
		{"prose", "好的：\n[CONTENT]\n" + fitting + "\n[/CONTENT]", `repair_prose: the answer at line 1 column 1: "好的：\n[CONTENT]\n" -> ""`},
		{"echo", "[CONTENT]\n{\"Project Name\": \"stopwatch\"}\n[/CONTENT]\nand now:\n[CONTENT]\n" + strings.Replace(fitting, "null}", "null", 1),
			`repair_other_answer: the answer at line 1 column 1: `},
		{"headings", "# Plan\n\n**Project Name:** x\n\n## Task list\n- a.py\n\nLogic Analysis:\n1. a.py: A\n",
			`repair_headings: "Project Name" at line 3 column 1: no JSON, but a heading with "x"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			node, want := plan, fitting
			if c.name == "headings" {
				node, want = plan.Without("Owner").Without("Anything UNCLEAR"), `{"Project Name": "x", "Task list": ["a.py"], "Logic Analysis": [["a.py", "A"]]}`
			}
			doc, repairs, err := node.Read(c.answer, "json", true)
			require.NoError(t, err)
			assert.JSONEq(t, want, string(doc))
			var lines []string
			for _, r := range repairs {
				lines = append(lines, r.String())
			}
			assert.Contains(t, strings.Join(lines, "\n"), c.line)
			_, _, err = node.Read(c.answer, "json", false)
			var malformed *MalformedError
			if c.name != "prose" { // words around the tags do no harm
				assert.ErrorAs(t, err, &malformed)
			}
		})
	}
}

func TestMalformed(t *testing.T) {
	for _, c := range []struct {
		answer       string
		line, column int
		reason       string
	}{
		{"[CONTENT]\n{\"a\": b}\n[/CONTENT]", 2, 7, "invalid character 'b'"},
		{"Sure!", 1, 1, "invalid character 'S'"},
		{"", 1, 1, "unexpected end"},
		{"[CONTENT]\n{}\n[/CONTENT]", 2, 1, "Project Name"},
		{"[CONTENT]\n[1]\n[/CONTENT]", 2, 1, "cannot unmarshal array"},
		{"é [CONTENT] {\"é\": 1,}", 1, 21, "invalid character '}'"},
	} {
		_, _, err := plan.Read(c.answer, "json", false)
		var e *MalformedError
		if assert.ErrorAs(t, err, &e, c.answer) {
			assert.Equal(t, []int{c.line, c.column}, []int{e.Line, e.Column}, c.answer)
			assert.Contains(t, e.Reason, c.reason)
		}
	}
}

func TestFeedback(t *testing.T) {
	_, _, err := plan.Read("I see.", "json", true)
	require.Error(t, err)
	assert.Contains(t, plan.Feedback(err), "Project Name, Task list")
	_, _, err = plan.Read(`{"Project Name": "x"}`, "json", true)
	var mismatch *repairjson.MismatchError
	require.ErrorAs(t, err, &mismatch)
	assert.Contains(t, plan.Feedback(err), `"Task list"`)
}

func TestMarkdownAnswers(t *testing.T) {
	n := &Node{Key: "N", Type: Group, Children: []*Node{
		{"File list", List, "", nil, nil, false}, {"Call flow", Text, "", nil, nil, false}, {"Pool", Table, "", nil, nil, false},
	}}
	for _, c := range []struct{ answer, want string }{
		{"## File list\n- a.py\n- b.py\n\n## Call flow\n```mermaid\nsequenceDiagram\n    A->>B: x\n```\n\n## Pool\n- [\"P0\", \"x\"]\n- P1: y\n- | P2 | z |\n",
			`{"File list":["a.py","b.py"],"Call flow":"sequenceDiagram\n    A->>B: x","Pool":[["P0","x"],["P1","y"],["P2","z"]]}`},
		{"File List:\n['a.py', 'b.py']\n\n1. **Call Flow**: none\\_yet\nNote: it is short\n\nPool:\n[['P0', 'x'],]\n",
			`{"File list":["a.py","b.py"],"Call flow":"none_yet\nNote: it is short","Pool":[["P0","x"]]}`},
		{"* File list: a.py\n* Call flow: x\n* Pool:\n\n## File list\n- never\n", `{"File list":["a.py"],"Call flow":"x","Pool":[]}`},
	} {
		doc, repairs, err := n.Read(c.answer, "markdown", true)
		require.NoError(t, err)
		assert.JSONEq(t, c.want, string(doc))
		assert.Len(t, repairs, 3)
		for _, r := range repairs {
			assert.Equal(t, strings.Count(c.answer[:r.Offset], "\n")+1, r.Line)
		}
	}
	_, _, err := n.Read("File List:\n- a.py\n", "markdown", false)
	assert.ErrorContains(t, err, `there is no line "## File list"`)
	_, _, err = n.Read("words", "markdown", true)
	assert.True(t, errors.Is(err, errNoAnswer))
}

func TestRawAnswers(t *testing.T) {
	doc, _, err := PMNode.Read("First write `game.py`, then src/main.py. See www.pygame.org and v1.2.", "raw", false)
	require.NoError(t, err)
	var names []string
	listField(doc, "Task list", &names)
	assert.Equal(t, []string{"game.py", "src/main.py"}, names)
	assert.Contains(t, field(doc, "Shared Knowledge"), "First write")
	s, err := PMNode.Schema()
	require.NoError(t, err)
	assert.Empty(t, s.Check(doc))
}

// TestReadDamaged holds answers that are cut off anywhere, or lack any byte, to
// fitting or to an error.
func TestReadDamaged(t *testing.T) {
	node := plan.Without("Owner") // a group has no value in raw answers
	s, err := node.Schema()
	require.NoError(t, err)
	fitted := 0
	for _, whole := range []string{
		"Sure:\n[CONTENT]\n" + fitting + "\n[/CONTENT]",
		"<think>{\"Project Name\"</think>\n```json\n" + strings.ReplaceAll(fitting, `"`, "'") + "\n```",
		"## Project Name\nx\n## Task list\n- a.py\n**Logic Analysis**:\n- a.py: é\n\nAnything UNCLEAR:\n",
	} {
		for i := range whole {
			for _, answer := range []string{whole[:i], whole[:i] + whole[i+1:]} {
				for _, form := range []string{"json", "markdown", "raw"} {
					doc, repairs, err := node.Read(answer, form, true)
					if err == nil {
						fitted++
					}
					check(t, s, answer, doc, repairs, err)
				}
			}
		}
	}
	assert.Greater(t, fitted, 500)
}

func check(t *testing.T, s *schema.Schema, answer string, doc []byte, repairs []Repair, err error) {
	t.Helper()
	if err == nil && (!json.Valid(doc) || len(s.Check(doc)) > 0) {
		t.Fatalf("%q: %s does not fit", answer, doc)
	}
	for _, r := range repairs {
		if r.Offset < 0 || r.Offset > len(answer) || r.Line < 1 || r.Column < 1 || strings.Contains(r.String(), "\n") {
			t.Fatalf("%q: %+v", answer, r)
		}
	}
}
