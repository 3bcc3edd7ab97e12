package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/repairjson/repairjson/inference"
	"github.com/tidwall/gjson"
)

// A way is how a question reaches ollama.
type way struct {
	name   string
	url    string
	client *http.Client
}

func (w *way) get(path string) (string, error) {
	resp, err := w.client.Get(w.url + path)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return strings.TrimSpace(string(b)), err
}

// A reply is what a client makes of an answer.
type reply struct {
	status            int
	text, thought     string
	calls             string // arguments
	truncated, failed string
	wrong             string // what an error says
	body              string
}

// ask asks a question; with stream the answer comes in pieces.
func (w *way) ask(path, body string, stream bool) (reply, error) {
	body = strings.Replace(body, "{", fmt.Sprintf(`{"stream":%v,`, stream), 1)
	client := *w.client
	client.Timeout = time.Minute
	resp, err := client.Post(w.url+path, "application/json", strings.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	r := reply{status: resp.StatusCode, body: string(data)}
	r.truncated = resp.Header.Get(inference.TruncatedField) + resp.Trailer.Get(inference.TruncatedField)
	r.failed = resp.Header.Get(inference.FailedField) + resp.Trailer.Get(inference.FailedField)
	for line := range bytes.Lines(data) {
		line = bytes.TrimPrefix(line, []byte("data: "))
		f := gjson.ParseBytes(line)
		m := f.Get("message")
		for _, field := range []string{"choices.0.delta", "choices.0.message"} {
			if v := f.Get(field); v.Exists() {
				m = v
			}
		}
		r.text += m.Get("content").Str + f.Get("response").Str + f.Get("choices.0.text").Str
		r.thought += m.Get("thinking").Str + m.Get("reasoning").Str + f.Get("thinking").Str
		r.wrong += f.Get("error.message").Str
		if e := f.Get("error"); e.Type == gjson.String {
			r.wrong += e.Str
		}
		for _, call := range m.Get("tool_calls").Array() {
			r.calls += call.Get("function.arguments").String()
		}
	}
	return r, err
}

type checker struct {
	direct, transport, proxy way
	checks, failed           int
}

// check prints whether something holds.
func (c *checker) check(ok bool, what string, r reply, err error) {
	c.checks++
	if ok && err == nil {
		fmt.Println("ok    ", what)
		return
	}
	c.failed++
	fmt.Printf("FAILED %s: %v\n%d %s\n", what, err, r.status, r.body)
}

// both asks through the transport and the proxy, streaming and not.
func (c *checker) both(what, path, body string, ok func(reply) bool) {
	for _, w := range []way{c.transport, c.proxy} {
		for _, stream := range []bool{false, true} {
			r, err := w.ask(path, body, stream)
			c.check(ok(r), fmt.Sprintf("%-10s %-22s stream=%-5v %s -> %s%s", w.name, path, stream, what, brief(r), marks(r)), r, err)
		}
	}
}

func brief(r reply) string {
	s := r.text + r.calls
	if r.thought != "" {
		s += " (thought: " + r.thought + ")"
	}
	if r.wrong != "" {
		s += r.wrong
	}
	if len(s) > 90 {
		s = s[:90] + "…"
	}
	return strings.ReplaceAll(s, "\n", `\n`)
}

func marks(r reply) string {
	s := ""
	if r.truncated != "" {
		s += " truncated=" + r.truncated
	}
	if r.failed != "" {
		s += " failed=" + r.failed
	}
	return s
}

// same reports whether a text is the JSON value want.
func same(text, want string) bool {
	var a, b any
	return json.Unmarshal([]byte(text), &a) == nil && json.Unmarshal([]byte(want), &b) == nil && reflect.DeepEqual(a, b)
}

func isJSON(text, want string) func(reply) bool {
	return func(r reply) bool { return r.status == 200 && same(r.text, want) && r.truncated == text }
}

// question returns a request. guided_json says to the transport what is
// wanted, and nothing to ollama, which would otherwise keep its model from
// writing anything else.
func question(path, model, script, more string) string {
	if path == "/api/generate" || path == "/v1/completions" {
		return fmt.Sprintf(`{"model":%q,"prompt":%q%s}`, model, script, more)
	}
	return fmt.Sprintf(`{"model":%q,"messages":[{"role":"user","content":%q}]%s}`, model, script, more)
}

const (
	wanted = `,"guided_json":{"type":"object"}`
	tools  = `,"tools":[{"type":"function","function":{"name":"get_weather","description":"the weather","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]`
)

var paths = []string{"/api/chat", "/api/generate", "/v1/chat/completions", "/v1/completions"}

func (c *checker) all() {
	c.strings()
	c.metaGPT()
	c.truncation()
	c.calls()
	c.thinking()
	c.errors()
}

// strings checks the three texts of the tutorial, and one in a fence.
func (c *checker) strings() {
	for _, path := range paths {
		for _, s := range scripts[:3] {
			r, err := c.direct.ask(path, question(path, "plain", s.name, ""), false)
			c.check(r.text == s.text, fmt.Sprintf("%-10s %-22s says %s", "direct", path, r.text), r, err)
			c.both(s.text, path, question(path, "plain", s.name, wanted), isJSON("", `{"a":"b"}`))
		}
		c.both("a fence in words", path, question(path, "plain", "S5", wanted), isJSON("", `{"project name":"game_2048","Task list":["a.py","b.py"]}`))
	}
	for _, stream := range []bool{false, true} {
		for _, w := range []way{c.transport, c.proxy} {
			r, err := w.ask("/api/chat", question("/api/chat", "plain", "S1", ""), stream)
			c.check(r.text == scripts[0].text, fmt.Sprintf("%-10s %-22s stream=%-5v no JSON asked for: %s", w.name, "/api/chat", stream, r.text), r, err)
		}
	}
}

// metaGPT checks a prompt of MetaGPT, which asks for JSON in words.
func (c *checker) metaGPT() {
	prompt := "## context\nx\n\n## format example\n[CONTENT]\n{\"a\": \"b\"}\n[/CONTENT]\n\n## nodes: \"<node>: <type>  # <instruction>\"\n## A: <class 'str'>  # anything\n\n## constraint\nFormat: output wrapped inside [CONTENT][/CONTENT]\n"
	for _, path := range []string{"/api/chat", "/v1/chat/completions"} {
		c.both("a prompt of MetaGPT", path, question(path, "plain", prompt+"S2", ""), func(r reply) bool {
			text, open := strings.CutPrefix(strings.TrimSpace(r.text), "[CONTENT]")
			text, closed := strings.CutSuffix(text, "[/CONTENT]")
			return open && closed && same(text, `{"A":"b"}`)
		})
	}
}

// truncation checks answers at the limit of tokens.
func (c *checker) truncation() {
	for _, path := range paths {
		limit := `,"options":{"num_predict":4}`
		if strings.HasPrefix(path, "/v1") {
			limit = `,"max_tokens":4`
		}
		c.both("cut off by the limit", path, question(path, "plain", "S8", wanted+limit), func(r reply) bool {
			return r.status == 200 && r.truncated == "length" && json.Valid([]byte(r.text)) && strings.HasPrefix(r.text, `{"story": "on`)
		})
		c.both("cut off, and the server does not say so", path, question(path, "plain", "S8", wanted), func(r reply) bool {
			return r.truncated == "text" && same(r.text, `{"story": "once upon a time", "end": "they lived happily"}`)
		})
	}
	c.both("JSON mode, cut off", "/api/chat", question("/api/chat", "plain", "S8", `,"format":"json","options":{"num_predict":12}`), func(r reply) bool {
		return r.truncated == "length" && json.Valid([]byte(r.text))
	})
}

// calls checks calls of tools.
func (c *checker) calls() {
	for _, path := range []string{"/api/chat", "/v1/chat/completions"} {
		c.both("a tool call", path, question(path, "tools", "S7", tools), func(r reply) bool { return same(r.calls, `{"city":"Rome"}`) })
		for _, stream := range []bool{false, true} {
			r, err := c.direct.ask(path, question(path, "tools", "S4", tools), stream)
			c.check(r.status == 200 && r.calls == "" && r.text == "", fmt.Sprintf("%-10s %-22s stream=%-5v discards a malformed tool call", "direct", path, stream), r, err)
			r, err = c.direct.ask(path, question(path, "bare", "S4", tools), stream)
			c.check(r.status == 200 && r.calls == "" && r.text != "", fmt.Sprintf("%-10s %-22s stream=%-5v gives back a malformed tool call as text: %s", "direct", path, stream, brief(r)), r, err)
		}
		c.both("a malformed tool call, which the server discards", path, question(path, "tools", "S4", tools), func(r reply) bool {
			return r.calls == "" && r.text == "" && strings.Contains(r.wrong, "tool call of the model")
		})
		c.both("a malformed tool call, which the server gives back", path, question(path, "bare", "S4", tools), func(r reply) bool {
			return same(r.calls, `{"city":"Paris"}`) && r.text == ""
		})
	}
	const path = "/v1/chat/completions"
	history := `{"model":"tools","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"","tool_calls":[{"id":"1","type":"function","function":{"name":"get_weather","arguments":"{\"city\": \"Paris\","}}]},{"role":"tool","content":"rain","tool_call_id":"1"},{"role":"user","content":"S7"}]` + tools + `}`
	r, err := c.direct.ask(path, history, false)
	c.check(r.status == 400, fmt.Sprintf("%-10s %-22s refuses malformed arguments in the history: %s", "direct", path, gjson.Get(r.body, "error.message").Str), r, err)
	c.both("malformed arguments in the history", path, history, func(r reply) bool { return same(r.calls, `{"city":"Rome"}`) })
}

// thinking checks thoughts apart from the content and within it.
func (c *checker) thinking() {
	c.both("a thought apart", "/api/chat", question("/api/chat", "thinker", "S6", wanted+`,"think":true`), func(r reply) bool {
		return same(r.text, `{"a":1}`) && strings.Contains(r.thought, `{"x":0}`)
	})
	c.both("a thought apart", "/v1/chat/completions", question("/v1/chat/completions", "thinker", "S6", wanted), func(r reply) bool {
		return same(r.text, `{"a":1}`) && strings.Contains(r.thought, `{"x":0}`)
	})
	c.both("a thought within", "/api/chat", question("/api/chat", "thinker", "S6", wanted+`,"think":false`), func(r reply) bool {
		return same(r.text, `{"a":1}`)
	})
}

// errors checks what the server refuses.
func (c *checker) errors() {
	c.both("an unknown model", "/v1/chat/completions", question("/v1/chat/completions", "nope", "S1", wanted), func(r reply) bool {
		return r.status == 404 && gjson.Get(r.body, "error.message").Str != ""
	})
	c.both("an unknown model", "/api/chat", question("/api/chat", "nope", "S1", wanted), func(r reply) bool {
		return r.status == 404 && gjson.Get(r.body, "error").Str != ""
	})
}
