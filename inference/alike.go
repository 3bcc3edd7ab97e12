package inference

import (
	"bytes"
	"unsafe"

	"github.com/tidwall/gjson"
)

// alike reads frames that differ from the one before in their text only, which
// is most of them: the bytes around it are compared, not parsed.
type alike struct {
	before, after []byte // around the string; nothing if frames are to be parsed
	key           key
}

// learn takes a frame that was parsed as what the next may be like.
func (a *alike) learn(f *frame) {
	a.before, a.after = a.before[:0], a.after[:0]
	if len(f.pieces) != 1 || f.pieces[0].object || !f.answer || f.done || len(f.names)+len(f.ends) > 0 {
		return
	}
	p, data := &f.pieces[0], f.data()
	a.before = append(a.before, data[:p.pos]...)
	a.after = append(a.after, data[p.end:]...)
	a.key = p.key
}

// read reads the frame if it is alike.
func (a *alike) read(f *frame) bool {
	data := f.data()
	end := len(data) - len(a.after)
	if len(a.before) == 0 || end < len(a.before)+2 || !bytes.HasPrefix(data, a.before) || !bytes.HasSuffix(data, a.after) {
		return false
	}
	value := data[len(a.before):end]
	if value[0] != '"' || !gjson.ValidBytes(value) {
		return false
	}
	text := gjson.Parse(unsafe.String(unsafe.SliceData(value), len(value))).Str
	f.answer = true
	f.pieces = append(f.pieces, piece{key: a.key, pos: len(a.before), end: end, text: text})
	return true
}
