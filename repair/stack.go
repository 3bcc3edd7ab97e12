package repair

import "math/bits"

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

// levels returns the containers as the check has them, which must be at most
// maxLevels.
func (s *stack) levels() levels {
	return levels(bits.Reverse64(s.bits[0])>>(64-s.depth) | 1<<s.depth)
}

// setLevels makes l the open containers.
func (s *stack) setLevels(l levels) {
	s.depth = l.depth()
	s.bits[0] = bits.Reverse64(uint64(l)) >> (63 - s.depth) >> 1
}

// top reports whether the innermost container is an object.
func (s *stack) top() bool { return s.object(s.depth) }

// nearest returns the innermost level of the wanted kind, or 0.
func (s *stack) nearest(object bool) int {
	flip := uint64(0) // makes the wanted kind 1
	if !object {
		flip = ^flip
	}
	for word := (s.depth - 1) >> 6; word >= 0; word-- {
		x := s.bits[word] ^ flip
		if rest := s.depth - word<<6; rest < 64 {
			x &= 1<<rest - 1
		}
		if x != 0 {
			return word<<6 + bits.Len64(x)
		}
	}
	return 0
}
