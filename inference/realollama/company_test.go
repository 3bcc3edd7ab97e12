package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/pipeline"
	"github.com/repairjson/repairjson/pipeline/scripted"
)

// TestCompany lets the software company of package pipeline work, from the
// requirements to the tasks, with a model of its own for each role, which a
// real ollama serves. REALOLLAMA_DIR is the folder that the command used with
// --dir: it has the built ollama. The log is written to company.log there.
func TestCompany(t *testing.T) {
	dir := os.Getenv("REALOLLAMA_DIR")
	if dir == "" {
		t.Skip("REALOLLAMA_DIR does not name a folder with a built ollama")
	}
	program := filepath.Join(dir, "ollama")
	if _, err := os.Stat(program); err != nil {
		t.Fatal(err)
	}
	staff := []struct{ role, model, script, step string }{
		{"ProductManager", "product-manager", "vicuna-13b", "WritePRD"},
		{"Architect", "architect", "qwen", "WriteDesign"},
		{"ProjectManager", "project-manager", "mixtral", "WriteTasks/3"},
	}
	oldScripts, oldModels := scripts, models
	t.Cleanup(func() { scripts, models = oldScripts, oldModels })
	models = map[string]string{}
	work := t.TempDir()
	ollama, err := serveOllama(program, work)
	if err != nil {
		t.Fatal(err)
	}
	defer ollama.stop()
	said := map[string]string{}
	for _, s := range staff {
		script, err := scripted.Load(s.script)
		if err != nil {
			t.Fatal(err)
		}
		said[s.role] = script.Answers[s.step].Text
		// A model knows one script, and begins it whatever it is asked.
		scripts = []struct{ name, text string }{{"S1", said[s.role]}}
		models = map[string]string{s.model: "{{ if .Messages }}{{ end }}S1"}
		if err := createModels(program, work, strings.TrimPrefix(ollama.url, "http://")); err != nil {
			t.Fatal(err)
		}
	}

	config := pipeline.DefaultConfig()
	config.RepairLLMOutput, config.Workspace = true, filepath.Join(work, "workspace")
	for _, s := range staff {
		llm := config.LLM
		llm.APIType, llm.BaseURL, llm.Model = "ollama", ollama.url+"/api", s.model
		config.Roles[s.role] = llm
	}
	config.LLM = config.Roles["Architect"]
	options := pipeline.DefaultOptions()
	options.Implement = false
	var log bytes.Buffer
	fmt.Fprintf(&log, "ollama %s\n", version)
	company := &pipeline.Company{Config: config, Options: options, OnEvent: func(e pipeline.Event) {
		switch e.Kind {
		case pipeline.Asked:
			fmt.Fprintf(&log, "%s, %s: ollama is asked for an answer of %s\n", e.Role, e.Step, e.Text)
		case pipeline.Answered:
			fmt.Fprintf(&log, "%s, %s: %d bytes in %.1f s, %d tokens in, %d out, counted by ollama: %t\n",
				e.Role, e.Step, len(e.Reply.Text), e.Elapsed.Seconds(), e.Reply.Input, e.Reply.Output, !e.Reply.Estimated)
			if e.Reply.Text != said[e.Role] {
				t.Errorf("%s says %q, not what its script has", e.Role, e.Reply.Text)
			}
		case pipeline.Repaired, pipeline.Retried:
			for _, r := range e.Repairs {
				fmt.Fprintf(&log, "  %s\n", r)
			}
		case pipeline.Saved, pipeline.Warned:
			fmt.Fprintf(&log, "  %s\n", e.Text)
		}
	}}
	sum, err := company.Run(context.Background(), "write a snake game")
	if err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	fmt.Fprintf(&log, "finished: %t, %d answers, %d repairs, %d asked for once more\n", sum.Finished, sum.Answers, sum.Repairs, sum.Retries)
	if !sum.Finished || sum.Answers != len(staff) || sum.Repairs == 0 || sum.Retries != 0 {
		t.Error(log.String())
	}
	for _, folder := range []string{"prd", "system_design", "task"} {
		if found, _ := filepath.Glob(filepath.Join(sum.Project, "docs", folder, "*.json")); len(found) != 1 {
			t.Errorf("docs/%s has %d documents", folder, len(found))
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "company.log"), log.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
