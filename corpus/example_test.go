package corpus_test

import (
	"fmt"
	"strings"
	"testing/fstest"

	"github.com/repairjson/repairjson/corpus"
)

func ExampleAll() {
	for _, c := range corpus.All() {
		if c.Name == "Yi/truncated-1" {
			fmt.Println(c.Model, c.Faults)
			fmt.Println(c.Reason)
		}
	}
	// Output:
	// Yi [truncated missing-closer markup]
	// The string is kept as far as it came, and what was open is closed.
}

// oneCase is a file of a corpus.
const oneCase = `model: Yi
source: a log of Yi 34B on vllm: single quotes
faults: quote-style
reason: The quotes are Python's.
-- input --
{'a': 1}
-- want.json --
{"a": 1}
`

// Cases need not be those of this package.
func ExampleLoad() {
	files := fstest.MapFS{"Yi/quote-style-1.txtar": &fstest.MapFile{Data: []byte(oneCase)}}
	cases, err := corpus.Load(files)
	fmt.Println(err)
	for _, c := range cases {
		fmt.Printf("%s: %s becomes %s\n", c.Name, c.Input, c.Want)
	}
	// Output:
	// <nil>
	// Yi/quote-style-1: {'a': 1} becomes {"a": 1}
}

func ExampleFormat() {
	c := corpus.Case{
		Model: "Yi", Source: "a log of Yi 34B on vllm: single quotes", Faults: []string{"quote-style"},
		Reason: "The quotes are Python's.", Input: []byte("{'a': 1}"), Want: []byte(`{"a": 1}`),
	}
	fmt.Println(string(corpus.Format(c)) == oneCase)
	// Output:
	// true
}

// Check says what a case lacks.
func ExampleCheck() {
	fmt.Println(corpus.Check(corpus.Case{
		Source: "a log of Yi 34B on vllm: single quotes", Reason: "no reason", Input: []byte("{'a': 1}"),
	}))
	// Output:
	// the reason "no reason" is not a sentence
}

func ExampleCase_Long() {
	text := []byte(strings.Repeat("{'a': 1}\n", 200))
	fmt.Println(corpus.Case{Source: "a log of Yi", Input: text}.Long())
	fmt.Println(corpus.Case{Source: "MetaGPT issue 1115", Input: text}.Long())
	// Output:
	// false
	// true
}

// Two texts of one shape are one to a repairer.
func ExampleShape() {
	a, b := corpus.Shape([]byte("{'name': 'Bo', 'age': 3}")), corpus.Shape([]byte("{'city': 'Oslo',  'n': 42}"))
	fmt.Println(a == b)
	fmt.Println(a == corpus.Shape([]byte(`{"name": "Bo", "age": 3}`)))
	// Output:
	// true
	// false
}
