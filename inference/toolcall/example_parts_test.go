package toolcall_test

import (
	"errors"
	"fmt"

	"github.com/repairjson/repairjson/inference/toolcall"
)

// oneCall is what a model wrote that was offered get_weather.
const oneCall = "I look.\n<tool_call>{'name': 'get_weather', 'arguments': {'city': 'Rome'}}</tool_call>"

func read(text string) *toolcall.Answer {
	tools, err := toolcall.Parse([]byte(weather))
	if err != nil {
		panic(err)
	}
	return toolcall.Read(tools, []byte(text))
}

func ExampleAnswer_Calls() {
	for _, call := range read(oneCall).Calls() {
		fmt.Println(call.Name, string(call.Arguments))
	}
	// Output:
	// get_weather {"city": "Rome"}
}

func ExampleAnswer_Content() {
	fmt.Printf("%s\n", read(oneCall).Content())
	// Output:
	// I look.
}

func ExampleCall_Faults() {
	for _, call := range read(oneCall).Calls() {
		fmt.Println(call.Faults())
	}
	// Output:
	// quote-style
}

func ExampleForm_String() {
	for _, text := range []string{oneCall, `[get_weather(city="Rome")]`, `[TOOL_CALLS]get_weather{"city": "Rome"}`} {
		for _, call := range read(text).Calls() {
			fmt.Println(call.Form)
		}
	}
	// Output:
	// json
	// python
	// named
}

func ExampleError_Error() {
	for _, err := range read(`<tool_call>{"name": "get_wether", "arguments": {}}</tool_call>`).Errors() {
		fmt.Println(err.Error())
	}
	// Output:
	// at offset 11: call of "get_wether": the function was not offered
}

func ExampleError_Unwrap() {
	for _, err := range read(`<tool_call>{"name": "drop_tables", "arguments": {}}</tool_call>`).Errors() {
		fmt.Println(errors.Is(err, toolcall.ErrNotOffered))
	}
	// Output:
	// true
}

func ExampleTools_Names() {
	tools, _ := toolcall.Parse([]byte(`[{"name": "add"}, {"name": "get"}]`))
	fmt.Println(tools.Names())
	// Output:
	// [add get]
}

func ExampleOptions_NewStream() {
	tools, _ := toolcall.Parse([]byte(weather))
	stream := toolcall.Options{Anywhere: true}.NewStream(tools)
	parts := stream.Write([]byte(`Use get_weather(city="Rome") for that.`))
	for _, part := range append(parts, stream.Close()...) {
		for _, call := range part.Calls {
			fmt.Println(call.Name, string(call.Arguments))
		}
	}
	// Output:
	// get_weather {"city":"Rome"}
}

func ExampleStream_Write() {
	tools, _ := toolcall.Parse([]byte(weather))
	stream := toolcall.Options{}.NewStream(tools)
	for _, piece := range []string{"It is", " fine. <tool", "_call>{'name'"} {
		for _, part := range stream.Write([]byte(piece)) {
			fmt.Printf("%q\n", stream.Text()[part.Pos:part.End])
		}
	}
	// Output:
	// "It is fine."
}

func ExampleStream_Close() {
	tools, _ := toolcall.Parse([]byte(weather))
	stream := toolcall.Options{}.NewStream(tools)
	stream.Write([]byte(`{"name": "get_weather", "arguments": {"city": "Ro`))
	for _, part := range stream.Close() {
		for _, call := range part.Calls {
			fmt.Println(string(call.Arguments), call.Faults())
		}
	}
	// Output:
	//
}

func ExampleStream_Text() {
	tools, _ := toolcall.Parse([]byte(weather))
	stream := toolcall.Options{}.NewStream(tools)
	stream.Write([]byte("one "))
	stream.Write([]byte("two"))
	fmt.Printf("%s\n", stream.Text())
	// Output:
	// one two
}
