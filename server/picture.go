package server

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"

	"yinfeng/crm"
)

// Bounds of pictures: a small file may hold a huge picture.
const (
	maxJPEGPixels = 50_000_000
	maxPNGPixels  = 20_000_000
	jpegQuality   = 88
)

// clean returns what is kept of a file: pictures are drawn anew, so that nothing hidden
// in them (scripts, places, other formats) survives; one at a time, for memory.
func (s *Server) clean(ctx context.Context, typ fileType, f readerAt) (io.Reader, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if typ != typeJPEG && typ != typePNG {
		return f, nil
	}
	select {
	case s.pictures <- struct{}{}:
		defer func() { <-s.pictures }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if typ == typeJPEG {
		return cleanJPEG(f)
	}
	return cleanPNG(f)
}

var errPicture = crm.Invalid("file", "图片打不开，请重新拍照或另存后再传")

func checkSize(c image.Config, err error, limit int) error {
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return errPicture
	}
	if c.Width*c.Height > limit || c.Width > 1<<16 || c.Height > 1<<16 {
		return crm.Invalid("file", "图片尺寸太大（%d×%d），请缩小后再传", c.Width, c.Height)
	}
	return nil
}

func cleanJPEG(f readerAt) (io.Reader, error) {
	c, err := jpeg.DecodeConfig(f)
	if err := checkSize(c, err, maxJPEGPixels); err != nil {
		return nil, err
	}
	turn := orientation(f)
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	img, err := jpeg.Decode(f)
	if err != nil {
		return nil, errPicture
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, upright(img, turn), &jpeg.Options{Quality: jpegQuality})
	return &out, err
}

func cleanPNG(f readerAt) (io.Reader, error) {
	c, err := png.DecodeConfig(f)
	if err := checkSize(c, err, maxPNGPixels); err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	img, err := png.Decode(f)
	if err != nil {
		return nil, errPicture
	}
	var out bytes.Buffer
	err = png.Encode(&out, img)
	return &out, err
}

// upright turns a picture as its EXIF orientation (1–8) says: drawing it anew loses the
// mark, and photographs of telephones lie on their side without it.
func upright(img image.Image, turn int) image.Image {
	if turn < 2 || turn > 8 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	src, ok := img.(*image.RGBA)
	if !ok {
		src = image.NewRGBA(image.Rect(0, 0, w, h))
		draw.Draw(src, src.Bounds(), img, b.Min, draw.Src)
	}
	dw, dh := w, h
	if turn >= 5 {
		dw, dh = h, w
	}
	dst := image.NewRGBA(image.Rect(0, 0, dw, dh))
	for y := range h {
		for x := range w {
			dx, dy := turned(turn, x, y, w, h)
			copy(dst.Pix[dst.PixOffset(dx, dy):][:4], src.Pix[src.PixOffset(x, y):][:4])
		}
	}
	return dst
}

// turned maps a stored pixel to where it is seen (EXIF 2.3, tag 274).
func turned(turn, x, y, w, h int) (int, int) {
	switch turn {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	default:
		return y, w - 1 - x
	}
}
