package pipeline

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// configText is the file that InitConfig writes.
const configText = `# The configuration of metago; the keys are those of MetaGPT's config2.yaml.
llm:
  api_type: open_llm                     # open_llm or openai: any OpenAI-compatible server; ollama; ollama.generate
  base_url: http://127.0.0.1:8000/v1     # ollama: http://127.0.0.1:11434/api
  model: llama2-13b
  # api_key: sk-
  # max_token: 4096
  # temperature: 0
  # timeout: 600                         # seconds for an answer
  # stream: true
  # proxy: http://127.0.0.1:3128
  # context_length: 8192                 # ollama: num_ctx
  # pricing_plan: '0.50/1.50'            # dollars for a million tokens in and out, for --investment

repair_llm_output: true                  # repair answers that are not quite the JSON that was asked for
prompt_schema: json                      # json, markdown or raw
# language: English
# code_validate_k_times: 2               # reviews of a file of code
# workspace:
#   path: workspace
# roles:                                 # a model of its own for a role
#   - role: Engineer
#     llm: {api_type: ollama, base_url: 'http://127.0.0.1:11434/api', model: codellama}
`

// InitConfig writes a configuration to begin with to path. A file that is
// there is kept beside it with the ending .bak; backup is its path, or "".
func InitConfig(path string) (backup string, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	switch err := os.Rename(path, path+".bak"); {
	case err == nil:
		backup = path + ".bak"
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	return backup, os.WriteFile(path, []byte(configText), 0o600) // it may hold a key
}
