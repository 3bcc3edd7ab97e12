package repairbeam

// SVG draws the summary.
func (s *Summary) SVG() []byte { return []byte("<svg/>") }
