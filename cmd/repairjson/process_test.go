//go:build unix

package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/repairjson/repairjson"
)

// asProgram makes the test binary the program.
const asProgram = "REPAIRJSON_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// process returns the program as a process of its own.
func process(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// TestKill kills the program at 200 random moments while it rewrites a file,
// which then is the old one or the new one, and so is its backup.
func TestKill(t *testing.T) {
	const limit = 2 * time.Minute
	kills := 200
	if testing.Short() {
		kills = 20
	}
	old := []byte(strings.Repeat("{'name': \"x\", 'list': [1, 2, 3,],}\n", 20000))
	lines := []byte(strings.Repeat("{\"name\": \"x\", \"list\": [1, 2, 3]}\n", 20000))
	whole, err := repairjson.Repair(old)
	if err != nil {
		t.Fatal(err)
	}
	whole = append(bytes.TrimSuffix(whole, []byte("\n")), '\n')

	dir := t.TempDir()
	start := time.Now()
	rng := rand.New(rand.NewPCG(uint64(start.UnixNano()), 0))
	olds, news, backups := 0, 0, 0
	for _, mode := range []struct {
		args []string
		want []byte
	}{
		{[]string{"-w", "--backup", ".bak", "f"}, whole},
		{[]string{"-w", "--backup", ".bak", "--lines", "f"}, lines},
	} {
		file, backup := filepath.Join(dir, "f"), filepath.Join(dir, "f.bak")
		place := func() {
			os.Remove(backup)
			if err := os.WriteFile(file, old, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		place()
		begin := time.Now()
		if out, err := process(t, dir, mode.args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		took := time.Since(begin)
		for range kills / 2 {
			if time.Since(start) > limit {
				t.Fatalf("%d kills took more than %v", olds+news, limit)
			}
			place()
			cmd := process(t, dir, mode.args...)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(rng.Int64N(int64(took) * 5 / 4)))
			cmd.Process.Kill()
			cmd.Wait()
			got, err := os.ReadFile(file)
			switch {
			case err != nil:
				t.Fatal(err)
			case bytes.Equal(got, old):
				olds++
			case bytes.Equal(got, mode.want):
				news++
			default:
				t.Fatalf("%q: a file of %d bytes, neither the old %d nor the new %d", mode.args, len(got), len(old), len(mode.want))
			}
			kept, err := os.ReadFile(backup)
			if err == nil {
				backups++
			}
			if err == nil && !bytes.Equal(kept, old) || err != nil && !bytes.Equal(got, old) {
				t.Fatalf("%q: a backup of %d bytes, %v", mode.args, len(kept), err)
			}
		}
	}
	t.Logf("%d times the old file, %d the new one, %d backups, in %v", olds, news, backups, time.Since(start))
	if olds == 0 || news == 0 {
		t.Errorf("%d times the old file, %d the new one: the moments are not random", olds, news)
	}
}

// TestInterrupt interrupts the program while it makes a file: no part of it
// stays.
func TestInterrupt(t *testing.T) {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		dir := t.TempDir()
		cmd := process(t, dir, "--lines", "-q", "-o", "out.jsonl.gz")
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		io.WriteString(in, strings.Repeat("[1,]\n", 1000))
		until := time.Now().Add(20 * time.Second)
		for len(files(t, dir)) == 0 && time.Now().Before(until) {
			time.Sleep(time.Millisecond)
		}
		if got := files(t, dir); len(got) != 1 || !strings.HasSuffix(got[0], ".tmp") {
			t.Errorf("at work there are %q", got)
		}
		cmd.Process.Signal(sig)
		err = cmd.Wait()
		if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
			t.Errorf("%v: %v", sig, err)
		}
		if got := files(t, dir); len(got) > 0 {
			t.Errorf("%v leaves %q", sig, got)
		}
	}
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestClosedPipe has a reader that, like head, soon has enough.
func TestClosedPipe(t *testing.T) {
	dir := t.TempDir()
	text := "[" + strings.Repeat("{'name': \"x\", 'list': [1, 2, 3,],},\n", 50000) + "]"
	lines := strings.Repeat("{'name': \"x\", 'list': [1, 2, 3,],}\n", 50000)
	for args, in := range map[string]string{"": text, "--lines": lines, "--stream": text, "--indent 2": text, "-d": text} {
		cmd := process(t, dir, strings.Fields(args)...)
		cmd.Stdin = strings.NewReader(in)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line == "" {
			t.Errorf("%s: read %q, %v", args, line, err)
		}
		out.Close()
		if err := cmd.Wait(); err != nil || errs.Len() > 0 {
			t.Errorf("%s: %v, stderr %q", args, err, errs.String())
		}
	}
}
