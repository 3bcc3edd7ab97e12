package casefix_test

import (
	"fmt"

	"github.com/repairjson/repairjson/casefix"
)

func Example() {
	x := casefix.NewIndex([]string{"Language", "Programming Language", "Original Requirements"})
	for _, name := range []string{
		"Language",
		"programming_language",
		"original-requirements",
		"OriginalRequirements",
		"requirements", // a part of a name is not the name
	} {
		target, _, m := x.Lookup(name)
		fmt.Printf("%s: %q %v\n", name, target, m)
	}
	// Output:
	// Language: "Language" exact
	// programming_language: "Programming Language" folded
	// original-requirements: "Original Requirements" folded
	// OriginalRequirements: "Original Requirements" folded
	// requirements: "" none
}

func ExampleNewIndex() {
	x := casefix.NewIndex([]string{"id", "userName", "user_name"})
	for _, name := range []string{"ID", "user_name", "User Name"} {
		target, i, m := x.Lookup(name)
		fmt.Printf("%s: %q %d %v\n", name, target, i, m)
	}
	// Output:
	// ID: "id" 0 folded
	// user_name: "user_name" 2 exact
	// User Name: "" -1 ambiguous
}

func ExampleIndex_Lookup() {
	x := casefix.NewIndex([]string{"Café", "Straße"})
	fmt.Println(x.Lookup("ｃａｆｅ"))
	fmt.Println(x.Lookup("STRASSE"))
	// Output:
	// Café 0 folded
	// Straße 1 folded
}

func ExampleIndex_LookupBytes() {
	x := casefix.NewIndex([]string{"Competitive Quadrant Chart"})
	text := []byte(`{"competitive Quadrant charT": ""}`)
	fmt.Println(x.LookupBytes(text[2:28]))
	// Output:
	// Competitive Quadrant Chart 0 folded
}

func ExampleIndex_Near() {
	x := casefix.NewIndex([]string{"received_at", "min_value", "file1"})
	for _, name := range []string{"RecievedAt", "max_value", "file2"} {
		target, _, m := x.Near(name)
		fmt.Printf("%s: %q %v\n", name, target, m)
	}
	// Output:
	// RecievedAt: "received_at" near
	// max_value: "" none
	// file2: "" none
}

func ExampleIndex_Rename() {
	targets := []string{"name", "user_id", "tags"}
	x := casefix.NewIndex(targets)

	// NAME cannot be name, which is there; one of userId and UserID may be
	// user_id, but which?
	members := []string{"name", "NAME", "userId", "UserID", "Tags"}
	to, how := x.Rename(members, casefix.Folded)
	for j, name := range members {
		if to[j] >= 0 {
			fmt.Println(name, "is", targets[to[j]], how[j])
		} else {
			fmt.Println(name, how[j])
		}
	}
	// Output:
	// name is name exact
	// NAME none
	// userId ambiguous
	// UserID ambiguous
	// Tags is tags folded
}

func ExampleFold() {
	for _, name := range []string{"Programming Language", "programmingLanguage", "Élan_Vital", "Ｖ１.2"} {
		fmt.Printf("%s\n", casefix.Fold(nil, []byte(name)))
	}
	// Output:
	// programminglanguage
	// programminglanguage
	// elanvital
	// v1_2
}

func ExampleMatch_String() {
	fmt.Println(casefix.Folded.String(), casefix.Folded < casefix.Exact)
	// Output:
	// folded true
}
