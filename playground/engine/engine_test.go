package engine

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
)

// sides returns what the parts say of the source and of the output.
func sides(a Answer) (source, output string) {
	for _, p := range a.Parts {
		source += p.Keep + p.Old
		output += p.Keep + p.New
	}
	return source, output
}

// TestParts checks on the example of every fault that the parts are the source
// and the output, and that each edit has its reasons.
func TestParts(t *testing.T) {
	for _, f := range repair.FaultTable() {
		before := strings.ToValidUTF8(f.Before, "\ufffd") // as a browser has it
		a := Repair(Request{Text: before, Schema: f.Schema})
		require.Nil(t, a.Error, f.Name)
		source, output := sides(a)
		assert.Equal(t, before, source, f.Name)
		assert.Equal(t, a.Output, output, f.Name)
		if f.Fault != repair.InvalidUTF8 {
			assert.Equal(t, f.After, output, f.Name)
			assert.NotEmpty(t, a.Edits, f.Name)
		}
		for i, e := range a.Edits {
			require.NotEmpty(t, e.Faults, f.Name)
			assert.NotEmpty(t, e.Faults[0].Doc)
			assert.Contains(t, []string{"lossless", "guess", "loss"}, e.Class)
			assert.NotEqual(t, -1, i)
		}
	}
}

func TestRepair(t *testing.T) {
	const shape = `{"properties":{"userName":{"type":"string"}},"required":["userName"],"additionalProperties":false}`
	a := Repair(Request{Text: "Hi!\n{'user_name': 1}", Schema: shape})
	assert.Equal(t, `{"userName": "1"}`, a.Output)
	assert.Equal(t, 2, a.Edits[len(a.Edits)-1].Line)

	a = Repair(Request{Text: "{'x': 1}", Schema: shape})
	assert.NotEmpty(t, a.Mismatches)
	assert.Contains(t, a.Feedback, "userName")

	a = Repair(Request{Text: "{'User Name': 1}", Schema: "user_name, age"})
	assert.Equal(t, `{"user_name": 1}`, a.Output)

	a = Repair(Request{Text: "{'a': 1}", Schema: `{"type": 3}`})
	assert.NotEmpty(t, a.Schema, "the schema is refused")
	assert.Equal(t, `{"a": 1}`, a.Output, "and the text is repaired all the same")

	a = Repair(Request{Text: "漢字\nno"})
	assert.Equal(t, &Error{1, 1, "no JSON value"}, a.Error)
	source, _ := sides(a)
	assert.Equal(t, "漢字\nno", source)

	a = Repair(Request{Text: "{a:1}", Reject: "guess"})
	assert.Equal(t, &Error{1, 2, "rejected repair: unquoted-key"}, a.Error)

	for pick, want := range map[string]string{"": "[1\n, 2]", "first": "{\"x\":1}", "last": "{\"x\":2}"} {
		text := "{\"x\":1}\n{\"x\":2}"
		if pick == "" {
			want = "[{\"x\":1},\n{\"x\":2}]"
		}
		assert.Equal(t, want, Repair(Request{Text: text, Pick: pick}).Output)
	}
	assert.Equal(t, Answer{Parts: []Part{}, Edits: []Edit{}}, Repair(Request{Text: " \n"}))
}

// TestReplay checks that what was settled is the beginning of the end, for
// pieces of several sizes.
func TestReplay(t *testing.T) {
	const text = "Sure: {'name': 'Bo𝄞b', \"tags\": ['x', 'y',], \"n\": 42}"
	req := encode(Request{Text: text})
	want, err := repairjson.RepairString(text)
	require.NoError(t, err)
	for _, size := range []int{1, 4, 100} {
		r := NewReplay(req)
		var settled []string
		var m Moment
		for n := 0; !m.Done; n++ {
			require.Less(t, n, len(text)+1)
			require.NoError(t, json.Unmarshal([]byte(r.JSON(size)), &m))
			shot := utf16.Encode([]rune(m.Snapshot))
			require.LessOrEqual(t, m.Settled, len(shot))
			settled = append(settled, string(utf16.Decode(shot[:m.Settled])))
		}
		assert.Empty(t, m.Error)
		assert.Equal(t, want, m.Snapshot)
		assert.Equal(t, len(utf16.Encode([]rune(text))), m.Sent)
		for _, s := range settled {
			assert.True(t, strings.HasPrefix(want, s), s)
		}
	}
	r := NewReplay(encode(Request{Text: "no answer"}))
	assert.Contains(t, r.Next(100).Error, "no JSON value")
}

func TestJSON(t *testing.T) {
	assert.JSONEq(t, `{"output":"","parts":[],"edits":[]}`, JSON("no JSON"))
	assert.Contains(t, JSON(`{"text":"{'a':'<b>'}"}`), `<b>`)
}
