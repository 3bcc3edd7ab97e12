package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPredict(t *testing.T) {
	dir := t.TempDir()
	set, out := filepath.Join(dir, "set"), filepath.Join(dir, "out")
	require.NoError(t, os.WriteFile(set, []byte(`{"key":"a","output":"[f(x=1)]","tools":[{"function":{"name":"f"}}]}
{"key":"b","output":"words","functions":[{"name":"f"}]}

{"key":"c","form":"fc","output":"{'x':1}","names":["f"],"payloads":["{'x':1}"],"functions":[{"name":"f"}]}`), 0o644))
	cfg := config{}
	require.NoError(t, cfg.predict(set, out))
	got, err := os.ReadFile(out)
	require.NoError(t, err)
	assert.Equal(t, `{"key":"a","calls":[{"name":"f","arguments":{"x":1}}]}
{"key":"b","calls":[]}
{"key":"c","calls":[{"name":"f","arguments":{"x":1}}]}
`, string(got))

	require.NoError(t, os.WriteFile(set, []byte(`{"key":"a","output":"","tools":[]}`), 0o644))
	assert.ErrorContains(t, cfg.predict(set, out), "a: no functions")
}

func TestFlags(t *testing.T) {
	for _, c := range []struct{ args, folder, want string }{
		{"-set nothing", t.TempDir(), "no set is called"},
		{"more", t.TempDir(), "unexpected argument"},
		{"-set valid", "", "REPAIRJSON_DATA is not set"},
	} {
		t.Setenv("REPAIRJSON_DATA", c.folder)
		var stderr bytes.Buffer
		assert.Equal(t, 2, run(strings.Fields(c.args), nil, &stderr), c.args)
		assert.Contains(t, stderr.String(), c.want)
	}
}
