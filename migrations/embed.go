// Package migrations holds the schema, written once for each database under
// twin file names.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed postgres/*.sql sqlite/*.sql
var files embed.FS

// For returns the migrations written for dialect, "postgres" or "sqlite".
func For(dialect string) (fs.FS, error) { return fs.Sub(files, dialect) }
