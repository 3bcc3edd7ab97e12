package pipeline

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/repairjson/repairjson/inference"
)

// A part is a message, or a piece of one.
type part struct {
	Content          string `json:"content"`
	ReasoningContent string `json:"reasoning_content"` // DeepSeek, SGLang, llama.cpp, older vLLM
	Reasoning        string `json:"reasoning"`         // newer vLLM, ollama's /v1
	Thinking         string `json:"thinking"`          // ollama
}

type usage struct {
	PromptTokens     int `json:"prompt_tokens"`
	CompletionTokens int `json:"completion_tokens"`
}

// A chunk is a body or a frame of a stream: of OpenAI's format, which has
// choices, or of ollama's, which has a message or a response.
type chunk struct {
	Choices []struct {
		Delta        part   `json:"delta"`
		Message      part   `json:"message"`
		FinishReason string `json:"finish_reason"`
		Usage        *usage `json:"usage"` // Moonshot's place for it
	} `json:"choices"`
	Usage *usage `json:"usage"`

	Message         *part  `json:"message"`
	Response        string `json:"response"`
	Thinking        string `json:"thinking"`
	Done            bool   `json:"done"`
	DoneReason      string `json:"done_reason"`
	PromptEvalCount int    `json:"prompt_eval_count"`
	EvalCount       int    `json:"eval_count"`
}

// errBroken says that a stream ended before the answer did.
var errBroken = errors.New("the answer broke off")

// An arriving is a reply that is being read.
type arriving struct {
	client   *Client
	progress func(int)
	reply    Reply
	text     strings.Builder
	thoughts strings.Builder
	ended    bool
}

// read reads the body of an answer.
func (a *arriving) read(resp *http.Response) (err error) {
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch kind {
	case "text/event-stream", "application/x-ndjson":
		err = a.stream(resp.Body, kind == "text/event-stream")
	default:
		var data []byte
		if data, err = io.ReadAll(io.LimitReader(resp.Body, 64<<20)); err == nil {
			a.ended = true
			err = a.take(data)
		}
	}
	if err == nil && !a.ended {
		err = errBroken
	}
	if err != nil {
		return fmt.Errorf("%s: %w", a.client.endpoint(), err)
	}
	a.reply.Text, a.reply.Reasoning = a.text.String(), a.thoughts.String()
	return nil
}

// stream reads events of SSE, or lines of NDJSON.
func (a *arriving) stream(r io.Reader, events bool) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), 64<<20)
	for lines.Scan() {
		data := lines.Bytes()
		if events {
			rest, ok := strings.CutPrefix(lines.Text(), "data:")
			if !ok {
				continue // a comment, an empty line, a field that is not used
			}
			data = []byte(strings.TrimSpace(rest))
			if string(data) == "[DONE]" {
				a.ended = true
				return nil
			}
		}
		if len(data) == 0 {
			continue
		}
		if err := a.take(data); err != nil {
			return err
		}
	}
	return lines.Err()
}

// take takes a body, or a frame of a stream.
func (a *arriving) take(data []byte) error {
	if msg := inference.ErrorMessage(data, 0); msg != "" {
		return &StatusError{URL: a.client.endpoint(), Message: msg}
	}
	var c chunk
	if err := json.Unmarshal(data, &c); err != nil {
		return fmt.Errorf("the server sends what is no answer: %w", err)
	}
	a.used(c.Usage)
	if len(c.Choices) > 0 {
		first := &c.Choices[0]
		a.add(&first.Delta)
		a.add(&first.Message)
		a.used(first.Usage)
		a.finish(first.FinishReason)
	}
	if c.Message != nil {
		a.add(c.Message)
	}
	a.add(&part{Content: c.Response, Thinking: c.Thinking})
	if c.Done {
		a.finish(c.DoneReason)
		a.ended = true
		a.used(&usage{c.PromptEvalCount, c.EvalCount})
	}
	return nil
}

func (a *arriving) add(p *part) {
	a.text.WriteString(p.Content)
	a.thoughts.WriteString(p.ReasoningContent + p.Reasoning + p.Thinking)
	if a.progress != nil && *p != (part{}) {
		a.progress(a.text.Len() + a.thoughts.Len())
	}
}

func (a *arriving) finish(reason string) {
	a.ended = a.ended || reason != ""
	if reason == "length" {
		a.reply.Cut = "length"
	}
}

func (a *arriving) used(u *usage) {
	if u != nil {
		a.reply.Input = max(a.reply.Input, u.PromptTokens)
		a.reply.Output = max(a.reply.Output, u.CompletionTokens)
	}
}

// count estimates the tokens that the server did not count.
func (a *arriving) count(turns []Turn) {
	if a.reply.Input == 0 {
		a.reply.Estimated = true
		for _, t := range turns {
			a.reply.Input += estimate(t.Content)
		}
	}
	if a.reply.Output == 0 {
		a.reply.Estimated = true
		a.reply.Output = estimate(a.reply.Text) + estimate(a.reply.Reasoning)
	}
}

// estimate returns about how many tokens a text has: one for four bytes of
// ASCII, one for each character of other scripts.
func estimate(s string) int {
	ascii, other := 0, 0
	for _, r := range s {
		if r < utf8.RuneSelf {
			ascii++
		} else {
			other++
		}
	}
	return (ascii+3)/4 + other
}
