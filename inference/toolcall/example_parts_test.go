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
