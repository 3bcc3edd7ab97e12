// Package replay has model servers without a model: they give scripted
// answers, broken ones included, in the wire formats of real servers. Programs
// and tests can be tried against them.
//
//	server := httptest.NewServer(&replay.Server{Kind: replay.FastChat})
//
// A request gets the answer whose name occurs as a word in its last message
// or prompt, or is the name of its model or the part of it behind a slash.
// Others get the answers in turn.
package replay

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

// A Kind is a model server whose format is spoken.
type Kind uint8

const (
	VLLM         Kind = iota // vLLM's server of the OpenAI API
	FastChat                 // no tools; its own errors
	LLaMAFactory             // streams always end with "stop"; pings
	Ollama                   // its own API, and /v1
)

// String returns the name of the server in lower case.
func (k Kind) String() string {
	return [...]string{"vllm", "fastchat", "llama-factory", "ollama"}[k]
}

// An Answer is what the model says.
type Answer struct {
	Name      string
	Text      string
	Reasoning string
	Call      string // the function that is called, if tools are offered
	Arguments string
	Cut       bool   // the limit of tokens is reached at the end of the text
	Error     string // instead of an answer; in a stream, after the text
}

// A Server answers requests from a script. The zero value speaks as vLLM and
// has the answers of [Script].
type Server struct {
	Kind    Kind
	Answers []Answer
	// Pause is the time between the frames of a stream.
	Pause time.Duration

	turn atomic.Int64
}

// Script returns answers as models give them: valid and broken.
func Script() []Answer {
	return []Answer{
		{Name: "valid", Text: `{"city": "Oslo", "degrees": 21}`},
		{Name: "quote", Text: `{"a":b"}}`},
		{Name: "bracket", Text: `{"a":b"]}`},
		{Name: "unclosed", Text: `{"a":b"`},
		{Name: "fence", Text: "Sure! Here it is:\n```json\n{'project name': 'game_2048', \"Task list\": [\"a.py\", \"b.py\",]}\n```\nHope it helps!"},
		{Name: "python", Text: `{'ok': True, 'none': None, 'list': (1, 2)}`},
		{Name: "reasoning", Reasoning: "hmm, {\"x\":0}? no", Text: `{"a": 1,}`},
		{Name: "draft", Text: `<think>hmm, {"x":0} no</think>{"a": 1}`},
		{Name: "truncated", Text: `{"story": "once upon a time, the`, Cut: true},
		{Name: "tool", Call: "get_weather", Arguments: `{"city": "Rome"}`},
		{Name: "badtool", Call: "get_weather", Arguments: `{"city": "Paris",`},
		{Name: "script", Text: `{"html": "<script>alert(1)</script>", 'n': 1}`},
		{Name: "metagpt", Text: "[CONTENT]\n{\"language\": \"en_us\", \"Product Goals\": [\"fun\", \"fast\",]}\n[/CONTENT]"},
		{Name: "words", Text: "I am a helpful assistant."},
		{Name: "error", Text: `{"a":`, Error: "CUDA out of memory"},
	}
}

// A request is what a server reads of one.
type request struct {
	model  string
	stream bool
	n      int
	usage  bool
	tools  bool
	think  bool
	answer *Answer
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	native := strings.HasPrefix(r.URL.Path, "/api/")
	if native != (s.Kind == Ollama) && native {
		http.NotFound(w, r)
		return
	}
	switch r.URL.Path {
	case "/":
		io.WriteString(w, s.Kind.String()+" (replay)")
	case "/v1/models":
		writeJSON(w, http.StatusOK, object{"object": "list", "data": s.models()})
	case "/api/tags":
		writeJSON(w, http.StatusOK, object{"models": s.models()})
	case "/v1/chat/completions", "/v1/completions", "/api/chat", "/api/generate":
		s.complete(w, r, native)
	default:
		s.fail(w, http.StatusNotFound, "404 page not found", native)
	}
}

func (s *Server) models() (list []object) {
	for _, a := range s.script() {
		list = append(list, object{"id": a.Name, "name": a.Name, "object": "model"})
	}
	return list
}

func (s *Server) script() []Answer {
	if s.Answers != nil {
		return s.Answers
	}
	return Script()
}

func (s *Server) complete(w http.ResponseWriter, r *http.Request, native bool) {
	data, err := io.ReadAll(r.Body)
	if err != nil || !gjson.ValidBytes(data) {
		s.fail(w, http.StatusBadRequest, "unexpected EOF", native)
		return
	}
	body := gjson.ParseBytes(data)
	if why := s.refusal(body); why != "" {
		s.fail(w, http.StatusBadRequest, why, native)
		return
	}
	q := &request{
		model: body.Get("model").Str, stream: body.Get("stream").Bool(),
		n: max(1, int(body.Get("n").Int())), usage: body.Get("stream_options.include_usage").Bool(),
		tools: len(body.Get("tools").Array()) > 0 && s.Kind != FastChat, answer: s.choose(body),
		think: body.Get("think").Type != gjson.False,
	}
	if native && !body.Get("stream").Exists() {
		q.stream = true
	}
	if q.answer.Error != "" && (!q.stream || q.answer.Text == "") {
		s.fail(w, http.StatusInternalServerError, q.answer.Error, native)
		return
	}
	out := &frames{w: w, r: r, pause: s.Pause}
	switch chat := strings.Contains(r.URL.Path, "chat"); {
	case native:
		s.native(out, q, chat)
	case chat:
		s.chat(out, q)
	default:
		s.text(out, q)
	}
}

// refusal returns why a server does not take the request: malformed arguments
// in the history.
func (s *Server) refusal(body gjson.Result) string {
	for _, args := range body.Get("messages.#.tool_calls.#.function.arguments|@flatten").Array() {
		if args.Type == gjson.String && !gjson.Parse(args.Str).IsObject() || args.Type == gjson.String && !gjson.Valid(args.Str) {
			return "invalid tool call arguments"
		}
	}
	if s.Kind == FastChat && len(body.Get(`messages.#(role=="tool")#`).Array()) > 0 {
		return "Unknown role: tool"
	}
	return ""
}

// choose returns the answer to a request.
func (s *Server) choose(body gjson.Result) *Answer {
	script := s.script()
	said := body.Get("prompt").String()
	if m := body.Get("messages").Array(); len(m) > 0 {
		said = m[len(m)-1].Get("content").String()
	}
	words := strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(" \t\r\n.,:;!?\"'`()[]{}", r) })
	model := body.Get("model").Str
	model = model[strings.LastIndexByte(model, '/')+1:]
	for _, name := range append(words, model) {
		for i := range script {
			if script[i].Name == name {
				return &script[i]
			}
		}
	}
	return &script[int(s.turn.Add(1)-1)%len(script)]
}

// fail writes an error as the server would.
func (s *Server) fail(w http.ResponseWriter, status int, message string, native bool) {
	switch {
	case native && status == http.StatusNotFound:
		http.Error(w, message, status)
	case native:
		writeJSON(w, status, object{"error": message})
	case s.Kind == FastChat:
		writeJSON(w, http.StatusBadRequest, object{"object": "error", "message": message, "code": 50001})
	case s.Kind == LLaMAFactory:
		writeJSON(w, status, object{"detail": message})
	case s.Kind == Ollama:
		writeJSON(w, status, object{"error": object{"message": message, "type": "api_error", "param": nil, "code": nil}})
	default:
		writeJSON(w, status, object{"error": object{"message": message, "type": "InternalServerError", "param": nil, "code": status}})
	}
}

// An object is one of JSON; its names come out in alphabetical order.
type object = map[string]any

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(encode(v, false))
}

// encode returns v as JSON in one line. Go's servers escape < and >.
func encode(v any, html bool) []byte {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(html)
	if err := e.Encode(v); err != nil {
		panic(err) // maps and strings of ours
	}
	return []byte(strings.TrimSuffix(b.String(), "\n"))
}

// pieces divides a text as models do: into pieces of one to five characters.
func pieces(text string) (list []string) {
	for i := 0; text != ""; i++ {
		n := 0
		for range [...]int{3, 1, 5, 2, 4}[i%5] {
			_, size := utf8.DecodeRuneInString(text[n:])
			n += size
		}
		list = append(list, text[:n])
		text = text[n:]
	}
	return list
}
