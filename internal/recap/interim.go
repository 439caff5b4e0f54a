package recap

import (
	"context"

	"github.com/treve-bot/treve/internal/report"
)

func makeReport(ctx context.Context, s report.Source, cut report.Cut) (report.Report, error) {
	plan, err := s.Plan(ctx, cut.Month)
	return report.Report{Month: cut.Month, AsOf: cut.AsOf, Planned: len(plan.Goals) > 0, PlanFrom: plan.From, Changes: plan.Changes}, err
}
