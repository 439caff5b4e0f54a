//go:build unix

package main

import "golang.org/x/sys/unix"

// freeBytes is how much anybody may still write in a folder.
func freeBytes(folder string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil //nolint:gosec,unconvert // signed on some systems, and never negative
}
