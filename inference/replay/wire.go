package replay

import (
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

// frames writes the frames of a stream, or the one body of another answer.
type frames struct {
	w     http.ResponseWriter
	r     *http.Request
	pause time.Duration
	began bool
	html  bool
}

// event writes an event of SSE.
func (f *frames) event(v any) {
	f.write("text/event-stream", "data: "+string(encode(v, f.html))+"\n\n")
}

// line writes a line of NDJSON.
func (f *frames) line(v any) { f.write("application/x-ndjson", string(encode(v, true))+"\n") }

// raw writes a part of a stream of events as it is.
func (f *frames) raw(s string) { f.write("text/event-stream", s) }

func (f *frames) write(kind, s string) {
	if !f.began {
		f.began = true
		f.w.Header().Set("Content-Type", kind)
	} else if f.pause > 0 {
		select {
		case <-time.After(f.pause):
		case <-f.r.Context().Done():
			return
		}
	}
	io.WriteString(f.w, s)
	http.NewResponseController(f.w).Flush()
}

const created = 1795329355 // the same in every answer

func usage(a *Answer) object {
	n := len(pieces(a.Text + a.Reasoning + a.Arguments))
	return object{"prompt_tokens": 2, "completion_tokens": n, "total_tokens": n + 2}
}

// finish returns the reason that the server gives for the end.
func (s *Server) finish(q *request, called bool) string {
	switch {
	case called:
		return "tool_calls" // also if it was cut off
	case q.answer.Cut && !(s.Kind == LLaMAFactory && q.stream):
		return "length"
	}
	return "stop"
}

// said returns the text and the call of an answer as they reach the client.
func (s *Server) said(q *request) (text string, called bool) {
	a := q.answer
	switch {
	case a.Call == "":
		return a.Text, false
	case !q.tools:
		return a.Arguments, false
	case s.Kind == Ollama && !gjson.Parse(validOnly(a.Arguments)).IsObject():
		return "", false // ollama discards a call that it cannot parse
	}
	return "", true
}

func validOnly(s string) string {
	if gjson.Valid(s) {
		return s
	}
	return ""
}

// reasoning returns the name of the field for reasoning.
func (s *Server) reasoning() string {
	if s.Kind == LLaMAFactory || s.Kind == FastChat {
		return ""
	}
	return "reasoning"
}

// chat answers /v1/chat/completions.
func (s *Server) chat(f *frames, q *request) {
	f.html = s.Kind == Ollama
	text, called := s.said(q)
	if q.stream {
		s.chatStream(f, q, text, called)
		return
	}
	var choices []object
	for i := range q.n {
		m := object{"role": "assistant", "content": text}
		if called {
			m["content"] = nil
			m["tool_calls"] = []object{{"id": "call_1", "type": "function",
				"function": object{"name": q.answer.Call, "arguments": q.answer.Arguments}}}
		}
		if name := s.reasoning(); name != "" && q.answer.Reasoning != "" {
			m[name] = q.answer.Reasoning
		}
		c := object{"index": i, "message": m, "finish_reason": s.finish(q, called)}
		if s.Kind == VLLM {
			m["refusal"], c["logprobs"], c["stop_reason"] = nil, nil, nil
		}
		choices = append(choices, c)
	}
	body := object{"id": "chatcmpl-1", "object": "chat.completion", "created": created,
		"model": q.model, "choices": choices, "usage": usage(q.answer)}
	f.w.Header().Set("Content-Type", "application/json")
	f.w.Write(encode(body, f.html))
}

func (s *Server) chatStream(f *frames, q *request, text string, called bool) {
	chunk := func(choices ...object) object {
		return object{"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": created, "model": q.model, "choices": choices}
	}
	each := func(delta object) {
		for i := range q.n {
			f.event(chunk(object{"index": i, "delta": delta, "finish_reason": nil}))
		}
	}
	switch s.Kind {
	case FastChat:
		each(object{"role": "assistant"})
	case LLaMAFactory:
		f.raw(": ping - 2026-11-22 06:35:54\n\n")
		each(object{"role": "assistant", "content": ""})
	case VLLM:
		each(object{"role": "assistant", "content": ""})
	}
	if name := s.reasoning(); name != "" {
		for _, p := range pieces(q.answer.Reasoning) {
			each(object{name: p})
		}
	}
	for _, p := range pieces(text) {
		if s.Kind == Ollama {
			each(object{"role": "assistant", "content": p})
		} else {
			each(object{"content": p})
		}
	}
	if q.answer.Error != "" {
		s.streamError(f, q)
		return
	}
	if called {
		s.callStream(each, q)
	}
	last := object{}
	if s.Kind == Ollama {
		last = object{"role": "assistant", "content": ""}
	}
	for i := range q.n {
		f.event(chunk(object{"index": i, "delta": last, "finish_reason": s.finish(q, called)}))
	}
	if q.usage && s.Kind != FastChat && s.Kind != LLaMAFactory {
		c := chunk()
		c["choices"], c["usage"] = []object{}, usage(q.answer)
		f.event(c)
	}
	f.raw("data: [DONE]\n\n")
}

// callStream writes a tool call: ollama in one frame, others in pieces.
func (s *Server) callStream(each func(object), q *request) {
	head := object{"index": 0, "id": "call_1", "type": "function", "function": object{"name": q.answer.Call, "arguments": ""}}
	if s.Kind == Ollama {
		head["function"].(object)["arguments"] = q.answer.Arguments
		each(object{"role": "assistant", "content": "", "tool_calls": []object{head}})
		return
	}
	each(object{"tool_calls": []object{head}})
	for _, p := range pieces(q.answer.Arguments) {
		each(object{"tool_calls": []object{{"index": 0, "function": object{"arguments": p}}}})
	}
}

// streamError writes an error within a stream as the server does.
func (s *Server) streamError(f *frames, q *request) {
	switch s.Kind {
	case FastChat:
		f.event(object{"text": q.answer.Error, "error_code": 50001})
	case Ollama: // the error is lost on the way
		f.event(object{"choices": []object{{"index": 0, "delta": object{"role": "assistant", "content": ""}, "finish_reason": nil}}})
	default:
		f.event(object{"error": object{"message": q.answer.Error, "type": "InternalServerError", "param": nil, "code": 500}})
	}
	f.raw("data: [DONE]\n\n")
}

// text answers /v1/completions.
func (s *Server) text(f *frames, q *request) {
	text, _ := s.said(&request{answer: q.answer})
	body := func(text string, reason any) object {
		var choices []object
		for i := range q.n {
			choices = append(choices, object{"index": i, "text": text, "logprobs": nil, "finish_reason": reason})
		}
		return object{"id": "cmpl-1", "object": "text_completion", "created": created, "model": q.model, "choices": choices}
	}
	if !q.stream {
		b := body(text, s.finish(q, false))
		b["usage"] = usage(q.answer)
		f.w.Header().Set("Content-Type", "application/json")
		f.w.Write(encode(b, s.Kind == Ollama))
		return
	}
	for _, p := range pieces(text) {
		f.event(body(p, nil))
	}
	if q.answer.Error != "" {
		s.streamError(f, q)
		return
	}
	f.event(body("", s.finish(q, false)))
	f.raw("data: [DONE]\n\n")
}

// native answers ollama's /api/chat and /api/generate.
func (s *Server) native(f *frames, q *request, chat bool) {
	text, called := s.said(q)
	thinking := q.answer.Reasoning
	if thinking != "" && !q.think {
		text, thinking = "<think>"+thinking+"</think>"+text, ""
	}
	line := func(field, said string, done bool) object {
		o := object{"model": q.model, "created_at": "2026-11-22T06:35:54.194688099Z", "done": done}
		if chat {
			m := object{"role": "assistant", "content": ""}
			m[field] = said
			o["message"] = m
			return o
		}
		o["response"] = ""
		o[strings.Replace(field, "content", "response", 1)] = said
		return o
	}
	call := func(o object) object {
		if called && chat {
			o["message"].(object)["tool_calls"] = []object{{"id": "call_1", "function": object{
				"index": 0, "name": q.answer.Call, "arguments": gjson.Parse(q.answer.Arguments).Value()}}}
		}
		return o
	}
	end := func(o object) object {
		o["done_reason"], o["total_duration"], o["eval_count"] = "stop", 313143120, len(pieces(q.answer.Text))
		if q.answer.Cut {
			o["done_reason"] = "length"
		}
		return o
	}
	if !q.stream {
		o := call(end(line("content", text, true)))
		if thinking != "" {
			if chat {
				o["message"].(object)["thinking"] = thinking
			} else {
				o["thinking"] = thinking
			}
		}
		f.w.Header().Set("Content-Type", "application/json; charset=utf-8")
		f.w.Write(encode(o, true))
		return
	}
	for _, p := range pieces(thinking) {
		f.line(line("thinking", p, false))
	}
	for _, p := range pieces(text) {
		f.line(line("content", p, false))
	}
	if q.answer.Error != "" {
		f.line(object{"error": q.answer.Error})
		return
	}
	if called {
		f.line(call(line("content", "", false)))
	}
	f.line(end(line("content", "", true)))
}
