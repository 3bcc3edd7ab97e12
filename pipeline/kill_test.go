package pipeline_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/repairjson/repairjson/inference/replay"
	"github.com/repairjson/repairjson/pipeline"
	"github.com/repairjson/repairjson/pipeline/scripted"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A job is a run in a process of its own, which kills itself.
type job struct {
	LLM       pipeline.LLM
	Workspace string
	KillAt    int // the number of the step after whose saving it ends; 0 for never
}

const jobVariable = "PIPELINE_TEST_JOB"

func TestMain(m *testing.M) {
	if text := os.Getenv(jobVariable); text != "" {
		child(text)
		return
	}
	os.Exit(m.Run())
}

// fixed is the time at which all runs of a test begin.
var fixed = time.Date(2026, 11, 22, 6, 35, 54, 0, time.UTC)

// child runs a job.
func child(text string) {
	var j job
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		panic(err)
	}
	config := pipeline.DefaultConfig()
	config.LLM, config.Workspace, config.RepairLLMOutput = j.LLM, j.Workspace, true
	steps := 0
	c := &pipeline.Company{Config: config, Options: pipeline.DefaultOptions(), Now: func() time.Time { return fixed },
		OnEvent: func(e pipeline.Event) {
			if e.Kind != pipeline.Saved {
				return
			}
			steps++
			if steps == j.KillAt {
				self, err := os.FindProcess(os.Getpid())
				if err != nil {
					panic(err)
				}
				self.Kill()
				select {} // until the signal is here
			}
		}}
	summary, err := c.Run(context.Background(), idea)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(steps, summary.Recorded)
}

const idea = "write a snake game"

// start starts a job.
func (j *job) start(t *testing.T) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(j)
	require.NoError(t, err)
	program, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(program, "-test.run", "^$")
	cmd.Env = append(os.Environ(), jobVariable+"="+string(text))
	return cmd
}

// run runs a job that ends by itself, and returns how many steps it saved and
// how many answers it found.
func (j *job) run(t *testing.T) (steps, recorded int) {
	t.Helper()
	out, err := j.start(t).CombinedOutput()
	require.NoError(t, err, "%s", out)
	_, err = fmt.Sscan(string(out), &steps, &recorded)
	require.NoError(t, err)
	return steps, recorded
}

// killed runs a job that is killed.
func (j *job) killed(t *testing.T) {
	t.Helper()
	out, err := j.start(t).CombinedOutput()
	require.Error(t, err, "step %d: %s", j.KillAt, out)
	require.Empty(t, string(out), "step %d: it is killed, not failed", j.KillAt)
}

// A model is a scripted server that counts what it is asked.
type model struct {
	*httptest.Server
	llm    pipeline.LLM
	script http.Handler
	before func(n int, w http.ResponseWriter, r *http.Request) bool // reports whether it answered

	mu    sync.Mutex
	asked map[[32]byte]int
	total int
}

func serve(t *testing.T, name string) *model {
	t.Helper()
	s, err := scripted.Load(name)
	require.NoError(t, err)
	m := &model{script: s.Server(), asked: map[[32]byte]int{}}
	m.Server = httptest.NewServer(http.HandlerFunc(m.answer))
	t.Cleanup(m.Close)
	m.llm = pipeline.DefaultConfig().LLM
	m.llm.Model, m.llm.APIType, m.llm.BaseURL = name, "open_llm", m.URL+"/v1"
	if s.Kind == replay.Ollama {
		m.llm.APIType, m.llm.BaseURL = "ollama", m.URL+"/api"
	}
	return m
}

func (m *model) answer(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	m.mu.Lock()
	m.total++
	n := m.total
	m.asked[sha256.Sum256(body)]++
	m.mu.Unlock()
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	if m.before == nil || !m.before(n, w, r) {
		m.script.ServeHTTP(w, r)
	}
}

// forget begins the count anew.
func (m *model) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.total, m.asked = 0, map[[32]byte]int{}
}

// repeated returns how many requests came more than once.
func (m *model) repeated() (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, times := range m.asked {
		n += times - 1
	}
	return n
}

// tree returns the files of a workspace but those of the run's state, and the
// commit of each project.
func tree(t *testing.T, workspace string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(workspace, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(workspace, path)
		if err != nil {
			return err
		}
		switch {
		case name == "storage":
			return fs.SkipDir
		case d.IsDir() && d.Name() == ".git":
			out, err := exec.Command("git", "-C", filepath.Dir(path), "rev-parse", "HEAD").CombinedOutput()
			files[name] = fmt.Sprintf("%s %v", out, err)
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		data, err := os.ReadFile(path)
		files[name] = string(data)
		return err
	})
	require.NoError(t, err)
	return files
}

func TestKilledAfterEachStep(t *testing.T) {
	if testing.Short() {
		t.Skip("starts two processes for each step of a run")
	}
	needGit(t)
	// The second run is longer and has code that is written again; a part of
	// its steps will do.
	for name, stride := range map[string]int{"vicuna-13b": 1, "llama2-13b": 4} {
		t.Run(name, func(t *testing.T) {
			m := serve(t, name)
			whole := &job{LLM: m.llm, Workspace: t.TempDir()}
			steps, _ := whole.run(t)
			want, total := tree(t, whole.Workspace), m.total
			require.Greater(t, steps, 20)
			require.Contains(t, want, filepath.Join("snake_game", ".git"))
			require.Contains(t, want, filepath.Join("snake_game", "snake_game", "main.py"))
			for n := 1; n <= steps; n += stride {
				m.forget()
				j := &job{LLM: m.llm, Workspace: t.TempDir(), KillAt: n}
				j.killed(t)
				before := m.total
				j.KillAt = 0
				if n == steps { // the run was done: there is nothing to take up
					require.Equal(t, want, tree(t, j.Workspace), "step %d", n)
					continue
				}
				_, recorded := j.run(t)
				require.Equal(t, want, tree(t, j.Workspace), "step %d", n)
				require.Equal(t, total, m.total, "step %d: as many answers as without", n)
				require.Zero(t, m.repeated(), "step %d", n)
				require.Equal(t, before, recorded, "step %d: all answers are kept", n)
			}
		})
	}
}

func TestKilledWithinAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("starts two processes for each answer of a run")
	}
	m := serve(t, "vicuna-13b")
	whole := &job{LLM: m.llm, Workspace: t.TempDir()}
	whole.run(t)
	want, total := tree(t, whole.Workspace), m.total
	for n := 1; n <= total; n++ {
		m.forget()
		j := &job{LLM: m.llm, Workspace: t.TempDir()}
		cmd := j.start(t)
		m.before = func(at int, w http.ResponseWriter, r *http.Request) bool {
			if at != n {
				return false
			}
			w.Header().Set("Content-Type", "text/event-stream")
			io.WriteString(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"[CONT\"}}]}\n\n")
			http.NewResponseController(w).Flush()
			cmd.Process.Kill()
			return true
		}
		out, err := cmd.CombinedOutput()
		require.Error(t, err, "answer %d: %s", n, out)
		m.before = nil
		j.run(t)
		require.Equal(t, want, tree(t, j.Workspace), "answer %d", n)
		require.Equal(t, total+1, m.total, "answer %d: only the one that did not arrive is asked for again", n)
		require.Equal(t, 1, m.repeated(), "answer %d", n)
	}
	assert.Positive(t, total)
}
