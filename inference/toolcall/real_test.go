package toolcall

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The laws hold for what models really wrote, in pieces as in one.
func TestReal(t *testing.T) {
	data := os.Getenv("REPAIRJSON_DATA")
	if data == "" {
		t.Skip("REPAIRJSON_DATA does not name the folder of the test data")
	}
	f, err := os.Open(filepath.Join(data, "bfcl", "dev", "toolcalls.jsonl"))
	require.NoError(t, err)
	defer f.Close()
	random := rand.New(rand.NewPCG(1, 2))
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	n := 0
	for lines.Scan() {
		var r struct {
			Key, Output string
			Tools       json.RawMessage
		}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &r))
		tools, err := Parse(r.Tools)
		require.NoError(t, err)
		for _, o := range []Options{{}, {Anywhere: true}} {
			a := o.Read(tools, []byte(r.Output))
			laws(t, tools, r.Output, a)
			s := o.NewStream(tools)
			var parts []Part
			for rest := r.Output; rest != ""; {
				i := min(len(rest), 1+random.IntN(40))
				parts = append(parts, s.Write([]byte(rest[:i]))...)
				rest = rest[i:]
			}
			require.Equal(t, join(a.Parts), join(append(parts, s.Close()...)), r.Key)
		}
		n++
	}
	require.NoError(t, lines.Err())
	require.Positive(t, n)
}
