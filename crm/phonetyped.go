package crm

import (
	"reflect"
	"slices"
	"strings"
)

// freeTexts are the fields of inputs that people write sentences and names into, by their JSON name.
var freeTexts = []string{"reason", "text", "note", "content", "nextStep", "project", "source", "name", "title", "theme", "problem", "statusReason", "warningReason",
	"measures", "description", "owner", "capacity", "destination", "place", "people", "leader", "taskForce", "leaderName", "leaderTitle", "counterpart", "counterpartTitle", "landMu", "plan"}

// MaskTyped masks the phones in all free texts of an input, nested ones too: what is typed stands in
// lists, histories, messages, the search and the audit log, where nothing is erased (trust §2). A field
// for a phone of its own, and a cell that is corrected (a pointer), keep theirs. in is a pointer.
func MaskTyped(in any) { maskTyped(reflect.ValueOf(in)) }

func maskTyped(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && v.Elem().Kind() != reflect.String {
			maskTyped(v.Elem())
		}
	case reflect.Slice:
		if k := v.Type().Elem().Kind(); k == reflect.Struct || k == reflect.Pointer {
			for i := range v.Len() {
				maskTyped(v.Index(i))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f, at := v.Type().Field(i), v.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case !at.CanSet():
			case at.Kind() != reflect.String:
				maskTyped(at)
			case slices.Contains(freeTexts, name):
				at.SetString(MaskPhones(at.String()))
			}
		}
	}
}
