//go:build !race

package main

// detectorMemory is how many times the memory a program takes: no race detector is in it.
const detectorMemory = 1
