package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/repairjson/repairjson/inference/replay"
	"github.com/repairjson/repairjson/pipeline"
	"github.com/repairjson/repairjson/pipeline/scripted"
)

// configure reads the configuration. stop ends what it started.
func (f *flags) configure() (c *pipeline.Config, stop func(), err error) {
	stop = func() {}
	model, replayed := strings.CutPrefix(f.llm, "replay:")
	switch {
	case f.config != "":
		c = pipeline.DefaultConfig()
		if err = c.ReadFile(f.config); os.IsNotExist(err) {
			err = usageError{err}
		}
	case replayed:
		c = pipeline.DefaultConfig()
		c.RepairLLMOutput = true
	default:
		var home string
		if home, err = pipeline.HomeConfig(); err == nil {
			c, err = pipeline.LoadConfig(".", home, os.Environ())
		}
	}
	if err != nil {
		return nil, stop, err
	}
	if f.workspace != "" {
		c.Workspace = f.workspace
	}
	if replayed {
		c.LLM, stop, err = f.replay(model)
		clear(c.Roles)
	} else if f.llm != "" {
		c.LLM.Model = f.llm
	}
	return c, stop, err
}

// replay serves the script of a model on the loopback.
func (f *flags) replay(model string) (llm pipeline.LLM, stop func(), err error) {
	stop = func() {}
	script, err := scripted.Load(model)
	if err != nil {
		return llm, stop, usageError{err}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return llm, stop, err
	}
	handler := script.Server()
	if f.slow {
		handler.Pause = 12 * time.Millisecond
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go server.Serve(l)
	llm = pipeline.DefaultConfig().LLM
	llm.Model = model
	llm.APIType, llm.BaseURL = "open_llm", fmt.Sprintf("http://%s/v1", l.Addr())
	if script.Kind == replay.Ollama {
		llm.APIType, llm.BaseURL = "ollama", fmt.Sprintf("http://%s/api", l.Addr())
	}
	return llm, func() { server.Shutdown(context.Background()) }, nil
}
