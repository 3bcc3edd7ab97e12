// The command proxy measures what the repairing proxy adds: the same streams
// through it and through a bare httputil.ReverseProxy, in turns, in one run.
// Then it sends many requests, and watches memory and goroutines.
//
//	go run ./bench/proxy [flags]
//
// The upstream, the two proxies and the load are processes of their own.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/repairjson/repairjson/inference/replay"
	"github.com/tidwall/gjson"
)

type options struct {
	role, upstream    string
	streams, rounds   int
	requests, workers int
	pause             time.Duration
	size              int
}

func main() {
	var o options
	flag.StringVar(&o.role, "role", "", "what this process is (for the command itself)")
	flag.StringVar(&o.upstream, "upstream", "", "for the role bare")
	flag.IntVar(&o.streams, "streams", 200, "streams at a time")
	flag.IntVar(&o.rounds, "rounds", 6, "times that they are sent through each proxy; 0 for none")
	flag.IntVar(&o.requests, "requests", 100000, "requests while memory is watched; 0 for none")
	flag.IntVar(&o.workers, "workers", 50, "of them at a time")
	flag.DurationVar(&o.pause, "pause", 5*time.Millisecond, "between the frames of a stream")
	flag.IntVar(&o.size, "size", 2048, "bytes of an answer")
	flag.Parse()
	if err := run(&o); err != nil {
		fmt.Fprintln(os.Stderr, "proxy:", err)
		os.Exit(1)
	}
}

func run(o *options) error {
	switch o.role {
	case "upstream":
		answers := []replay.Answer{
			{Name: "broken", Text: text(o.size, true)}, {Name: "valid", Text: text(o.size, false)}, {Name: "short", Text: `{'a': [1, 2,]}`},
		}
		return listen(&replay.Server{Answers: answers, Pause: o.pause})
	case "bare":
		u, err := url.Parse(o.upstream)
		if err != nil {
			return err
		}
		proxy := &httputil.ReverseProxy{
			Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(u) },
			FlushInterval: -1,
			Transport:     &http.Transport{MaxIdleConnsPerHost: 1024, DisableCompression: true},
		}
		return listen(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			// Without this an answer may break off if it begins before the
			// Transport has seen the end of the request's body.
			http.NewResponseController(w).EnableFullDuplex()
			proxy.ServeHTTP(w, r)
		}))
	}
	return measure(o)
}

// text returns an answer of n bytes.
func text(n int, broken bool) string {
	items := []string{}
	for size := 0; size < n; {
		item, _ := json.Marshal(map[string]any{"name": fmt.Sprintf("item %d", len(items)), "price": 12.5, "tags": []string{"new", "on sale"}, "sold": true})
		items = append(items, string(item))
		size += len(item) + 2
	}
	s := `{"items": [` + strings.Join(items, ", ") + `]}`
	if broken {
		s = strings.NewReplacer(`"`, `'`, "true", "True").Replace(s)
		s = strings.TrimSuffix(s, "]}") + ",]"
	}
	return s
}

// listen serves on the loopback and says where.
func listen(h http.Handler) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("{\"repair_url\":%q}\n", "http://"+l.Addr().String())
	return http.Serve(l, h)
}

// spawn starts a process and returns the URL that its first line has.
func spawn(program string, args ...string) (string, func(), error) {
	cmd := exec.Command(program, args...)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop := func() {
		cmd.Process.Kill()
		cmd.Wait()
	}
	r := bufio.NewReader(stdout)
	line, err := r.ReadString('\n')
	go io.Copy(os.Stderr, r)
	if u := gjson.Get(line, "repair_url").Str; err == nil && u != "" {
		return u, stop, nil
	}
	stop()
	return "", nil, fmt.Errorf("%s %q: %v: %s", program, args, err, line)
}

func measure(o *options) error {
	dir, err := os.MkdirTemp("", "proxy")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "repairproxy")
	if out, err := exec.Command("go", "build", "-o", program, "github.com/repairjson/repairjson/cmd/repairproxy").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	up, stop, err := spawn(self, "-role", "upstream", "-pause", o.pause.String(), "-size", fmt.Sprint(o.size))
	if err != nil {
		return err
	}
	defer stop()
	bare, stop, err := spawn(self, "-role", "bare", "-upstream", up)
	if err != nil {
		return err
	}
	defer stop()
	ours, stop, err := spawn(program, "-listen", "127.0.0.1:0", "-upstream", up)
	if err != nil {
		return err
	}
	defer stop()
	fmt.Printf("%s, %d CPUs; %d streams at a time, answers of %d bytes in %d frames, %v between frames\n",
		runtime.Version(), runtime.NumCPU(), o.streams, len(text(o.size, false)), frames(up), o.pause)
	l := &load{options: o, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * o.streams, DisableCompression: true}}}
	before, err := l.watch(ours, 0)
	if err != nil {
		return err
	}
	for _, name := range []string{"valid", "broken"} {
		if l.rounds == 0 {
			break
		}
		if err := l.compare(name, bare, ours); err != nil {
			return err
		}
	}
	if o.requests > 0 {
		return l.soak(ours, before)
	}
	return nil
}

// frames returns how many frames an answer has.
func frames(up string) int {
	resp, err := http.Post(up+path, "application/json", strings.NewReader(body("valid", true)))
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	data, _ := io.ReadAll(resp.Body)
	return strings.Count(string(data), "data: ")
}
