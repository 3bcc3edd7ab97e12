package docs

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// programs are the folders whose packages nobody imports from outside.
var programs = []string{"cmd", "bench", "fuzz", "internal"}

// TestExamples says which exported functions and methods of the library have
// no runnable Example. Those that only satisfy an interface of the standard
// library (String, Error, Unwrap, MarshalJSON) need none.
func TestExamples(t *testing.T) {
	n := 0
	for _, dir := range packageFolders(t) {
		missing, functions := withoutExample(t, dir)
		n += functions
		for _, name := range missing {
			t.Errorf("%s: no runnable Example of %s", strings.TrimPrefix(dir, root), name)
		}
	}
	if n < 40 {
		t.Errorf("only %d functions were found", n)
	}
}

// packageFolders returns the folders of the module's packages but the programs.
func packageFolders(t *testing.T) (dirs []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if path != root {
			_, nested := os.Stat(filepath.Join(path, "go.mod"))
			if nested == nil || strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "zz_") || d.Name() == "testdata" {
				return fs.SkipDir
			}
			for _, p := range programs {
				if path == filepath.Join(root, p) {
					return fs.SkipDir
				}
			}
		}
		dirs = append(dirs, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}

// implied are methods whose meaning is that of an interface.
var implied = map[string]bool{"String": true, "Error": true, "Unwrap": true, "MarshalJSON": true}

// withoutExample returns the names that lack one, as Examples spell them, and
// how many there are.
func withoutExample(t *testing.T, dir string) (missing []string, functions int) {
	t.Helper()
	fset := token.NewFileSet()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files, tests []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			tests = append(tests, f)
		} else {
			files = append(files, f)
		}
	}
	runs := map[string]bool{}
	for _, e := range doc.Examples(tests...) {
		if e.Output != "" || e.EmptyOutput {
			runs[e.Name] = true
			for i, c := range e.Name { // a suffix in lower case tells several apart
				if c == '_' && i+1 < len(e.Name) && e.Name[i+1] >= 'a' && e.Name[i+1] <= 'z' {
					runs[e.Name[:i]] = true
				}
			}
		}
	}
	for _, f := range files {
		if f.Name.Name == "main" {
			continue
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !fn.Name.IsExported() {
				continue
			}
			name := fn.Name.Name
			if receiver := receiverName(fn); receiver != "" {
				if !ast.IsExported(receiver) || implied[name] {
					continue
				}
				name = receiver + "_" + name
			}
			if functions++; !runs[name] {
				missing = append(missing, name)
			}
		}
	}
	return missing, functions
}

// receiverName returns the name of the type that a method belongs to, or "".
func receiverName(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return ""
	}
	e := fn.Recv.List[0].Type
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}
