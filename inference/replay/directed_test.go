package replay

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

func ExampleDirected() {
	server := httptest.NewServer(&Directed{Kind: FastChat, Choose: func(model string, said []string) Answer {
		return Answer{Text: fmt.Sprintf("%s heard %d messages", model, len(said))}
	}})
	defer server.Close()
	resp, err := http.Post(server.URL+"/v1/chat/completions", "application/json",
		strings.NewReader(`{"model":"vicuna","messages":[{"role":"user","content":"hi"}]}`))
	if err != nil {
		panic(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	fmt.Println(gjson.GetBytes(body, "choices.0.message.content"), err)
	// Output: vicuna heard 1 messages <nil>
}

func TestDirectedPaths(t *testing.T) {
	for _, c := range []struct {
		kind   Kind
		path   string
		body   string
		status int
		want   string
	}{
		{Ollama, "/chat", `{}`, 404, "404 page not found"},
		{Ollama, "/api/chat", `{"messages":[],"stream":false}`, 200, `"content":"0"`},
		{Ollama, "/api/generate", `{"prompt":"x","stream":false}`, 200, `"response":"1"`},
		{VLLM, "/v1/chat/completions", `{`, 400, "unexpected EOF"},
	} {
		server := httptest.NewServer(&Directed{Kind: c.kind, Choose: func(_ string, said []string) Answer {
			return Answer{Name: "x", Text: fmt.Sprint(len(said))}
		}})
		resp, err := http.Post(server.URL+c.path, "application/json", strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != c.status || !strings.Contains(string(body), c.want) {
			t.Errorf("%v%s: %d %s (%v)", c.kind, c.path, resp.StatusCode, body, err)
		}
		resp.Body.Close()
		server.Close()
	}
}
