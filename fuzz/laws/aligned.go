package laws

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"

	"github.com/repairjson/repairjson"
	"github.com/repairjson/repairjson/repair"
)

// Aligned checks laws 6 to 8 for a repair with a schema or keys, in their
// sense for it, for one division of a text into pieces with a snapshot after
// each: the pieces give what the whole gives; snapshots are valid JSON, what
// they show is complete and stays, and what is settled is a prefix of the
// output. The last two hold for Pick First and a text that can be made to fit.
func Aligned(o repairjson.Options, src []byte, sizes ...int) error {
	out, wantErr := o.Repair(src)
	edits, _ := o.Edits(src)
	b := repairjson.Buffer{Options: o}
	stays := wantErr == nil && o.Pick == repair.First
	var last any
	var settled []byte
	for piece := range pieces(src, sizes) {
		if _, err := b.Write(piece); err != nil {
			break
		}
		now := b.Settled()
		if stays && (!bytes.HasPrefix(now, settled) || !bytes.HasPrefix(out, now)) {
			return fmt.Errorf("law 8: %q settled, then %q, of %q", settled, now, out)
		}
		settled = bytes.Clone(now)
		snap, err := b.Snapshot()
		if err != nil {
			if last != nil || !errors.Is(err, repair.ErrNoJSON) {
				return fmt.Errorf("law 7: %v after %v was shown", err, last)
			}
			continue
		}
		v, err := decode(snap)
		if err != nil {
			return fmt.Errorf("law 7: snapshot %q: %v", snap, err)
		}
		if why := grows(last, v, ""); stays && last != nil && why != "" {
			return fmt.Errorf("law 7: %s in snapshot %q", why, snap)
		}
		last = v
	}
	err := b.Close()
	switch {
	case (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error():
		return fmt.Errorf("law 6: pieces %v give error %v, the whole %v", sizes, err, wantErr)
	case !bytes.Equal(b.Bytes(), out):
		return fmt.Errorf("law 6: pieces %v give %q, the whole %q", sizes, b.Bytes(), out)
	case len(edits)+len(b.Edits()) > 0 && !reflect.DeepEqual(b.Edits(), edits):
		return fmt.Errorf("law 6: pieces %v give edits\n%v, the whole\n%v", sizes, b.Edits(), edits)
	case !stays || last == nil:
		return nil
	}
	v, err := decode(out)
	if err != nil {
		return fmt.Errorf("law 1: %q: %v", out, err)
	}
	if why := grows(last, v, ""); why != "" {
		return fmt.Errorf("law 7: %s in the output %q", why, out)
	}
	return nil
}
