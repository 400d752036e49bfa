package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"

	"yinfeng/server"
)

// version is set at build time by -ldflags.
var version = "dev"

// apiVersion is that of the HTTP interface; it does not change with each build.
const apiVersion = "1.0"

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(a *app) error {
	if a.flags.JSON {
		return printJSON(a.stdout, map[string]string{"version": version, "go": runtime.Version()})
	}
	fmt.Fprintf(a.stdout, "yinfeng %s (%s)\n", version, runtime.Version())
	return nil
}

type openapiCmd struct{}

// Run prints the OpenAPI document.
func (openapiCmd) Run(a *app) error {
	doc, err := server.OpenAPI(apiVersion)
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(doc)
	return err
}

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"检验整条审计链"`
}

type auditVerifyCmd struct{}

// Run walks the audit chain; a broken one is a finding (exit 1).
func (auditVerifyCmd) Run(a *app) error {
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	count, bad, err := s.VerifyAudit(a.ctx)
	if err != nil {
		return err
	}
	if a.flags.JSON {
		err = printJSON(a.stdout, map[string]any{"rows": count, "firstBad": bad, "ok": bad == 0})
	} else if bad == 0 {
		_, err = fmt.Fprintf(a.stdout, "审计链完整，共 %d 行\n", count)
	} else {
		_, err = fmt.Fprintf(a.stdout, "审计链在第 %d 行断开\n", bad)
	}
	if err == nil && bad != 0 {
		err = errFindings
	}
	return err
}

type rollupCmd struct {
	Verify rollupVerifyCmd `cmd:"" help:"从台账重算汇总并比对"`
}

type rollupVerifyCmd struct{}

// Run recounts the roll-ups from the lines; differences are findings (exit 1).
func (rollupVerifyCmd) Run(a *app) error {
	s, err := a.openExisting()
	if err != nil {
		return err
	}
	defer s.Close()
	diffs, err := s.RollupVerify(a.ctx)
	if err != nil {
		return err
	}
	if a.flags.JSON {
		err = printJSON(a.stdout, map[string]any{"differences": append([]string{}, diffs...), "ok": len(diffs) == 0})
	} else if len(diffs) == 0 {
		_, err = fmt.Fprintln(a.stdout, "汇总与台账一致")
	} else {
		for _, d := range diffs {
			fmt.Fprintln(a.stdout, d)
		}
	}
	if err == nil && len(diffs) > 0 {
		err = errFindings
	}
	return err
}

// printJSON writes one JSON object, indented, Chinese unescaped.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
