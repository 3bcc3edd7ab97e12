package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Config says which models work in the company, and how. Its keys are those
// of MetaGPT's config2.yaml.
type Config struct {
	LLM   LLM
	Roles map[string]LLM // by the name of the role; others have LLM

	RepairLLMOutput   bool   // answers are repaired and made to fit; else the first bad one stops the run
	PromptSchema      string // "json", "markdown" or "raw": how prompts ask, and answers come
	Language          string // of the documents
	Workspace         string // the folder of the projects
	CodeValidateTimes int    // how often a file's code is reviewed at most

	// Warnings says what is odd in the files, with line and column.
	Warnings []string
}

// An LLM says where a model is, and how it is asked.
type LLM struct {
	APIType       string // "openai", "open_llm" and others that speak OpenAI's format; "ollama", "ollama.generate"
	BaseURL       string // up to the version: http://127.0.0.1:8000/v1, or …/api of ollama
	Model         string
	APIKey        string
	MaxToken      int
	Temperature   float64
	TopP          float64 // 0 sends none
	Timeout       time.Duration
	Proxy         string
	Stream        bool
	ContextLength int     // of ollama: num_ctx; 0 leaves the server's
	InputPrice    float64 // dollars for a million tokens
	OutputPrice   float64
}

func defaultLLM() LLM {
	return LLM{
		APIType: "openai", BaseURL: "https://api.openai.com/v1", APIKey: "sk-",
		MaxToken: 4096, Timeout: 600 * time.Second, Stream: true,
	}
}

// DefaultConfig returns the configuration before any file is read. It names no
// model.
func DefaultConfig() *Config {
	return &Config{
		LLM: defaultLLM(), Roles: map[string]LLM{}, PromptSchema: "json",
		Language: "English", Workspace: "workspace", CodeValidateTimes: 2,
	}
}

// apiTypes are the values of api_type, and the wire format of those that are
// spoken.
var apiTypes = map[string]wire{
	"openai": openAIWire, "open_llm": openAIWire, "fireworks": openAIWire, "moonshot": openAIWire,
	"mistral": openAIWire, "yi": openAIWire, "deepseek": openAIWire, "siliconflow": openAIWire,
	"open_router": openAIWire, "openrouter": openAIWire, "openrouter_reasoning": openAIWire,
	"ollama": ollamaChat, "ollama.generate": ollamaGenerate,
	"anthropic": 0, "claude": 0, "spark": 0, "zhipuai": 0, "gemini": 0, "metagpt": 0, "azure": 0,
	"ollama.embeddings": 0, "ollama.embed": 0, "qianfan": 0, "dashscope": 0, "bedrock": 0, "ark": 0,
}

// HomeConfig returns the path of the user's own configuration,
// ~/.metagpt/config2.yaml.
func HomeConfig() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".metagpt", "config2.yaml"), err
}

// LoadConfig reads the configuration: the environment, then config/config2.yaml
// in the folder project, then the file home, each going before what was read
// earlier. Files that do not exist are left out. As in MetaGPT the last one
// that has a key of the outermost level gives all of its value: an llm: in the
// home folder replaces that of the project.
//
// The error of a bad value is a [*ConfigError] with its line and column.
// Whether the configuration is complete, Check says.
func LoadConfig(project, home string, environ []string) (*Config, error) {
	c := DefaultConfig()
	if err := c.readEnvironment(environ); err != nil {
		return nil, err
	}
	for _, path := range []string{filepath.Join(project, "config", "config2.yaml"), home} {
		if err := c.ReadFile(path); err != nil && !os.IsNotExist(err) {
			return nil, err
		}
	}
	return c, nil
}

// ReadFile reads a file over what the configuration says already.
func (c *Config) ReadFile(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return c.read(path, data)
}

// readEnvironment reads the variables METAGO_LLM_MODEL and alike for the keys
// of llm, METAGO_PROMPT_SCHEMA and alike for those of the outermost level, and
// the latter also under the key's own name, as MetaGPT does.
func (c *Config) readEnvironment(environ []string) error {
	for _, pair := range slices.Sorted(slices.Values(environ)) {
		name, value, _ := strings.Cut(pair, "=")
		key, found := name, slices.Contains(plainKeys, name)
		var inner string
		if rest, ok := strings.CutPrefix(name, "METAGO_LLM_"); ok {
			key, inner, found = "llm", strings.ToLower(rest), true
		} else if rest, ok := strings.CutPrefix(name, "METAGO_"); ok {
			key = strings.ToLower(rest)
			found = slices.Contains(plainKeys, key)
		}
		if !found {
			continue
		}
		if err := c.setText(key, inner, value); err != nil {
			return &ConfigError{File: "the environment", Key: name, Problem: err.Error()}
		}
	}
	return nil
}

// Check says what is missing or wrong in a configuration that is to be used:
// a [*ConfigError].
func (c *Config) Check() error {
	if err := c.LLM.check("llm"); err != nil {
		return err
	}
	for role, llm := range c.Roles {
		if err := llm.check("llm of the role " + role); err != nil {
			return err
		}
	}
	return nil
}

func (l *LLM) check(where string) error {
	hosted := l.APIType == "openai" && strings.Contains(l.BaseURL, "api.openai.com")
	problem := ""
	switch {
	case l.Model == "":
		problem = "no model; write a configuration with metago --init-config, or try metago --llm replay:qwen"
	case l.wire() == 0:
		problem = fmt.Sprintf("api_type %q is not spoken", l.APIType)
	case l.APIKey == "YOUR_API_KEY", hosted && (l.APIKey == "" || l.APIKey == "sk-"):
		problem = "set api_key"
	default:
		return nil
	}
	return &ConfigError{File: "config2.yaml", Key: where, Problem: problem}
}

// wire returns the format that the model's server speaks.
func (l *LLM) wire() wire { return apiTypes[l.APIType] }

// Cost returns the dollars that the tokens cost.
func (l *LLM) Cost(input, output int) float64 {
	return (float64(input)*l.InputPrice + float64(output)*l.OutputPrice) / 1e6
}

// setPrices reads "INPUT/OUTPUT", dollars for a million tokens.
func (l *LLM) setPrices(plan string) bool {
	in, out, ok := strings.Cut(plan, "/")
	a, err1 := strconv.ParseFloat(strings.TrimSpace(in), 64)
	b, err2 := strconv.ParseFloat(strings.TrimSpace(out), 64)
	if !ok || err1 != nil || err2 != nil || a < 0 || b < 0 {
		return false
	}
	l.InputPrice, l.OutputPrice = a, b
	return true
}

// ForRole returns the model of a role.
func (c *Config) ForRole(role string) *LLM {
	if llm, ok := c.Roles[role]; ok {
		return &llm
	}
	return &c.LLM
}
