// Package deps holds the import graph of the module as a test.
package deps

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// policy says what each package of the module may import. It is a decision,
// not a record: a failing test is mended in the package, not here.
//
// A row is a package and the imports that it may have. "." is the package
// repairjson, "./x" the package in the folder x, "std" any package of the
// standard library. A path that ends in "/..." stands for itself and all that
// begins with it. The first row that fits a package holds. A package that fits
// no row may not exist.
//
// The rows are for the files of the library and its commands; the files of
// tests may import what they like. Packages that only tests may import are
// therefore those that no row allows.
const policy = `
	# The engine knows bytes and nothing else: no fmt, regexp, reflect, JSON or
	# network, and no code of others.
	./repair: bytes encoding/binary errors io iter math math/bits slices strconv strings sync unicode/utf16 unicode/utf8

	# Keys and words, without the engine.
	./casefix: std golang.org/x/text/...

	# Shapes. The price of starting jsonschema is paid only by who imports schema.
	./schema: std ./repair ./casefix github.com/tidwall/gjson github.com/santhosh-tekuri/jsonschema/v5 golang.org/x/text/width

	# The small API.
	.: std ./repair ./schema ./casefix

	# Cases judge any repairer, so they know none.
	./corpus: std golang.org/x/tools/txtar

	# The laws are for tests.
	./fuzz/laws: std . ./repair ./schema
	./fuzz: std ./fuzz/laws . ./repair ./schema

	# Models and what is built on them.
	./inference/replay: std github.com/tidwall/gjson
	./inference/toolcall: std ./repair ./schema ./casefix github.com/tidwall/gjson
	./inference: std . ./repair ./schema ./inference/toolcall github.com/tidwall/gjson github.com/tidwall/sjson
	./pipeline: std . ./repair ./schema ./casefix ./inference github.com/goccy/go-yaml/... github.com/cenkalti/backoff/v5
	./pipeline/scripted: std ./inference/replay golang.org/x/tools/txtar

	# What the filter and the engines do to lines.
	./internal/records: std . ./repair ./schema ./inference/toolcall github.com/tidwall/gjson github.com/hashicorp/golang-lru/v2/...

	./engines/pipes: std

	# Programs. The documents of roles are the business of metago alone.
	./cmd/metago: std ./internal/completion ./inference/replay ./pipeline/... github.com/spf13/cobra golang.org/x/term golang.org/x/text/width
	./cmd/repairproxy: std . ./repair ./schema ./inference/... ./playground github.com/tidwall/gjson github.com/goccy/go-yaml github.com/prometheus/client_golang/...
	./cmd/repaircorpus: std . ./repair ./schema ./corpus github.com/spf13/cobra github.com/tidwall/gjson
	# The filter is made for terminals: flags, colours, a progress
	# bar, diffs, packed files. None of these libraries brings in net/http.
	./cmd/repairjson: std ./internal/completion ./internal/records . ./repair ./schema ./inference/toolcall github.com/spf13/cobra github.com/spf13/pflag github.com/fatih/color github.com/mattn/go-isatty github.com/vbauerster/mpb/v8/... github.com/aymanbagabas/go-udiff github.com/klauspost/compress/... github.com/tidwall/gjson github.com/tidwall/pretty golang.org/x/text/...
	./cmd/...: std . ./repair ./schema ./casefix ./inference ./cmd/... github.com/tidwall/gjson github.com/tidwall/sjson golang.org/x/text/...

	# The page knows files only; the program in it knows no browser but in its main.
	./playground: std
	./playground/engine: std . ./repair ./schema
	./playground/wasm: std ./playground/engine
	./playground/build: std

	# Texts for measuring, and the programs that measure.
	./bench: std github.com/tidwall/gjson
	./bench/damage: std
	./bench/sets: std
	./bench/toolcalls: std ./bench/sets ./inference/toolcall
	./bench/proxy: std ./inference/replay github.com/tidwall/gjson
	./bench/...: std . ./repair ./schema ./bench/... github.com/tidwall/gjson

	# Tests of the repository itself.
	./internal/completion: std github.com/spf13/cobra
	./internal/man: std github.com/spf13/cobra/... github.com/spf13/pflag
	./internal/deps: std
	./internal/docs: std . ./repair
`

const (
	root   = "../.." // the folder of the module
	module = "github.com/repairjson/repairjson"
)

// A rule is a row of the policy.
type rule struct {
	pkg     string
	imports []string
}

// parsePolicy reads a table of rules. Text after # is a comment.
func parsePolicy(text string) ([]rule, error) {
	var rules []rule
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		pkg, imports, ok := strings.Cut(line, ":")
		if !ok || strings.ContainsAny(pkg, " \t") || !ours(pkg) {
			return nil, fmt.Errorf("row %q does not begin with a package of the module and a colon", line)
		}
		if find(rules, pkg) != nil {
			return nil, fmt.Errorf("row %q never holds: an earlier one fits", line)
		}
		rules = append(rules, rule{pkg, strings.Fields(imports)})
	}
	return rules, nil
}

// ours reports whether name, as in the policy, is a package of the module.
func ours(name string) bool { return name == "." || strings.HasPrefix(name, "./") }

// standard reports whether name is a package of the standard library: its
// first element has no dot.
func standard(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return !ours(name) && !strings.Contains(first, ".")
}

// fits reports whether a pattern of the policy stands for name.
func fits(pattern, name string) bool {
	if pattern == "std" {
		return standard(name)
	}
	if prefix, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == prefix || strings.HasPrefix(name, prefix+"/")
	}
	return name == pattern
}

// find returns the rule that holds for pkg, or nil.
func find(rules []rule, pkg string) *rule {
	for i := range rules {
		if fits(rules[i].pkg, pkg) {
			return &rules[i]
		}
	}
	return nil
}

// check returns why pkg may not import name, or "".
func check(rules []rule, pkg, name string) string {
	r := find(rules, pkg)
	if r == nil {
		return fmt.Sprintf("package %s is not in the policy", pkg)
	}
	for _, pattern := range r.imports {
		if fits(pattern, name) {
			return ""
		}
	}
	return fmt.Sprintf("%s may not import %s; it may import: %s", pkg, name, strings.Join(r.imports, " "))
}

// local returns the name of an import path in the policy.
func local(importPath string) string {
	if rest, ok := strings.CutPrefix(importPath, module); ok && (rest == "" || rest[0] == '/') {
		return "." + rest
	}
	return importPath
}

// A site is an import: where it stands and what it names.
type site struct {
	at   token.Position
	name string
}

// imports returns the packages of the module, each with the imports in its
// files other than tests, whatever system the files are for.
func imports() (map[string][]site, error) {
	pkgs := map[string][]site{}
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if file == root {
				return nil
			}
			_, err := os.Stat(filepath.Join(file, "go.mod"))
			if err == nil || name[0] == '.' || name[0] == '_' || name == "testdata" || name == "vendor" {
				return fs.SkipDir // another module, or no package
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || name[0] == '.' || name[0] == '_' {
			return nil
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(rel))
		if pkg != "." {
			pkg = "./" + pkg
		}
		if _, ok := pkgs[pkg]; !ok {
			pkgs[pkg] = nil
		}
		if strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(fset, file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			importPath, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			at := fset.Position(spec.Pos())
			at.Filename = filepath.ToSlash(rel)
			pkgs[pkg] = append(pkgs[pkg], site{at, local(importPath)})
		}
		return nil
	})
	return pkgs, err
}

func TestImports(t *testing.T) {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil || !strings.HasPrefix(string(mod), "module "+module+"\n") {
		t.Fatalf("%s is not the folder of module %s (%v)", root, module, err)
	}
	rules, err := parsePolicy(policy)
	if err != nil {
		t.Fatal(err)
	}
	pkgs, err := imports()
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range []string{".", "./repair", "./internal/deps"} {
		if _, ok := pkgs[pkg]; !ok {
			t.Errorf("package %s was not found", pkg)
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(pkgs)) {
		if find(rules, pkg) == nil {
			t.Errorf("package %s is not in the policy", pkg)
			continue
		}
		for _, s := range pkgs[pkg] {
			if why := check(rules, pkg, s.name); why != "" {
				t.Errorf("%v: %s", s.at, why)
			}
		}
	}
}

// TestCheck holds the checker and the policy to imports that are decided.
func TestCheck(t *testing.T) {
	rules, err := parsePolicy(policy)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		pkg, path string
		ok        bool
	}{
		{"./repair", "strings", true},
		{"./repair", "fmt", false},
		{"./repair", "regexp", false},
		{"./repair", "reflect", false},
		{"./repair", "encoding/json", false},
		{"./repair", "net/http", false},
		{"./repair", "github.com/tidwall/gjson", false},
		{"./repair", module, false},
		{"./repair", module + "/casefix", false},
		{"./repair", module + "/schema", false},
		{".", module + "/repair", true},
		{".", module + "x/repair", false},
		{".", module + "/bench", false},
		{".", "github.com/santhosh-tekuri/jsonschema/v5", false},
		{"./casefix", "golang.org/x/text/width", true},
		{"./casefix", "golang.org/x/textual", false},
		{"./casefix", module + "/repair", false},
		{"./schema", "github.com/santhosh-tekuri/jsonschema/v5", true},
		{"./schema", "github.com/santhosh-tekuri/jsonschema/v6", false},
		{"./schema", module, false},
		{"./corpus", module + "/repair", false},
		{"./inference", "github.com/tidwall/sjson", true},
		{"./inference", module + "/pipeline", false},
		{"./pipeline", module + "/inference", true},
		{"./pipeline", module + "/cmd/metago", false},
		{"./cmd/metago", module + "/pipeline", true},
		{"./cmd/repairjson", module + "/pipeline", false},
		{"./cmd/repairjson", module + "/fuzz/laws", false},
		{"./cmd/repairproxy", module + "/inference", true},
		{"./cmd/repairproxy", module + "/inference/replay", true},
		{"./cmd/repairproxy", "github.com/prometheus/client_golang/prometheus", true},
		{"./cmd/repairjson", "github.com/prometheus/client_golang/prometheus", false},
		{"./inference", module + "/inference/replay", false},
		{"./inference/replay", module + "/inference", false},
		{"./bench", module, false},
		{"./bench/bfcl", module + "/repair", true},
		{"./bench/bfcl", module + "/cmd/repairjson", false},
		{"./fuzz/laws", "reflect", true},
		{"./unheard", "strings", false},
	} {
		if why := check(rules, c.pkg, local(c.path)); (why == "") != c.ok {
			t.Errorf("%s importing %s: allowed %v, want %v (%s)", c.pkg, c.path, why == "", c.ok, why)
		}
	}
	for _, pkg := range []string{".", "./repair", "./casefix", "./schema", "./corpus", "./inference", "./pipeline", "./bench", "./bench/bfcl", "./cmd/metago"} {
		if check(rules, pkg, "./fuzz") == "" || check(rules, pkg, "./fuzz/laws") == "" {
			t.Errorf("%s may import the laws outside its tests", pkg)
		}
	}
	for _, bad := range []string{"repair: std", "./repair std", "./cmd/...: std\n./cmd/metago: std"} {
		if _, err := parsePolicy(bad); err == nil {
			t.Errorf("policy %q is taken", bad)
		}
	}
}
