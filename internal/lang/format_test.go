package lang

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/calendar"
)

var fr, en = Speak(French), Speak(English)

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ name, got, want string }{
		{"French groups with a narrow space", fr.Int(12345), "12\u202f345"},
		{"English groups with a comma", en.Int(12345), "12,345"},
		{"four digits are grouped", fr.Int(1709), "1\u202f709"},
		{"three digits are not", fr.Int(999), "999"},
		{"millions", en.Int(1234567), "1,234,567"},
		{"a negative number", fr.Int(-12345), "−12\u202f345"},
		{"a positive number with its sign", fr.SignedInt(9), "+9"},
		{"a negative number with its sign", en.SignedInt(-9), "−9"},
		{"zero has no sign", fr.SignedInt(0), "0"},
		{"decimals, French", fr.Decimal(dec("2.6667"), 1), "2,7"},
		{"decimals, English", en.Decimal(dec("2.6667"), 1), "2.7"},
		{"half away from zero", fr.Decimal(dec("2.345"), 2), "2,35"},
		{"half away from zero, below it", fr.Decimal(dec("-2.345"), 2), "−2,35"},
		{"what rounds to zero has no minus", fr.Decimal(dec("-0.4"), 0), "0"},
		{"short drops an empty decimal", fr.Short(dec("7.04"), 1), "7"},
		{"short keeps a telling one", fr.Short(dec("2.6667"), 1), "2,7"},
		{"a factor", fr.Times(dec("1.175"), 2), "×1,18"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("got %q; want %q", c.got, c.want)
			}
		})
	}
}

func TestMoney(t *testing.T) {
	none := decimal.NullDecimal{}
	for _, c := range []struct{ name, got, want string }{
		{"cents, French", fr.Cents(dec("12345.6"), "EUR"), "12\u202f345,60\u00a0€"},
		{"cents, English", en.Cents(dec("12345.6"), "EUR"), "€12,345.60"},
		{"whole units, French", fr.Money(dec("17738"), "EUR"), "17\u202f738\u00a0€"},
		{"whole units, English", en.Money(dec("39000"), "EUR"), "€39,000"},
		{"half away from zero", fr.Money(dec("2038.5"), "EUR"), "2\u202f039\u00a0€"},
		{"a loss, French", fr.Money(dec("-1709.2"), "EUR"), "−1\u202f709\u00a0€"},
		{"a loss, English", en.Money(dec("-1709.2"), "EUR"), "−€1,709"},
		{"signed, half away from zero", fr.SignedMoney(dec("-2038.5"), "EUR"), "−2\u202f039\u00a0€"},
		{"signed gain", fr.SignedMoney(dec("1282"), "EUR"), "+1\u202f282\u00a0€"},
		{"signed gain, English", en.SignedMoney(dec("1282"), "EUR"), "+€1,282"},
		{"signed and nothing left after rounding", fr.SignedMoney(dec("-0.4"), "EUR"), "0\u00a0€"},
		{"in thousands", fr.BriefMoney(dec("43216"), "EUR"), "43,2\u00a0k€"},
		{"in thousands, English", en.BriefMoney(dec("43216"), "EUR"), "€43.2k"},
		{"in whole thousands", fr.BriefMoney(dec("20000"), "EUR"), "20\u00a0k€"},
		{"in millions", fr.BriefMoney(dec("999999999"), "EUR"), "1\u202f000\u00a0M€"},
		{"too little to be brief about", fr.BriefMoney(dec("999.4"), "EUR"), "999\u00a0€"},
		{"signed cents", fr.SignedCents(dec("-80"), "EUR"), "−80,00\u00a0€"},
		{"without its currency", fr.Amount(dec("4356.0")), "4\u202f356"},
		{"a currency nobody knows", fr.Money(dec("12"), "XX"), "12\u00a0XX"},
		{"undefined", fr.MaybeMoney(none, "EUR"), "–"},
		{"defined after all", fr.MaybeMoney(decimal.NewNullDecimal(dec("3")), "EUR"), "3\u00a0€"},
		{"undefined number", en.MaybeDecimal(none, 1), "–"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("got %q; want %q", c.got, c.want)
			}
		})
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		share  string
		places int32
		fr, en string
	}{
		{"0.41045", 0, "41\u00a0%", "41%"},
		{"0.912111", 0, "91\u00a0%", "91%"},
		{"0.035", 1, "3,5\u00a0%", "3.5%"},
		{"1", 0, "100\u00a0%", "100%"},
		{"1.004", 0, "100\u00a0%", "100%"},
		{"1.556424", 0, "156\u00a0%", "156%"},
		{"0.999", 0, "99\u00a0%", "99%"},
		{"0.9995", 1, "99,9\u00a0%", "99.9%"},
		{"0.9999999999", 2, "99,99\u00a0%", "99.99%"},
		{"0.995", 0, "99\u00a0%", "99%"},
		{"0", 0, "0\u00a0%", "0%"},
		{"-0.05", 0, "−5\u00a0%", "−5%"},
	} {
		t.Run(c.share, func(t *testing.T) {
			gotFR, gotEN := fr.Percent(dec(c.share), c.places), en.Percent(dec(c.share), c.places)
			if gotFR != c.fr || gotEN != c.en {
				t.Errorf("got %q and %q; want %q and %q", gotFR, gotEN, c.fr, c.en)
			}
		})
	}
	if got := fr.MaybePercent(decimal.NullDecimal{}, 0); got != "–" {
		t.Errorf("an undefined share reads %q; want a dash", got)
	}
}

func TestPercentKeepsHundredForTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.Int64Range(0, 1_000_000_000).Draw(t, "billionths missing") + 1
		places := rapid.Int32Range(0, 6).Draw(t, "places")
		share := decimal.New(1_000_000_000_000-parts, -12)
		if got := en.Percent(share, places); got[:3] == "100" {
			t.Errorf("%s reads %s", share, got)
		}
	})
}

func TestDays(t *testing.T) {
	monday := calendar.NewDate(2026, time.November, 16)
	first := calendar.NewDate(2026, time.August, 1)
	for _, c := range []struct{ name, got, want string }{
		{"in full, French", fr.Day(monday), "lundi 16 novembre"},
		{"in full, English", en.Day(monday), "Monday 16 November"},
		{"the first, French", fr.Day(first), "samedi 1er août"},
		{"the first, English", en.Day(first), "Saturday 1 August"},
		{"short, French", fr.ShortDay(monday), "lun. 16"},
		{"short, English", en.ShortDay(monday), "Mon 16"},
		{"with its month, French", fr.ShortDayMonth(monday), "lun. 16 nov."},
		{"with its month, English", en.ShortDayMonth(monday), "Mon 16 Nov"},
		{"numeric", fr.NumericDay(first), "01/08"},
		{"a month", fr.Month(monday.In()), "novembre 2026"},
		{"a month without its year", en.MonthName(first.In()), "August"},
		{"no month", fr.MonthName(calendar.Month{}), "–"},
		{"no day", fr.ShortDayMonth(calendar.Date{}), "mar. 0 –"},
		{"a weekday", fr.Weekday(time.Sunday), "dimanche"},
		{"a time", fr.Clock(calendar.TimeOfDay{Hour: 9}), "09:00"},
		{"a list", fr.List([]string{"a", "b", "c"}), "a, b et c"},
		{"a list of two, English", en.List([]string{"a", "b"}), "a and b"},
		{"a list of one", fr.List([]string{"a"}), "a"},
		{"an empty list", fr.List(nil), ""},
		{"a capital", Capital("à risque"), "À risque"},
		{"no letter to capitalise", Capital(""), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("got %q; want %q", c.got, c.want)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	none, kept := decimal.NullDecimal{}, decimal.NewNullDecimal(dec("0.974"))
	for _, c := range []struct {
		status            string
		behind, lowVolume bool
		kept              decimal.NullDecimal
		emoji, fr, en     string
	}{
		{"on_track", false, false, none, "🟢", "en bonne voie", "on track"},
		{"on_track", true, false, none, "🟡", "léger retard, rattrapable", "slightly behind, recoverable"},
		{"at_risk", true, false, none, "🟠", "à risque", "at risk"},
		{"off_track", true, false, none, "🔴", "compromis", "off track"},
		{"ahead", false, false, none, "🔵", "en avance", "ahead"},
		{"too_early", false, false, none, "⚪", "trop tôt pour juger", "too early to tell"},
		{"too_early", true, true, none, "⚪", "volume trop faible pour juger", "volume too low to tell"},
		{"reached", false, false, none, "✅", "atteint", "reached"},
		{"missed", true, false, none, "❌", "non atteint", "missed"},
		{"missed", true, false, kept, "❌", "non atteint, tenu à 97\u00a0%", "missed, 97% kept"},
		{"not_reported", true, false, none, "⚪", "sans saisie", "nothing reported"},
		{"no_commitment", false, false, none, "⚪", "sans engagement", "no commitment"},
	} {
		t.Run(c.fr, func(t *testing.T) {
			emoji, words := fr.Status(c.status, c.behind, c.lowVolume, c.kept)
			_, english := en.Status(c.status, c.behind, c.lowVolume, c.kept)
			if emoji != c.emoji || words != c.fr || english != c.en {
				t.Errorf("got %s %q, %q; want %s %q, %q", emoji, words, english, c.emoji, c.fr, c.en)
			}
		})
	}
}
