package bench

import (
	"bytes"
	"testing"
)

func TestFamilies(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Families() {
		if seen[f.Name] {
			t.Errorf("two families have the name %s", f.Name)
		}
		seen[f.Name] = true
		for _, size := range []int{1 << 10, 16 << 10, 64 << 10, 1 << 20} {
			text := f.Make(size)
			if off := len(text) - size; off*20 > size || -off*20 > size {
				t.Errorf("%s: %d bytes instead of %d", f.Name, len(text), size)
			}
			if !bytes.Equal(text, f.Make(size)) {
				t.Errorf("%s differs from call to call", f.Name)
			}
		}
		for size := 1; size < 20; size++ {
			if len(f.Make(size)) == 0 {
				t.Errorf("%s: nothing at size %d", f.Name, size)
			}
		}
	}
	if len(seen) < 28 {
		t.Errorf("%d families", len(seen))
	}
}
