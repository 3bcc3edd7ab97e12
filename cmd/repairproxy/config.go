package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/repairjson/repairjson/inference"
	"github.com/repairjson/repairjson/repair"
)

// A config says what the proxy does. It comes from a file and from flags,
// which go before it.
type config struct {
	Listen     string     `yaml:"listen"`
	Upstreams  []upstream `yaml:"upstreams"`
	Observe    bool       `yaml:"observe"`     // change nothing, on all routes
	Token      string     `yaml:"token"`       // opens the page to others than this machine
	LogDir     string     `yaml:"log_dir"`     // for scrubbed texts that could not be repaired
	LogContent bool       `yaml:"log_content"` // texts in the log
	Limits     limits     `yaml:"limits"`
	TLS        struct {
		Cert string `yaml:"cert"`
		Key  string `yaml:"key"`
	} `yaml:"tls"`

	replay  bool
	version bool
}

// An upstream is a model server.
type upstream struct {
	Name            string   `yaml:"name"`
	URL             string   `yaml:"url"`
	Models          []string `yaml:"models"`           // patterns as of path.Match; none means any
	Paths           []string `yaml:"paths"`            // beginnings of paths that go here without a known model
	Observe         []string `yaml:"observe"`          // routes that are not changed; "all" for all
	Reject          string   `yaml:"reject"`           // faults that are refused, by name
	RefuseTruncated bool     `yaml:"refuse_truncated"` // an answer that is cut off is an error
	Instruct        bool     `yaml:"instruct"`         // for servers without response_format

	url    *url.URL
	reject repair.Faults
}

// limits of the proxy.
type limits struct {
	Body       int64         `yaml:"body"`       // bytes of a request, and of an answer that is looked at
	Header     int           `yaml:"header"`     // bytes
	Idle       time.Duration `yaml:"idle"`       // silence of either side
	Concurrent int           `yaml:"concurrent"` // requests at a time
	Shutdown   time.Duration `yaml:"shutdown"`   // for requests to end
}

const usage = `usage: repairproxy [--config FILE] [--upstream URL | --replay] [flags]
try 'repairproxy --help'
`

const defaultListen = "127.0.0.1:8790"

// A commandLine is what the flags say.
type commandLine struct {
	config
	file, upstream string
}

// flags returns the flags, which set what they say.
func (flags *commandLine) flags() *flag.FlagSet {
	fs := flag.NewFlagSet("repairproxy", flag.ContinueOnError)
	fs.StringVar(&flags.file, "config", "", "read the configuration from the YAML `FILE`")
	fs.StringVar(&flags.upstream, "upstream", "", "the model server's `URL`")
	fs.StringVar(&flags.Listen, "listen", "", "listen on `HOST:PORT` (default "+defaultListen+")")
	fs.BoolVar(&flags.Observe, "observe", false, "report and count, change nothing")
	fs.BoolVar(&flags.replay, "replay", false, "serve scripted answers, broken ones included, without a model")
	fs.StringVar(&flags.LogDir, "log-dir", "", "collect texts that could not be repaired, scrubbed, in `DIR`")
	fs.BoolVar(&flags.LogContent, "log-content", false, "write the texts into the log, too")
	fs.StringVar(&flags.Token, "token", "", "open the page to others than this machine, with this `TOKEN`")
	fs.StringVar(&flags.TLS.Cert, "tls-cert", "", "serve HTTPS with the certificate in `FILE`")
	fs.StringVar(&flags.TLS.Key, "tls-key", "", "and the key in `FILE`")
	fs.BoolVar(&flags.version, "version", false, "print the version")
	return fs
}

// parseConfig reads the flags and the file that they name.
func parseConfig(args []string, out io.Writer) (*config, error) {
	c := &config{
		Listen: defaultListen,
		Limits: limits{Body: 32 << 20, Header: 64 << 10, Idle: 5 * time.Minute, Concurrent: 1024, Shutdown: 30 * time.Second},
	}
	var flags commandLine
	fs := flags.flags()
	fs.SetOutput(out)
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	if fs.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", fs.Arg(0))
	}
	if flags.version {
		return &flags.config, nil
	}
	if file := flags.file; file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if err := yaml.UnmarshalWithOptions(data, c, yaml.DisallowUnknownField()); err != nil {
			return nil, fmt.Errorf("%s: %s", file, yaml.FormatError(err, false, true))
		}
	}
	c.merge(&flags.config)
	if flags.upstream != "" {
		c.Upstreams = []upstream{{URL: flags.upstream}}
	}
	if c.replay && len(c.Upstreams) > 0 {
		return nil, errors.New("--replay has its own upstreams")
	}
	return c, c.check()
}

// merge takes the flags that were given.
func (c *config) merge(f *config) {
	for _, s := range []struct{ to, from *string }{
		{&c.Listen, &f.Listen}, {&c.LogDir, &f.LogDir}, {&c.Token, &f.Token}, {&c.TLS.Cert, &f.TLS.Cert}, {&c.TLS.Key, &f.TLS.Key},
	} {
		if *s.from != "" {
			*s.to = *s.from
		}
	}
	c.Observe = c.Observe || f.Observe
	c.LogContent = c.LogContent || f.LogContent
	c.replay = f.replay
}

// check completes the configuration, and says what is wrong with it.
func (c *config) check() error {
	switch {
	case !c.replay && len(c.Upstreams) == 0:
		return errors.New("no upstream: give --upstream URL, --config FILE or --replay")
	case (c.TLS.Cert == "") != (c.TLS.Key == ""):
		return errors.New("TLS needs a certificate and a key")
	case c.Limits.Body <= 0 || c.Limits.Header <= 0 || c.Limits.Idle <= 0 || c.Limits.Concurrent <= 0:
		return errors.New("limits must be positive")
	}
	for i := range c.Upstreams {
		if err := c.Upstreams[i].check(); err != nil {
			return fmt.Errorf("upstream %d: %w", i+1, err)
		}
	}
	return nil
}

func (u *upstream) check() error {
	var err error
	if u.url, err = url.Parse(u.URL); err != nil {
		return err
	}
	if u.url.Scheme != "http" && u.url.Scheme != "https" || u.url.Host == "" {
		return fmt.Errorf("%q is not the URL of a server, such as http://127.0.0.1:8000", u.URL)
	}
	// Requests bring the version of the API in their paths.
	u.url.Path = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(u.url.Path, "/"), "/v1"), "/api")
	if u.Name == "" {
		u.Name = u.url.Host
	}
	for _, m := range u.Models {
		if _, err := path.Match(m, ""); err != nil {
			return fmt.Errorf("model pattern %q: %w", m, err)
		}
	}
	for _, name := range u.Observe {
		if name != "all" && !slices.Contains(routeNames(), name) {
			return fmt.Errorf("observe: no route %q; there are all, %s", name, strings.Join(routeNames(), ", "))
		}
	}
	var unknown string
	if u.reject, unknown = repair.ParseFaults(u.Reject); unknown != "" {
		return fmt.Errorf("reject: no fault %q", unknown)
	}
	return nil
}

func routeNames() (list []string) {
	for r := inference.Chat; r <= inference.Generate; r++ {
		list = append(list, r.String())
	}
	return list
}

// serves reports whether requests for the model go to u by its name.
func (u *upstream) serves(model string) bool {
	for _, pattern := range u.Models {
		if ok, _ := path.Match(pattern, model); ok || pattern == model {
			return true
		}
	}
	return false
}

// choose returns the index of the upstream for a request: by the model, by
// the path, or else the first that takes any model; -1 if there is none.
func choose(list []upstream, model, p string) int {
	if model != "" {
		for i := range list {
			if list[i].serves(model) {
				return i
			}
		}
	}
	for i := range list {
		for _, begin := range list[i].Paths {
			if strings.HasPrefix(p, begin) {
				return i
			}
		}
	}
	return slices.IndexFunc(list, func(u upstream) bool { return len(u.Models) == 0 && len(u.Paths) == 0 })
}
