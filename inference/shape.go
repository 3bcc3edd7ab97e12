package inference

import (
	"strings"
	"sync"

	"github.com/repairjson/repairjson/inference/toolcall"
	"github.com/repairjson/repairjson/schema"
	"github.com/tidwall/gjson"
)

// A shape is what a request wants of its answer.
type shape struct {
	model   string
	json    bool           // the content is to be JSON
	schema  *schema.Schema // that the content should fit; nil for any
	keys    []string       // names in the content
	tagged  bool           // the content is to stand between [CONTENT] and [/CONTENT]
	tools   map[string]*schema.Schema
	offered bool            // tools are offered
	calls   *toolcall.Tools // that may be in the text; nil for none
	asked   bool            // the last message is a user's: silence is no answer to it
}

// wanted reports whether the answer may have a text that should be JSON.
func (s *shape) wanted() bool { return s.json || s.offered }

// shapeOf reads the shape out of the body of a request, which is valid JSON.
func shapeOf(route Route, body gjson.Result) *shape {
	s := &shape{}
	body.ForEach(func(name, v gjson.Result) bool {
		switch name.Str {
		case "model":
			s.model = v.Str
		case "response_format":
			s.responseFormat(v)
		case "guided_json", "json_schema":
			s.want(v)
		case "structured_outputs":
			s.want(v.Get("json"))
			s.json = s.json || v.Get("json_object").Bool()
		case "format":
			if route.ollama() {
				s.want(v)
			}
		case "tools":
			s.calls = parsedTools(v.Raw)
			v.ForEach(func(_, tool gjson.Result) bool {
				s.offer(tool.Get("function"))
				return true
			})
		case "functions":
			v.ForEach(func(_, f gjson.Result) bool {
				s.offer(f)
				return true
			})
		}
		return true
	})
	s.asked = body.Get("messages.@reverse.0.role").Str == "user"
	if body.Get("tool_choice").Str == "none" {
		s.calls = nil
	}
	if !s.json {
		s.metaGPT(prompt(route, body))
	}
	return s
}

// responseFormat reads OpenAI's field and llama.cpp's spellings of it.
func (s *shape) responseFormat(v gjson.Result) {
	switch v.Get("type").Str {
	case "json_object":
		s.json = true
		s.want(v.Get("schema"))
	case "json_schema":
		s.json = true
		s.want(v.Get("json_schema.schema"))
		s.want(v.Get("schema"))
	}
}

// want reads a schema: an object, its text as a string, or ollama's "json".
func (s *shape) want(v gjson.Result) {
	raw := v.Raw
	switch {
	case v.IsObject():
	case v.Type == gjson.String && strings.HasPrefix(strings.TrimSpace(v.Str), "{") && gjson.Valid(v.Str):
		raw = v.Str
	case v.Type == gjson.String && v.Str == "json":
		s.json = true
		return
	default:
		return
	}
	s.json = true
	s.schema = parsed(raw)
}

// offer notes a function and the schema of its arguments.
func (s *shape) offer(f gjson.Result) {
	name := f.Get("name").Str
	if name == "" {
		return
	}
	s.offered = true
	if s.tools == nil {
		s.tools = map[string]*schema.Schema{}
	}
	if p := f.Get("parameters"); p.IsObject() {
		s.tools[name] = parsed(p.Raw)
	}
}

// anyObject is what arguments are where the function says nothing about them.
var anyObject = mustParse(`{"type":"object"}`)

func mustParse(doc string) *schema.Schema {
	s, err := schema.Parse([]byte(doc))
	if err != nil {
		panic(err)
	}
	return s
}

// arguments returns the schema of the arguments of a function.
func (s *shape) arguments(name string) *schema.Schema {
	if t := s.tools[name]; t != nil {
		return t
	}
	return anyObject
}

// schemas holds parsed schemas by their text, since parsing one takes longer
// than a repair and clients send the same ones again and again. It is emptied
// when it is full.
var schemas struct {
	sync.Mutex
	byText map[string]*schema.Schema
}

const maxSchemas, maxSchemaText = 256, 64 << 10

// parsed returns the schema with the text doc, or nil if it is not a schema.
func parsed(doc string) *schema.Schema {
	schemas.Lock()
	s, ok := schemas.byText[doc]
	schemas.Unlock()
	if ok {
		return s
	}
	s, err := schema.Parse([]byte(doc))
	if err != nil {
		s = nil // the server will say so
	}
	if len(doc) > maxSchemaText {
		return s
	}
	schemas.Lock()
	defer schemas.Unlock()
	if schemas.byText == nil || len(schemas.byText) >= maxSchemas {
		schemas.byText = make(map[string]*schema.Schema)
	}
	schemas.byText[strings.Clone(doc)] = s
	return s
}

// prompt returns the text that the model is asked to answer: the last message
// of a chat, or the prompt.
func prompt(route Route, body gjson.Result) string {
	if route == Completions || route == Generate {
		return body.Get("prompt").String()
	}
	last := gjson.Result{}
	body.Get("messages").ForEach(func(_, m gjson.Result) bool {
		last = m
		return true
	})
	content := last.Get("content")
	if !content.IsArray() {
		return content.Str
	}
	text := ""
	content.ForEach(func(_, part gjson.Result) bool {
		text += part.Get("text").Str
		return true
	})
	return text
}
