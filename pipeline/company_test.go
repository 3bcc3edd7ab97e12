package pipeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/repairjson/repairjson/pipeline"
	"github.com/repairjson/repairjson/pipeline/scripted"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// company returns a company of the model, in a workspace of its own, that
// repairs.
func company(t *testing.T, m *model) (*pipeline.Company, *[]pipeline.Event) {
	t.Helper()
	config := pipeline.DefaultConfig()
	config.LLM, config.Workspace, config.RepairLLMOutput = m.llm, t.TempDir(), true
	var events []pipeline.Event
	return &pipeline.Company{Config: config, Options: pipeline.DefaultOptions(), Now: func() time.Time { return fixed },
		OnEvent: func(e pipeline.Event) { events = append(events, e) }}, &events
}

// needGit skips a test that looks into the repository of the project.
func needGit(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
}

// compiles has Python compile the files of the source.
func compiles(t *testing.T, project string, files []string) {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3 to compile the game's files")
	}
	args := []string{"-m", "py_compile"}
	for _, f := range files {
		if strings.HasSuffix(f, ".py") {
			args = append(args, f)
		}
	}
	require.Greater(t, len(args), 3, "at least two files of Python")
	cmd := exec.Command(python, args...)
	cmd.Dir = project
	cmd.Env = append(os.Environ(), "PYTHONPYCACHEPREFIX="+t.TempDir())
	out, err := cmd.CombinedOutput()
	assert.NoError(t, err, "%s", out)
}

func TestAllModelsFinish(t *testing.T) {
	for _, name := range scripted.Models() {
		t.Run(name, func(t *testing.T) {
			m := serve(t, name)
			c, events := company(t, m)
			sum, err := c.Run(context.Background(), idea)
			require.NoError(t, err)
			assert.True(t, sum.Finished)
			assert.Equal(t, "snake_game", filepath.Base(sum.Project))
			assert.Positive(t, sum.Repairs)
			assert.Positive(t, sum.Output)
			for _, file := range []string{
				"docs/requirement.txt", "docs/prd/20261122063554.json", "docs/system_design/20261122063554.json",
				"docs/task/20261122063554.json", "docs/code_summary/20261122063554.json", "resources/prd/20261122063554.md",
				"resources/system_design/20261122063554.md", "resources/api_spec_and_task/20261122063554.md",
				"resources/data_api_design/20261122063554.mmd", "resources/seq_flow/20261122063554.mmd", "resources/competitive_analysis/20261122063554.mmd",
				"requirements.txt", ".dependencies.json", "snake_game/main.py",
			} {
				data, err := os.ReadFile(filepath.Join(sum.Project, file))
				if assert.NoError(t, err) && strings.HasSuffix(file, ".json") {
					assert.True(t, json.Valid(data), file)
				}
			}
			for _, e := range *events {
				for _, r := range e.Repairs {
					assert.Regexp(t, `^repair_[a-z_]+: (".+"|the answer) at line [1-9]\d* column [1-9]\d*: `, r.String())
				}
			}
			t.Run("python", func(t *testing.T) { compiles(t, sum.Project, sum.Files) })
			t.Run("git", func(t *testing.T) {
				needGit(t)
				out, err := exec.Command("git", "-C", sum.Project, "log", "--format=%s").Output()
				assert.NoError(t, err)
				assert.Equal(t, "Archive\n", string(out))
			})
		})
	}
}

// TestFirstMalformedStops runs each model without repairs: the run ends at the
// first answer that is not as asked for, says so, and keeps it, so that it is
// not asked for again when repairs are switched on.
func TestFirstMalformedStops(t *testing.T) {
	for _, name := range scripted.Models() {
		t.Run(name, func(t *testing.T) {
			m := serve(t, name)
			c, _ := company(t, m)
			c.Config.RepairLLMOutput = false
			sum, err := c.Run(context.Background(), idea)
			var malformed *pipeline.MalformedError
			require.ErrorAs(t, err, &malformed)
			assert.Positive(t, malformed.Line)
			assert.Regexp(t, `^ProductManager, WritePRD: the answer is malformed at line \d+ column \d+: .*repair_llm_output: true`, err.Error())
			assert.Equal(t, 1, sum.Answers)
			assert.Equal(t, 1, m.total)

			again, _ := company(t, m)
			again.Config.Workspace = c.Config.Workspace
			sum, err = again.Run(context.Background(), idea)
			require.NoError(t, err)
			assert.Equal(t, 1, sum.Recorded)
			assert.Equal(t, sum.Answers, m.total)
			assert.Zero(t, m.repeated())
		})
	}
}

func TestRounds(t *testing.T) {
	needGit(t)
	m := serve(t, "vicuna-13b")
	c, events := company(t, m)
	c.Options.Rounds = 2
	sum, err := c.Run(context.Background(), idea)
	require.NoError(t, err)
	assert.False(t, sum.Finished)
	assert.FileExists(t, filepath.Join(sum.Project, "docs/system_design/20261122063554.json"))
	assert.NoDirExists(t, filepath.Join(sum.Project, "docs/task"))
	last := (*events)[len(*events)-1]
	for i := len(*events) - 1; last.Kind == pipeline.Saved; i-- {
		last = (*events)[i]
	}
	assert.Equal(t, pipeline.Warned, last.Kind)

	// git was killed, too.
	require.NoError(t, os.WriteFile(filepath.Join(sum.Project, ".git", "index.lock"), nil, 0o644))
	more, _ := company(t, m)
	more.RecoverPath = filepath.Join(c.Config.Workspace, "storage", "team")
	sum, err = more.Run(context.Background(), "")
	require.NoError(t, err)
	assert.True(t, sum.Finished)
	assert.Equal(t, 2, sum.Recorded)
	assert.Zero(t, m.repeated())

	_, err = more.Run(context.Background(), "")
	assert.ErrorIs(t, err, pipeline.ErrNothingToRecover)
}

func TestWithoutGit(t *testing.T) {
	m := serve(t, "vicuna-13b")
	c, events := company(t, m)
	t.Setenv("PATH", t.TempDir())
	sum, err := c.Run(context.Background(), idea)
	require.NoError(t, err)
	assert.True(t, sum.Finished)
	warned := ""
	for _, e := range *events {
		if e.Kind == pipeline.Warned {
			warned += e.Text
		}
	}
	assert.Contains(t, warned, "git is not installed")
}

func TestInvestment(t *testing.T) {
	m := serve(t, "vicuna-13b")
	m.llm.InputPrice, m.llm.OutputPrice = 1000, 1000
	c, _ := company(t, m)
	c.Options.Investment = 1.5
	sum, err := c.Run(context.Background(), idea)
	require.ErrorIs(t, err, pipeline.ErrBudget)
	assert.Greater(t, sum.Cost, 1.5)
	asked := m.total

	again, _ := company(t, m)
	again.Config.Workspace = c.Config.Workspace
	again.Options.Investment = 1000
	sum, err = again.Run(context.Background(), idea)
	require.NoError(t, err)
	assert.Equal(t, asked, sum.Recorded)
	assert.Zero(t, m.repeated())
}

func TestOptions(t *testing.T) {
	m := serve(t, "mixtral")
	c, _ := company(t, m)
	c.Options.ProjectName, c.Options.CodeReview = "My Snake!", false
	sum, err := c.Run(context.Background(), idea)
	require.NoError(t, err)
	assert.Equal(t, "my_snake", filepath.Base(sum.Project))
	assert.FileExists(t, filepath.Join(sum.Project, "my_snake", "main.py"))
	assert.Equal(t, m.total, sum.Answers)
	reviewed := sum.Answers

	c, _ = company(t, m)
	c.Options.Implement = false
	sum, err = c.Run(context.Background(), idea)
	require.NoError(t, err)
	assert.True(t, sum.Finished)
	assert.Empty(t, sum.Files)
	assert.Less(t, sum.Answers, reviewed)

	// A folder of the name is not touched: the next project has another.
	next, _ := company(t, m)
	next.Config.Workspace = c.Config.Workspace
	next.Options.Implement = false
	second, err := next.Run(context.Background(), "write a snake game with walls")
	require.NoError(t, err)
	assert.Equal(t, "snake_game_2", filepath.Base(second.Project))
	assert.DirExists(t, sum.Project)
}

// TestRoleModels gives each role a model of its own.
func TestRoleModels(t *testing.T) {
	first, second := serve(t, "vicuna-13b"), serve(t, "mixtral")
	c, events := company(t, first)
	c.Config.Roles["Architect"] = second.llm
	c.Options.Implement = false
	_, err := c.Run(context.Background(), idea)
	require.NoError(t, err)
	assert.Equal(t, 2, second.total)
	models := map[string]string{}
	for _, e := range *events {
		if e.Kind == pipeline.Asked {
			models[e.Role] = e.Text
		}
	}
	assert.Equal(t, map[string]string{"ProductManager": "vicuna-13b", "Architect": "mixtral", "ProjectManager": "vicuna-13b"}, models)
}

// TestNeverFits has a model that never answers as asked for.
func TestNeverFits(t *testing.T) {
	m := serve(t, "vicuna-13b")
	m.before = func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"choices":[{"message":{"content":"I would rather not."},"finish_reason":"stop"}],"usage":{}}`))
		return true
	}
	c, _ := company(t, m)
	sum, err := c.Run(context.Background(), idea)
	var step *pipeline.StepError
	require.ErrorAs(t, err, &step)
	assert.Equal(t, "WritePRD", step.Step)
	assert.ErrorContains(t, err, "no answer of 6 can be made to fit")
	assert.Equal(t, 6, m.total)
	assert.Zero(t, m.repeated(), "each attempt is another request")
	assert.Equal(t, 5, sum.Retries)
}

// TestStopped ends a run by its context, and takes it up.
func TestStopped(t *testing.T) {
	m := serve(t, "vicuna-13b")
	c, _ := company(t, m)
	ctx, cancel := context.WithCancel(context.Background())
	tell := c.OnEvent
	c.OnEvent = func(e pipeline.Event) {
		tell(e)
		if e.Kind == pipeline.Asked && e.Step == "WriteTasks" {
			cancel()
		}
	}
	_, err := c.Run(ctx, idea)
	require.True(t, errors.Is(err, context.Canceled), "%v", err)
	again, _ := company(t, m)
	again.Config.Workspace = c.Config.Workspace
	sum, err := again.Run(context.Background(), idea)
	require.NoError(t, err)
	assert.Equal(t, 2, sum.Recorded)
}

// TestSchemas has the documents asked for as Markdown, and in no form.
func TestSchemas(t *testing.T) {
	page := func(n *pipeline.Node) string {
		var b strings.Builder
		for _, c := range n.Children {
			value, ok := c.Example.(string)
			if !ok {
				value = strings.Join(map[string][]string{
					"Task list": {"- board.py", "- main.py"}, "File list": {"- main.py", "- board.py"}, "Logic Analysis": {"- board.py: Board"},
				}[c.Key], "\n")
			}
			b.WriteString("## " + c.Key + "\n\n" + value + "\n\n")
		}
		return strings.Replace(b.String(), "\nstopwatch\n", "\nsnake_game\n", 1)
	}
	for _, form := range []string{"markdown", "raw"} {
		for _, mend := range []bool{true, false} {
			m := serve(t, "mixtral")
			m.before = func(n int, w http.ResponseWriter, _ *http.Request) bool {
				if n > 3 {
					return false
				}
				node := []*pipeline.Node{pipeline.WritePRDNode, pipeline.DesignAPINode, pipeline.PMNode}[n-1]
				data, err := json.Marshal(map[string]any{"message": map[string]any{"content": page(node)}, "done": true, "done_reason": "stop"})
				require.NoError(t, err)
				w.Header().Set("Content-Type", "application/json")
				w.Write(data)
				return true
			}
			c, _ := company(t, m)
			c.Config.PromptSchema, c.Config.RepairLLMOutput = form, mend
			c.Options.CodeReview = false
			sum, err := c.Run(context.Background(), idea)
			require.NoError(t, err, "%s %v", form, mend)
			assert.Len(t, sum.Files, 2, "%s %v", form, mend)
			assert.True(t, sum.Finished)
		}
	}
}
