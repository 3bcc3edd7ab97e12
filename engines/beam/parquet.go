package repairbeam

import "errors"

func (w *blockWriter) parquet() error { return errors.ErrUnsupported }
