package report

import (
	"cmp"
	"slices"

	"github.com/treve-bot/treve/internal/sla"
)

// WorstFirst returns the channels by gap, the furthest behind first; those
// nothing is promised for come last.
func WorstFirst(channels []Channel) []Channel {
	sorted := slices.Clone(channels)
	slices.SortStableFunc(sorted, func(a, b Channel) int {
		return cmp.Or(cmp.Compare(unpromised(a), unpromised(b)), a.Figures.Gap.Cmp(b.Figures.Gap))
	})
	return sorted
}

func unpromised(c Channel) int {
	if c.Figures.Status == sla.NoCommitment {
		return 1
	}
	return 0
}

// Best returns the channel furthest ahead of what is due, of those that can be
// judged, and whether one is ahead at all.
func Best(channels []Channel) (best Channel, found bool) {
	for _, c := range channels {
		switch c.Figures.Status {
		case sla.Reached, sla.Ahead, sla.OnTrack:
		default:
			continue
		}
		if c.Figures.Gap.IsPositive() && (!found || c.Figures.Gap.GreaterThan(best.Figures.Gap)) {
			best, found = c, true
		}
	}
	return best, found
}

// NotReported returns the channels nobody has reported for longer than their
// rhythm allows.
func (r Report) NotReported() []Channel { return r.With(sla.NotReported) }

// With returns the channels of one of the statuses, in the report's order.
func (r Report) With(statuses ...sla.Status) (channels []Channel) {
	for _, c := range r.Channels {
		if slices.Contains(statuses, c.Figures.Status) {
			channels = append(channels, c)
		}
	}
	return channels
}
