package reports

import (
	"context"
	"os"
	"testing"
)

// TestWriteSample leaves the sample workbook where YINFENG_SAMPLE says, for looking at.
func TestWriteSample(t *testing.T) {
	path := os.Getenv("YINFENG_SAMPLE")
	if path == "" {
		path = t.TempDir() + "/sample.xlsx"
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := WriteMonth(context.Background(), f, sample(300), nil); err != nil {
		t.Fatal(err)
	}
}
