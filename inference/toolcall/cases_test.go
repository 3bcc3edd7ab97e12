package toolcall

// offered are the functions of the tests.
const offered = `[
{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{
  "city":{"type":"string"},"days":{"type":"integer"},"opts":{"type":"object"}},"required":["city"]}}},
{"type":"function","function":{"name":"math.add","parameters":{"type":"object","properties":{
  "a":{"type":"number"},"b":{"type":"number"},"list":{"type":"array","items":{"type":"integer"}}},"required":["a","b"]}}},
{"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{}}}}
]`

// A convention is a way to write calls: the text before them, one call, what
// stands between two, and the text behind.
type convention struct {
	name                 string
	open, between, close string
	// call writes a call of a function with the arguments city and days, the
	// way they are given; broken is the same with arguments that need a
	// repair, and unclosed breaks off within the name of the city.
	call, broken, unclosed func(name string) string
	form                   Form
}

func jsonCall(frame func(name, args string) string) (call, broken, unclosed func(string) string) {
	call = func(name string) string { return frame(name, `{"city": "Rome", "days": 3}`) }
	broken = func(name string) string { return frame(name, `{'city': 'Rome', days: "3",}`) }
	unclosed = func(name string) string {
		text := frame(name, `{"days": 3, "city": "Ro§`)
		for i := range len(text) {
			if text[i] == '\xc2' { // of §
				return text[:i]
			}
		}
		return text
	}
	return call, broken, unclosed
}

func jsonConvention(name, open, between, close string, form Form, frame func(name, args string) string) convention {
	c := convention{name: name, open: open, between: between, close: close, form: form}
	c.call, c.broken, c.unclosed = jsonCall(frame)
	return c
}

func object(name, args string) string { return `{"name": "` + name + `", "arguments": ` + args + `}` }
func parameters(name, args string) string {
	return `{"name": "` + name + `", "parameters": ` + args + `}`
}

// conventions are all that are known.
func conventions() []convention {
	python := func(c convention) convention {
		c.form = Python
		c.call = func(name string) string { return name + `(city="Rome", days=3)` }
		c.broken = func(name string) string { return name + `(city: 'Rome',, days = "3",)` }
		c.unclosed = func(name string) string { return name + `(days=3, city="Ro` }
		return c
	}
	xml := func(name, open, between, close string, head func(name string) string, argument func(name, value string) string, tail string) convention {
		return convention{name: name, open: open, between: between, close: close, form: XML,
			call: func(name string) string {
				return head(name) + argument("city", "Rome") + argument("days", "3") + tail
			},
			broken: func(name string) string { // the tags of the last value are wrong
				return head(name) + argument("city", "Rome") + argument("days", ` "3" `) + tail
			},
			unclosed: func(name string) string {
				text := head(name) + argument("days", "3") + argument("city", "Ro§")
				for i := range len(text) {
					if text[i] == '\xc2' {
						return text[:i]
					}
				}
				return text
			},
		}
	}
	return []convention{
		jsonConvention("hermes", "<tool_call>\n", "\n</tool_call>\n<tool_call>\n", "\n</tool_call>", JSON, object),
		jsonConvention("hermes without end", "<tool_call>\n", "\n<tool_call>\n", "", JSON, object),
		jsonConvention("llama3 json", "<|python_tag|>", "; ", "", JSON, parameters),
		jsonConvention("llama3 json bare", "", "; ", "", JSON, parameters),
		jsonConvention("mistral list", "[TOOL_CALLS] [", ", ", "]", JSON, object),
		jsonConvention("mistral", "[TOOL_CALLS]", "[TOOL_CALLS]", "", Named,
			func(name, args string) string { return name + args }),
		jsonConvention("ministral", "[TOOL_CALLS]", "[TOOL_CALLS]", "", Named,
			func(name, args string) string { return name + "[ARGS]" + args }),
		python(convention{name: "pythonic", open: "[", between: ", ", close: "]"}),
		python(convention{name: "pythonic bare", between: "\n"}),
		python(convention{name: "pythonic fence", open: "```python\n", between: "\n", close: "\n```"}),
		python(convention{name: "pythonic quoted", open: "`[", between: ", ", close: "]`"}),
		python(convention{name: "olmo3", open: "<function_calls>\n", between: "\n", close: "\n</function_calls>"}),
		python(convention{name: "lfm2", open: "<|tool_call_start|>[", between: ", ", close: "]<|tool_call_end|>"}),
		python(convention{name: "gemini", open: "```tool_code\nprint(", between: ")\nprint(", close: ")\n```"}),
		jsonConvention("f({})", "[", ", ", "]", Python, func(name, args string) string { return name + "(" + args + ")" }),
		jsonConvention("f(**{})", "[", ", ", "]", Python, func(name, args string) string { return name + "(**" + args + ")" }),
		jsonConvention("granite 3.0", "<|tool_call|>[", ", ", "]", JSON, object),
		jsonConvention("granite 3.1", "<tool_call>[", ", ", "]", JSON, object),
		jsonConvention("granite 20b", "<function_call> ", " <function_call> ", "", JSON, object),
		jsonConvention("phi4", "functools[", ", ", "]", JSON, object),
		jsonConvention("react", "Action: ", "\nAction: ", "", Named,
			func(name, args string) string { return name + "\nAction Input: " + args }),
		jsonConvention("glm4", "", "\n", "", Named, func(name, args string) string { return name + "\n" + args }),
		jsonConvention("xlam", `{"tool_calls": [`, ", ", "]}", JSON, object),
		jsonConvention("openai", "[", ", ", "]", JSON, func(name, args string) string {
			return `{"type": "function", "function": ` + object(name, args) + `}`
		}),
		jsonConvention("name as key", "[", ", ", "]", JSON,
			func(name, args string) string { return `{"` + name + `": ` + args + `}` }),
		jsonConvention("fence", "```json\n", "\n```\n```json\n", "\n```", JSON, object),
		jsonConvention("cohere", "<|START_ACTION|>[", ", ", "]<|END_ACTION|>", JSON, func(name, args string) string {
			return `{"tool_call_id": "0", "tool_name": "` + name + `", "parameters": ` + args + `}`
		}),
		jsonConvention("gpt-oss", "<|channel|>analysis<|message|>I call get_weather(city=\"Oslo\").<|end|><|start|>assistant", "<|call|><|start|>assistant", "<|call|>", Named,
			func(name, args string) string {
				return "<|channel|>commentary to=functions." + name + " <|constrain|>json<|message|>" + args
			}),
		jsonConvention("deepseek v3", "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>", "<｜tool▁call▁end｜>\n<｜tool▁call▁begin｜>", "<｜tool▁call▁end｜><｜tool▁calls▁end｜>", Named,
			func(name, args string) string {
				return "function<｜tool▁sep｜>" + name + "\n```json\n" + args + "\n```"
			}),
		jsonConvention("deepseek v3.1", "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>", "<｜tool▁call▁end｜><｜tool▁call▁begin｜>", "<｜tool▁call▁end｜><｜tool▁calls▁end｜>", Named,
			func(name, args string) string { return name + "<｜tool▁sep｜>" + args }),
		jsonConvention("kimi k2", "<|tool_calls_section_begin|>", "", "<|tool_calls_section_end|>", Named, func(name, args string) string {
			return "<|tool_call_begin|>functions." + name + ":0<|tool_call_argument_begin|>" + args + "<|tool_call_end|>"
		}),
		jsonConvention("minimax m1", "<tool_calls>\n", "\n", "\n</tool_calls>", JSON, object),
		jsonConvention("functiongemma", "<start_function_call>", "<end_function_call><start_function_call>", "<end_function_call>", Named,
			func(name, args string) string { return "call:" + name + args }),
		jsonConvention("llama3 custom", "", "", "", Named,
			func(name, args string) string { return "<function=" + name + ">" + args + "</function>" }),
		xml("qwen3 coder", "<tool_call>\n", "\n</tool_call>\n<tool_call>\n", "\n</tool_call>",
			func(name string) string { return "<function=" + name + ">\n" },
			func(name, value string) string { return "<parameter=" + name + ">\n" + value + "\n</parameter>\n" }, "</function>"),
		xml("seed-oss", "<seed:tool_call>\n", "\n</seed:tool_call>\n<seed:tool_call>\n", "\n</seed:tool_call>",
			func(name string) string { return "<function=" + name + ">" },
			func(name, value string) string { return "<parameter=" + name + ">" + value + "</parameter>" }, "</function>"),
		xml("glm 4.5", "<tool_call>", "</tool_call>\n<tool_call>", "</tool_call>",
			func(name string) string { return name + "\n" },
			func(name, value string) string {
				return "<arg_key>" + name + "</arg_key>\n<arg_value>" + value + "</arg_value>\n"
			}, ""),
		xml("minimax m2", "<minimax:tool_call>\n", "\n", "\n</minimax:tool_call>",
			func(name string) string { return `<invoke name="` + name + `">` + "\n" },
			func(name, value string) string { return `<parameter name="` + name + `">` + value + "</parameter>\n" }, "</invoke>"),
	}
}
