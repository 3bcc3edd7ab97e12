package main

import (
	"net"
	"net/http"

	"github.com/repairjson/repairjson/inference/replay"
)

// startReplay starts a server without a model for each kind of server, and
// makes them the upstreams: vllm/NAME, fastchat/NAME and so on are their
// models, where NAME is that of an answer. ollama has the paths below /api,
// and vLLM the rest.
func startReplay(c *config) (stop func(), err error) {
	var servers []*http.Server
	stop = func() {
		for _, s := range servers {
			s.Close()
		}
	}
	for _, kind := range []replay.Kind{replay.VLLM, replay.FastChat, replay.LLaMAFactory, replay.Ollama} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			stop()
			return nil, err
		}
		s := &http.Server{Handler: &replay.Server{Kind: kind}}
		servers = append(servers, s)
		go s.Serve(l)
		u := upstream{Name: "replay " + kind.String(), URL: "http://" + l.Addr().String(), Models: []string{kind.String() + "/*"}}
		if kind == replay.Ollama {
			u.Paths = []string{"/api/"}
		}
		c.Upstreams = append(c.Upstreams, u)
	}
	rest := c.Upstreams[0]
	rest.Models = nil
	c.Upstreams = append(c.Upstreams, rest)
	return stop, c.check()
}
