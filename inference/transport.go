package inference

import (
	"bytes"
	"compress/gzip"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/repairjson/repairjson/repair"
	"github.com/tidwall/gjson"
)

// Transport returns a RoundTripper that sends requests through base, or
// through [http.DefaultTransport] if it is nil, and repairs the answers. See
// the package's documentation for what it changes. It is safe for concurrent
// use if base is.
func Transport(base http.RoundTripper) http.RoundTripper { return Options{}.Transport(base) }

// Transport is the function Transport with options.
func (o Options) Transport(base http.RoundTripper) http.RoundTripper {
	if base == nil {
		base = http.DefaultTransport
	}
	return &transport{base, o}
}

type transport struct {
	base http.RoundTripper
	opts Options
}

// RoundTrip sends a request and repairs the answer.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	route := RouteOf(req)
	if route == Other || req.Body == nil {
		return t.base.RoundTrip(req)
	}
	x := &exchange{opts: &t.opts, route: route}
	x.report.Route = route
	x.observed = t.opts.Observe != nil && t.opts.Observe(req)
	x.report.Observed = x.observed
	out, err := x.request(req)
	if err != nil {
		return nil, err
	}
	resp, err := t.base.RoundTrip(out)
	if err != nil {
		x.report.Err = err
		x.tell()
		return nil, err
	}
	x.report.Status = resp.StatusCode
	x.response(resp)
	return resp, nil
}

// tell hands the report over.
func (x *exchange) tell() {
	if x.opts.OnReport != nil {
		x.opts.OnReport(&x.report)
	}
}

// skip leaves the exchange as it is.
func (x *exchange) skip(why string) {
	x.report.Skipped = why
	x.tell()
}

// request reads what the request wants, and returns it as it is to be sent.
func (x *exchange) request(req *http.Request) (*http.Request, error) {
	data, rest, err := readUpTo(req.Body, x.opts.maxBody())
	if err != nil {
		req.Body.Close()
		return nil, err
	}
	out := req.Clone(req.Context())
	if rest != nil {
		x.report.Skipped = "too large"
		out.Body = body{io.MultiReader(bytes.NewReader(data), rest), req.Body}
		return out, nil
	}
	req.Body.Close()
	start := time.Now()
	if gjson.ValidBytes(data) {
		parsed := gjson.ParseBytes(data)
		x.shape = shapeOf(x.route, parsed)
		x.report.Model = x.shape.model
		mended := x.history(data, parsed)
		if !x.observed {
			data = mended
		}
		if x.shape.wanted() && !x.observed {
			out.Header.Del("Accept-Encoding") // the base decodes what it asks for itself
		}
	} else {
		x.shape = &shape{}
	}
	x.report.Added += time.Since(start)
	out.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	out.Body, _ = out.GetBody()
	if req.ContentLength >= 0 || len(data) > 0 {
		setLength(out.Header, &out.ContentLength, int64(len(data)))
		out.TransferEncoding = nil
	}
	return out, nil
}

// setLength sets the length of a body, and the header field if there is one.
func setLength(h http.Header, length *int64, n int64) {
	*length = n
	if h.Get("Content-Length") != "" {
		h.Set("Content-Length", strconv.FormatInt(n, 10))
	}
}

// response repairs the answer, or arranges that it is when it is read.
func (x *exchange) response(resp *http.Response) {
	switch {
	case x.report.Skipped != "":
		x.tell()
		return
	case resp.StatusCode >= 400:
		x.failed(resp)
		x.tell()
		return
	case resp.StatusCode != http.StatusOK || !x.shape.wanted():
		x.tell()
		return
	}
	decoded, ok := decode(resp)
	if !ok {
		x.skip("encoding")
		return
	}
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch kind {
	case "text/event-stream", "application/x-ndjson":
		x.stream(resp, decoded, kind == "application/x-ndjson")
	case "", "application/json", "text/json":
		x.body(resp, decoded)
	default:
		x.skip("content type")
	}
}

// A body is a reader and what has to be closed after it.
type body struct {
	io.Reader
	io.Closer
}

// readUpTo reads r to its end; if that is more than limit bytes, rest is what
// follows them.
func readUpTo(r io.Reader, limit int64) (data []byte, rest io.Reader, err error) {
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(r, limit+1))
	if n > limit {
		rest = r
	}
	return b.Bytes(), rest, err
}

// decode returns the body of the answer without its gzip; ok is false if it
// has another encoding.
func decode(resp *http.Response) (io.ReadCloser, bool) {
	switch strings.ToLower(resp.Header.Get("Content-Encoding")) {
	case "", "identity":
		return resp.Body, true
	case "gzip":
		return &unzip{src: resp.Body}, true
	}
	return nil, false
}

// An unzip decodes gzip as it arrives.
type unzip struct {
	src io.ReadCloser
	gz  *gzip.Reader
	err error
}

func (u *unzip) Read(p []byte) (int, error) {
	if u.gz == nil && u.err == nil {
		u.gz, u.err = gzip.NewReader(u.src)
	}
	if u.err != nil {
		return 0, u.err
	}
	return u.gz.Read(p)
}

func (u *unzip) Close() error { return u.src.Close() }

// body repairs an answer that is no stream.
func (x *exchange) body(resp *http.Response, decoded io.ReadCloser) {
	if resp.ContentLength > x.opts.maxBody() {
		x.skip("too large")
		return
	}
	var raw bytes.Buffer // of a gzip, to be able to leave it as it was
	src := io.Reader(decoded)
	if u, ok := decoded.(*unzip); ok {
		u.src = body{io.TeeReader(u.src, &raw), u.src}
	}
	data, rest, err := readUpTo(src, x.opts.maxBody())
	original := data
	if resp.Body != decoded {
		original = raw.Bytes()
	}
	if err != nil || rest != nil {
		why := "too large"
		if err != nil {
			why, rest = "broken off", failing{err}
			x.report.Err = err
		} else {
			rest = resp.Body
		}
		resp.Body = body{io.MultiReader(bytes.NewReader(original), rest), resp.Body}
		x.skip(why)
		return
	}
	resp.Body.Close()
	defer x.tell()
	start := time.Now()
	defer func() { x.report.Added += time.Since(start) }()
	if !gjson.ValidBytes(data) {
		x.report.Skipped = "not JSON"
		setBody(resp, original)
		return
	}
	mended, refused := x.whole(data)
	switch {
	case x.observed:
		setBody(resp, original)
		return
	case refused != nil:
		resp.Header.Del("Content-Encoding")
		x.refuse(resp, refused)
	case resp.Body != decoded && bytes.Equal(mended, data):
		setBody(resp, original)
	default:
		resp.Header.Del("Content-Encoding")
		setBody(resp, mended)
	}
	x.mark(resp.Header)
}

// failing is a reader that fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// stream arranges that the body of the answer is repaired while it is read.
func (x *exchange) stream(resp *http.Response, decoded io.ReadCloser, ndjson bool) {
	x.report.Stream = true
	if x.observed && resp.Body != decoded {
		x.skip("encoding")
		return
	}
	trailer := resp.Trailer
	if !x.observed {
		resp.Header.Del("Content-Encoding")
		resp.Header.Del("Content-Length")
		resp.ContentLength = -1
		resp.Trailer = http.Header{}
		for _, name := range marks {
			resp.Trailer[name] = nil
		}
	}
	out := resp.Trailer
	if x.readsCalls() && !x.observed {
		decoded = newCallStream(x, decoded, ndjson)
	}
	resp.Body = newStream(x, decoded, ndjson, func() {
		if !x.observed {
			for name, values := range trailer {
				out[name] = values
			}
			x.mark(out)
		}
		x.tell()
	})
}

// failed translates the body of an error.
func (x *exchange) failed(resp *http.Response) {
	if !x.route.openAI() || x.observed || resp.Header.Get("Content-Encoding") != "" {
		return
	}
	const limit = 1 << 20
	data, rest, err := readUpTo(resp.Body, limit)
	if err != nil || rest != nil {
		if err != nil {
			rest = failing{err}
		}
		resp.Body = body{io.MultiReader(bytes.NewReader(data), rest), resp.Body}
		return
	}
	resp.Body.Close()
	out := translate(data, resp.StatusCode)
	if !bytes.Equal(out, data) {
		resp.Header.Set("Content-Type", "application/json")
	}
	setBody(resp, out)
}

// The fields that say what was done.
const (
	EditsField     = "Repair-Edits"
	FaultsField    = "Repair-Faults"
	TruncatedField = "Repair-Truncated"
	FailedField    = "Repair-Failed"
)

var marks = []string{EditsField, FaultsField, TruncatedField, FailedField}

// mark says in the fields what was done; nothing if nothing was.
func (x *exchange) mark(h http.Header) {
	r := &x.report
	if n := r.Edits(); n > 0 {
		h.Set(EditsField, strconv.Itoa(n))
		h.Set(FaultsField, faultList(r.Faults()))
	}
	if r.Truncated != "" {
		h.Set(TruncatedField, r.Truncated)
	}
	if why := r.Failure(); why != "" {
		h.Set(FailedField, why)
	}
}

// faultList returns the names of the faults, joined by commas.
func faultList(f repair.Faults) string {
	return strings.ReplaceAll(f.String(), "+", ",")
}
