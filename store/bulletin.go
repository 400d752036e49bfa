package store

import (
	"context"
	"errors"
	"maps"

	"yinfeng/crm"
)

// Bulletin fills a template with a month's figures: those of the snapshot when the month
// is closed, as every other answer about it. A viewer of part of the city gets the text
// of that part.
func (s *Store) Bulletin(ctx context.Context, v crm.Viewer, q crm.BulletinQuery) (crm.Bulletin, error) {
	var out crm.Bulletin
	if err := checkFigures(v, q.FiguresQuery, s.Today()); err != nil {
		return out, err
	}
	err := s.readOnce(ctx, func(r querier) (err error) {
		out, err = bulletin(ctx, r, v, q, s.Today())
		return err
	})
	return out, s.translate(err)
}

func bulletin(ctx context.Context, r querier, v crm.Viewer, q crm.BulletinQuery, today crm.Date) (crm.Bulletin, error) {
	t := crm.BulletinTemplate{Body: q.Body}
	var err error
	if q.Body == "" {
		if t, err = bulletinTemplate(ctx, r, q.Template); err != nil {
			return crm.Bulletin{}, err
		}
	}
	src := crm.BulletinSource{AsKnown: q.AsKnown, Others: map[crm.BulletinFigure]*crm.Figures{}}
	if src.Indicators, src.Bases, err = indicatorsAndBases(ctx, r); err != nil {
		return crm.Bulletin{}, err
	}
	text, err := crm.ParseBulletin(t.Body, src.Indicators, src.Bases)
	if err != nil {
		return crm.Bulletin{}, named(err, t.Name)
	}
	if err := bulletinFigures(ctx, r, v, q.FiguresQuery, text, &src); err != nil {
		return crm.Bulletin{}, err
	}
	if err := bulletinPlace(ctx, r, v, q.FiguresQuery, &src); err != nil {
		return crm.Bulletin{}, err
	}
	src.Day = min(today, q.Month.Last())
	switch {
	case src.Figures.Snapshot != nil:
		src.Day = src.Figures.CutOff
	case q.AsKnown != "":
		src.Day = min(src.Day, q.AsKnown)
	}
	out := text.Render(src)
	out.Template, out.Name = t.ID, t.Name
	return out, nil
}

// named says which kept template is at fault, such as after an indicator got another name.
func named(err error, name string) error {
	var e *crm.Error
	if name != "" && errors.As(err, &e) {
		return crm.Invalid(e.Field, "模板“%s”%s", name, e.Detail)
	}
	return err
}

func indicatorsAndBases(ctx context.Context, r querier) ([]crm.Indicator, []crm.Basis, error) {
	inds, err := loadIndicators(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	bases, err := loadBases(ctx, r)
	return inds, bases, err
}

// bulletinFigures works out the figures, and once more for each other basis in the text.
func bulletinFigures(ctx context.Context, r querier, v crm.Viewer, q crm.FiguresQuery, text crm.BulletinText, src *crm.BulletinSource) error {
	whole, err := figuresFor(ctx, r, v, q)
	if err != nil {
		return err
	}
	src.Figures = &whole
	for _, want := range text.Figures() {
		if whole.Total[want.Indicator].Basis == want.Basis {
			continue
		}
		other := q
		if other.Bases = maps.Clone(q.Bases); other.Bases == nil {
			other.Bases = map[string]string{}
		}
		other.Bases[want.Indicator] = want.Basis
		f, err := figuresFor(ctx, r, v, other)
		if err != nil {
			return err
		}
		src.Others[want] = &f
	}
	return nil
}

// bulletinPlace names the city and the part of it that the text is about.
func bulletinPlace(ctx context.Context, r querier, v crm.Viewer, q crm.FiguresQuery, src *crm.BulletinSource) error {
	set, err := loadSettings(ctx, r)
	if err != nil {
		return err
	}
	tree, err := loadUnitTree(ctx, r)
	if err != nil {
		return err
	}
	src.City, src.Unit = set.CityName, tree.root.code
	keep, _, err := figureScope(v, crm.ActReadFigures, tree, q)
	if err != nil || keep == nil {
		return err
	}
	id := q.UnitID
	if id == 0 {
		id = v.UnitID
	}
	u, ok := tree.byID[id]
	if ok {
		src.Unit, src.Scope = u.code, u.name
	}
	for _, x := range tree.credited(q.Month.Year()) {
		if keep[x.code] {
			return nil
		}
	}
	return crm.Invalid("unit", "%s不是归属单位，通报里没有它的数；联络处请在报表中心按“联络处”查看", u.name)
}
