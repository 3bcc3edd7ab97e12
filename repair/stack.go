package repair

// A stack holds the kinds of the open containers, one bit a level: 1 for an
// object, 0 for an array. It is copied by assignment.
type stack struct {
	bits  [(MaxDepth + 63) / 64]uint64
	depth int
}

func (s *stack) push(object bool) {
	word, bit := s.depth>>6, uint64(1)<<(s.depth&63)
	if object {
		s.bits[word] |= bit
	} else {
		s.bits[word] &^= bit
	}
	s.depth++
}

// object reports whether the container at a level, counted from 1 at the
// outside, is an object.
func (s *stack) object(level int) bool {
	level--
	return s.bits[level>>6]>>(level&63)&1 == 1
}

// top reports whether the innermost container is an object.
func (s *stack) top() bool { return s.object(s.depth) }

// nearest returns the innermost level of the wanted kind, or 0.
func (s *stack) nearest(object bool) int {
	level := s.depth
	for level > 0 && s.object(level) != object {
		level--
	}
	return level
}
