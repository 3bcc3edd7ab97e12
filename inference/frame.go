package inference

import (
	"bytes"

	"github.com/tidwall/gjson"
)

// A frame is the smallest part of a stream that goes on as a whole: an event
// of SSE with the empty line after it, or a line of NDJSON. Together the
// frames are the stream.
type frame struct {
	raw      []byte
	pos, end int  // of the data in raw; an event without data has none
	kept     bool // raw is a copy
	reading
}

// data returns the data of the frame.
func (f *frame) data() []byte { return f.raw[f.pos:f.end] }

// A splitter divides a stream into frames.
type splitter struct {
	ndjson bool
	buf    []byte
	begin  int // of the frame being read, in buf
	line   int // the beginning of the line being read
	seen   int // bytes of buf that were looked at
	pos    int // of the frame's data, relative to begin
	end    int
}

// write adds a part of the stream.
func (s *splitter) write(p []byte) {
	if s.begin > 0 && s.begin == s.line {
		s.buf = s.buf[:copy(s.buf, s.buf[s.begin:])]
		s.seen -= s.begin
		s.begin, s.line = 0, 0
	}
	s.buf = append(s.buf, p...)
}

// next returns the next complete frame. With final, what is left is a frame.
// The bytes of the frame are valid until the next call of write.
func (s *splitter) next(final bool) (f frame, ok bool) {
	for {
		i := bytes.IndexByte(s.buf[s.seen:], '\n')
		if i < 0 {
			s.seen = len(s.buf)
			if !final || s.begin == len(s.buf) {
				return f, false
			}
			s.field(s.line, len(s.buf))
			return s.cut(len(s.buf)), true
		}
		lineEnd := s.seen + i + 1
		line := bytes.TrimRight(s.buf[s.line:lineEnd], "\r\n")
		switch {
		case s.ndjson:
			s.field(s.line, lineEnd)
		case len(line) == 0: // the end of an event
		case s.end > 0 && bytes.HasPrefix(line, dataField):
			return s.cut(s.line), true // servers that leave out the empty line
		default:
			s.field(s.line, lineEnd)
			s.line, s.seen = lineEnd, lineEnd
			continue
		}
		return s.cut(lineEnd), true
	}
}

var dataField = []byte("data:")

// field notes where the data of the frame is, if it is in the line.
func (s *splitter) field(from, to int) {
	line := bytes.TrimRight(s.buf[from:to], "\r\n")
	if !s.ndjson {
		rest, ok := bytes.CutPrefix(line, dataField)
		if !ok {
			return
		}
		from += len(line) - len(rest)
		line = rest
	}
	trimmed := bytes.TrimLeft(line, " ")
	s.pos = from + len(line) - len(trimmed) - s.begin
	s.end = s.pos + len(bytes.TrimRight(trimmed, " \t"))
}

// cut ends the frame at the offset end.
func (s *splitter) cut(end int) frame {
	f := frame{raw: s.buf[s.begin:end:end], pos: s.pos, end: s.end}
	s.begin, s.line, s.seen = end, end, end
	s.pos, s.end = 0, 0
	return f
}

// isDone reports whether the frame is the [DONE] of a stream.
func (f *frame) isDone() bool { return string(f.data()) == "[DONE]" }

// isJSON reports whether the data of the frame is a JSON object.
func (f *frame) isJSON() bool {
	d := f.data()
	return len(d) > 0 && d[0] == '{' && gjson.ValidBytes(d)
}
