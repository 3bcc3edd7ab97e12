package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"

	"github.com/repairjson/repairjson/inference/replay"
	"github.com/repairjson/repairjson/pipeline"
	"github.com/repairjson/repairjson/pipeline/scripted"
)

// plan is a group of two nodes.
func plan() *pipeline.Node {
	return &pipeline.Node{Key: "Plan", Type: pipeline.Group, Children: []*pipeline.Node{
		{Key: "Project Name", Type: pipeline.Text, Instruction: "A name.", Example: "stopwatch"},
		{Key: "Task list", Type: pipeline.List, Instruction: "Files.", Example: []string{"main.py"}},
	}}
}

func ExampleNode_Keys() {
	fmt.Printf("%q\n", plan().Keys())
	// Output:
	// ["Project Name" "Task list"]
}

func ExampleNode_Without() {
	fmt.Printf("%q\n", plan().Without("Task list").Keys())
	// Output:
	// ["Project Name"]
}

func ExampleNode_Schema() {
	s, err := plan().Schema()
	fmt.Println(err)
	fmt.Println(len(s.Check([]byte(`{"Project Name": "x", "Task list": ["a.py"]}`))), len(s.Check([]byte(`{"Task list": 3}`))) > 0)
	// Output:
	// <nil>
	// 0 true
}

func ExampleNode_Prompt() {
	prompt := plan().Prompt("a stopwatch", "English", "json")
	for line := range strings.Lines(prompt) {
		if strings.HasPrefix(line, "## ") {
			fmt.Print(line)
		}
	}
	// Output:
	// ## context
	// ## format example
	// ## nodes: "<node>: <type>  # <instruction>"
	// ## Project Name: <class 'str'>  # A name.
	// ## Task list: typing.List[str]  # Files.
	// ## constraint
	// ## action
}

func ExampleNode_Feedback() {
	node := plan()
	_, _, err := node.Read("I cannot.", "json", true)
	fmt.Println(node.Feedback(err) != "")
	// Output:
	// true
}

func ExampleRepair_String() {
	fmt.Println(pipeline.Repair{Fault: "set", Key: "Task list", Offset: 7, Line: 1, Column: 8, Was: "{", Now: "["})
	// Output:
	// repair_set: "Task list" at line 1 column 8: "{" -> "["
}

func ExampleMalformedError_Error() {
	_, _, err := plan().Read("[CONTENT]\n{'Project Name': 1}\n[/CONTENT]", "json", false)
	var malformed *pipeline.MalformedError
	fmt.Println(errors.As(err, &malformed))
	fmt.Println(err)
	// Output:
	// true
	// the answer is malformed at line 2 column 2: invalid character '\'' looking for beginning of object key string
}

func ExampleStepError_Error() {
	err := &pipeline.StepError{Role: "Engineer", Step: "WriteCode", File: "main.py", Err: context.Canceled}
	fmt.Println(err.Error())
	// Output:
	// Engineer, WriteCode main.py: context canceled
}

func ExampleStepError_Unwrap() {
	err := &pipeline.StepError{Role: "Engineer", Step: "WriteCode", Err: context.Canceled}
	fmt.Println(errors.Is(err, context.Canceled))
	// Output:
	// true
}

func ExampleStatusError_Error() {
	err := &pipeline.StatusError{URL: "http://127.0.0.1:8000/v1/chat/completions", Status: 404, Message: "no such model"}
	fmt.Println(err.Error())
	// Output:
	// http://127.0.0.1:8000/v1/chat/completions answers 404: no such model
}

// ask asks a server that answers with a text.
func ask(text string) (*pipeline.Reply, error) {
	server := httptest.NewServer(&replay.Directed{Choose: func(string, []string) replay.Answer { return replay.Answer{Text: text} }})
	defer server.Close()
	llm := pipeline.DefaultConfig().LLM
	llm.APIType, llm.BaseURL, llm.Model = "open_llm", server.URL+"/v1", "yi"
	client, err := pipeline.NewClient(llm)
	if err != nil {
		return nil, err
	}
	return client.Ask(context.Background(), []pipeline.Turn{{Role: "user", Content: "hi"}}, nil)
}

func ExampleClient_Ask() {
	reply, err := ask("hello")
	fmt.Println(reply.Text, err)
	// Output:
	// hello <nil>
}

func ExampleNewClient() {
	_, err := pipeline.NewClient(pipeline.LLM{APIType: "openai", BaseURL: "http://127.0.0.1:8000/v1", Model: "yi"})
	fmt.Println(err)
	// Output:
	// <nil>
}

func ExampleDefaultOptions() {
	o := pipeline.DefaultOptions()
	fmt.Println(o.Rounds, o.Implement)
	// Output:
	// 5 true
}

func ExampleCompany_Run() {
	script, err := scripted.Load("vicuna-13b") // instead of a model
	if err != nil {
		panic(err)
	}
	server := httptest.NewServer(script.Server())
	defer server.Close()
	workspace, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(workspace)
	config := pipeline.DefaultConfig()
	config.LLM.APIType, config.LLM.BaseURL, config.LLM.Model = "open_llm", server.URL+"/v1", "vicuna-13b"
	config.RepairLLMOutput, config.Workspace = true, workspace
	options := pipeline.DefaultOptions()
	options.Implement = false
	summary, err := (&pipeline.Company{Config: config, Options: options}).Run(context.Background(), "write a snake game")
	fmt.Println(summary.Finished, summary.Repairs > 0, err)
	// Output:
	// true true <nil>
}

func ExampleDefaultConfig() {
	c := pipeline.DefaultConfig()
	fmt.Printf("%q %s\n", c.LLM.Model, c.PromptSchema)
	// Output:
	// "" json
}

func ExampleHomeConfig() {
	path, err := pipeline.HomeConfig()
	fmt.Println(strings.HasSuffix(filepath.ToSlash(path), "/.metagpt/config2.yaml"), err)
	// Output:
	// true <nil>
}

func ExampleInitConfig() {
	folder, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "config2.yaml")
	backup, err := pipeline.InitConfig(path)
	fmt.Printf("%q %v\n", backup, err)
	_, err = os.Stat(path)
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	// Output:
	// "" <nil>
	// false
}

// Without files the configuration is the default.
func ExampleLoadConfig() {
	c, err := pipeline.LoadConfig("no-such-folder", "no-such-file", nil)
	fmt.Println(c.LLM.Model == "", err)
	// Output:
	// true <nil>
}

func ExampleConfig_Check() {
	fmt.Println(pipeline.DefaultConfig().Check() != nil)
	// Output:
	// true
}

func ExampleConfigError_Error() {
	err := &pipeline.ConfigError{File: "config2.yaml", Line: 2, Column: 3, Key: "llm.model", Problem: "is missing"}
	fmt.Println(err.Error())
	// Output:
	// config: config2.yaml:2:3: llm.model: is missing
}

func ExampleConfig_ForRole() {
	c := pipeline.DefaultConfig()
	c.LLM.Model = "yi"
	c.Roles = map[string]pipeline.LLM{"Engineer": {Model: "codellama"}}
	fmt.Println(c.ForRole("Engineer").Model, c.ForRole("Architect").Model)
	// Output:
	// codellama yi
}

func ExampleLLM_Cost() {
	var llm pipeline.LLM // no prices are known
	fmt.Println(llm.Cost(1000, 1000))
	// Output:
	// 0
}

// A folder without a run has nothing to take up.
func ExampleSavedOptions() {
	folder, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	_, err = pipeline.SavedOptions(folder)
	fmt.Println(errors.Is(err, pipeline.ErrNothingToRecover))
	// Output:
	// true
}
