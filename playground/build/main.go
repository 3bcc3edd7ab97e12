// Command build makes the part of the playground that is compiled: the
// repairer in WebAssembly, packed, and Go's own script that starts it.
//
//	go generate ./playground
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// limit is the greatest size of the packed program, in bytes.
const limit = 2_200_000

func main() {
	to := flag.String("to", "assets", "`folder` to write to")
	flag.Parse()
	if err := run(*to); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run(to string) error {
	dir, err := os.MkdirTemp("", "playground")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "repairjson.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, "github.com/repairjson/repairjson/playground/wasm")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	plain, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	packed, err := pack(plain)
	if err != nil {
		return err
	}
	if len(packed) > limit {
		return fmt.Errorf("%d bytes packed, more than %d", len(packed), limit)
	}
	if err := os.WriteFile(filepath.Join(to, "repairjson.wasm.gz"), packed, 0o644); err != nil {
		return err
	}
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env: %w", err)
	}
	script, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	fmt.Printf("playground: %d bytes, %d packed\n", len(plain), len(packed))
	return os.WriteFile(filepath.Join(to, "wasm_exec.js"), script, 0o644)
}

// pack compresses without a time, so that the same program gives the same
// bytes.
func pack(plain []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}
