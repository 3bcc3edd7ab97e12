package toolcall

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is a call, and what is not, by default and anywhere.
func TestJudge(t *testing.T) {
	const call, none = true, false
	for _, test := range []struct {
		text              string
		standard, anyhere bool
		reason            string
	}{
		{`get_weather(city="Rome")`, call, call, "it is all there is"},
		{`[get_weather(city="Rome")]`, call, call, "it is all there is"},
		{"Function call: get_weather(city=\"Rome\")", call, call, "a label says so"},
		{"Here is the call that you need:\n[get_weather(city=\"Rome\")]", call, call, "on a line of its own"},
		{"Here is the call that you need:\n```python\nget_weather(city=\"Rome\")\n```", call, call, "in a fence"},
		{"Here is the call that you need:\n```python\nprint(get_weather(city=\"Rome\"))\n```", call, call, "in a fence, within print"},
		{"<think>get_weather(city=\"Oslo\")</think>get_weather(city=\"Rome\")", call, call, "behind a draft, in which none is"},
		{"<think>get_weather(city=\"Oslo\")</think>", none, none, "a draft"},
		{"You could say get_weather(city=\"Rome\") then.", none, call, "in a sentence"},
		{"None of the functions fits. For example:\n[get_weather(city=\"Rome\")]", none, call, "behind a refusal"},
		{"The function get_weather() tells the weather.", none, none, "f() is its name"},
		{"get_weather() tells the weather.", none, none, "f() is its name, even at the beginning"},
		{"I looked for now() first.", none, call, "a function that needs nothing may be called so"},
		{"You would use it so:\nget_weather(town=\"Rome\")", none, none, "an argument that there is not"},
		{"You would use it so:\nget_weather(days=3)", none, none, "without what is required"},
		{"You would use it so:\nmath.add(a=x, b=y)", none, none, "variables"},
		{"```python\ncity = 'Rome'\nget_weather(city=city)\n```", none, call, "a variable that was set"},
		{"Define it:\n```python\ndef get_weather(city, days=3):\n    return 1\n```", none, none, "a definition"},
		{"First comes the idea:\n```python\nfrom tools import get_weather\n```", none, none, "an import"},
		{`{"name":"get_weather","parameters":{"type":"object","properties":{"city":{}}}}`, none, none, "the offer, said again"},
		{`{"city": "Rome", "days": 3}`, none, none, "arguments that no function was named for"},
		{"I call get_weather with this:\n```json\n{\"city\": \"Rome\"}\n```", call, call, "arguments of the function that was named"},
		{"I call get_weather with this:\n```json\n{\"town\": \"Rome\"}\n```", none, none, "they are not its arguments"},
		{"I cannot run it, but I call get_weather with this:\n```json\n{\"city\": \"Rome\"}\n```", call, call, "the same behind a refusal of something else"},
		{"I cannot run it, but I call get_weather with this:\n{\"city\": \"Rome\"}", none, call, "the same without the fence"},
		{"It may be used so:\n```python\nparams = {\"get_weather\": {\"city\": city}}\n```", none, none, "names without values"},
		{"What do you think of this?\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Rome\"}}", call, call, "an object that names it"},
		{"The weather is fine in Rome.", none, none, "words"},
		{"", none, none, "nothing"},
		{`[1, 2, {"a": 3}]`, none, none, "JSON"},
		{`<tool_call>{"city":"Rome"}</tool_call>`, none, none, "no name"},
		{`[convert(city="Rome")]`, none, none, "not offered"},
		{`[add(a=1, b=2)]`, call, call, "offered as math.add"},
		{`[get_wether(city="Rome")]`, call, call, "a slip of the pen, with its arguments"},
		{`[get_wether("Rome")]`, none, none, "the arguments do not tell"},
		{`[get_weather(*places)]`, none, none, "arguments that are not there"},
		{`[math.add(a=1, b=2*f(x))]`, none, none, "a formula that is no number"},
	} {
		t.Run(test.reason, func(t *testing.T) {
			tools := tools(t)
			for _, o := range []Options{{}, {Anywhere: true}} {
				want := test.standard
				if o.Anywhere {
					want = test.anyhere
				}
				a := o.Read(tools, []byte(test.text))
				laws(t, tools, test.text, a)
				n := 0
				if want {
					n = 1
				}
				assert.Len(t, a.Calls(), n, "%q, anywhere: %v: %v", test.text, o.Anywhere, a.Errors())
			}
		})
	}
}

// Arguments without any name are those of the only function that was offered.
func TestOnlyFunction(t *testing.T) {
	one, err := Parse([]byte(`[{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}}]`))
	require.NoError(t, err)
	for text, want := range map[string]int{
		"It is called with this:\n```json\n{\"city\": \"Rome\", \"days\": 3}\n```": 1,
		"It is called with this:\n```json\n{\"town\": \"Rome\"}\n```":              0,
		"It is called with this:\n```json\n{\"days\": 3}\n```":                     0,
		"It is like {\"city\": \"Rome\"} in a sentence.":                           0,
	} {
		assert.Len(t, Read(one, []byte(text)).Calls(), want, text)
	}
	text := "It is called with this:\n```json\n{\"city\": \"Rome\"}\n```"
	assert.Empty(t, Read(tools(t), []byte(text)).Calls(), "of several functions none is meant")
}

// A call that is made and then explained is made once.
func TestRepetition(t *testing.T) {
	tools := tools(t)
	for text, n := range map[string]int{
		"[now(), now()]": 2,
		"[get_weather(city='Rome')]\n\nI call get_weather(city='Rome') since you asked.":                                                                       1,
		"I call it:\n[get_weather(city='Rome')]\nThat is:\n```json\n{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Rome\"}}\n```":                         1,
		"[get_weather(city='Rome')]\n\nOr else:\n[get_weather(city='Oslo')]":                                                                                   1,
		"I will call it like this:\n[get_weather(city='Rome')]\nAnd then:\n[get_weather(city='Oslo')]":                                                         2,
		"[get_weather(city='Rome')]<|im_end|>\n<|im_start|>assistant\n[get_weather(city='Oslo')]":                                                              1,
		"<tool_call>{\"name\":\"now\"}</tool_call> and <tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Rome\"}}</tool_call>":                    2,
		"```python\nprint(get_weather(city='Rome'))\n# the next\nx = get_weather(city='Oslo')\nprint(x)\n```":                                                  2,
		"[get_weather(city='Rome'), \"there is no function for the rest\", get_weather(city='Oslo')]":                                                          2,
		"{\"name\":\"now\",\"arguments\":{}}, {\"name\":\"now\",\"arguments\":{}}; {\"name\":\"now\",\"arguments\":{}}\n{\"name\":\"now\",\"arguments\":null}": 4,
	} {
		assert.Len(t, check(t, tools, text).Calls(), n, text)
	}
}

func TestArguments(t *testing.T) {
	tools := tools(t)
	for _, test := range []struct{ name, text, want string }{
		{"get_weather", `{"city":"Rome"}`, `{"city":"Rome"}`},
		{"get_weather", `{"city":"Rome"}{"city":"Rome"}`, `{"city":"Rome"}`},
		{"get_weather", `"{\"city\":\"Rome\"}"`, `{"city":"Rome"}`},
		{"get_weather", `{"City":"Rome","days":"3"}}`, `{"city":"Rome","days":3}`},
		{"functions.get_weather", `{'city':'Rome',}`, `{"city":"Rome"}`},
		{"now", ``, `{}`},
		{"now", `null`, `{}`},
		{"math_add", `{"a":1,"b":2}`, `{"a":1,"b":2}`},
	} {
		c, err := tools.Arguments(test.name, []byte(test.text))
		require.NoError(t, err, test.text)
		assert.JSONEq(t, test.want, string(c.Arguments), test.text)
	}
	for text, want := range map[string]error{`{"city":"Ro`: ErrCut, `Rome`: ErrArguments} {
		_, err := tools.Arguments("get_weather", []byte(text))
		assert.ErrorIs(t, err, want, text)
	}
	_, err := tools.Arguments("drop_tables", []byte(`{}`))
	assert.ErrorIs(t, err, ErrNotOffered)
}

// Arguments in the notation of Python and others.
func TestNotation(t *testing.T) {
	tools := tools(t)
	for text, want := range map[string]string{
		`math.add(1, 2)`:                                                      `{"a":1,"b":2}`,
		`math.add(1, b=2)`:                                                    `{"a":1,"b":2}`,
		`math.add(a=3.5/100, b=-2 ** 2)`:                                      `{"a":0.035,"b":-4}`,
		`math.add(a=1, b=2, list=[1, (2, 3), None])`:                          `{"a":1,"b":2,"list":[1,[2,3],null]}`,
		`math\_add(a=1, b=2)`:                                                 `{"a":1,"b":2}`,
		`math.add({"a": 1, "b": 2})`:                                          `{"a":1,"b":2}`,
		`math.add(**{"a": 1, "b": 2})`:                                        `{"a":1,"b":2}`,
		`get_weather(city='it's, I think, Rome', days=3)`:                     `{"city":"it's, I think, Rome","days":3}`,
		`get_weather(city='a "b", c', days=3)`:                                `{"city":"a \"b\", c","days":3}`,
		`get_weather(city='status = 'active'')`:                               `{"city":"status = 'active'"}`,
		`get_weather(city="""a` + "\n" + `b""")`:                              `{"city":"a\nb"}`,
		`get_weather(city=f"Rome", days=3)`:                                   `{"city":"Rome","days":3}`,
		`get_weather(city=find(x, 'y'))`:                                      `{"city":"find(x, 'y')"}`,
		`get_weather(city=new Place("Rome"))`:                                 `{"city":"new Place(\"Rome\")"}`,
		`get_weather(city=[1, 2])`:                                            `{"city":"[1, 2]"}`,
		`get_weather(city='Rome', opts={'a': {'b': 1}})`:                      `{"city":"Rome","opts":{"a":{"b":1}}}`,
		`get_weather(city: "Rome", days: 3)`:                                  `{"city":"Rome","days":3}`,
		"get_weather(\n    city='Rome',  # of Italy, isn't it\n    days=3\n)": `{"city":"Rome","days":3}`,
		`['get_weather', {'city': 'Rome'}]`:                                   `{"city":"Rome"}`,
		`['get_weather', city='Rome', days=3]`:                                `{"city":"Rome","days":3}`,
		`['get_weather(city=\'Rome\', days=3)']`:                              `{"city":"Rome","days":3}`,
		`get_weather(city='Rome)`:                                             `{"city":"Rome"}`,
		`[get_weather(city='Rome', days=3]`:                                   `{"city":"Rome","days":3}`,
		`get_weather(city='Rome', days=3`:                                     `{"city":"Rome","days":3}`,
	} {
		a := check(t, tools, text)
		if assert.Len(t, a.Calls(), 1, "%s: %v", text, a.Errors()) {
			assert.JSONEq(t, want, string(a.Calls()[0].Arguments), text)
		}
	}
}

// Objects that are calls.
func TestShapes(t *testing.T) {
	tools := tools(t)
	for _, text := range []string{
		`{"name":"get_weather","arguments":{"city":"Rome"}}`,
		`{"arguments":{"city":"Rome"},"name":"get_weather"}`,
		`{"name":"get_weather","arguments":"{\"city\":\"Rome\"}"}`,
		`{"function":"get_weather","args":{"city":"Rome"}}`,
		`{"function":{"name":"get_weather","arguments":{"city":"Rome"}}}`,
		`{"function_call":{"name":"get_weather","arguments":{"city":"Rome"}}}`,
		`{"id":"1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Rome\"}"}}`,
		`{"tool":"get_weather","tool_input":{"city":"Rome"}}`,
		`{"tool_uses":[{"recipient_name":"functions.get_weather","parameters":{"city":"Rome"}}]}`,
		`{"name":"get_weather","city":"Rome"}`,
		`{"city":"Rome","name":"get_weather"}`,
		`{"get_weather":{"city":"Rome"}}`,
		`[{"get_weather":[{"city":"Rome"}]}]`,
		`["get_weather",{"city":"Rome"}]`,
		`{"name":"Get Weather","arguments":{"City":"Rome"}}`,
		`{"action":"get_weather","action_input":{"city":"Rome"}}`,
		`<tool_call>{"name":"get_weather","arguments":{"city":"Rome"}</tool_call>`,
		`<tool_call>{"name":"get_weather","arguments":{"city":"Rome"}}}</tool_call>`,
	} {
		a := check(t, tools, text)
		if assert.Len(t, a.Calls(), 1, "%s: %v", text, a.Errors()) {
			assert.JSONEq(t, `{"city":"Rome"}`, string(a.Calls()[0].Arguments), text)
			assert.Empty(t, string(a.Content()), text)
		}
	}
	// The tag that ends a call may be in a string.
	text := `<tool_call>{"name":"get_weather","arguments":{"city":"</tool_call> is a tag"}}</tool_call>`
	assert.Len(t, check(t, tools, text).Calls(), 1)
}

func TestParse(t *testing.T) {
	for doc, want := range map[string][]string{
		`[{"type":"function","function":{"name":"a"}},{"name":"b","input_schema":{}},{"name":"a"}]`: {"a", "b"},
		`{"tools":[{"function":{"name":"a"}}]}`:                                                     {"a"},
		`{"functions":[{"name":"a"}]}`:                                                              {"a"},
		`{"name":"a"}`:                                                                              {"a"},
	} {
		tools, err := Parse([]byte(doc))
		require.NoError(t, err, doc)
		assert.Equal(t, want, tools.Names(), doc)
	}
	for _, doc := range []string{``, `[]`, `[1]`, `{"a":1}`, `[`} {
		_, err := Parse([]byte(doc))
		assert.ErrorIs(t, err, ErrTools, doc)
	}
}
