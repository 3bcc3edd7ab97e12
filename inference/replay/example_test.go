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
