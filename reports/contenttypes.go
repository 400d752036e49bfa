package reports

import (
	"cmp"
	"encoding/xml"
	"path"
	"slices"
	"strings"
)

// contentTypes is the archive's list of part types. excelize adds the defaults of image
// kinds in the order of a map as soon as a sheet has a chart; here the list is cut to
// the kinds that occur and sorted, so that equal input gives equal bytes.
type contentTypes struct {
	XMLName   xml.Name       `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
	Defaults  []typeDefault  `xml:"Default"`
	Overrides []typeOverride `xml:"Override"`
}

type typeDefault struct {
	Extension   string `xml:",attr"`
	ContentType string `xml:",attr"`
}

type typeOverride struct {
	PartName    string `xml:",attr"`
	ContentType string `xml:",attr"`
}

const contentTypesName = "[Content_Types].xml"

// sortedTypes rewrites the list for an archive of the given parts.
func sortedTypes(raw []byte, names []string) ([]byte, error) {
	var t contentTypes
	if err := xml.Unmarshal(raw, &t); err != nil {
		return nil, err
	}
	used := map[string]bool{}
	for _, name := range names {
		used[strings.TrimPrefix(path.Ext(name), ".")] = true
	}
	t.Defaults = slices.DeleteFunc(t.Defaults, func(d typeDefault) bool { return !used[d.Extension] })
	slices.SortFunc(t.Defaults, func(a, b typeDefault) int { return cmp.Compare(a.Extension, b.Extension) })
	slices.SortFunc(t.Overrides, func(a, b typeOverride) int { return cmp.Compare(a.PartName, b.PartName) })
	out, err := xml.Marshal(t)
	return append([]byte(xml.Header), out...), err
}

// writeTypes replaces the list that was kept back with its sorted form.
func (a *archive) writeTypes(names []string) error {
	if a.types.Len() == 0 {
		return nil
	}
	sorted, err := sortedTypes(a.types.Bytes(), names)
	if err != nil {
		return err
	}
	w, err := a.create(contentTypesName)
	if err == nil {
		_, err = w.Write(sorted)
	}
	if err != nil {
		return err
	}
	return a.finish()
}
