package store

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncTree makes everything written to dir's file system durable, in one call.
func syncTree(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return unix.Syncfs(int(d.Fd()))
}
