//go:build ignore

// Prints the version of the SQLite library that is compiled into the program.
package main

import (
	"fmt"

	"github.com/mattn/go-sqlite3"
)

func main() {
	version, _, _ := sqlite3.Version()
	fmt.Println(version)
}
