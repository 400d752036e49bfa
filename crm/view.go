package crm

import (
	"net/url"
	"slices"
	"strings"
)

// SavedView is a list page under filters, kept under a name: an address.
type SavedView struct {
	ID        int64  `json:"id"`
	Page      string `json:"page" doc:"列表页，如 /leads"`
	Name      string `json:"name"`
	Query     string `json:"query" doc:"地址里问号后面的部分"`
	Shared    bool   `json:"shared" doc:"本单位及下级的人都看得到"`
	UserID    int64  `json:"userId"`
	UserName  string `json:"userName"`
	UnitName  string `json:"unitName"`
	MayChange bool   `json:"mayChange"`
	Version   int64  `json:"version"`
}

// ViewInput is a view as it is saved.
type ViewInput struct {
	Page    string `json:"page" minLength:"2" maxLength:"40"`
	Name    string `json:"name" minLength:"1" maxLength:"30"`
	Query   string `json:"query" minLength:"1" maxLength:"500"`
	Shared  bool   `json:"shared,omitempty"`
	Version int64  `json:"version,omitempty"`
}

// MaxViews is how many views a person keeps of one page.
const MaxViews = 50

// ViewPages are the list pages that views are kept of, with the names that their address knows.
var ViewPages = map[string][]string{
	"/leads":     {"q", "sort", "stage", "status", "unitId", "placeUnitId", "ownerId", "chainId", "companyId", "province", "source", "warning", "dueBefore", "mine"},
	"/visits":    {"q", "sort", "kind", "unitId", "month", "from", "to", "province", "outcome", "companyId", "leadId", "projectId", "tripId", "mine"},
	"/companies": {"q", "sort", "unitId", "origin", "province", "tag"},
	"/projects":  {"q", "sort", "unitId", "countyUnitId", "chainId", "parkId", "companyId", "status", "stage", "nature", "year", "origin", "size", "voided"},
	"/capital":   {"q", "sort", "projectId", "unitId", "month", "year", "state", "origin", "mine", "queue"},
	"/tasks":     {"q", "sort", "box", "state", "overdue", "ownerId", "dueBefore", "objectKind", "objectId"},
}

// Tidy checks a view and brings its address into one form.
func (in ViewInput) Tidy() (ViewInput, error) {
	names, ok := ViewPages[in.Page]
	if !ok {
		return in, Invalid("page", "这个页面不能存视图")
	}
	if in.Name = strings.TrimSpace(in.Name); in.Name == "" {
		return in, Invalid("name", "请给视图起个名字")
	}
	q, err := url.ParseQuery(in.Query)
	if err != nil {
		return in, Invalid("query", "筛选条件的写法不对，请在列表页重新筛选后再存")
	}
	for name, v := range q {
		switch {
		case !slices.Contains(names, name):
			return in, Invalid("query", "这个列表没有“%s”这个筛选条件", name)
		case len(v) != 1 || v[0] == "" || len(v[0]) > 200 || strings.ContainsRune(v[0], 0):
			return in, Invalid("query", "筛选条件“%s”的写法不对，请在列表页重新筛选后再存", name)
		}
	}
	if len(q) == 0 {
		return in, Invalid("query", "请先筛选或排序，再存视图")
	}
	in.Query = q.Encode()
	return in, nil
}
