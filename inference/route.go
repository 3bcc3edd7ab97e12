package inference

import (
	"net/http"
	"strings"
)

// A Route is a kind of request that has model text in its answer.
type Route uint8

const (
	Other       Route = iota // passes untouched
	Chat                     // …/chat/completions
	Completions              // …/completions
	NativeChat               // …/api/chat of ollama
	Generate                 // …/api/generate of ollama
)

// RouteOf returns the route of a request.
func RouteOf(r *http.Request) Route {
	if r.Method != http.MethodPost {
		return Other
	}
	switch path := strings.TrimSuffix(r.URL.Path, "/"); {
	case strings.HasSuffix(path, "/chat/completions"):
		return Chat
	case strings.HasSuffix(path, "/completions"):
		return Completions
	case strings.HasSuffix(path, "/api/chat"):
		return NativeChat
	case strings.HasSuffix(path, "/api/generate"):
		return Generate
	}
	return Other
}

// String returns the name of the route as in its path.
func (r Route) String() string {
	return [...]string{"other", "chat/completions", "completions", "api/chat", "api/generate"}[r]
}

// openAI reports whether the route speaks OpenAI's format.
func (r Route) openAI() bool { return r == Chat || r == Completions }

// ollama reports whether the route is of ollama's own API.
func (r Route) ollama() bool { return r == NativeChat || r == Generate }
