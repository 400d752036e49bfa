// Package seeds holds city packs (安康 first), reference data and the demo city. All of
// it is written through the store. Another city is another pack on the same program.
package seeds
