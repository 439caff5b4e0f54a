package bot

import (
	"context"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Nothing has been imported into these books, and nothing is.

func (n *november) FirstKept(context.Context, *time.Location) (calendar.Month, error) {
	return novemberMonth, nil
}

func (n *november) CountedSoFar(context.Context, calendar.Month) ([]ledger.Entry, error) {
	return nil, nil
}

func (n *november) AppendImported(context.Context, ledger.Entry) (bool, error) { return true, nil }

func (n *november) Imported(context.Context, ledger.Cell, bool) (count, cents int64, ever bool, err error) {
	return 0, 0, false, nil
}

func (n *november) LeadSegment(context.Context, string) (ledger.Segment, error) {
	return ledger.Segment{}, ledger.ErrNotFound
}

func (n *november) LeadContacted(context.Context, string) (bool, error) { return false, nil }
