package ledger

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
)

func TestOptionsCarryEverySetting(t *testing.T) {
	changed := Settings{
		Language: "en", TimeZone: "America/Montreal", Country: "CA", Alsace: true, CalendarDays: true, Currency: "CAD",
		DayEndsAt: calendar.TimeOfDay{Hour: 17, Minute: 30}, ClosesAfter: 5, DefaultPersona: 7, HideEuros: true,
		RecapAt: calendar.TimeOfDay{Hour: 8, Minute: 15}, RecapPaused: true,
		RecapIn:    []Conversation{{ID: "C1", Name: "marketing", SetBy: "U1"}, {ID: "C2", Name: "équipe <&>", SetBy: "U2"}},
		RecapSince: time.Date(2026, 11, 16, 8, 0, 0, 123456000, time.UTC),
		RestoredAt: time.Date(2026, 11, 16, 11, 30, 0, 0, time.UTC),
		HeldShare:  90, AtRiskBelow: 25, OffTrackBelow: 10,
		Maturity:        Maturity{{30, decimal.RequireFromString("0.5")}, {90, decimal.RequireFromString("0.8")}},
		RatesDecided:    calendar.Month{Year: 2026, Month: time.November},
		SignerMarketing: "U1", SignerSales: "W2",
	}
	for name, from := range map[string]Settings{"changed": changed, "as they come": DefaultSettings()} {
		t.Run(name, func(t *testing.T) {
			var got Settings
			for _, key := range OptionKeys() {
				if err := got.SetOption(key, from.Option(key)); err != nil {
					t.Errorf("set %s to %q: %v", key, from.Option(key), err)
				}
			}
			if diff := cmp.Diff(from, got); diff != "" {
				t.Errorf("settings written as options and read again differ:\n%s", diff)
			}
		})
	}
}

func TestOptionsRefuseWhatMeansNothing(t *testing.T) {
	for _, c := range []struct{ key, value string }{
		{"language", "de"},
		{"signer_sales", "@julien"},
		{"signer_marketing", "u1"},
		{"time_zone", "Mars/Base"},
		{"time_zone", ""},
		{"time_zone", "Local"},
		{"country", "ZZ"},
		{"country", ""},
		{"currency", "EURO"},
		{"alsace", "oui"},
		{"day_ends_at", "25:00"},
		{"recap_at", "9h"},
		{"recap_since", "yesterday"},
		{"restored_at", "16/11"},
		{"closes_after", "-1"},
		{"closes_after", "3.5"},
		{"held_share", "101"},
		{"held_share", "0"},
		{"default_persona", "-2"},
		{"default_persona", "PME"},
		{"recap_in", "#marketing"},
		{"maturity", "50 % à 30 jours"},
		{"maturity", "0.5@181"},
		{"rates_decided", "novembre"},
		{"colour", "blue"},
	} {
		t.Run(c.key+" "+c.value, func(t *testing.T) {
			s := DefaultSettings()
			var problem *lang.Problem
			if err := s.SetOption(c.key, c.value); !errors.As(err, &problem) {
				t.Fatalf("SetOption = %v; want a Problem", err)
			}
			if diff := cmp.Diff(DefaultSettings(), s); diff != "" {
				t.Errorf("a refused value changed the settings:\n%s", diff)
			}
			if said := lang.Speak(lang.French).Say(problem.ID, problem.Args); said == "" || said == string(problem.ID) {
				t.Errorf("nothing is said of %s", problem.ID)
			}
		})
	}
}
