package scripted

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func load(t *testing.T, model string) *Script {
	t.Helper()
	s, err := Load(model)
	require.NoError(t, err)
	return s
}

func has(pattern string) func(string) bool {
	re := regexp.MustCompile(pattern)
	return re.MatchString
}

func lacks(pattern string) func(string) bool {
	re := regexp.MustCompile(pattern)
	return func(s string) bool { return !re.MatchString(s) }
}

func all(list ...func(string) bool) func(string) bool {
	return func(s string) bool {
		for _, f := range list {
			if !f(s) {
				return false
			}
		}
		return true
	}
}

// invalid reports whether what stands between the tags, or the whole, is no
// JSON.
func invalid(s string) bool { return !json.Valid([]byte(between(s))) }

func between(s string) string {
	if _, rest, ok := strings.Cut(s, "[CONTENT]"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "[/CONTENT]")
	return s
}

// fieldsOf reports whether the answer is a JSON object with exactly these
// among the names.
func fieldsOf(want, without []string) func(string) bool {
	return func(s string) bool {
		var fields map[string]json.RawMessage
		if json.Unmarshal([]byte(between(s)), &fields) != nil {
			return false
		}
		for _, k := range want {
			if fields[k] == nil {
				return false
			}
		}
		for _, k := range without {
			if fields[k] != nil {
				return false
			}
		}
		return true
	}
}

// habits are the failures that were observed of models behind MetaGPT and are
// no failures of the transport, by the number of the issue in which they are
// described, and how an answer shows each.
var habits = map[string]func(string) bool{
	"158":  fieldsOf([]string{"tasks"}, []string{"Task list", "Required Python packages", "Anything UNCLEAR"}),
	"159":  has(`"Requirement Pool": \[\s*"P0:`),
	"262":  has(`"Requirement Pool": \[\s*"P0:`),
	"275":  fieldsOf([]string{"tasks"}, []string{"Task list", "Logic Analysis"}),
	"475":  all(has(`: """`), has(`\}\n\[END\]\n`+"```$")),
	"527":  all(has(`"[^"]*$`), invalid, lacks(`\]\s*\}`)),
	"562":  func(s string) bool { return has(`/CONTENT\] \[CONTENT\]`)(s) && has(`[\]"]\n\s*"`)(s) || designKeys(s) },
	"705":  lacks(`[\[\]{}]`),
	"730":  all(lacks(`\{`), invalid),
	"733":  has(`"\s+# `),
	"749":  has(`"\s+# .*\n`),
	"781":  func(s string) bool { return strings.HasSuffix(s, "}\n[/") || designKeys(s) },
	"840":  all(has(`(?s)\[CONTENT\].*\[CONTENT\]`), has(`## format example`)),
	"892":  has(`"[^"\n]*\\_`),
	"898":  has(`\\u[^0-9a-fA-F]`),
	"924":  fieldsOf([]string{"Required JavaScript packages"}, []string{"Required Python packages"}),
	"966":  all(has(`^\s*Understood! I will follow`), lacks(`[{\[]`)),
	"987":  has(`Understood! Here's the generated output|Implementation approach:\n|Please provide me with the content for each node`),
	"1005": all(has(`(?m)^\* `), has(`Project Name: snake\\_game`), has(`(?m)^\|`), lacks(`quadrantChart`)),
	"1115": func(s string) bool { return has(`\\_`)(s) || has(`"[^"]*$`)(s) && invalid(s) },
	"1144": has("(?m)^@@ .* @@\n\\+"),
	"1152": fieldsOf([]string{"Required Front-end packages"}, []string{"Required Python packages"}),
	"1196": fieldsOf([]string{"Language", "Project Name"}, []string{"Programming Language"}),
	"1216": all(has("^```json\n\\["), has(`'task_id'`)),
	"1236": has(`: "[^"\n]* "\w+"[^"\n]*[,.]?"`),
	"1312": has(`\{"[\w.]+", "[\w.]+"\}`),
	"1321": all(has(`"$`), lacks(`\}\s*$`), invalid),
	"1339": all(has(`^\s*\[CONTENT\b`), lacks(`\{|/CONTENT`)),
	"1340": has(`": "[^"]*\n[^"]*"`),
	"1383": has(`(?m)^Anything UNCLEAR:\nPlease clarify`),
	"1393": func(s string) bool { return !strings.ContainsAny(s, "{[") || has(`"Product goals"`)(s) },
	"1443": has(`(?m)^## \[CONTENT\]\n\{`),
	"1708": nested,
	"1791": nested,
	"1819": all(has("(?s)```json.*```.*```json"), has(`f'\{self\.\w+\} of \{self\.\w+\}'\}`)),
	"1843": all(has(`"args"`), lacks(`command_name`)),
}

// elsewhere are the numbers that are not about the text of an answer.
var elsewhere = map[string]string{
	"180":  "a null in the request that the server refuses",
	"934":  "repair_llm_output under llm: in the configuration",
	"1336": "a wrong base_url", "1780": "a wrong base_url",
	"1810": "the form of a stream",
}

// designKeys reports whether a plan of tasks has the names of the design.
func designKeys(s string) bool {
	return fieldsOf([]string{"Implementation approach", "File list"}, []string{"Task list"})(s)
}

// nested reports whether later names are in the value before them.
func nested(s string) bool {
	var fields map[string]json.RawMessage
	var inner map[string]json.RawMessage
	return json.Unmarshal([]byte(between(s)), &fields) == nil && json.Unmarshal(fields["Full API spec"], &inner) == nil &&
		inner["Anything UNCLEAR"] != nil && fields["Anything UNCLEAR"] == nil
}

func TestHabits(t *testing.T) {
	seen := map[string][]string{}
	for _, model := range Models() {
		s := load(t, model)
		assert.NotEmpty(t, s.Habits, model)
		for step, numbers := range s.Habits {
			for _, n := range numbers {
				shows := habits[n]
				if assert.NotNil(t, shows, "%s names %s", model, n) {
					assert.True(t, shows(s.Answers[step].Text), "%s, %s does not show %s:\n%s", model, step, n, s.Answers[step].Text)
					seen[n] = append(seen[n], model)
				}
			}
		}
	}
	for n := range habits {
		assert.NotEmpty(t, seen[n], "no script shows %s", n)
		assert.Empty(t, elsewhere[n])
	}
}

// TestHabitsTell holds the checks of the habits to telling them from answers
// that are as asked for.
func TestHabitsTell(t *testing.T) {
	good := "[CONTENT]\n{\n    \"Required Python packages\": [\n        \"pygame\"\n    ],\n    \"Task list\": [\"a.py\"],\n    \"Language\": \"en\", \"Programming Language\": \"Python\",\n    \"Full API spec\": \"\", \"Anything UNCLEAR\": \"\"\n}\n[/CONTENT]"
	for _, n := range slices.Sorted(maps.Keys(habits)) {
		assert.False(t, habits[n](good), n)
	}
}

func TestScripts(t *testing.T) {
	kinds := map[string]bool{}
	for _, model := range Models() {
		s := load(t, model)
		kinds[s.Kind.String()] = true
		for _, step := range []string{"WritePRD", "WriteDesign", "WriteTasks", "WriteCode main.py", "WriteCodeReview", "SummarizeCode"} {
			assert.NotEmpty(t, s.Answers[step].Text, "%s has no %s", model, step)
		}
		data, err := files.ReadFile("scripts/" + model + ".txtar")
		require.NoError(t, err)
		assert.Regexp(t, `^This run was written for this project`, string(data))
		assert.Regexp(t, `no model said it`, strings.ToLower(strings.ReplaceAll(string(data), "\n", " ")))
		for _, numbers := range s.Habits {
			for _, n := range numbers {
				assert.Regexp(t, `(?m)^  `+n+`\s`, string(data), "%s does not describe %s", model, n)
			}
		}
	}
	assert.GreaterOrEqual(t, len(Models()), 5)
	assert.Len(t, kinds, 4, "each server speaks")
	assert.True(t, load(t, "mixtral").Answers["WriteTasks"].Cut)
	assert.NotEmpty(t, load(t, "qwen").Answers["WritePRD"].Reasoning)
	_, err := Load("gpt-2")
	assert.ErrorContains(t, err, "chatglm")
}

func TestStepOf(t *testing.T) {
	for _, c := range []struct {
		said       []string
		step, file string
		attempt    int
	}{
		{[]string{"who are you"}, "", "", 1},
		{[]string{"x\n## Product Goals: typing.List[str]  # …\n"}, "WritePRD", "", 1},
		{[]string{"x\n## Logic Analysis: …\n", "{}", "Mend this. This is attempt 3 of 6."}, "WriteTasks", "", 3},
		{[]string{"## Code: b.py\n…\n## Code: a.py\n"}, "WriteCode", "a.py", 1},
		{[]string{"## Code: a.py\nReview number 2 of the file\n## Code Review: a.py\n"}, "WriteCodeReview", "a.py", 2},
		{[]string{"## Code: a.py\nReview number 1 of the file\n## Code Review: a.py\n## Rewrite Code: a.py\n"}, "WriteCode", "a.py", 2},
		{[]string{"x\n## Code Summary\n"}, "SummarizeCode", "", 1},
	} {
		step, file, attempt := stepOf(c.said)
		assert.Equal(t, []any{c.step, c.file, c.attempt}, []any{step, file, attempt}, c.said)
	}
}
