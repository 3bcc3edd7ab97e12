package toolcall_test

import (
	"errors"
	"fmt"

	"github.com/repairjson/repairjson/inference/toolcall"
)

const weather = `[{"type":"function","function":{"name":"get_weather",
	"parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}}}]`

func ExampleRead() {
	tools, err := toolcall.Parse([]byte(weather))
	if err != nil {
		panic(err)
	}
	answer := toolcall.Read(tools, []byte("Let me see.\n<tool_call>\n{'name': 'get_weather', 'arguments': {'city': 'Rome', 'days': '3'}\n</tool_call>"))
	for _, call := range answer.Calls() {
		fmt.Println(call.Name, string(call.Arguments), call.Faults())
	}
	fmt.Println(string(answer.Content()))
	// Output:
	// get_weather {"city": "Rome", "days": 3} quote-style+coerced
	// Let me see.
}

func ExampleAnswer_Calls() {
	tools, _ := toolcall.Parse([]byte(weather))
	answer := toolcall.Read(tools, []byte(`[get_weather(city="Rome"), get_weather(city="Oslo")]`))
	for _, call := range answer.Calls() {
		fmt.Println(call.Name, string(call.Arguments), call.Form)
	}
	// Output:
	// get_weather {"city":"Rome"} python
	// get_weather {"city":"Oslo"} python
}

func ExampleAnswer_Content() {
	tools, _ := toolcall.Parse([]byte(weather))
	answer := toolcall.Read(tools, []byte("I look.\n\n```json\n{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Rome\"}}\n```"))
	fmt.Printf("%q\n", answer.Content())
	// Output:
	// "I look."
}

func ExampleCall_Faults() {
	tools, _ := toolcall.Parse([]byte(weather))
	answer := toolcall.Read(tools, []byte(`get_weather("Rome")`))
	fmt.Println(answer.Calls()[0].Faults())
	// Output:
	// missing-key+markup
}

func ExampleError() {
	tools, _ := toolcall.Parse([]byte(weather))
	_, err := tools.Arguments("get_weather", []byte(`{"city":"Ro`))
	var e *toolcall.Error
	fmt.Println(errors.As(err, &e), e.Name, errors.Is(err, toolcall.ErrCut))
	// Output:
	// true get_weather true
}

func ExampleAnswer_Errors() {
	tools, _ := toolcall.Parse([]byte(weather))
	answer := toolcall.Read(tools, []byte(`<tool_call>{"name": "drop_tables", "arguments": {}}</tool_call>`))
	for _, err := range answer.Errors() {
		fmt.Println(err)
		fmt.Println(errors.Is(err, toolcall.ErrNotOffered))
	}
	// Output:
	// at offset 11: call of "drop_tables": the function was not offered
	// true
}

func ExampleOptions_Read() {
	tools, _ := toolcall.Parse([]byte(weather))
	text := []byte(`You can use get_weather(city="Rome") for that.`)
	fmt.Println(len(toolcall.Read(tools, text).Calls()))
	fmt.Println(len(toolcall.Options{Anywhere: true}.Read(tools, text).Calls()))
	// Output:
	// 0
	// 1
}

func ExampleOptions_NewStream() {
	tools, _ := toolcall.Parse([]byte(weather))
	stream := toolcall.Options{}.NewStream(tools)
	show := func(parts []toolcall.Part) {
		for _, p := range parts {
			if p.Kind == toolcall.Text {
				fmt.Printf("text %q\n", stream.Text()[p.Pos:p.End])
			}
			for _, call := range p.Calls {
				fmt.Println("call", call.Name, string(call.Arguments))
			}
		}
	}
	show(stream.Write([]byte("I look. [TOOL_CALLS]get_weather{\"ci")))
	show(stream.Write([]byte(`ty":"Rome"}[TOOL_CALLS]get_weather{"city":"Oslo"}`)))
	show(stream.Close())
	// Output:
	// text "I look."
	// call get_weather {"city":"Rome"}
	// call get_weather {"city":"Oslo"}
}

func ExampleTools_Arguments() {
	tools, _ := toolcall.Parse([]byte(weather))
	call, err := tools.Arguments("get_weather", []byte(`{"town":"x","city":"Rome",}`))
	fmt.Println(string(call.Arguments), err)
	// Output:
	// {"town":"x","city":"Rome"} <nil>
}

func ExampleParse() {
	tools, err := toolcall.Parse([]byte(weather))
	fmt.Println(tools.Names(), err)
	// Output:
	// [get_weather] <nil>
}

func ExampleAnswer_List() {
	tools, _ := toolcall.Parse([]byte(weather))
	list, edits := toolcall.Read(tools, []byte(`[get_weather("Rome")]`)).List()
	fmt.Println(string(list), len(edits))
	// Output:
	// [{"name":"get_weather","arguments":{"city":"Rome"}}] 5
}

func ExampleStream_Write() {
	tools, _ := toolcall.Parse([]byte(weather))
	stream := toolcall.Options{}.NewStream(tools)
	for _, p := range stream.Write([]byte("It is fine in Rome, and ge")) {
		fmt.Printf("%q\n", stream.Text()[p.Pos:p.End])
	}
	// Output:
	// "It is fine in Rome, and"
}

func ExampleStream_Close() {
	tools, _ := toolcall.Parse([]byte(weather))
	stream := toolcall.Options{}.NewStream(tools)
	fmt.Println(len(stream.Write([]byte(`get_weather(city="Ro`))))
	for _, p := range stream.Close() {
		fmt.Println(p.Err)
	}
	// Output:
	// 0
	// at offset 0: call of "get_weather": the text ends before the arguments do
}

func ExampleStream_Text() {
	tools, _ := toolcall.Parse([]byte(weather))
	stream := toolcall.Options{}.NewStream(tools)
	stream.Write([]byte("It is "))
	stream.Write([]byte("fine."))
	fmt.Println(string(stream.Text()))
	// Output:
	// It is fine.
}

func ExampleTools_Names() {
	tools, _ := toolcall.Parse([]byte(`{"tools":[{"name":"get_weather"},{"name":"now"}]}`))
	fmt.Println(tools.Names())
	// Output:
	// [get_weather now]
}
