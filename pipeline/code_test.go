package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestExtractCode(t *testing.T) {
	for _, c := range []struct {
		name, answer, file, want string
		whole                    bool
	}{
		{"a block", "Here:\n```python\nimport x\n\nx.y()\n```\nDone.", "a.py", "import x\n\nx.y()\n", true},
		{"no end", "```python\nimport x\n", "a.py", "import x\n", false},
		{"no fence", "Sure!\n\nimport x\nx.y()\n", "a.py", "import x\nx.y()\n", true},
		{"words alone", "I cannot.", "a.py", "I cannot.\n", true},
		{"the longest of the language", "```python\na()\n```\nor\n```python\na()\nb()\n```\nthen run\n```bash\nlong long long long long long\n```", "a.py", "a()\nb()\n", true},
		{"another language", "```\nx = 1\n```", "a.py", "x = 1\n", true},
		{"a fence within a fence", "````python\ns = \"\"\"\n```\n\"\"\"\n````", "a.py", "s = \"\"\"\n```\n\"\"\"\n", true},
		{"a fence with words inside code", "```python\n# ```text\nx = 1\n```", "a.py", "# ```text\nx = 1\n", true},
		{"tildes", "~~~js\nlet x\n~~~", "a.js", "let x\n", true},
		{"a draft", "<think>```python\nno\n```</think>\n```python\nyes\n```", "a.py", "yes\n", true},
		{"windows", "```python\r\nx = 1\r\n```\r\n", "a.py", "x = 1\n", true},
		{"indented", "  ```python\nx\n  ```", "a.py", "x\n", true},
	} {
		code, whole := extractCode(c.answer, c.file)
		assert.Equal(t, c.want, code, c.name)
		assert.Equal(t, c.whole, whole, c.name)
	}
}

func TestNames(t *testing.T) {
	for in, want := range map[string]string{
		"game.py": "game.py", "./game.py": "game.py", "`game.py`": "game.py", "game.py (the board)": "game.py", "1. game.py": "game.py",
		"snake_game/game.py": "game.py", "src/a/b.py": "src/a/b.py", `src\b.py`: "src/b.py", "a/../b.py": "b.py",
		"../x.py": "", "a/../../x.py": "", "/etc/x.py": "etc/x.py", ".git/x.py": "", ".gitignore": "", "the game": "", "": "", "v1.": "",
	} {
		assert.Equal(t, want, cleanFile(in, "snake_game"), in)
	}
	for in, want := range map[string]string{
		"snake_game": "snake_game", "Snake Game!": "snake_game", "  ../../etc ": "etc", "2048": "", "2048_game": "game", "game-2048": "game_2048",
		"蛇": "", "": "", "CON/../x": "con_x",
	} {
		assert.Equal(t, want, projectName(in), in)
	}
	assert.LessOrEqual(t, len(projectName(string(make([]byte, 10))+"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl")), 48)
}

func TestMergePackages(t *testing.T) {
	assert.Equal(t, "a==1\nb\nc\n", string(mergePackages([]byte("a==1\n"), []string{"b", "None", "c # why", "b", "No third-party dependencies required", " "})))
	assert.Empty(t, mergePackages(nil, []string{"N/A"}))
}

func TestPage(t *testing.T) {
	page := string(plan.page([]byte(`{"Project Name": "x", "Task list": ["a.py"], "Logic Analysis": [["a.py", "A"]], "Owner": {"Name": "B"}, "Notes": "` +
		"```mermaid\\nclassDiagram\\n    A\\n```" + `", "Other": 1}`)))
	assert.Equal(t, "## Project Name\n\nx\n\n## Task list\n\n- a.py\n\n## Logic Analysis\n\n- a.py: A\n\n## Owner\n\n```json\n{\"Name\": \"B\"}\n```\n\n"+
		"## Notes\n\n```mermaid\nclassDiagram\n    A\n```\n", page)
}

func TestRouting(t *testing.T) {
	var order []string
	acts := func(said ...Message) func(context.Context, *role, []Message) ([]Message, error) {
		return func(_ context.Context, r *role, news []Message) ([]Message, error) {
			for _, m := range news {
				order = append(order, r.Name+" reads "+m.CauseBy+" of "+m.SentFrom)
			}
			return said, nil
		}
	}
	e := &environment{roles: []*role{
		{Name: "A", Watch: []string{"start"}, act: acts(Message{CauseBy: "x"}, Message{CauseBy: "y", SendTo: []string{"C"}})},
		{Name: "B", Watch: []string{"x", "y"}, act: acts()},
		{Name: "C", Watch: []string{"z"}, act: acts()},
	}}
	e.publish(Message{CauseBy: "start", SentFrom: "user"})
	rounds := 0
	for ; !e.idle(); rounds++ {
		require.NoError(t, e.round(context.Background()))
	}
	assert.Equal(t, 2, rounds, "what is said in a round is read in the next")
	assert.Equal(t, []string{"A reads start of user", "B reads x of A", "C reads y of A"}, order)
}

// TestTornState cuts the file of answers anywhere, as a crash of the machine
// may.
func TestTornState(t *testing.T) {
	begin := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	folder := filepath.Join(t.TempDir(), "storage", "team")
	s, err := openState(folder, "idea", DefaultOptions(), begin)
	require.NoError(t, err)
	require.NoError(t, s.keep("k1", "A", &Reply{Text: "one\n"}))
	require.NoError(t, s.keep("k2", "B", &Reply{Text: "two ☃"}))
	require.NoError(t, s.close())
	path := filepath.Join(folder, "answers.jsonl")
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	for cut := range whole {
		require.NoError(t, os.WriteFile(path, whole[:cut], 0o644))
		s, err := openState(folder, "idea", DefaultOptions(), begin)
		require.NoError(t, err)
		assert.True(t, s.resumed)
		had := len(s.answers)
		require.NoError(t, s.keep("k3", "C", &Reply{Text: "three"}))
		require.NoError(t, s.close())
		s, err = openState(folder, "", DefaultOptions(), begin)
		require.NoError(t, err)
		assert.Len(t, s.answers, had+1, "cut at %d: what is added to a torn file is read", cut)
		assert.Equal(t, "three", s.answers["k3"].Text)
		require.NoError(t, s.close())
	}

	// Another idea begins another run, and the files of this one are kept.
	s, err = openState(folder, "another", DefaultOptions(), begin)
	require.NoError(t, err)
	assert.False(t, s.resumed)
	assert.Empty(t, s.answers)
	require.NoError(t, s.close())
	assert.FileExists(t, folder+"-20261122000000/answers.jsonl")
}
