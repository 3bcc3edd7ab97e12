package scripted_test

import (
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"

	"github.com/repairjson/repairjson/pipeline/scripted"
)

func ExampleModels() {
	fmt.Println(slices.Contains(scripted.Models(), "vicuna-13b"))
	// Output:
	// true
}

func ExampleLoad() {
	_, err := scripted.Load("no such model")
	fmt.Println(err != nil)
	script, err := scripted.Load("vicuna-13b")
	fmt.Println(script.Model, err)
	// Output:
	// true
	// vicuna-13b <nil>
}

func ExampleScript_Server() {
	script, err := scripted.Load("vicuna-13b")
	if err != nil {
		panic(err)
	}
	w := httptest.NewRecorder()
	script.Server().ServeHTTP(w, httptest.NewRequest("POST", "/v1/chat/completions", strings.NewReader(
		`{"model": "vicuna-13b", "messages": [{"role": "user", "content": "hello"}]}`)))
	fmt.Println(w.Header().Get("Content-Type"))
	// Output:
	// application/json
}
