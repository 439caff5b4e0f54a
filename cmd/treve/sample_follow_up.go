package main

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

// sampleFollowUp is what sales promises this month.
var sampleFollowUp = sla.Promise{Share: 90, Within: 1, Unit: sla.InDays}

// slowChannel is the one whose leads sales has left waiting lately, for so many
// working days: there is something to catch up.
const (
	slowChannel = 1
	slowFor     = 3
)

// followUp records, at the end of a day, that sales has contacted the leads of
// the working day before.
func (s *sample) followUp(ctx context.Context, day calendar.Date, before []ledger.ImportRow) error {
	if len(before) == 0 {
		return nil
	}
	by := sampleSigners[ledger.Sales]
	at := day.At(calendar.TimeOfDay{Hour: 17, Minute: 50}, s.zone)
	r := ledger.Request{Key: fmt.Sprintf("sample-%s-contacted", day), Asked: "contacted", Author: by, At: at}
	_, _, err := s.books.Once(ctx, r, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		for i, row := range before {
			channel := i / len(s.personas)
			late := channel == slowChannel && s.days.WorkingDays(day, s.today) <= slowFor
			if row.Count == 0 || late {
				continue
			}
			_, err := tx.Append(ctx, ledger.Entry{
				Cell:  ledger.Cell{Day: day, Channel: s.channels[channel], Persona: s.personas[i%len(s.personas)], Stage: ledger.Contacted},
				Count: row.Count, Author: by, Source: ledger.Typed, RecordedAt: at, Request: r.Key, Line: i,
			})
			if err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}
