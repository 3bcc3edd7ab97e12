package toolcall

import (
	"regexp"
	"strings"
	"testing"

	"github.com/repairjson/repairjson/repair"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func tools(t testing.TB) *Tools {
	t.Helper()
	tools, err := Parse([]byte(offered))
	require.NoError(t, err)
	return tools
}

const rome = `{"city":"Rome","days":3}`

// calls returns the names and arguments of calls, each as a text.
func calls(a *Answer) []string {
	list := []string{}
	for _, c := range a.Calls() {
		list = append(list, c.Name+" "+string(c.Arguments))
	}
	return list
}

// same reports whether the calls are those wanted, apart from white space.
func same(t *testing.T, text string, a *Answer, want ...string) {
	t.Helper()
	got := a.Calls()
	if !assert.Len(t, got, len(want)/2, "%s: %v %v", text, calls(a), a.Errors()) {
		return
	}
	for i, c := range got {
		assert.Equal(t, want[2*i], c.Name, text)
		assert.JSONEq(t, want[2*i+1], string(c.Arguments), text)
		assert.Empty(t, c.Mismatches, text)
	}
}

func TestConventions(t *testing.T) {
	tools := tools(t)
	for _, c := range conventions() {
		t.Run(c.name, func(t *testing.T) {
			one := c.open + c.call("get_weather") + c.close
			a := check(t, tools, one)
			same(t, one, a, "get_weather", rome)
			for _, call := range a.Calls() {
				assert.Equal(t, c.form, call.Form)
			}
			if !strings.HasPrefix(c.open, "<|channel|>") && c.name != "react" { // what is before is a thought
				assert.Empty(t, strings.TrimSpace(string(a.Content())), one)
			}

			two := c.open + c.call("get_weather") + c.between + c.call("get_weather") + c.close
			same(t, two, check(t, tools, two), "get_weather", rome, "get_weather", rome)

			broken := c.open + c.broken("get_weather") + c.close
			a = check(t, tools, broken)
			same(t, broken, a, "get_weather", rome)
			for _, c := range a.Calls() {
				assert.NotZero(t, c.Faults(), broken)
			}

			cut := c.open + c.unclosed("get_weather")
			a = check(t, tools, cut)
			same(t, cut, a)
			assert.Equal(t, cut, string(a.Content()))
			if assert.NotEmpty(t, a.Errors(), cut) {
				assert.ErrorIs(t, a.Errors()[0], ErrCut, cut)
			}

			unknown := c.open + c.call("drop_tables") + c.close
			a = check(t, tools, unknown)
			same(t, unknown, a)
			assert.Equal(t, unknown, string(a.Content()))
			if c.name != "glm4" && c.name != "name as key" && c.name != "gemini" { // which are like other text, then
				if assert.NotEmpty(t, a.Errors(), unknown) {
					assert.ErrorIs(t, a.Errors()[0], ErrNotOffered, unknown)
					assert.Equal(t, "drop_tables", strings.TrimPrefix(a.Errors()[0].Name, "functions."), unknown)
				}
			}

			mixed := c.open + c.call("drop_tables") + c.between + c.call("get_weather") + c.close
			a = check(t, tools, mixed)
			same(t, mixed, a, "get_weather", rome)
			assert.Contains(t, string(a.Content()), "drop_tables")

			around := "The weather in Rome:\n\n" + one + "\n\nThat is all."
			a = check(t, tools, around)
			same(t, around, a, "get_weather", rome)
			assert.Contains(t, string(a.Content()), "The weather in Rome:")
			assert.Contains(t, string(a.Content()), "That is all.")
			assert.NotContains(t, string(a.Content()), "get_weather(city=\"Rome\"")
		})
	}
}

// check reads a text in one piece and at every split, and checks the laws.
func check(t *testing.T, tools *Tools, text string) *Answer {
	t.Helper()
	for _, o := range []Options{{Anywhere: true}, {}} {
		a := o.Read(tools, []byte(text))
		laws(t, tools, text, a)
		want := join(a.Parts)
		for i := range len(text) + 1 {
			s := o.NewStream(tools)
			parts := s.Write([]byte(text[:i]))
			parts = append(parts, s.Write([]byte(text[i:]))...)
			parts = append(parts, s.Close()...)
			require.Equal(t, want, join(parts), "split at %d of %q", i, text)
		}
		s := o.NewStream(tools)
		var parts []Part
		for i := range len(text) {
			parts = append(parts, s.Write([]byte(text[i:i+1]))...)
		}
		require.Equal(t, want, join(append(parts, s.Close()...)), "bytes of %q", text)
		if !o.Anywhere {
			return a
		}
	}
	return nil
}

// join joins text and markup that came in several parts.
func join(parts []Part) []Part {
	var out []Part
	for _, p := range parts {
		if n := len(out); n > 0 && p.Kind <= Markup && out[n-1].Kind == p.Kind && out[n-1].End == p.Pos {
			out[n-1].End = p.End
			continue
		}
		out = append(out, p)
	}
	return out
}

// laws checks what holds for every answer.
func laws(t testing.TB, tools *Tools, text string, a *Answer) {
	t.Helper()
	at := 0
	for _, p := range a.Parts {
		require.Equal(t, at, p.Pos, "the parts are not the text: %q", text)
		require.Greater(t, p.End, p.Pos, text)
		at = p.End
		require.Equal(t, p.Kind == Called, len(p.Calls) > 0, text)
		require.Equal(t, p.Kind == Kept, p.Err != nil, text)
		for _, c := range p.Calls {
			require.Contains(t, tools.Names(), c.Name, text)
			require.True(t, p.Pos <= c.ArgPos && c.ArgPos <= c.ArgEnd && c.ArgEnd <= p.End, text)
			require.True(t, repair.Valid(c.Arguments), "%q: %s", text, c.Arguments)
			require.Equal(t, byte('{'), strings.TrimSpace(string(c.Arguments))[0], text)
			require.Equal(t, string(c.Arguments), string(repair.Apply([]byte(text[c.ArgPos:c.ArgEnd]), c.Edits)), text)
			// An object in a fence may be the arguments of the only function.
			only := len(tools.list) == 1 && c.Form == JSON
			require.True(t, only || names(tools, text, c.Name), "%s is not in %q", c.Name, text)
		}
	}
	require.Equal(t, len(text), at, "text is lost: %q", text)
	list, edits := a.List()
	require.True(t, repair.Valid(list), "%q: %s", text, list)
	require.Equal(t, string(list), string(repair.Apply([]byte(text), edits)), text)
	if len(a.Calls()) == 0 {
		require.Equal(t, text, string(a.Content()))
	}
}

// names reports whether the text has the name of a function in it, in some
// spelling: nothing is called that was not named.
func names(tools *Tools, text, name string) bool {
	fold := func(s string) string {
		return notLetters.ReplaceAllString(strings.ToLower(s), "")
	}
	if strings.Contains(fold(text), fold(name)) {
		return true
	}
	for i := range len(text) { // a slip of the pen, or without the module
		if n := nameLen([]byte(text[i:])); n > 0 {
			if f := tools.find(text[i : i+n]); f != nil && f.name == name {
				return true
			}
			if f := tools.near(text[i : i+n]); f != nil && f.name == name {
				return true
			}
		}
	}
	return false
}

// notLetters is what a name may be written with besides its letters, with the
// escapes of JSON.
var notLetters = regexp.MustCompile(`\\u[0-9a-f]{4}|\\[bfnrt]|[^a-z0-9]+`)
