//go:build tools

// runc, by its module; this file holds its version in go.mod.
package tools

import _ "github.com/opencontainers/runc"
