package inference

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/tidwall/gjson"
)

// Errors. The client of OpenAI's format gets {"error":{"message","type",
// "param","code"}} whatever the server writes:
//
//	{"object":"error","message":…,"code":…}     FastChat, older vLLM
//	{"text":…,"error_code":…}                   FastChat, in a stream
//	{"detail":…}                                LLaMA-Factory and FastChat's keys
//	{"error":"…"}                               ollama
//	404 page not found                          a wrong path
//
// ollama's own clients read {"error":"…"}, which is what ollama writes.

// translate returns an error of a server in OpenAI's format: data itself if it
// is, or nil if data is no error.
func translate(data []byte, status int) []byte {
	if !gjson.ValidBytes(data) {
		if status == 0 {
			return nil
		}
		return openAIError(strings.TrimSpace(string(data)), errorType(status), "")
	}
	body := gjson.ParseBytes(data)
	code := body.Get("code")
	message := body.Get("message").Str
	switch e := body.Get("error"); {
	case e.IsObject():
		return data
	case e.Type == gjson.String:
		message = e.Str
	case body.Get("object").Str == "error":
	case body.Get("error_code").Exists() && body.Get("text").Exists() && !body.Get("choices").Exists():
		message, code = body.Get("text").Str, body.Get("error_code")
	case body.Get("detail").Exists() && !body.Get("choices").Exists():
		d := body.Get("detail")
		switch inner := d.Get("error"); {
		case inner.IsObject():
			return []byte(`{"error":` + inner.Raw + "}")
		case d.Type == gjson.String:
			message = d.Str
		default: // FastAPI's list of what is wrong
			message = d.Raw
		}
	case status == 0:
		return nil
	default:
		message = string(bytes.TrimSpace(data))
	}
	kind := body.Get("type").Str
	if kind == "" {
		kind = errorType(status)
	}
	return openAIError(message, kind, code.Raw)
}

// errorType returns OpenAI's word for a status.
func errorType(status int) string {
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return "authentication_error"
	case status == http.StatusNotFound:
		return "not_found_error"
	case status == http.StatusTooManyRequests:
		return "rate_limit_error"
	case status >= 400 && status < 500:
		return "invalid_request_error"
	}
	return "api_error"
}

// openAIError returns the body of an error; code is JSON, or "".
func openAIError(message, kind, code string) []byte {
	if code == "" {
		code = "null"
	}
	b := appendString([]byte(`{"error":{"message":`), []byte(message))
	b = appendString(append(b, `,"type":`...), []byte(kind))
	return append(b, `,"param":null,"code":`+code+"}}"...)
}

// ErrorBody returns the body of an error as the clients of the route expect
// it. The kind is one word, such as "api_error".
func (r Route) ErrorBody(kind, message string) []byte {
	if r.ollama() {
		return append(appendString([]byte(`{"error":`), []byte(message)), '}')
	}
	return openAIError(message, kind, "")
}

// failure returns the error that a frame brings, in the format of the route,
// or nil if it brings none.
func failure(route Route, f *frame) []byte {
	if f.answer {
		return nil
	}
	if route.ollama() {
		if gjson.GetBytes(f.data(), "error").Type == gjson.String {
			return f.data()
		}
		return nil
	}
	return translate(f.data(), 0)
}

// refuse makes the answer an error.
func (x *exchange) refuse(resp *http.Response, r *refusal) {
	x.report.Refused = true
	resp.StatusCode, resp.Status = http.StatusBadGateway, "502 Bad Gateway"
	resp.Header.Set("Content-Type", "application/json")
	setBody(resp, x.route.ErrorBody(r.kind, "repair: "+r.message))
}

// setBody makes data the body of the answer.
func setBody(resp *http.Response, data []byte) {
	resp.Body = io.NopCloser(bytes.NewReader(data))
	setLength(resp.Header, &resp.ContentLength, int64(len(data)))
	resp.TransferEncoding = nil
}

// fail ends the stream with an error, once.
func (s *stream) fail(err error) {
	if s.failed {
		return
	}
	s.failed = true
	kind := "api_error"
	switch {
	case rejected(err):
		kind, s.x.report.Refused = "answer_refused", true
	case err == errCutRefused:
		kind, s.x.report.Refused = "answer_truncated", true
	}
	s.x.report.Err = err
	s.sendError(s.x.route.ErrorBody(kind, "repair: "+err.Error()))
}

// upstreamFailed ends the stream with the error that the upstream sent.
func (s *stream) upstreamFailed(f *frame, message []byte) {
	s.broken = true
	s.pump(true)
	s.failed = true
	s.x.report.Err = &upstreamError{string(message)}
	if bytes.Equal(message, f.data()) && !s.x.observed {
		s.out = append(s.out, f.raw...)
		s.sendDone()
		return
	}
	s.sendError(message)
}

type upstreamError struct{ body string }

func (e *upstreamError) Error() string { return "the upstream sent an error: " + e.body }

func (s *stream) sendError(body []byte) {
	if s.x.observed {
		return
	}
	if !s.split.ndjson {
		s.out = append(s.out, "data: "...)
	}
	s.out = append(append(s.out, body...), s.frameEnd()...)
	s.sendDone()
}

func (s *stream) sendDone() {
	if !s.split.ndjson {
		s.out = append(s.out, "data: [DONE]\n\n"...)
	}
}

// end completes the stream when the upstream's sending has ended with err. It
// returns how the client's reading ends.
func (s *stream) end(err error) error {
	switch {
	case s.failed:
	case s.ended, err == io.EOF && s.complete():
		if s.x.observed {
			s.closeAll()
			break
		}
		s.closeAll()
		s.pump(true)
		for _, a := range s.answers {
			if len(a.ready()) > 0 && !s.failed {
				s.sendRest(a)
			}
		}
		if !s.ended && !s.failed {
			s.sendDone()
		}
		return io.EOF
	default:
		s.broken = true
		s.pump(true)
		s.fail(errBroken)
	}
	return err
}

// complete reports whether all choices that began have ended.
func (s *stream) complete() bool {
	for _, open := range s.open {
		if open {
			return false
		}
	}
	return len(s.open) > 0
}
