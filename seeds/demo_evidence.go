package seeds

import (
	"bytes"
	"context"
	"fmt"

	"yinfeng/crm"
	"yinfeng/store"
)

// attach puts an invented evidence file on something; every file differs.
func (c *city) attach(ctx context.Context, v crm.Viewer, object string, id int64, kind string) error {
	return c.attachText(ctx, v, object, id, kind, fmt.Sprintf("Yinfeng demo evidence No. %05d - invented", c.serial+1))
}

// attachText is attach with the text of the file; the same text is the same file.
func (c *city) attachText(ctx context.Context, v crm.Viewer, object string, id int64, kind, text string) error {
	c.serial++
	content := demoPDF(text)
	_, err := c.s.AddAttachment(ctx, v, store.NewFile{ObjectKind: object, ObjectID: id, Kind: kind,
		Name: fmt.Sprintf("%s-%05d.pdf", kind, c.serial), MediaType: "application/pdf", Content: bytes.NewReader(content)})
	return err
}

// demoPDF makes a one-page PDF with a line of text.
func demoPDF(text string) []byte {
	stream := "BT /F1 14 Tf 60 760 Td (" + text + ") Tj ET"
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(stream), stream),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj%s endobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, x := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", x)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}
