package server

import (
	"context"
	"log/slog"
	"time"

	"yinfeng/crm"
)

// importTime is the longest that reading or applying an import may take.
const importTime = 15 * time.Minute

// importJobs is the import worker of this program instance.
type importJobs struct {
	*worker[crm.ImportProgress]
	s *Server
}

func newImportJobs(s *Server) *importJobs { return &importJobs{newWorker[crm.ImportProgress](), s} }

// WorkImports reads and applies waiting imports, also those that a stopped instance left
// behind, until ctx ends. A reading that runs then is given back to the queue; an
// application gets a short while to end and is rolled back otherwise.
func (s *Server) WorkImports(ctx context.Context) { s.imports.loop(ctx, s.imports.next) }

// follow puts the progress of a job that runs here into its batch.
func (j *importJobs) follow(b *crm.ImportBatch) {
	if p, here := j.at(b.ID); here && (b.State == crm.ImportReading || b.State == crm.ImportApplying) {
		b.Progress = p
	}
}

func (j *importJobs) progress(phase string, done, total int64) {
	j.reach(crm.ImportProgress{Phase: phase, Done: done, Total: total})
}

// next does one waiting job; false when nothing waits or the database is away.
func (j *importJobs) next(ctx context.Context) bool {
	b, err := j.s.store.ClaimImportJob(ctx, j.name, jobStale)
	if err != nil && ctx.Err() == nil {
		slog.Warn("import queue not readable", "err", err)
	}
	if err != nil || b == nil {
		return false
	}
	x := job{id: b.ID, limit: importTime, every: jobBeat,
		beat: func(ctx context.Context) error { return j.s.store.HeartbeatImport(ctx, b.ID, j.name) },
		do:   func(ctx context.Context) error { return j.read(ctx, b) }}
	if b.State == crm.ImportApplying {
		x.grace, x.do = jobGrace, func(ctx context.Context) error { return j.apply(ctx, b) }
	}
	start := time.Now()
	cause, err := j.run(ctx, x)
	return j.end(ctx, b, cause, err, time.Since(start))
}
