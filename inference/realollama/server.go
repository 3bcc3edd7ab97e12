package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	version = "v0.17.4"
	malgo   = "github.com/gen2brain/malgo@v0.11.24" // has miniaudio.h
)

// build builds ollama from its module in dir, and returns the program.
//
// The archive of the module lacks the folder llama.cpp/vendor, since archives
// of modules leave out folders of that name. Its headers come from the
// packages nlohmann-json3-dev and libstb-dev of Debian and from another module.
func build(dir string) (string, error) {
	program := filepath.Join(dir, "ollama")
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	for _, header := range []string{"/usr/include/nlohmann/json.hpp", "/usr/include/stb/stb_image.h"} {
		if _, err := os.Stat(header); err != nil {
			return "", fmt.Errorf("%w: it is in nlohmann-json3-dev or libstb-dev", err)
		}
	}
	include := filepath.Join(dir, "inc")
	if err := os.MkdirAll(filepath.Join(include, "miniaudio"), 0o755); err != nil {
		return "", err
	}
	files := map[string]string{
		"go.mod":   "module build\n\ngo 1.26.0\n\nrequire github.com/ollama/ollama " + version + "\n",
		"tools.go": "//go:build tools\n\npackage tools\n\nimport _ \"github.com/ollama/ollama\"\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	out, err := command(dir, nil, "go", "mod", "download", "-json", malgo)
	if err != nil {
		return "", err
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		return "", err
	}
	header, err := os.ReadFile(filepath.Join(module.Dir, "miniaudio.h"))
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(include, "miniaudio", "miniaudio.h"), header, 0o644); err != nil {
		return "", err
	}
	start := time.Now()
	fmt.Println("building ollama", version)
	env := []string{"CGO_CPPFLAGS=-I" + include, "GOFLAGS=-mod=mod -buildvcs=false"}
	if _, err := command(dir, env, "nice", "-n", "15", "go", "build", "-p", "2",
		"-ldflags", "-X github.com/ollama/ollama/version.Version="+version[1:], "-o", program, "github.com/ollama/ollama"); err != nil {
		return "", err
	}
	fmt.Printf("built in %.0f s\n", time.Since(start).Seconds())
	return program, nil
}

func command(dir string, env []string, name string, args ...string) ([]byte, error) {
	c := exec.Command(name, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), env...)
	var stderr strings.Builder
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(c.Args, " "), err, stderr.String())
	}
	return out, nil
}

// A process is a server that was started.
type process struct {
	cmd *exec.Cmd
	url string
}

// start starts a server and waits until path answers.
func start(cmd *exec.Cmd, url, path string) (*process, error) {
	p := &process{cmd, url}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	for range 200 {
		if resp, err := http.Get(url + path); err == nil {
			resp.Body.Close()
			return p, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.stop()
	return nil, fmt.Errorf("%s does not answer", cmd.Path)
}

func (p *process) stop() {
	p.cmd.Process.Signal(os.Interrupt)
	done := make(chan struct{})
	go func() { p.cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		p.cmd.Process.Kill()
	}
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// serveOllama starts ollama with the models of the check.
func serveOllama(program, dir string) (*process, error) {
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(dir, "ollama.log"))
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, "serve")
	cmd.Env = append(os.Environ(), "HOME="+dir, "OLLAMA_HOST="+addr, "OLLAMA_MODELS="+filepath.Join(dir, "models"), "OLLAMA_NO_CLOUD=1")
	cmd.Stdout, cmd.Stderr = log, log
	p, err := start(cmd, "http://"+addr, "/api/version")
	if err != nil {
		return nil, err
	}
	if err := createModels(program, dir, addr); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

// models are the scripted model with templates of several kinds.
var models = map[string]string{
	"plain": `{{ range .Messages }}{{ .Content }}{{ end }}`,
	"tools": `{{ if .Tools }}{{ end }}{{ range .Messages }}{{ if .ToolCalls }}{{ range .ToolCalls }}<tool_call>
{"name": "{{ .Function.Name }}", "arguments": {{ .Function.Arguments }}}
</tool_call>{{ end }}{{ else }}{{ .Content }}{{ end }}{{ end }}`,
	// Without a mark before calls the server gives back what it cannot read.
	"bare":    `{{ if .Tools }}{{ end }}{{ range .Messages }}{{ if .ToolCalls }}{{ range .ToolCalls }}{"name": "{{ .Function.Name }}", "arguments": {{ .Function.Arguments }}}{{ end }}{{ else }}{{ .Content }}{{ end }}{{ end }}`,
	"thinker": `{{ range .Messages }}{{ if and (eq .Role "assistant") .Thinking }}<think>{{ .Thinking }}</think>{{ end }}{{ .Content }}{{ end }}`,
}

func createModels(program, dir, addr string) error {
	f, err := os.Create(filepath.Join(dir, "model.gguf"))
	if err != nil {
		return err
	}
	if err := errors.Join(writeGGUF(f), f.Close()); err != nil {
		return err
	}
	for name, template := range models {
		file := filepath.Join(dir, "Modelfile."+name)
		text := "FROM ./model.gguf\nTEMPLATE \"\"\"" + template + "\"\"\"\nPARAMETER temperature 0\nPARAMETER num_thread 1\n"
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
		if _, err := command(dir, []string{"HOME=" + dir, "OLLAMA_HOST=" + addr}, program, "create", name, "-f", file); err != nil {
			return err
		}
	}
	return nil
}

// serveProxy builds and starts the proxy before the upstream.
func serveProxy(dir, upstream string) (*process, error) {
	program := filepath.Join(dir, "repairproxy")
	if _, err := command(filepath.Join("..", ".."), nil, "go", "build", "-o", program, "./cmd/repairproxy"); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(context.Background(), program, "--listen", "127.0.0.1:0", "--upstream", upstream)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	r := bufio.NewReader(stderr)
	line, err := r.ReadString('\n')
	go io.Copy(io.Discard, r)
	var first struct {
		URL string `json:"repair_url"`
	}
	if err == nil {
		err = json.Unmarshal([]byte(line), &first)
	}
	p := &process{cmd, first.URL}
	if err != nil {
		p.stop()
		return nil, fmt.Errorf("the proxy does not start: %w: %s", err, line)
	}
	return p, nil
}
