package clients

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/repairjson/repairjson/inference"
	"github.com/repairjson/repairjson/inference/replay"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTools checks the arguments of tool calls, and a history with broken ones.
func TestTools(t *testing.T) {
	for _, kind := range []replay.Kind{replay.VLLM, replay.LLaMAFactory, replay.Ollama} {
		for _, stream := range []bool{false, true} {
			for model, want := range map[string]string{"tool": `{"city": "Rome"}`, "badtool": `{"city": "Paris"}`} {
				if kind == replay.Ollama && model == "badtool" {
					continue // ollama discards the call
				}
				t.Run(fmt.Sprintf("%s/%s/stream=%v", kind, model, stream), func(t *testing.T) {
					server := httptest.NewServer(&replay.Server{Kind: kind})
					defer server.Close()
					m := call(t, server.URL, model, stream, openai.UserMessage("the weather?"))
					require.Len(t, m.ToolCalls, 1)
					assert.Equal(t, "get_weather", m.ToolCalls[0].Function.Name)
					assert.JSONEq(t, want, m.ToolCalls[0].Function.Arguments)
				})
			}
		}
	}
}

func TestHistory(t *testing.T) {
	server := httptest.NewServer(&replay.Server{Kind: replay.VLLM})
	defer server.Close()
	history := []openai.ChatCompletionMessageParamUnion{
		openai.UserMessage("the weather?"),
		{OfAssistant: &openai.ChatCompletionAssistantMessageParam{ToolCalls: []openai.ChatCompletionMessageToolCallUnionParam{{
			OfFunction: &openai.ChatCompletionMessageFunctionToolCallParam{ID: "1", Function: openai.ChatCompletionMessageFunctionToolCallFunctionParam{
				Name: "get_weather", Arguments: `{"city": "Paris",`,
			}},
		}}}},
		openai.ToolMessage("rain", "1"),
	}
	m := call(t, server.URL, "tool", false, history...)
	require.Len(t, m.ToolCalls, 1)
}

func call(t *testing.T, base, model string, stream bool, messages ...openai.ChatCompletionMessageParamUnion) openai.ChatCompletionMessage {
	cl := openai.NewClient(option.WithBaseURL(base+"/v1"), option.WithAPIKey("x"), option.WithMaxRetries(0),
		option.WithHTTPClient(&http.Client{Transport: inference.Transport(nil)}))
	params := openai.ChatCompletionNewParams{
		Model: model, Messages: messages,
		Tools: []openai.ChatCompletionToolUnionParam{openai.ChatCompletionFunctionTool(openai.FunctionDefinitionParam{
			Name: "get_weather", Parameters: openai.FunctionParameters{
				"type": "object", "properties": map[string]any{"city": map[string]any{"type": "string"}}, "required": []string{"city"},
			},
		})},
	}
	if !stream {
		resp, err := cl.Chat.Completions.New(t.Context(), params)
		require.NoError(t, err)
		return resp.Choices[0].Message
	}
	s := cl.Chat.Completions.NewStreaming(t.Context(), params)
	acc := openai.ChatCompletionAccumulator{}
	for s.Next() {
		acc.AddChunk(s.Current())
	}
	require.NoError(t, s.Err())
	return acc.Choices[0].Message
}

// TestErrors checks that clients see the errors of servers.
func TestErrors(t *testing.T) {
	for _, kind := range openAIKinds {
		for _, c := range clients[:5] {
			if !slices.Contains(c.kinds, kind) || strings.HasPrefix(c.name, "langchaingo") {
				continue // langchaingo drops the message of an error, and an error in a stream
			}
			for _, stream := range []bool{false, true} {
				if stream && kind == replay.Ollama {
					continue // the server loses the error
				}
				server := httptest.NewServer(&replay.Server{Kind: kind})
				_, err := c.ask(t.Context(), &http.Client{Transport: inference.Transport(nil)}, server.URL, "error", stream)
				server.Close()
				if stream && kind == replay.LLaMAFactory && c.name != "openai-go" {
					assert.Error(t, err) // go-openai stumbles over the server's ping before an error
					continue
				}
				assert.Contains(t, message(err), "CUDA out of memory", "%s %s stream=%v", c.name, kind, stream)
			}
		}
	}
}

// message returns what an error says; openai-go has it in a field only.
func message(err error) string {
	var e *openai.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return fmt.Sprint(err)
}

// TestLongLines checks that a long text comes in lines that all clients read.
func TestLongLines(t *testing.T) {
	long := `{'a': "` + strings.Repeat("text \\\" ", 20<<10) + `",}`
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":%q},\"finish_reason\":null}]}\n\n", long)
		fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
	})
	server := httptest.NewServer(h)
	defer server.Close()
	for _, c := range clients[:3] {
		got, err := c.ask(t.Context(), &http.Client{Transport: inference.Transport(nil)}, server.URL, "m", true)
		require.NoError(t, err, c.name)
		assert.JSONEq(t, `{"a": "`+strings.Repeat("text \\\" ", 20<<10)+`"}`, got, c.name)
	}
}
