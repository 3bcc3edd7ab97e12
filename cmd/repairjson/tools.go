package main

import (
	"fmt"
	"os"

	"github.com/repairjson/repairjson/inference/toolcall"
)

// loadTools reads the functions of --tools.
func loadTools(file string) (*toolcall.Tools, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	t, err := toolcall.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return t, nil
}
