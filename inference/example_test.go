package inference_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/repairjson/repairjson/inference"
	"github.com/repairjson/repairjson/inference/replay"
)

// ask asks a server whose answer has the given name, and returns the reports.
func ask(name string) (reports []*inference.Report) {
	server := httptest.NewServer(&replay.Server{})
	defer server.Close()
	o := inference.Options{OnReport: func(r *inference.Report) { reports = append(reports, r) }}
	client := &http.Client{Transport: o.Transport(nil)}
	resp, err := client.Post(server.URL+"/v1/chat/completions", "application/json", strings.NewReader(
		`{"model": "`+name+`", "response_format": {"type": "json_object"}, "messages": [{"role": "user", "content": "hi"}]}`))
	if err != nil {
		fmt.Println(err)
		return nil
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	return reports
}

func ExampleReport_Edits() {
	for _, r := range ask("quote") {
		fmt.Println(r.Route, r.Edits())
	}
	// Output:
	// chat/completions 2
}

func ExampleReport_Faults() {
	for _, r := range ask("python") {
		fmt.Println(r.Faults())
	}
	// Output:
	// quote-style+tuple+literal
}

func ExampleReport_Failure() {
	for _, r := range append(ask("words"), ask("valid")...) {
		fmt.Printf("%q\n", r.Failure())
	}
	// Output:
	// "no-json"
	// ""
}

func ExampleRouteOf() {
	for _, path := range []string{"/v1/chat/completions", "/api/generate", "/v1/models"} {
		fmt.Printf("%q\n", inference.RouteOf(httptest.NewRequest("POST", path, nil)))
	}
	// Output:
	// "chat/completions"
	// "api/generate"
	// "other"
}

// Clients of OpenAI's API and of ollama's want errors in different forms.
func ExampleRoute_ErrorBody() {
	fmt.Printf("%s\n", inference.Chat.ErrorBody("api_error", "the answer was refused"))
	fmt.Printf("%s\n", inference.NativeChat.ErrorBody("api_error", "the answer was refused"))
	// Output:
	// {"error":{"message":"the answer was refused","type":"api_error","param":null,"code":null}}
	// {"error":"the answer was refused"}
}

func ExampleRoute_String() {
	fmt.Println(inference.Chat, inference.NativeChat, inference.Other)
	// Output:
	// chat/completions api/chat other
}

func ExampleErrorMessage() {
	fmt.Println(inference.ErrorMessage([]byte(`{"error":{"message":"no such model"}}`), 404)) // OpenAI's
	fmt.Println(inference.ErrorMessage([]byte(`{"error":"no such model"}`), 404))             // ollama's
	// Output:
	// no such model
	// no such model
}
