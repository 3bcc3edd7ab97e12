// The command realollama checks the transport and the proxy against a real
// ollama with a scripted model. It builds ollama, which takes about five
// minutes on two cores, unless the folder has it.
//
//	go run . [--dir DIR]
package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"runtime"

	"github.com/repairjson/repairjson/inference"
)

func main() {
	dir := flag.String("dir", "", "the folder for ollama and its models; a temporary one without it")
	flag.Parse()
	if err := run(*dir); err != nil {
		fmt.Fprintln(os.Stderr, "realollama:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "realollama"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	program, err := build(dir)
	if err != nil {
		return err
	}
	ollama, err := serveOllama(program, dir)
	if err != nil {
		return err
	}
	defer ollama.stop()
	proxy, err := serveProxy(dir, ollama.url)
	if err != nil {
		return err
	}
	defer proxy.stop()
	c := &checker{
		direct:    way{"direct", ollama.url, http.DefaultClient},
		transport: way{"transport", ollama.url, &http.Client{Transport: inference.Transport(nil)}},
		proxy:     way{"proxy", proxy.url, http.DefaultClient},
	}
	server, err := c.direct.get("/api/version")
	if err != nil {
		return err
	}
	fmt.Printf("%s %s/%s, module ollama %s, server says %s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, version, server)
	c.all()
	fmt.Printf("%d checks, %d failed\n", c.checks, c.failed)
	if c.failed > 0 {
		return fmt.Errorf("%d checks failed", c.failed)
	}
	return nil
}
