package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// atWork keeps the scripts from running the program at once: it runs in this
// process, whose working directory is that of the script.
var atWork sync.Mutex

// TestScripts runs the scripts in testdata/script. Besides the usual commands
// they have
//
//	repairjson ARGS...   runs the program, with the file "stdin", if there is
//	                     one, as its standard input; any exit code but 0 wants !
//	exits N              the last run had the exit code N
//	pack FILE TO         packs a file as the name of TO says
//	unpack FILE TO       unpacks one
//	mode FILE [MODE]     sets the permissions of a file, or with ! checks them
func TestScripts(t *testing.T) {
	dir, err := filepath.Abs("testdata/script") // the working directory changes
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Values["code"] = new(int)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"repairjson": scriptRun,
			"exits": func(ts *testscript.TestScript, neg bool, args []string) {
				if code := *ts.Value("code").(*int); neg || len(args) != 1 || strconv.Itoa(code) != args[0] {
					ts.Fatalf("exit %d, want %v", code, args)
				}
			},
			"pack":   scriptPack,
			"unpack": scriptUnpack,
			"mode":   scriptMode,
		},
	})
}

func scriptRun(ts *testscript.TestScript, neg bool, args []string) {
	atWork.Lock()
	defer atWork.Unlock()
	here, err := os.Getwd()
	ts.Check(err)
	ts.Check(os.Chdir(ts.MkAbs(".")))
	defer os.Chdir(here)
	for _, name := range []string{"NO_COLOR", "TERM"} {
		old, was := os.LookupEnv(name)
		os.Setenv(name, ts.Getenv(name))
		defer func() {
			if os.Setenv(name, old); !was {
				os.Unsetenv(name)
			}
		}()
	}
	in := bytes.NewReader(nil)
	if b, err := os.ReadFile("stdin"); err == nil {
		in = bytes.NewReader(b)
	}
	code := run(args, in, ts.Stdout(), ts.Stderr())
	*ts.Value("code").(*int) = code
	if neg != (code != 0) {
		ts.Fatalf("exit %d", code)
	}
}

func scriptPack(ts *testscript.TestScript, neg bool, args []string) {
	f, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	w, end, err := pack(args[1], f)
	ts.Check(err)
	_, err = io.WriteString(w, ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(end())
	ts.Check(f.Close())
}

func scriptUnpack(ts *testscript.TestScript, neg bool, args []string) {
	in, err := open(ts.MkAbs(args[0]), nil, func(int) {})
	ts.Check(err)
	defer in.close()
	b, err := io.ReadAll(in)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b, 0o666))
}

func scriptMode(ts *testscript.TestScript, neg bool, args []string) {
	mode, err := strconv.ParseUint(args[1], 8, 32)
	ts.Check(err)
	if neg {
		info, err := os.Stat(ts.MkAbs(args[0]))
		ts.Check(err)
		if got := fmt.Sprintf("%o", info.Mode().Perm()); got != args[1] {
			ts.Fatalf("%s has mode %s, want %s", args[0], got, args[1])
		}
		return
	}
	ts.Check(os.Chmod(ts.MkAbs(args[0]), os.FileMode(mode)))
}
