package server

import "yinfeng/crm"

// ListParams are the parameters of every list; embed it in a list's input.
type ListParams struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" doc:"每页条数，默认 20"`
	Cursor string `query:"cursor" maxLength:"1000" doc:"上一页给出的游标"`
	Page   int    `query:"page" minimum:"1" doc:"页码，只到前 10000 条"`
	Sort   string `query:"sort" maxLength:"40" doc:"排序字段，前加 - 为降序"`
	Q      string `query:"q" maxLength:"100" doc:"查找"`
}

func (p ListParams) page() crm.Page {
	return crm.Page{Limit: p.Limit, Cursor: p.Cursor, Page: p.Page, Sort: p.Sort, Q: p.Q}
}

// IDParam is the {id} of a path; embed it in an input.
type IDParam struct {
	ID int64 `path:"id" minimum:"1" doc:"编号"`
}

// Empty is the input of a route without parameters.
type Empty struct{}

// Of is an input that is a JSON body alone.
type Of[T any] struct{ Body T }

// IDOf is the {id} of a path with a JSON body.
type IDOf[T any] struct {
	IDParam
	Body T
}

// Items wraps a list that has no pages.
type Items[T any] struct {
	Items []T `json:"items"`
}
