package pipes

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A trial is a folder with the filter, and with records in splits.
type trial struct {
	dir    string
	splits []string // names of the files in dir/in
	want   []byte   // what the filter makes of them all, in order
	counts [4]int   // records: all, valid, repaired, failed
}

// newTrial builds the filter and writes splits of lines, which are intact,
// broken, beyond repair, or blank.
func newTrial(t *testing.T) *trial {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the scripts are for a POSIX shell")
	}
	r := &trial{dir: t.TempDir()}
	build := exec.Command("go", "build", "-o", filepath.Join(r.dir, "bin", "repairjson"), "../../cmd/repairjson")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	kinds := []string{`{"n":%d,"text":"a b"}`, `{n:%d,'text':'a	b',}`, `["%d", "x"`, `no answer %d`, "", `{"n": %d,	"text": "漢"}`}
	var all bytes.Buffer
	for k := range 5 {
		var split bytes.Buffer
		for i := range 400 + 50*k {
			line := kinds[(i*7+k)%len(kinds)]
			if line != "" {
				line = fmt.Sprintf(line, i)
			}
			split.WriteString(line + "\n")
		}
		name := fmt.Sprintf("part-%d.jsonl", k)
		r.splits = append(r.splits, name)
		r.write(t, "in/"+name, split.Bytes())
		all.Write(split.Bytes())
	}
	cmd := exec.Command(filepath.Join(r.dir, "bin", "repairjson"), "--lines")
	cmd.Stdin = &all
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if cmd.ProcessState.ExitCode() != 1 {
		t.Fatalf("the filter: %v, want exit 1, for records that fail", err)
	}
	r.want, r.counts = out, counts(t, said.String())
	if r.counts[1] == 0 || r.counts[2] == 0 || r.counts[3] == 0 {
		t.Fatalf("the trial has too few kinds of records: %v", r.counts)
	}
	return r
}

func (r *trial) write(t *testing.T, name string, text []byte) {
	t.Helper()
	path := filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o666); err != nil {
		t.Fatal(err)
	}
}

// command returns a command that finds the filter.
func (r *trial) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "PATH="+filepath.Join(r.dir, "bin")+":"+os.Getenv("PATH"))
	return cmd
}

var countsLine = regexp.MustCompile(`(\d+) records: (\d+) valid, (\d+) repaired, (\d+) failed`)

// counts adds up the counts in what the filter said, of one run or more.
func counts(t *testing.T, said string) (sum [4]int) {
	t.Helper()
	for _, m := range countsLine.FindAllStringSubmatch(said, -1) {
		for i := range sum {
			n, err := strconv.Atoi(m[i+1])
			if err != nil {
				t.Fatal(err)
			}
			sum[i] += n
		}
	}
	return sum
}

// check compares the files of a folder, one for each split, with what the
// filter makes of the whole, and their counts with its counts.
func (r *trial) check(t *testing.T, folder string) {
	t.Helper()
	var got, logs bytes.Buffer
	for _, name := range r.splits {
		for to, name := range map[*bytes.Buffer]string{&got: name, &logs: name + ".log"} {
			text, err := os.ReadFile(filepath.Join(r.dir, folder, name))
			if err != nil {
				t.Fatal(err)
			}
			to.Write(text)
		}
	}
	if !bytes.Equal(got.Bytes(), r.want) {
		t.Errorf("%s: the splits are not what the filter makes of the whole", folder)
	}
	if c := counts(t, logs.String()); c != r.counts {
		t.Errorf("%s: the counts of the splits add up to %v, want %v", folder, c, r.counts)
	}
}

func TestXargs(t *testing.T)    { testFolders(t, "xargs", "xargs.sh", 123) }
func TestParallel(t *testing.T) { testFolders(t, "parallel", "parallel.sh", 1) }

// testFolders runs a script over the splits; then with one that cannot be
// written, which is to be told by the exit code; then again, which does only
// that one.
func testFolders(t *testing.T, program, script string, failed int) {
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(program + " is not installed")
	}
	r := newTrial(t)
	run := func(out string) int {
		cmd := r.command("sh", script, filepath.Join(r.dir, "in"), filepath.Join(r.dir, out))
		text, err := cmd.CombinedOutput()
		if err != nil {
			t.Logf("%s: %v\n%s", script, err, text)
		}
		return cmd.ProcessState.ExitCode()
	}
	if code := run("out"); code != 0 {
		t.Errorf("exit %d, want 0", code)
	}
	r.check(t, "out")

	// A folder in the place of the log of a split makes its shell fail.
	r.write(t, "again/part-2.jsonl.log/x", nil)
	if code := run("again"); code != failed {
		t.Errorf("with a split that fails: exit %d, want %d", code, failed)
	}
	if _, err := os.Stat(filepath.Join(r.dir, "again", "part-2.jsonl")); err == nil {
		t.Error("the split that failed has an output")
	}
	if err := os.RemoveAll(filepath.Join(r.dir, "again", "part-2.jsonl.log")); err != nil {
		t.Fatal(err)
	}
	if code := run("again"); code != 0 {
		t.Errorf("run again: exit %d, want 0", code)
	}
	r.check(t, "again")
}

// TestMapper does what Hadoop streaming does with a mapper: it writes the lines
// of a split, reads as many, and takes any exit code but 0 for a task that
// failed. Hadoop itself is not run.
func TestMapper(t *testing.T) {
	r := newTrial(t)
	var got, said bytes.Buffer
	for _, name := range r.splits {
		split, err := os.ReadFile(filepath.Join(r.dir, "in", name))
		if err != nil {
			t.Fatal(err)
		}
		cmd := r.command("sh", "mapper.sh")
		cmd.Stdin, cmd.Stderr = bytes.NewReader(split), &said
		out, err := cmd.Output()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if a, b := bytes.Count(split, []byte("\n")), bytes.Count(out, []byte("\n")); a != b {
			t.Errorf("%s: %d lines became %d", name, a, b)
		}
		for line := range bytes.Lines(out) { // what comes out of key and value
			key, value, _ := bytes.Cut(bytes.TrimSuffix(line, []byte("\n")), []byte("\t"))
			if back := slices.Concat(key, []byte("\t"), value); json.Valid(back) != json.Valid(line) {
				t.Errorf("%q became %q", line, back)
			}
		}
		got.Write(out)
	}
	if !bytes.Equal(got.Bytes(), r.want) {
		t.Error("the splits are not what the filter makes of the whole")
	}
	if c := counts(t, said.String()); c != r.counts {
		t.Errorf("the counts of the splits add up to %v, want %v", c, r.counts)
	}
	cmd := r.command("sh", "mapper.sh", "--no-such-flag")
	if err := cmd.Run(); err == nil {
		t.Error("wrong usage does not fail the task")
	}
}

// TestSpark runs Spark in this machine, if Python has it.
func TestSpark(t *testing.T) {
	python := os.Getenv("PYSPARK_PYTHON")
	if python == "" {
		python = "python3"
	}
	if out, err := exec.Command(python, "-c", "import pyspark").CombinedOutput(); err != nil {
		t.Skipf("%s has no pyspark: %s", python, out[max(0, len(out)-60):])
	}
	r := newTrial(t)
	run := func(out string, flags ...string) ([]byte, error) {
		args := append([]string{"spark.py", "file://" + filepath.Join(r.dir, "in"), "file://" + filepath.Join(r.dir, out)}, flags...)
		cmd := r.command(python, args...)
		cmd.Env = append(cmd.Env, "SPARK_LOCAL_IP=127.0.0.1")
		return cmd.CombinedOutput()
	}
	text, err := run("out")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if c := counts(t, string(text)); c != r.counts {
		t.Errorf("the counts of the partitions add up to %v, want %v", c, r.counts)
	}
	parts, err := filepath.Glob(filepath.Join(r.dir, "out", "part-*"))
	if err != nil || len(parts) == 0 {
		t.Fatalf("no output: %v", err)
	}
	var got bytes.Buffer
	for _, name := range parts {
		part, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got.Write(part)
	}
	if got, want := sorted(got.Bytes()), sorted(r.want); got != want {
		t.Error("the lines of the partitions are not those of the filter")
	}
	if _, err := os.Stat(filepath.Join(r.dir, "out", "_SUCCESS")); err != nil {
		t.Error(err)
	}
	if _, err := run("failed", "--no-such-flag"); err == nil {
		t.Error("a mapper that fails does not fail the job")
	}
	if _, err := os.Stat(filepath.Join(r.dir, "failed", "_SUCCESS")); err == nil {
		t.Error("the job that failed says that it succeeded")
	}
}

// sorted returns the lines of a text, sorted: partitions have no order.
func sorted(text []byte) string {
	lines := strings.SplitAfter(string(text), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "")
}
