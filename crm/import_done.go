package crm

// ImportDone is what applying an import did. The counts add up:
// Read = Created + Updated + Unchanged + Skipped + Rejected (domain §11).
type ImportDone struct {
	ID        int64      `json:"id"`
	FileName  string     `json:"fileName"`
	Kind      ImportKind `json:"kind"`
	UnitID    int64      `json:"unitId"`
	UserName  string     `json:"userName"`
	KnownOn   Date       `json:"knownOn"`
	At        Instant    `json:"at"`
	State     string     `json:"state" enum:"applied,undone"`
	Read      int64      `json:"read"`
	Created   int64      `json:"created"`
	Updated   int64      `json:"updated"`
	Unchanged int64      `json:"unchanged"`
	Skipped   int64      `json:"skipped" doc:"表中待处理、未导入的行"`
	Rejected  int64      `json:"rejected" doc:"不在权限范围等原因未导入的行"`
}
