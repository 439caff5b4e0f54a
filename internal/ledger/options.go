package ledger

import (
	"encoding/json"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/bojanz/currency"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
)

// option reads and writes one setting as text. set reports whether the text
// means anything.
type option struct {
	get func(s Settings) string
	set func(s *Settings, value string) bool
}

var options = map[string]option{
	"language":         text(func(s *Settings) *string { return &s.Language }, spoken),
	"time_zone":        text(func(s *Settings) *string { return &s.TimeZone }, isZone),
	"country":          text(func(s *Settings) *string { return &s.Country }, hasHolidays),
	"currency":         text(func(s *Settings) *string { return &s.Currency }, currency.IsValid),
	"signer_marketing": text(func(s *Settings) *string { return &s.SignerMarketing }, isUser),
	"signer_sales":     text(func(s *Settings) *string { return &s.SignerSales }, isUser),
	"alsace":           toggle(func(s *Settings) *bool { return &s.Alsace }),
	"calendar_days":    toggle(func(s *Settings) *bool { return &s.CalendarDays }),
	"hide_euros":       toggle(func(s *Settings) *bool { return &s.HideEuros }),
	"sales_names":      toggle(func(s *Settings) *bool { return &s.SalesNames }),
	"recap_paused":     toggle(func(s *Settings) *bool { return &s.RecapPaused }),
	"day_begins_at":    clock(func(s *Settings) *calendar.TimeOfDay { return &s.DayBeginsAt }),
	"day_ends_at":      clock(func(s *Settings) *calendar.TimeOfDay { return &s.DayEndsAt }),
	"recap_at":         clock(func(s *Settings) *calendar.TimeOfDay { return &s.RecapAt }),
	"nudges":           toggle(func(s *Settings) *bool { return &s.Nudges }),
	"alerts":           toggle(func(s *Settings) *bool { return &s.Alerts }),
	"alerts_public":    toggle(func(s *Settings) *bool { return &s.AlertsPublic }),
	"nudge_at":         clock(func(s *Settings) *calendar.TimeOfDay { return &s.NudgeAt }),
	"recap_since": {
		get: func(s Settings) string { return instant(s.RecapSince) },
		set: func(s *Settings, value string) (ok bool) { s.RecapSince, ok = instantFrom(value); return ok },
	},
	"restored_at": {
		get: func(s Settings) string { return instant(s.RestoredAt) },
		set: func(s *Settings, value string) (ok bool) { s.RestoredAt, ok = instantFrom(value); return ok },
	},
	"closes_after":    number(func(s *Settings) *int { return &s.ClosesAfter }, 0, 60),
	"held_share":      number(func(s *Settings) *int { return &s.HeldShare }, 1, 100),
	"at_risk_below":   number(func(s *Settings) *int { return &s.AtRiskBelow }, 0, 100),
	"off_track_below": number(func(s *Settings) *int { return &s.OffTrackBelow }, 0, 100),
	"default_persona": {
		get: func(s Settings) string { return strconv.FormatInt(int64(s.DefaultPersona), 10) },
		set: func(s *Settings, value string) bool {
			id, err := strconv.ParseInt(value, 10, 64)
			s.DefaultPersona = PersonaID(id)
			return err == nil && id >= 0
		},
	},
	"maturity": {
		get: func(s Settings) string { return s.Maturity.String() },
		set: func(s *Settings, value string) (ok bool) { s.Maturity, ok = ParseMaturity(value); return ok },
	},
	"rates_decided": {
		get: func(s Settings) string { return month(s.RatesDecided) },
		set: func(s *Settings, value string) bool { return s.RatesDecided.UnmarshalText([]byte(value)) == nil },
	},
	"recap_in": {
		get: func(s Settings) string {
			conversations, err := json.Marshal(append([]Conversation{}, s.RecapIn...))
			if err != nil {
				panic(err) // three strings always have a JSON form
			}
			return string(conversations)
		},
		set: func(s *Settings, value string) bool {
			var conversations []Conversation
			err := json.Unmarshal([]byte(value), &conversations)
			s.RecapIn = append([]Conversation(nil), conversations...) // nil when there are none
			return err == nil
		},
	},
}

// OptionKeys lists the settings there are, sorted.
func OptionKeys() []string {
	keys := make([]string, 0, len(options))
	for key := range options {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// Option returns a setting in its canonical text, "" for one there is not.
func (s Settings) Option(key string) string {
	if o, ok := options[key]; ok {
		return o.get(s)
	}
	return ""
}

// SetOption changes a setting from text such as "true", "fr", "09:00" or "3".
// What it cannot mean is refused with a Problem, and nothing is changed.
func (s *Settings) SetOption(key, value string) error {
	o, ok := options[key]
	if !ok {
		return lang.Refuse("options.unknown", lang.Args{"key": key, "known": strings.Join(OptionKeys(), ", ")})
	}
	changed := *s
	if !o.set(&changed, value) {
		return lang.Refuse(lang.ID("options."+key), lang.Args{"value": value})
	}
	*s = changed
	return nil
}

func text(field func(*Settings) *string, valid func(string) bool) option {
	return option{
		get: func(s Settings) string { return *field(&s) },
		set: func(s *Settings, value string) bool { *field(s) = value; return valid(value) },
	}
}

func toggle(field func(*Settings) *bool) option {
	return option{
		get: func(s Settings) string { return strconv.FormatBool(*field(&s)) },
		set: func(s *Settings, value string) bool {
			*field(s) = value == "true"
			return value == "true" || value == "false"
		},
	}
}

func clock(field func(*Settings) *calendar.TimeOfDay) option {
	return option{
		get: func(s Settings) string { return field(&s).String() },
		set: func(s *Settings, value string) bool {
			t, err := calendar.ParseTimeOfDay(value)
			*field(s) = t
			return err == nil
		},
	}
}

func number(field func(*Settings) *int, least, most int) option {
	return option{
		get: func(s Settings) string { return strconv.Itoa(*field(&s)) },
		set: func(s *Settings, value string) bool {
			n, err := strconv.Atoi(value)
			*field(s) = n
			return err == nil && least <= n && n <= most
		},
	}
}

// instant writes an instant to the nanosecond, and none as nothing.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func instantFrom(value string) (time.Time, bool) {
	if value == "" {
		return time.Time{}, true
	}
	t, err := time.Parse(time.RFC3339Nano, value)
	return t.UTC(), err == nil
}

// month writes a month as 2026-11, and none as nothing.
func month(m calendar.Month) string {
	if m.IsZero() {
		return ""
	}
	return m.String()
}

func spoken(value string) bool {
	return value == string(lang.French) || value == string(lang.English)
}

// isUser takes a Slack user id, or nobody.
func isUser(value string) bool { return value == "" || user.MatchString(value) }

var user = regexp.MustCompile(`^[UW][A-Z0-9]+$`)

func isZone(value string) bool {
	_, err := time.LoadLocation(value)
	return err == nil && value != "" && value != "Local"
}

func hasHolidays(country string) bool {
	_, err := calendar.New(calendar.Rule{Country: country})
	return err == nil && country != ""
}
