package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// A ConfigError is a value of a configuration that cannot be used.
type ConfigError struct {
	File         string
	Line, Column int // from 1; 0 for the environment
	Key          string
	Problem      string
}

func (e *ConfigError) Error() string {
	at := e.File
	if e.Line > 0 {
		at = fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Column)
	}
	if e.Key == "" {
		return fmt.Sprintf("config: %s: %s", at, e.Problem)
	}
	return fmt.Sprintf("config: %s: %s: %s", at, e.Key, e.Problem)
}

// A setter takes the value of a key, and says what is wrong with it.
type setter[T any] func(*T, ast.Node) error

// into returns a setter of the variable that at returns. It refuses values of
// another type, and those that ok, if given, does not take.
func into[T, V any](at func(*T) *V, ok ...func(V) string) setter[T] {
	return func(t *T, n ast.Node) error {
		var v V
		if err := yaml.NodeToValue(n, &v); err != nil {
			return fmt.Errorf("%s is wanted, not %s", wanted(v), strings.TrimSpace(n.String()))
		}
		for _, f := range ok {
			if problem := f(v); problem != "" {
				return fmt.Errorf("%s", problem)
			}
		}
		*at(t) = v
		return nil
	}
}

// wanted names the kind of v.
func wanted(v any) string {
	switch v.(type) {
	case bool:
		return "true or false"
	case int:
		return "a whole number"
	case float64:
		return "a number"
	}
	return "text"
}

// llmKeys are the keys of llm.
var llmKeys = map[string]setter[LLM]{
	"api_type":       into(func(l *LLM) *string { return &l.APIType }, isAPIType),
	"base_url":       into(func(l *LLM) *string { return &l.BaseURL }, isURL),
	"model":          into(func(l *LLM) *string { return &l.Model }),
	"api_key":        into(func(l *LLM) *string { return &l.APIKey }),
	"max_token":      into(func(l *LLM) *int { return &l.MaxToken }, atLeast(1)),
	"temperature":    into(func(l *LLM) *float64 { return &l.Temperature }, atLeast(0.0)),
	"top_p":          into(func(l *LLM) *float64 { return &l.TopP }, atLeast(0.0)),
	"proxy":          into(func(l *LLM) *string { return &l.Proxy }, isProxy),
	"stream":         into(func(l *LLM) *bool { return &l.Stream }),
	"context_length": into(func(l *LLM) *int { return &l.ContextLength }, atLeast(0)),
	"timeout":        setTimeout,
}

// setTimeout reads seconds; 0 stands for 300.
func setTimeout(l *LLM, n ast.Node) error {
	var seconds struct{ n int }
	if err := into(func(s *struct{ n int }) *int { return &s.n }, atLeast(0))(&seconds, n); err != nil {
		return err
	}
	if seconds.n == 0 {
		seconds.n = 300
	}
	l.Timeout = time.Duration(seconds.n) * time.Second
	return nil
}

// topKeys are the keys of the outermost level with a plain value.
var topKeys = map[string]setter[Config]{
	"repair_llm_output":     into(func(c *Config) *bool { return &c.RepairLLMOutput }),
	"prompt_schema":         into(func(c *Config) *string { return &c.PromptSchema }, oneOf("json", "markdown", "raw")),
	"language":              into(func(c *Config) *string { return &c.Language }),
	"code_validate_k_times": into(func(c *Config) *int { return &c.CodeValidateTimes }, atLeast(0)),
	"proxy":                 into(func(c *Config) *string { return &c.LLM.Proxy }, isProxy),
}

// plainKeys are the names of topKeys.
var plainKeys = []string{"repair_llm_output", "prompt_schema", "language", "code_validate_k_times", "proxy"}

// unusedKeys are keys of MetaGPT that change nothing here.
var unusedKeys = map[string][]string{
	"llm": {"api_version", "access_key", "secret_key", "session_token", "endpoint", "app_id", "api_secret", "domain",
		"top_k", "repetition_penalty", "stop", "presence_penalty", "frequency_penalty", "best_of", "n", "logprobs",
		"top_logprobs", "seed", "region_name", "calc_usage", "compress_type", "use_system_prompt", "reasoning", "reasoning_max_token"},
	"": {"embedding", "omniparse", "search", "enable_search", "browser", "mermaid", "s3", "redis", "redis_key",
		"enable_longterm_memory", "exp_pool", "models", "role_zero", "project_path", "project_name", "inc", "reqa_file",
		"max_auto_summarize_code", "git_reinit", "run_api_key", "metagpt_tti_url", "iflytek_app_id", "iflytek_api_secret",
		"iflytek_api_key", "azure_tts_subscription_key", "azure_tts_region"},
}

// A file is a configuration that is being read.
type file struct {
	c    *Config
	path string
}

// read reads the text of a file.
func (c *Config) read(path string, data []byte) error {
	doc, err := parser.ParseBytes(data, 0)
	if err != nil {
		return syntaxError(path, err)
	}
	f := &file{c, path}
	for _, d := range doc.Docs {
		if d.Body == nil || d.Body.Type() == ast.NullType {
			continue
		}
		if err := f.each(d.Body, f.top); err != nil {
			return err
		}
	}
	return nil
}

// syntaxError says where the file is no YAML.
func syntaxError(path string, err error) error {
	e := &ConfigError{File: path, Problem: err.Error()}
	if t, ok := err.(yaml.Error); ok && t.GetToken() != nil {
		p := t.GetToken().Position
		e.Line, e.Column, e.Problem = p.Line, p.Column, t.GetMessage()
	}
	return e
}

// each calls f for the members of a mapping.
func (f *file) each(n ast.Node, call func(name string, key, value ast.Node) error) error {
	var members []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		members = m.Values
	case *ast.MappingValueNode:
		members = []*ast.MappingValueNode{m}
	case *ast.NullNode:
	default:
		return f.fault(n, "", "keys with values are wanted here")
	}
	for _, m := range members {
		var name string
		if err := yaml.NodeToValue(m.Key, &name); err != nil {
			return f.fault(m.Key, "", "a key is wanted here")
		}
		if err := call(name, m.Key, m.Value); err != nil {
			return err
		}
	}
	return nil
}

func (f *file) fault(n ast.Node, key, problem string) error {
	p := n.GetToken().Position
	return &ConfigError{f.path, p.Line, p.Column, key, problem}
}

func (f *file) warn(n ast.Node, format string, args ...any) {
	p := n.GetToken().Position
	f.c.Warnings = append(f.c.Warnings, fmt.Sprintf("%s:%d:%d: ", f.path, p.Line, p.Column)+fmt.Sprintf(format, args...))
}

// top reads a key of the outermost level.
func (f *file) top(name string, key, value ast.Node) error {
	switch name {
	case "llm":
		proxy := f.c.LLM.Proxy
		llm, err := f.llm("llm", value)
		if llm.Proxy == "" {
			llm.Proxy = proxy
		}
		f.c.LLM = llm
		return err
	case "roles":
		return f.roles(value)
	case "workspace":
		return f.each(value, func(name string, key, value ast.Node) error {
			if name != "path" {
				f.unknown("workspace.", name, key, []string{"use_uid", "uid"})
				return nil
			}
			return f.set(into(func(c *Config) *string { return &c.Workspace }), "workspace.path", value)
		})
	}
	if set := topKeys[name]; set != nil {
		return f.set(set, name, value)
	}
	f.unknown("", name, key, unusedKeys[""])
	return nil
}

func (f *file) set(set setter[Config], name string, value ast.Node) error {
	if err := set(f.c, value); err != nil {
		return f.fault(value, name, err.Error())
	}
	return nil
}

// unknown warns about a key that changes nothing.
func (f *file) unknown(prefix, name string, key ast.Node, unused []string) {
	if slices.Contains(unused, name) {
		f.warn(key, "%s%s changes nothing here", prefix, name)
		return
	}
	f.warn(key, "unknown key %s%s", prefix, name)
}

// llm reads a mapping of llm, which begins from the defaults.
func (f *file) llm(where string, n ast.Node) (LLM, error) {
	l := defaultLLM()
	err := f.each(n, func(name string, key, value ast.Node) error {
		switch set := llmKeys[name]; {
		case set != nil:
			if err := set(&l, value); err != nil {
				return f.fault(value, where+"."+name, err.Error())
			}
		case name == "repair_llm_output":
			f.warn(key, "repair_llm_output belongs to the outermost level, not under %s; it is taken as if it stood there", where)
			return f.set(topKeys[name], where+"."+name, value)
		case name == "pricing_plan":
			var plan string
			if yaml.NodeToValue(value, &plan) != nil || !l.setPrices(plan) {
				f.warn(value, "%s.pricing_plan: the prices of a plan are not known here; write dollars for a million tokens as '0.50/1.50'", where)
			}
		default:
			f.unknown(where+".", name, key, unusedKeys["llm"])
		}
		return nil
	})
	return l, err
}

// roles reads the models of single roles.
func (f *file) roles(n ast.Node) error {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		return f.fault(n, "roles", "a list is wanted, of entries with role and llm")
	}
	for _, item := range list.Values {
		var entry struct {
			role string
			llm  LLM
		}
		err := f.each(item, func(name string, key, value ast.Node) (err error) {
			switch name {
			case "role":
				if yaml.NodeToValue(value, &entry.role) != nil || !slices.Contains(RoleNames, entry.role) {
					return f.fault(value, "roles", "a role is one of "+strings.Join(RoleNames, ", "))
				}
			case "llm":
				entry.llm, err = f.llm("roles.llm", value)
			default:
				f.unknown("roles.", name, key, nil)
			}
			return err
		})
		if err != nil {
			return err
		}
		if entry.role == "" || entry.llm == (LLM{}) {
			return f.fault(item, "roles", "an entry has role and llm")
		}
		f.c.Roles[entry.role] = entry.llm
	}
	return nil
}

// setText sets a key from a text, as if it stood in a file.
func (c *Config) setText(key, inner, value string) error {
	doc, err := parser.ParseBytes([]byte(value), 0)
	if err != nil || len(doc.Docs) == 0 || doc.Docs[0].Body == nil {
		doc, err = parser.ParseBytes([]byte(`"`+strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value)+`"`), 0)
		if err != nil {
			return err
		}
	}
	n := doc.Docs[0].Body
	if inner == "" {
		return topKeys[key](c, n)
	}
	set := llmKeys[inner]
	if set == nil {
		return fmt.Errorf("there is no key llm.%s", inner)
	}
	return set(&c.LLM, n)
}
