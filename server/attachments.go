package server

import (
	"context"
	"path"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"

	"yinfeng/crm"
	"yinfeng/store"
)

func (s *Server) attachmentRoutes() {
	get(s, "/attachments", need(crm.ActReadBusiness), "一个对象的文件", s.handleAttachmentList)
	upload(s, "/attachments", need(crm.ActReportCapital, crm.ActReportMilestone, crm.ActWriteLead, crm.ActWriteVisit, crm.ActWriteProject,
		crm.ActWriteCompany), "添加佐证文件或照片", s.handleAttachmentAdd)
	download(s, "/attachments/{id}", need(crm.ActReadBusiness), "下载文件", s.handleAttachment)
	post(s, "/attachments/{id}/void", need(crm.ActReportCapital, crm.ActReportMilestone, crm.ActWriteLead, crm.ActWriteVisit,
		crm.ActWriteProject, crm.ActWriteCompany), "作废文件", s.handleAttachmentVoid)
}

// AttachmentListInput names the object.
type AttachmentListInput struct {
	ObjectKind string `query:"objectKind" required:"true" enum:"capital,milestone,visit,lead,project,company,dispute"`
	ObjectID   int64  `query:"objectId" required:"true" minimum:"1"`
}

func (s *Server) handleAttachmentList(ctx context.Context, v crm.Viewer, in *AttachmentListInput) (Items[crm.Attachment], error) {
	a, err := s.store.Attachments(ctx, v, in.ObjectKind, in.ObjectID)
	return Items[crm.Attachment]{a}, err
}

// AttachmentForm is the multipart form of a new file.
type AttachmentForm struct {
	ObjectKind string        `form:"objectKind" required:"true" enum:"capital,milestone,visit,lead,project,company,dispute"`
	ObjectID   int64         `form:"objectId" required:"true" minimum:"1"`
	Kind       string        `form:"kind" required:"true" minLength:"1" maxLength:"30" doc:"材料种类，如银行进账单"`
	File       huma.FormFile `form:"file" required:"true" contentType:"application/octet-stream"`
}

// AttachmentInput is a new file.
type AttachmentInput struct {
	RawBody huma.MultipartFormFiles[AttachmentForm]
}

func (s *Server) handleAttachmentAdd(ctx context.Context, v crm.Viewer, in *AttachmentInput) (crm.Attachment, error) {
	form := in.RawBody.Data()
	if form.File.Size > s.o.MaxUpload {
		return crm.Attachment{}, &crm.Error{Code: crm.CodeTooLarge, Field: "file", Detail: "文件太大，请压缩后再传"}
	}
	typ, err := sniff(form.File.File, form.File.Size)
	if err != nil {
		return crm.Attachment{}, err
	}
	content, err := s.clean(ctx, typ, form.File.File)
	if err != nil {
		return crm.Attachment{}, err
	}
	return s.store.AddAttachment(ctx, v, store.NewFile{ObjectKind: form.ObjectKind, ObjectID: form.ObjectID, Kind: form.Kind,
		Name: fileName(form.File.Filename, typ), MediaType: typ.media, Content: content})
}

// fileName keeps the readable part of a client's file name and gives it the extension
// of what the file really is.
func fileName(name string, typ fileType) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || !unicode.IsPrint(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if r := []rune(strings.Trim(name, " .")); len(r) > 0 {
		return string(r[:min(len(r), 100)]) + typ.ext
	}
	return "文件" + typ.ext
}

func (s *Server) handleAttachment(ctx context.Context, v crm.Viewer, in *IDParam) (*Download, error) {
	a, f, err := s.store.OpenAttachment(ctx, v, in.ID)
	if err != nil {
		return nil, err
	}
	inline := a.MediaType == typeJPEG.media || a.MediaType == typePNG.media || a.MediaType == typePDF.media
	return &Download{Name: a.Name, Type: a.MediaType, Inline: inline, Size: a.Size, Body: f}, nil
}

func (s *Server) handleAttachmentVoid(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Attachment, error) {
	return s.store.VoidAttachment(ctx, v, in.ID)
}
