//go:build race

package main

// detectorMemory is how many times the memory a program takes under the race detector, at most (Go's documentation: 5 to 10 times).
const detectorMemory = 10
