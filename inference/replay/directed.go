package replay

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

// A Directed is a server whose answers a function chooses.
type Directed struct {
	Kind  Kind
	Pause time.Duration // between the frames of a stream
	// Choose returns the answer to a request: the texts of its messages in
	// order, or its one prompt. An answer with Error fails.
	Choose func(model string, said []string) Answer
}

// ServeHTTP answers a request.
func (d *Directed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p := r.URL.Path; d.Kind == Ollama && p != "/" && !strings.HasPrefix(p, "/api/") && !strings.HasPrefix(p, "/v1/") {
		http.NotFound(w, r)
		return
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	body := gjson.ParseBytes(data)
	var said []string
	for _, m := range body.Get("messages").Array() {
		said = append(said, m.Get("content").String())
	}
	if p := body.Get("prompt"); p.Exists() {
		said = append(said, p.String())
	}
	answer := d.Choose(body.Get("model").Str, said)
	answer.Name = "" // it is the only one
	r.Body = io.NopCloser(bytes.NewReader(data))
	(&Server{Kind: d.Kind, Pause: d.Pause, Answers: []Answer{answer}}).ServeHTTP(w, r)
}
