package repairjson_test

import (
	"errors"
	"fmt"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/schema"
)

// A task is what the examples ask a model for.
type task struct {
	Title string   `json:"title"`
	Hours int      `json:"hours"`
	Tags  []string `json:"tags"`
}

// taskSchema is the schema of a task.
func taskSchema() *schema.Schema {
	s, err := schema.For[task]()
	if err != nil {
		panic(err)
	}
	return s
}

func ExampleUnmarshal() {
	var t task
	err := repairjson.Unmarshal([]byte("```json\n{'Title': 'Write docs', hours: \"3\", \"tags\": \"docs\"}\n```"), &t)
	fmt.Printf("%+v %v\n", t, err)
	// Output: {Title:Write docs Hours:3 Tags:[docs]} <nil>
}

func ExampleAs() {
	t, err := repairjson.As[task]([]byte(`{"title":"Test","hours":2.0,"tags":[]}`))
	fmt.Printf("%+v %v\n", t, err)
	// Output: {Title:Test Hours:2 Tags:[]} <nil>
}

func ExampleOptions_Unmarshal() {
	var o repairjson.Options
	s, err := schema.Parse([]byte(`{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}`))
	if err != nil {
		panic(err)
	}
	o.Schema = s
	var v map[string]any
	err = o.Unmarshal([]byte(`{N: "7"}`), &v)
	fmt.Println(v, err)
	// Output: map[n:7] <nil>
}

func ExampleMismatchError() {
	_, err := repairjson.As[task]([]byte(`{"title":"Test","hours":"soon","tags":[]}`))
	var mismatch *repairjson.MismatchError
	fmt.Println(errors.As(err, &mismatch), errors.Is(err, repairjson.ErrMismatch))
	// Output: true true
}

func ExampleMismatchError_Feedback() {
	_, err := repairjson.As[task]([]byte(`{"title":"Test","hours":"soon","tags":[]}`))
	var mismatch *repairjson.MismatchError
	if errors.As(err, &mismatch) {
		fmt.Print(mismatch.Feedback())
	}
	// Output:
	// The answer does not fit the schema. Answer again with JSON only, and mend this:
	// - "/hours": want integer, found "soon"
}

func ExampleMismatchError_Error() {
	_, err := repairjson.As[task]([]byte(`{"title":"Test","hours":"soon","tags":[]}`))
	fmt.Println(err)
	// Output: repairjson: the answer does not fit the schema: "/hours": want integer, found "soon"
}

func ExampleMismatchError_Unwrap() {
	err := error(&repairjson.MismatchError{})
	fmt.Println(errors.Is(err, repairjson.ErrMismatch))
	// Output: true
}
