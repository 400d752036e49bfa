package crm

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
)

const typedPhone = "请打 13812345678 找他"

// everyText sets each text of an input that a sentence fits in.
func everyText(v reflect.Value, path string, set func(path string, at reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.Type().Elem().Kind() == reflect.Struct {
			v.Set(reflect.New(v.Type().Elem()))
			everyText(v.Elem(), path, set)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if most, _ := strconv.Atoi(f.Tag.Get("maxLength")); f.Type.Kind() == reflect.String && most >= 60 {
				set(path+"."+f.Name, v.Field(i))
			} else if f.IsExported() {
				everyText(v.Field(i), path+"."+f.Name, set)
			}
		}
	}
}

// Every text of the acts on leads, transfers, trips, disputes and projects is one that MaskTyped knows.
func TestMaskTyped(t *testing.T) {
	for _, in := range []any{&LeadInput{}, &StageInput{}, &StatusInput{}, &ReasonInput{}, &NoteInput{}, &DisputeInput{}, &RulingInput{}, &TransferInput{},
		&DecisionInput{}, &OffersInput{}, &BatchDecision{}, &RequestDecision{}, &MergeInput{}, &HandoverInput{}, &LeadBatch{}, &AttributionInput{}, &IntroductionInput{},
		&TripInput{}, &VisitInput{}, &CommentInput{}, &TaskInput{}, &TaskEdit{}, &ProjectStatusInput{}, &ProjectInput{}, &ProblemInput{}, &MilestoneInput{}, &CapitalInput{}} {
		v := reflect.ValueOf(in).Elem()
		n := 0
		everyText(v, v.Type().Name(), func(_ string, at reflect.Value) { at.SetString(typedPhone); n++ })
		MaskTyped(in)
		everyTextLeft(v, v.Type().Name(), func(path, text string) {
			if strings.Contains(text, "13812345678") && !strings.HasSuffix(path, ".CompanyName") {
				t.Errorf("%s keeps a phone", path)
			}
		})
		if n == 0 {
			t.Errorf("%s has no text", v.Type().Name())
		}
	}
	type fix struct {
		Text *string `json:"text"`
	}
	cell := typedPhone
	if MaskTyped(&fix{&cell}); cell != typedPhone {
		t.Error("a corrected cell is masked")
	}
}

func everyTextLeft(v reflect.Value, path string, see func(path, text string)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			everyTextLeft(v.Elem(), path, see)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			everyTextLeft(v.Field(i), path+"."+v.Type().Field(i).Name, see)
		}
	case reflect.String:
		see(path, v.String())
	}
}
