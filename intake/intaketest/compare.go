// Package intaketest compares a dry run's JSON with the expected file of a ledger sample, by the paragraph "What must be equal"
// of the samples' README. It works on JSON alone, so the command line's output can be held against a file too.
package intaketest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strings"
)

type object = map[string]any

// Diff returns a readable line for every difference that matters; none when got is right.
func Diff(want, got []byte) ([]string, error) {
	var w, g object
	if err := json.Unmarshal(want, &w); err != nil {
		return nil, fmt.Errorf("expected file: %w", err)
	}
	if err := json.Unmarshal(got, &g); err != nil {
		return nil, fmt.Errorf("result: %w", err)
	}
	var d differ
	d.sheets(w, g)
	d.rows("records", w, g, func(k string) bool { return true })
	d.rows("held", w, g, func(k string) bool { return k == "errors" || k == "kind" })
	d.sets("issues", w, g, func(o object) string { return fmt.Sprintf("%v:%v %v", o["sheet"], o["row"], o["code"]) })
	d.sets("skipped_rows", w, g, func(o object) string {
		if o["kind"] == "空行" { // blank rows need not be listed
			return ""
		}
		return fmt.Sprintf("%v:%v", o["sheet"], o["row"])
	})
	d.sets("control_totals", w, g, func(o object) string { return fmt.Sprintf("%v:%v agrees=%v", o["sheet"], o["row"], o["agrees"]) })
	d.sets("links", w, g, func(o object) string { return fmt.Sprintf("%v %v", o["project"], o["rows"]) })
	d.values("counts", w["counts"], g["counts"], []string{"records", "held", "errors", "warnings"})
	return d.lines, nil
}

type differ struct{ lines []string }

func (d *differ) add(format string, a ...any) { d.lines = append(d.lines, fmt.Sprintf(format, a...)) }

func list(o object, key string) []object {
	var out []object
	items, _ := o[key].([]any)
	for _, i := range items {
		if m, ok := i.(object); ok {
			out = append(out, m)
		}
	}
	return out
}

// values compares the named keys of two objects; null and absent read alike.
func (d *differ) values(where string, want, got any, keys []string) {
	w, _ := want.(object)
	g, _ := got.(object)
	for _, k := range keys {
		if !reflect.DeepEqual(w[k], g[k]) {
			d.add("%s %s: want %s, got %s", where, k, show(w[k]), show(g[k]))
		}
	}
}

func show(v any) string { b, _ := json.Marshal(v); return string(b) }

func (d *differ) sheets(w, g object) {
	ws, gs := list(w, "sheets"), list(g, "sheets")
	if len(ws) != len(gs) {
		d.add("sheets: want %d, got %d", len(ws), len(gs))
	}
	for i := range min(len(ws), len(gs)) {
		d.values(fmt.Sprintf("sheet %q", ws[i]["name"]), ws[i], gs[i], []string{"name", "role", "kind", "header_rows", "data_rows", "unit"})
	}
}

// rows compares lists of rows by sheet and row; of a row, the keys that the expected one lists and check admits.
func (d *differ) rows(key string, w, g object, check func(string) bool) {
	id := func(o object) string {
		return fmt.Sprintf("%v:%v %v %v %v", o["sheet"], o["row"], o["year"], o["month_to"], o["first_column"])
	}
	have := map[string]object{}
	for _, o := range list(g, key) {
		have[id(o)] = o
	}
	for _, o := range list(w, key) {
		got, ok := have[id(o)]
		if !ok {
			d.add("%s %s: missing (%s)", key, id(o), show(o["project"]))
			continue
		}
		delete(have, id(o))
		var keys []string
		for k := range o {
			if check(k) && !strings.HasPrefix(k, "note") {
				keys = append(keys, k)
			}
		}
		sort.Strings(keys)
		d.values(key+" "+id(o), o, got, keys)
	}
	for k, o := range have {
		d.add("%s %s: not expected (%s %s)", key, k, show(o["project"]), show(o["errors"]))
	}
}

// sets compares lists as sets of the texts that id makes; "" is left out.
func (d *differ) sets(key string, w, g object, id func(object) string) {
	set := func(o object) map[string]bool {
		m := map[string]bool{}
		for _, i := range list(o, key) {
			if t := id(i); t != "" {
				m[t] = true
			}
		}
		return m
	}
	ws, gs := set(w), set(g)
	for _, t := range sorted(ws) {
		if !gs[t] {
			d.add("%s %s: missing", key, t)
		}
	}
	for _, t := range sorted(gs) {
		if !ws[t] {
			d.add("%s %s: not expected", key, t)
		}
	}
}

func sorted(m map[string]bool) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
