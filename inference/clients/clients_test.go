package clients

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	einoopenai "github.com/cloudwego/eino-ext/components/model/openai"
	einoschema "github.com/cloudwego/eino/schema"
	"github.com/ollama/ollama/api"
	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/shared"
	"github.com/repairjson/repairjson/inference"
	"github.com/repairjson/repairjson/inference/replay"
	sashabaranov "github.com/sashabaranov/go-openai"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tmc/langchaingo/llms"
	lcollama "github.com/tmc/langchaingo/llms/ollama"
	lcopenai "github.com/tmc/langchaingo/llms/openai"
)

// A client asks a server for JSON in one question, and returns the text.
type client struct {
	name  string
	kinds []replay.Kind
	ask   func(ctx context.Context, c *http.Client, base, model string, stream bool) (string, error)
}

var openAIKinds = []replay.Kind{replay.VLLM, replay.FastChat, replay.LLaMAFactory, replay.Ollama}

var clients = []client{
	{"openai-go", openAIKinds, askOpenAI},
	{"go-openai", openAIKinds, askSashabaranov},
	{"langchaingo openai", openAIKinds, askLangchain},
	{"langchaingo ollama", []replay.Kind{replay.Ollama}, askLangchainOllama},
	{"eino-ext", openAIKinds, askEino},
	{"ollama api chat", []replay.Kind{replay.Ollama}, askOllama},
	{"ollama api generate", []replay.Kind{replay.Ollama}, askOllamaGenerate},
}

func TestClients(t *testing.T) {
	wants := map[string]string{
		"valid":     `{"city": "Oslo", "degrees": 21}`,
		"quote":     `{"a":"b"}`,
		"bracket":   `{"a":"b"}`,
		"unclosed":  `{"a":"b"}`,
		"fence":     `{"project name": "game_2048", "Task list": ["a.py", "b.py"]}`,
		"python":    `{"ok": true, "none": null, "list": [1, 2]}`,
		"reasoning": `{"a": 1}`,
		"draft":     `{"a": 1}`,
		"truncated": `{"story": "once upon a time, the"}`,
		"script":    `{"html": "<script>alert(1)</script>", "n": 1}`,
	}
	for _, c := range clients {
		for _, kind := range c.kinds {
			server := httptest.NewServer(&replay.Server{Kind: kind})
			t.Cleanup(server.Close)
			for model, want := range wants {
				for _, stream := range []bool{false, true} {
					t.Run(fmt.Sprintf("%s/%s/%s/stream=%v", c.name, kind, model, stream), func(t *testing.T) {
						got, err := c.ask(t.Context(), &http.Client{Transport: inference.Transport(nil)}, server.URL, model, stream)
						require.NoError(t, err)
						assert.JSONEq(t, want, got)
						if model == "valid" {
							assert.Equal(t, want, got)
						}
					})
				}
			}
		}
	}
}

// TestWithoutTransport shows that the answers need the transport.
func TestWithoutTransport(t *testing.T) {
	server := httptest.NewServer(&replay.Server{Kind: replay.VLLM})
	defer server.Close()
	for _, stream := range []bool{false, true} {
		got, err := askOpenAI(t.Context(), http.DefaultClient, server.URL, "quote", stream)
		require.NoError(t, err)
		assert.False(t, json.Valid([]byte(got)), "%s", got)
	}
}

func askOpenAI(ctx context.Context, c *http.Client, base, model string, stream bool) (string, error) {
	cl := openai.NewClient(option.WithBaseURL(base+"/v1"), option.WithAPIKey("x"), option.WithHTTPClient(c), option.WithMaxRetries(0))
	params := openai.ChatCompletionNewParams{
		Model:    model,
		Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage("who are you")},
		ResponseFormat: openai.ChatCompletionNewParamsResponseFormatUnion{
			OfJSONObject: &shared.ResponseFormatJSONObjectParam{},
		},
	}
	if !stream {
		resp, err := cl.Chat.Completions.New(ctx, params)
		if err != nil {
			return "", err
		}
		return resp.Choices[0].Message.Content, nil
	}
	s := cl.Chat.Completions.NewStreaming(ctx, params)
	acc := openai.ChatCompletionAccumulator{}
	for s.Next() {
		acc.AddChunk(s.Current())
	}
	if err := s.Err(); err != nil {
		return "", err
	}
	return acc.Choices[0].Message.Content, nil
}

func askSashabaranov(ctx context.Context, c *http.Client, base, model string, stream bool) (string, error) {
	cfg := sashabaranov.DefaultConfig("x")
	cfg.BaseURL, cfg.HTTPClient = base+"/v1", c
	cl := sashabaranov.NewClientWithConfig(cfg)
	req := sashabaranov.ChatCompletionRequest{
		Model:          model,
		Messages:       []sashabaranov.ChatCompletionMessage{{Role: "user", Content: "who are you"}},
		ResponseFormat: &sashabaranov.ChatCompletionResponseFormat{Type: sashabaranov.ChatCompletionResponseFormatTypeJSONObject},
	}
	if !stream {
		resp, err := cl.CreateChatCompletion(ctx, req)
		if err != nil {
			return "", err
		}
		return resp.Choices[0].Message.Content, nil
	}
	s, err := cl.CreateChatCompletionStream(ctx, req)
	if err != nil {
		return "", err
	}
	defer s.Close()
	return received(s.Recv, func(chunk sashabaranov.ChatCompletionStreamResponse) (text string) {
		for _, choice := range chunk.Choices {
			text += choice.Delta.Content
		}
		return text
	})
}

// received returns the text of all pieces of a stream.
func received[T any](next func() (T, error), text func(T) string) (string, error) {
	var all strings.Builder
	for {
		piece, err := next()
		if errors.Is(err, io.EOF) {
			return all.String(), nil
		}
		if err != nil {
			return "", err
		}
		all.WriteString(text(piece))
	}
}

// generate asks a model of langchaingo.
func generate(ctx context.Context, m llms.Model, stream bool) (string, error) {
	opts := []llms.CallOption{llms.WithJSONMode()}
	var streamed strings.Builder
	if stream {
		opts = append(opts, llms.WithStreamingFunc(func(_ context.Context, p []byte) error {
			streamed.Write(p)
			return nil
		}))
	}
	resp, err := m.GenerateContent(ctx, []llms.MessageContent{llms.TextParts(llms.ChatMessageTypeHuman, "who are you")}, opts...)
	if err != nil {
		return "", err
	}
	if got := resp.Choices[0].Content; !stream || got == streamed.String() {
		return got, nil
	}
	return streamed.String(), nil
}

func askLangchain(ctx context.Context, c *http.Client, base, model string, stream bool) (string, error) {
	m, err := lcopenai.New(lcopenai.WithBaseURL(base+"/v1"), lcopenai.WithToken("x"), lcopenai.WithModel(model), lcopenai.WithHTTPClient(c))
	if err != nil {
		return "", err
	}
	return generate(ctx, m, stream)
}

func askLangchainOllama(ctx context.Context, c *http.Client, base, model string, stream bool) (string, error) {
	m, err := lcollama.New(lcollama.WithServerURL(base), lcollama.WithModel(model), lcollama.WithHTTPClient(c), lcollama.WithFormat("json"))
	if err != nil {
		return "", err
	}
	return generate(ctx, m, stream)
}

func askEino(ctx context.Context, c *http.Client, base, model string, stream bool) (string, error) {
	m, err := einoopenai.NewChatModel(ctx, &einoopenai.ChatModelConfig{
		APIKey: "x", BaseURL: base + "/v1", Model: model, HTTPClient: c,
		ResponseFormat: &einoopenai.ChatCompletionResponseFormat{Type: "json_object"},
	})
	if err != nil {
		return "", err
	}
	in := []*einoschema.Message{einoschema.UserMessage("who are you")}
	if !stream {
		resp, err := m.Generate(ctx, in)
		if err != nil {
			return "", err
		}
		return resp.Content, nil
	}
	s, err := m.Stream(ctx, in)
	if err != nil {
		return "", err
	}
	defer s.Close()
	return received(s.Recv, func(m *einoschema.Message) string { return m.Content })
}

func ollamaClient(c *http.Client, base string) (*api.Client, error) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	return api.NewClient(u, c), nil
}

func askOllama(ctx context.Context, c *http.Client, base, model string, stream bool) (string, error) {
	cl, err := ollamaClient(c, base)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	err = cl.Chat(ctx, &api.ChatRequest{
		Model: model, Stream: &stream, Format: json.RawMessage(`"json"`),
		Messages: []api.Message{{Role: "user", Content: "who are you"}},
	}, func(r api.ChatResponse) error {
		text.WriteString(r.Message.Content)
		return nil
	})
	return text.String(), err
}

func askOllamaGenerate(ctx context.Context, c *http.Client, base, model string, stream bool) (string, error) {
	cl, err := ollamaClient(c, base)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	err = cl.Generate(ctx, &api.GenerateRequest{
		Model: model, Stream: &stream, Format: json.RawMessage(`{"type":"object"}`), Prompt: "who are you",
	}, func(r api.GenerateResponse) error {
		text.WriteString(r.Response)
		return nil
	})
	return text.String(), err
}
