package repairbeam

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"
	"github.com/repairjson/repairjson/engines/beam/sample"
)

func TestMain(m *testing.M) {
	flag.Parse()
	log.LogLevel = "error"
	ptest.Main(m)
}

// do runs a job on the engine of the process.
func do(t testing.TB, job Job) *Manifest {
	t.Helper()
	ctx := context.Background()
	if err := Prepare(ctx, job, "test"); err != nil {
		t.Fatal(err)
	}
	p, s := beam.NewPipelineWithRoot()
	Build(s, job)
	if err := ptest.Run(p); err != nil {
		t.Fatal(err)
	}
	m, err := Tidy(ctx, job)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// output returns the files of a kind in a folder one after the other.
func output(t testing.TB, dir, kind string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, kind+"-*-of-*"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, name := range names {
		b.WriteString(read(t, name))
	}
	return b.String()
}

func read(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t testing.TB, dir, name, text string) string {
	t.Helper()
	name = filepath.Join(dir, name)
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// sampled returns so many records as the sample has them.
func sampled(t testing.TB, n uint64) string {
	t.Helper()
	var b bytes.Buffer
	if err := sample.NewMaker(1, 400).Write(&b, 0, n); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// program builds the filter.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "filter")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "repairjson")
	cmd := exec.Command("go", "build", "-o", name, "./cmd/repairjson")
	cmd.Dir = "../.."
	cmd.Stderr = os.Stderr
	return name, cmd.Run()
})

// filter returns what the filter makes of files.
func filter(t testing.TB, args ...string) string {
	t.Helper()
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {})
	cmd := exec.Command(name, append([]string{"--lines", "--on-error", "drop", "-q"}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState.ExitCode() != 1 {
		t.Fatal(err)
	}
	return string(out)
}
