package pipeline

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func parse(t *testing.T, text string) (*Config, error) {
	t.Helper()
	c := DefaultConfig()
	return c, c.read("config2.yaml", []byte(text))
}

func TestConfigKeys(t *testing.T) {
	c, err := parse(t, `
llm:
  api_type: 'ollama.generate'
  base_url: http://127.0.0.1:11434/api
  model: llama2
  api_key: secret
  max_token: 1000
  temperature: 0.5
  top_p: 0.9
  timeout: 30
  proxy: http://127.0.0.1:3128
  stream: false
  context_length: 8192
  pricing_plan: '0.50/1.50'
repair_llm_output: true
prompt_schema: markdown
language: Chinese
code_validate_k_times: 1
workspace: {path: projects}
roles:
  - role: Engineer
    llm: {api_type: open_llm, base_url: 'http://127.0.0.1:8000/v1', model: coder}
`)
	require.NoError(t, err)
	assert.Equal(t, LLM{APIType: "ollama.generate", BaseURL: "http://127.0.0.1:11434/api", Model: "llama2", APIKey: "secret",
		MaxToken: 1000, Temperature: 0.5, TopP: 0.9, Timeout: 30 * time.Second, Proxy: "http://127.0.0.1:3128", ContextLength: 8192,
		InputPrice: 0.5, OutputPrice: 1.5}, c.LLM)
	assert.True(t, c.RepairLLMOutput)
	assert.Equal(t, []any{"markdown", "Chinese", "projects", 1}, []any{c.PromptSchema, c.Language, c.Workspace, c.CodeValidateTimes})
	assert.Equal(t, "coder", c.ForRole("Engineer").Model)
	assert.True(t, c.ForRole("Engineer").Stream, "a role's model begins from the defaults")
	assert.Equal(t, "llama2", c.ForRole("Architect").Model)
	assert.Empty(t, c.Warnings)
	assert.NoError(t, c.Check())
	assert.InDelta(t, 2.0, c.LLM.Cost(1e6, 1e6), 1e-9)
}

func TestConfigErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"llm:\n  api_type: olama\n", `config2.yaml:2:13: llm.api_type: "olama" is not known`},
		{"llm:\n  api_type: anthropic\n", `config2.yaml:2:13: llm.api_type: "anthropic" is not spoken here`},
		{"llm:\n  model: x\n  base_url: 127.0.0.1:8000\n", `config2.yaml:3:13: llm.base_url: "127.0.0.1:8000" is not a URL`},
		{"llm:\n  max_token: many\n", `config2.yaml:2:14: llm.max_token: a whole number is wanted, not many`},
		{"llm:\n  max_token: 0\n", `config2.yaml:2:14: llm.max_token: 0 is less than 1`},
		{"llm:\n  temperature: warm\n", `config2.yaml:2:16: llm.temperature: a number is wanted, not warm`},
		{"llm:\n  stream: maybe\n", `config2.yaml:2:11: llm.stream: true or false is wanted, not maybe`},
		{"llm:\n  timeout: -1\n", `config2.yaml:2:12: llm.timeout: -1 is less than 0`},
		{"llm:\n  proxy: here\n", `config2.yaml:2:10: llm.proxy: "here" is not a URL`},
		{"llm: llama2\n", `config2.yaml:1:6: keys with values are wanted here`},
		{"llm:\n  repair_llm_output: perhaps\n", `config2.yaml:2:22: llm.repair_llm_output: true or false is wanted`},
		{"\nrepair_llm_output: 'on'\n", `config2.yaml:2:20: repair_llm_output: true or false is wanted`},
		{"prompt_schema: xml\n", `config2.yaml:1:16: prompt_schema: "xml" is none of json, markdown, raw`},
		{"roles: Engineer\n", `config2.yaml:1:8: roles: a list is wanted`},
		{"roles:\n  - role: Poet\n", `config2.yaml:2:11: roles: a role is one of ProductManager,`},
		{"roles:\n  - role: Engineer\n", `roles: an entry has role and llm`},
		{"llm:\n  - x: [\n", `config2.yaml:`},
		{"- llm\n", `config2.yaml:1:1: keys with values are wanted here`},
	} {
		_, err := parse(t, c.text)
		var e *ConfigError
		if assert.ErrorAs(t, err, &e, c.text) {
			assert.Contains(t, err.Error(), c.want)
			assert.Positive(t, e.Line, c.text)
		}
	}
}

func TestConfigWarnings(t *testing.T) {
	c, err := parse(t, `llm:
  model: x
  repair_llm_output: true
  modell: y
  top_k: 5
  pricing_plan: gold
serch: {}
mermaid: {engine: none}
workspace: {use_uid: true, colour: red}
`)
	require.NoError(t, err)
	assert.True(t, c.RepairLLMOutput, "it is taken from under llm:, too")
	want := []string{
		"config2.yaml:3:3: repair_llm_output belongs to the outermost level",
		"config2.yaml:4:3: unknown key llm.modell",
		"config2.yaml:5:3: llm.top_k changes nothing here",
		"config2.yaml:6:17: llm.pricing_plan: the prices of a plan are not known",
		"config2.yaml:7:1: unknown key serch",
		"config2.yaml:8:1: mermaid changes nothing here",
		"config2.yaml:9:13: workspace.use_uid changes nothing here",
		"config2.yaml:9:28: unknown key workspace.colour",
	}
	if assert.Len(t, c.Warnings, len(want), strings.Join(c.Warnings, "\n")) {
		for i, w := range want {
			assert.Contains(t, c.Warnings[i], w)
		}
	}
	for _, text := range []string{"", "# nothing\n", "llm:\n"} {
		_, err := parse(t, text)
		assert.NoError(t, err, "%q", text)
	}
}

func TestConfigPrecedence(t *testing.T) {
	project, home := t.TempDir(), filepath.Join(t.TempDir(), ".metagpt", "config2.yaml")
	write := func(path, text string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	environ := []string{"METAGO_LLM_MODEL=env", "METAGO_LLM_MAX_TOKEN=7", "METAGO_REPAIR_LLM_OUTPUT=true", "prompt_schema=raw", "LANGUAGE=en_US:en", "METAGO_OTHER=1"}
	load := func() *Config {
		c, err := LoadConfig(project, home, environ)
		require.NoError(t, err)
		return c
	}
	c := load()
	assert.Equal(t, []any{"env", 7, true, "raw", "English"}, []any{c.LLM.Model, c.LLM.MaxToken, c.RepairLLMOutput, c.PromptSchema, c.Language})
	write(filepath.Join(project, "config", "config2.yaml"), "llm: {model: project}\nprompt_schema: markdown\n")
	c = load()
	assert.Equal(t, []any{"project", 4096, "markdown", true}, []any{c.LLM.Model, c.LLM.MaxToken, c.PromptSchema, c.RepairLLMOutput}, "an llm: replaces the whole of it")
	write(home, "llm: {model: home}\nrepair_llm_output: false\n")
	c = load()
	assert.Equal(t, []any{"home", "markdown", false}, []any{c.LLM.Model, c.PromptSchema, c.RepairLLMOutput})

	for _, bad := range []string{"METAGO_LLM_MODEL_NAME=x", "METAGO_LLM_MAX_TOKEN=x", "METAGO_PROMPT_SCHEMA=xml", "METAGO_LLM_BASE_URL=[", "METAGO_LLM_BASE_URL={a"} {
		_, err := LoadConfig(t.TempDir(), "", []string{bad})
		var e *ConfigError
		assert.ErrorAs(t, err, &e, bad)
	}
}

func TestConfigCheck(t *testing.T) {
	c, _ := parse(t, "repair_llm_output: true\n")
	assert.ErrorContains(t, c.Check(), "--init-config")
	c, _ = parse(t, "llm: {model: gpt-4}\n")
	assert.ErrorContains(t, c.Check(), "api_key")
	c, _ = parse(t, "llm: {model: x, api_type: open_llm, api_key: YOUR_API_KEY}\n")
	assert.ErrorContains(t, c.Check(), "api_key")
	c, _ = parse(t, "llm: {model: x, api_type: open_llm}\nroles: [{role: Architect, llm: {api_type: ollama}}]\n")
	assert.ErrorContains(t, c.Check(), "Architect")
}

func TestInitConfig(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".metagpt", "config2.yaml")
	backup, err := InitConfig(path)
	require.NoError(t, err)
	assert.Empty(t, backup)
	c := DefaultConfig()
	require.NoError(t, c.ReadFile(path))
	assert.Empty(t, c.Warnings)
	assert.NoError(t, c.Check())
	assert.True(t, c.RepairLLMOutput)
	// What stands there as a comment holds too.
	_, rest, _ := strings.Cut(configText, "\n")
	c, err = parse(t, regexp.MustCompile(`(?m)^( *)# (.*?)(?: +#.*)?$`).ReplaceAllString(rest, "$1$2"))
	require.NoError(t, err)
	assert.Empty(t, c.Warnings)
	assert.Equal(t, []any{8192, 0.5, "English", "codellama"}, []any{c.LLM.ContextLength, c.LLM.InputPrice, c.Language, c.Roles["Engineer"].Model})

	require.NoError(t, os.WriteFile(path, []byte("mine"), 0o600))
	backup, err = InitConfig(path)
	require.NoError(t, err)
	data, err := os.ReadFile(backup)
	require.NoError(t, err)
	assert.Equal(t, "mine", string(data))
}
