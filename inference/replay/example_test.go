package replay_test

import (
	"fmt"
	"net/http/httptest"
	"strings"

	"github.com/repairjson/repairjson/inference/replay"
)

func ExampleScript() {
	for _, a := range replay.Script() {
		if a.Name == "quote" {
			fmt.Println(a.Text)
		}
	}
	// Output:
	// {"a":b"}}
}

// A server answers with what the script says, in its own wire format.
func ExampleServer_ServeHTTP() {
	server := &replay.Server{Kind: replay.Ollama, Answers: []replay.Answer{{Name: "short", Text: "{'a': 1}"}}}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest("POST", "/api/generate", strings.NewReader(
		`{"model": "short", "prompt": "hi", "stream": false}`)))
	fmt.Println(w.Code, strings.Contains(w.Body.String(), `"response":"{'a': 1}"`))
	// Output:
	// 200 true
}

func ExampleKind_String() {
	fmt.Println(replay.VLLM, replay.LLaMAFactory)
	// Output:
	// vllm llama-factory
}

// A function may choose the answer by what was said.
func ExampleDirected_ServeHTTP() {
	server := &replay.Directed{Kind: replay.Ollama, Choose: func(model string, said []string) replay.Answer {
		return replay.Answer{Text: model + " heard " + said[len(said)-1]}
	}}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest("POST", "/api/generate", strings.NewReader(
		`{"model": "yi", "prompt": "hi", "stream": false}`)))
	fmt.Println(w.Code, strings.Contains(w.Body.String(), `"response":"yi heard hi"`))
	// Output:
	// 200 true
}
