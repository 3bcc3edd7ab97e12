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

func ExampleStream() {
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
