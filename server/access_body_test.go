package server_test

import (
	"encoding/json"
	"strings"
	"testing"

	"yinfeng/server"
)

// document is the interface's own description: from it the access test makes a body
// that every route's validation takes.
type document struct{ root map[string]any }

func readDocument(t *testing.T) document {
	t.Helper()
	b, err := server.OpenAPI("test")
	if err != nil {
		t.Fatal(err)
	}
	var d document
	if err := json.Unmarshal(b, &d.root); err != nil {
		t.Fatal(err)
	}
	return d
}

func dig(v any, keys ...string) any {
	for _, k := range keys {
		m, _ := v.(map[string]any)
		v = m[k]
	}
	return v
}

// schema is the schema of a route's JSON body, nil when it takes none.
func (d document) schema(r server.Route) map[string]any {
	s, _ := dig(d.root, "paths", r.Path, strings.ToLower(r.Method), "requestBody", "content", "application/json", "schema").(map[string]any)
	return d.resolve(s)
}

func (d document) resolve(s map[string]any) map[string]any {
	if ref, ok := s["$ref"].(string); ok {
		s, _ = dig(d.root, "components", "schemas", ref[strings.LastIndex(ref, "/")+1:]).(map[string]any)
	}
	return s
}

// has reports whether a route's body has a field of that name.
func (d document) has(r server.Route, field string) bool {
	return dig(d.schema(r), "properties", field) != nil
}

// body makes the smallest body that a route's schema takes; values gives fields by name.
func (d document) body(r server.Route, values map[string]any) any {
	s := d.schema(r)
	if s == nil {
		return nil
	}
	return d.value("", s, values)
}

func (d document) value(name string, s map[string]any, values map[string]any) any {
	s = d.resolve(s)
	if v, ok := values[name]; ok {
		if _, isObject := v.(body); isObject == (typ(s) == "object") {
			return v
		}
	}
	if e, ok := s["enum"].([]any); ok {
		return e[0]
	}
	switch typ(s) {
	case "object":
		out := body{}
		required, _ := s["required"].([]any)
		for _, f := range required {
			field, _ := dig(s, "properties", f.(string)).(map[string]any)
			out[f.(string)] = d.value(f.(string), field, values)
		}
		return out
	case "array":
		out := []any{}
		items, _ := s["items"].(map[string]any)
		if n, _ := s["minItems"].(float64); n > 0 {
			out = append(out, d.value("", items, values))
		}
		return out
	case "integer", "number":
		if n, ok := s["minimum"].(float64); ok {
			return n
		}
		return 1
	case "boolean":
		return false
	case "string":
		n, _ := s["minLength"].(float64)
		return strings.Repeat("测", max(int(n), 1))
	}
	return body{}
}

func typ(s map[string]any) string {
	if t, ok := s["type"].(string); ok {
		return t
	}
	if l, ok := s["type"].([]any); ok && len(l) > 0 {
		t, _ := l[0].(string)
		return t
	}
	return ""
}
