// The command repairproxy stands before model servers and repairs the JSON in
// their answers.
//
//	repairproxy --upstream http://127.0.0.1:8000
//	repairproxy --replay
//
// See package inference for what it changes, and --help for the flags.
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the whole program; it ends with ctx and returns the exit code.
func run(ctx context.Context, args []string, out, errw io.Writer) int {
	c, err := parseConfig(args, out)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintf(errw, "repairproxy: %v\n%s", err, usage)
		return 2
	case c.version:
		fmt.Fprintln(out, "repairproxy", version())
		return 0
	}
	log := slog.New(slog.NewJSONHandler(errw, nil))
	if err := serve(ctx, c, log); err != nil {
		fmt.Fprintf(errw, "repairproxy: %v\n", err)
		return 1
	}
	return 0
}

// serve serves until ctx ends, and then until the requests have ended.
func serve(ctx context.Context, c *config, log *slog.Logger) error {
	if c.replay {
		stop, err := startReplay(c)
		if err != nil {
			return err
		}
		defer stop()
	}
	p, err := newProxy(c, log)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	scheme := "http"
	if c.TLS.Cert != "" {
		cert, err := tls.LoadX509KeyPair(c.TLS.Cert, c.TLS.Key)
		if err != nil {
			l.Close()
			return err
		}
		scheme = "https"
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"http/1.1"}})
	}
	server := p.server()
	log.Info("listening", "repair_url", scheme+"://"+l.Addr().String(), "repair_upstreams", len(c.Upstreams))
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(framedListener{l}) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	log.Info("shutting down")
	ctx, cancel := context.WithTimeout(context.Background(), c.Limits.Shutdown)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		server.Close()
		return fmt.Errorf("requests were cut off at the shutdown: %w", err)
	}
	return nil
}

// server returns the HTTP server of the proxy, for a framedListener.
func (p *proxy) server() *http.Server {
	return &http.Server{
		Handler:           p,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    p.cfg.Limits.Header,
		ConnContext:       withConn,
		ErrorLog:          slog.NewLogLogger(p.log.Handler(), slog.LevelDebug),
	}
}

// version returns the version of the module that the program was built from.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
