package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Trouble is what ails a database, where somebody can do something about it.
type Trouble string

// The troubles of either database, then those of a SQLite file, then those of a
// PostgreSQL server.
const (
	NoTrouble Trouble = ""
	DiskFull  Trouble = "disk_full"
	Damaged   Trouble = "damaged"

	Locked      Trouble = "locked"    // by another process, for longer than one waits
	ReadOnly    Trouble = "read_only" // the file or its folder
	DiskError   Trouble = "disk_error"
	NoDatabase  Trouble = "no_database" // a file, but of another kind
	IsFolder    Trouble = "is_folder"
	NoFolder    Trouble = "no_folder"
	NoFile      Trouble = "no_file" // one that was to be read
	NotAllowed  Trouble = "not_allowed"
	Unreachable Trouble = "unreachable"
	NoTLS       Trouble = "no_tls"
	BadLogin    Trouble = "bad_login"
	NotCreated  Trouble = "not_created" // no database of that name
	NoRights    Trouble = "no_rights"   // to read, write or create the tables
	Crowded     Trouble = "crowded"     // too many connections
	TooSlow     Trouble = "too_slow"    // the server's own limit was reached
	Standby     Trouble = "standby"     // a server that takes no writes
)

// TroubleOf finds in an error what somebody can put right, or NoTrouble.
func TroubleOf(err error) Trouble {
	if found, ok := errors.AsType[*openError](err); ok {
		return found.trouble
	}
	for _, d := range []dialect{sqliteDialect, postgresDialect} {
		if trouble := d.trouble(err); trouble != NoTrouble {
			return trouble
		}
	}
	return NoTrouble
}

// openError is why a database could not be opened.
type openError struct {
	trouble Trouble
	err     error
}

func (e *openError) Error() string { return e.err.Error() }
func (e *openError) Unwrap() error { return e.err }

// placeTrouble looks at where a file that does not open should be.
func placeTrouble(path string, to purpose) Trouble {
	there, err := os.Stat(path)
	folder, folderErr := os.Stat(filepath.Dir(path))
	switch {
	case err == nil && there.IsDir():
		return IsFolder
	case errors.Is(folderErr, fs.ErrNotExist), folderErr == nil && !folder.IsDir():
		return NoFolder
	case errors.Is(err, fs.ErrNotExist) && to == reading:
		return NoFile
	}
	return NotAllowed
}
