package records

import "unicode/utf8"

// A Place is a place in a text; Column counts characters.
type Place struct {
	Offset       int // of the character
	Line, Column int // from 1
}

// A Cursor finds places in a text. It is fast for rising offsets.
type Cursor struct {
	src []byte
	Place
}

// NewCursor returns a cursor at the start of src.
func NewCursor(src []byte) *Cursor {
	return &Cursor{src, Place{0, 1, 1}}
}

// At returns the place of the character that holds src[offset].
func (c *Cursor) At(offset int) Place {
	offset = min(max(offset, 0), len(c.src))
	if offset < c.Offset {
		c.Place = Place{0, 1, 1}
	}
	for c.Offset < offset {
		b, size := c.src[c.Offset], 1
		if b >= utf8.RuneSelf {
			_, size = utf8.DecodeRune(c.src[c.Offset:])
		}
		if c.Offset+size > offset {
			break
		}
		c.Offset += size
		c.Column++
		if b == '\n' {
			c.Line++
			c.Column = 1
		}
	}
	return c.Place
}
