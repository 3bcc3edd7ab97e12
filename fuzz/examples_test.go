package fuzz

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// documented are the folders of the packages that others call.
var documented = []string{
	"..", "../repair", "../schema", "../casefix", "../corpus", "../inference", "../inference/replay",
	"../inference/toolcall", "../pipeline", "../pipeline/scripted",
	"../playground", "../playground/engine",
}

// TestExamples says that every exported function, and every exported method of
// an exported type, has an example that runs.
func TestExamples(t *testing.T) {
	for _, dir := range documented {
		exported, examples := declarations(t, dir)
		if len(exported) == 0 {
			t.Errorf("%s exports nothing", dir)
		}
		for _, name := range exported {
			if !examples[name] {
				t.Errorf("%s: no Example%s with an Output", dir, name)
			}
			delete(examples, name)
		}
	}
}

// declarations returns the names of what a package exports, and of its
// examples that have an output: F, T_M, without their suffixes.
func declarations(t *testing.T, dir string) (exported []string, examples map[string]bool) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	examples = map[string]bool{}
	for _, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			name, example := strings.CutPrefix(f.Name.Name, "Example")
			switch {
			case strings.HasSuffix(path, "_test.go") && example && hasOutput(file, f):
				examples[withoutSuffix(name)] = true
			case !strings.HasSuffix(path, "_test.go") && f.Name.IsExported():
				if full := methodName(f); full != "" {
					exported = append(exported, full)
				}
			}
		}
	}
	return exported, examples
}

// methodName returns F for a function and T_M for a method of an exported
// type, or "".
func methodName(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if id, ok := t.(*ast.Ident); ok && id.IsExported() {
		return id.Name + "_" + f.Name.Name
	}
	return ""
}

// withoutSuffix takes the suffix off the name of an example, which begins with
// a small letter.
func withoutSuffix(name string) string {
	if i := strings.LastIndexByte(name, '_'); i >= 0 && i+1 < len(name) && name[i+1] >= 'a' && name[i+1] <= 'z' {
		return name[:i]
	}
	return name
}

// hasOutput reports whether the last comment in a function is its output, so
// that the example runs.
func hasOutput(file *ast.File, f *ast.FuncDecl) bool {
	for _, c := range file.Comments {
		if c.Pos() > f.Body.Pos() && c.End() < f.Body.End() && strings.HasPrefix(c.Text(), "Output:") {
			return true
		}
	}
	return false
}
