package reports

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// countWriter counts and forgets.
type countWriter int64

func (c *countWriter) Write(b []byte) (int, error) { *c += countWriter(len(b)); return len(b), nil }

// peakMemory watches the process's resident memory until stop is called; it returns the
// highest value seen, in MB. (Linux; elsewhere the Go heap.)
func peakMemory() (stop func() float64) {
	done, result := make(chan struct{}), make(chan float64)
	go func() {
		most := 0.0
		for {
			most = max(most, residentMB())
			select {
			case <-done:
				result <- most
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() float64 { close(done); return <-result }
}

func residentMB() float64 {
	raw, err := os.ReadFile("/proc/self/statm")
	if fields := strings.Fields(string(raw)); err == nil && len(fields) > 1 {
		pages, _ := strconv.ParseFloat(fields[1], 64)
		return pages * float64(os.Getpagesize()) / (1 << 20)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapSys) / (1 << 20)
}

// BenchmarkWrite100k writes the workbook with a ledger of 100,000 entries (sheet 4).
// Aim: 5 s and less than 200 MB above what the rows themselves take.
func BenchmarkWrite100k(b *testing.B) {
	r := sample(100_000)
	r.Adjustments = r.Adjustments[:50]
	runtime.GC()
	before := residentMB()
	for b.Loop() {
		stop := peakMemory()
		var out countWriter
		if err := WriteMonth(context.Background(), &out, r, nil); err != nil {
			b.Fatal(err)
		}
		peak := stop()
		b.ReportMetric(peak, "peakMB")
		b.ReportMetric(peak-before, "addedMB")
		b.ReportMetric(float64(out)/(1<<20), "fileMB")
	}
}
