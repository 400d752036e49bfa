//go:build prove

package server_test

import "testing"

// TestProveLeadModel is the long form of TestLeadModel (trust R9).
func TestProveLeadModel(t *testing.T) {
	playModel(t, modelSetting(t, "YINFENG_MODEL_OPS", 200_000))
}
