package pipeline_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"

	"github.com/repairjson/repairjson/pipeline"
	"github.com/repairjson/repairjson/pipeline/scripted"
)

func ExampleCompany() {
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
	company := &pipeline.Company{Config: config, Options: pipeline.DefaultOptions()}
	summary, err := company.Run(context.Background(), "write a snake game")
	fmt.Println(filepath.Base(summary.Project), summary.Files, summary.Finished, err)
	// Output: snake_game [snake_game/game.py snake_game/main.py] true <nil>
}

func ExampleNode_Read() {
	node := &pipeline.Node{Key: "Plan", Type: pipeline.Group, Children: []*pipeline.Node{
		{Key: "Project Name", Type: pipeline.Text, Instruction: "A name.", Example: "stopwatch"},
		{Key: "Task list", Type: pipeline.List, Instruction: "Files.", Example: []string{"main.py"}},
	}}
	doc, repairs, err := node.Read("Sure!\n[CONTENT]\n{\"project name\": snake\", \"Task list\": {\"a.py\", \"main.py\"}\n[/CONTENT]", "json", true)
	fmt.Println(string(doc), err)
	for _, r := range repairs {
		fmt.Println(r)
	}
	// Output:
	// {"Project Name": "snake", "Task list": ["a.py", "main.py"]} <nil>
	// repair_prose: the answer at line 1 column 1: "Sure!\n[CONTENT]\n" -> ""
	// repair_key_case: "Project Name" at line 3 column 2: "\"project name\"" -> "\"Project Name\""
	// repair_missing_quote: "Project Name" at line 3 column 18: "" -> "\""
	// repair_set: "Task list" at line 3 column 39: "{" -> "["
	// repair_set: "Task list" at line 3 column 57: "}" -> "]"
	// repair_missing_closer: the answer at line 3 column 58: "" -> "}"
}

func ExampleConfig_ReadFile() {
	folder, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "config2.yaml")
	if err := os.WriteFile(path, []byte("llm:\n  api_type: ollama\n  model: llama2\n  repair_llm_output: true\n"), 0o600); err != nil {
		panic(err)
	}
	config := pipeline.DefaultConfig()
	err = config.ReadFile(path)
	fmt.Println(config.LLM.Model, config.RepairLLMOutput, err)
	fmt.Println(len(config.Warnings), "warning: the key stands under llm:")
	// Output:
	// llama2 true <nil>
	// 1 warning: the key stands under llm:
}
