package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/repairjson/repairjson/inference"
)

// A wire is the format of a server.
type wire uint8

const (
	openAIWire wire = iota + 1
	ollamaChat
	ollamaGenerate
)

// A Turn is one message of a conversation with a model.
type Turn struct {
	Role    string `json:"role"` // "user" or "assistant"
	Content string `json:"content"`
}

// A Reply is what a model said.
type Reply struct {
	Text      string `json:"text"`
	Reasoning string `json:"reasoning,omitempty"` // that the server kept apart
	Input     int    `json:"input"`               // tokens
	Output    int    `json:"output"`
	Estimated bool   `json:"estimated,omitempty"` // the server did not count them
	Cut       string `json:"cut,omitempty"`       // why the text is cut off: "length" or "text"
}

// A Client asks a model.
type Client struct {
	llm   LLM
	base  http.RoundTripper
	tries uint
	pause time.Duration // before the second try
}

// NewClient returns a client of the model.
func NewClient(llm LLM) (*Client, error) {
	if llm.wire() == 0 {
		return nil, fmt.Errorf("client: api_type %q is not spoken", llm.APIType)
	}
	base := http.DefaultTransport.(*http.Transport).Clone()
	if llm.Proxy != "" {
		u, err := url.Parse(llm.Proxy)
		if err != nil {
			return nil, fmt.Errorf("client: proxy: %w", err)
		}
		base.Proxy = http.ProxyURL(u)
	}
	return &Client{llm: llm, base: base, tries: 5, pause: 500 * time.Millisecond}, nil
}

// A StatusError is an answer of a server that is none of its model.
type StatusError struct {
	URL     string
	Status  int // 0 for an error within a stream
	Message string
	Hint    string // what to change, if that is known
}

func (e *StatusError) Error() string {
	msg := fmt.Sprintf("%s answers %d: %s", e.URL, e.Status, e.Message)
	if e.Status == 0 {
		msg = fmt.Sprintf("%s sends an error: %s", e.URL, e.Message)
	}
	if e.Hint != "" {
		msg += "; " + e.Hint
	}
	return msg
}

// Ask returns the model's answer. While it arrives, progress, if not nil, is
// called with the bytes there are so far. What may pass by itself (a server
// that is busy, or not reached, a stream that breaks off) is tried again.
func (c *Client) Ask(ctx context.Context, turns []Turn, progress func(bytes int)) (*Reply, error) {
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval = c.pause
	reply, err := backoff.Retry(ctx, func() (*Reply, error) {
		r, err := c.once(ctx, turns, progress)
		if err != nil && !passing(ctx, err) {
			return nil, backoff.Permanent(err)
		}
		return r, err
	}, backoff.WithBackOff(wait), backoff.WithMaxTries(c.tries))
	var permanent *backoff.PermanentError
	if errors.As(err, &permanent) {
		err = permanent.Err
	}
	return reply, err
}

// passing reports whether a failure may pass by itself.
func passing(ctx context.Context, err error) bool {
	var status *StatusError
	switch {
	case ctx.Err() != nil:
		return false
	case errors.As(err, &status):
		s := status.Status
		return s == 0 || s == 408 || s == 429 || s >= 500 || s == 400 && status.Hint == busy
	}
	return true
}

// busy marks FastChat's errors of the worker, which come with status 400.
const busy = "the server's worker failed"

// endpoint returns the URL that is asked.
func (c *Client) endpoint() string {
	base := strings.TrimRight(c.llm.BaseURL, "/")
	switch c.llm.wire() {
	case ollamaChat:
		return base + "/chat"
	case ollamaGenerate:
		return base + "/generate"
	}
	return strings.TrimSuffix(base, "/chat/completions") + "/chat/completions"
}

// request returns the body of a request.
func (c *Client) request(turns []Turn) any {
	l := &c.llm
	if l.wire() == openAIWire {
		body := map[string]any{"model": l.Model, "messages": turns, "max_tokens": l.MaxToken, "temperature": l.Temperature, "stream": l.Stream}
		if l.TopP > 0 {
			body["top_p"] = l.TopP
		}
		if l.Stream {
			body["stream_options"] = map[string]any{"include_usage": true}
		}
		return body
	}
	options := map[string]any{"temperature": l.Temperature, "num_predict": l.MaxToken}
	if l.ContextLength > 0 {
		options["num_ctx"] = l.ContextLength
	}
	if l.TopP > 0 {
		options["top_p"] = l.TopP
	}
	body := map[string]any{"model": l.Model, "options": options, "stream": l.Stream}
	if l.wire() == ollamaChat {
		body["messages"] = turns
		return body
	}
	var prompt []string
	for _, t := range turns {
		prompt = append(prompt, t.Content)
	}
	body["prompt"] = strings.Join(prompt, "\n\n")
	return body
}

// once asks once.
func (c *Client) once(ctx context.Context, turns []Turn, progress func(int)) (*Reply, error) {
	ctx, cancel := context.WithTimeout(ctx, c.llm.Timeout)
	defer cancel()
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(c.request(turns)); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint(), &body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if c.llm.APIKey != "" {
		req.Header.Set("Authorization", "Bearer "+c.llm.APIKey)
	}
	// The transport looks at the answer and changes nothing: the whole text
	// can be repaired better than a stream of it, and is kept as it was.
	var seen inference.Report
	transport := inference.Options{
		Observe:  func(*http.Request) bool { return true },
		OnReport: func(r *inference.Report) { seen = *r },
	}.Transport(c.base)
	resp, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, c.refused(resp)
	}
	a := &arriving{client: c, progress: progress}
	if err := a.read(resp); err != nil {
		return nil, err
	}
	resp.Body.Close()
	if a.reply.Cut == "" {
		a.reply.Cut = seen.Truncated
	}
	a.count(turns)
	return &a.reply, nil
}

// refused returns the error that a failed answer is.
func (c *Client) refused(resp *http.Response) error {
	data, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	e := &StatusError{URL: c.endpoint(), Status: resp.StatusCode, Message: inference.ErrorMessage(data, resp.StatusCode)}
	if e.Message == "" {
		e.Message = http.StatusText(resp.StatusCode)
	}
	var flat struct {
		Code json.Number `json:"code"`
	}
	if json.Unmarshal(data, &flat) == nil && strings.HasPrefix(string(flat.Code), "50") && len(flat.Code) == 5 {
		e.Hint = busy
	}
	if resp.StatusCode == http.StatusNotFound && !strings.Contains(e.Message, "model") {
		e.Hint = c.meant()
	}
	return e
}

// meant says which base_url is meant when the one there is answers
// "404 page not found".
func (c *Client) meant() string {
	u, err := url.Parse(c.llm.BaseURL)
	if err != nil {
		return ""
	}
	want := "/v1"
	if c.llm.wire() != openAIWire {
		want = "/api"
	}
	path := strings.TrimRight(u.Path, "/")
	for _, end := range []string{"/chat/completions", "/chat", "/generate", "/v1", "/api"} {
		path = strings.TrimSuffix(path, end)
	}
	u.Path = path + want
	if u.String() == strings.TrimRight(c.llm.BaseURL, "/") {
		other := "api_type: ollama and its base_url, which ends in /api"
		if want == "/api" {
			other = "api_type: open_llm and a base_url that ends in /v1"
		}
		return fmt.Sprintf("base_url has the form that api_type: %s needs; if the server is of another kind, write %s", c.llm.APIType, other)
	}
	return "base_url in config2.yaml should be " + u.String()
}
