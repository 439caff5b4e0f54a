package sheet

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/treve-bot/treve/internal/lang"
)

func TestReadCSVWhateverProgramWroteIt(t *testing.T) {
	want := Table{
		Heading: []string{"day", "channel", "note"},
		Rows: []Row{
			{2, []string{"2026-11-20", "Publicité", "a;b, c"}},
			{4, []string{"2026-11-21", "E-mail", ""}},
		},
	}
	const commas = "day,channel,note\n2026-11-20,Publicité,\"a;b, c\"\n,,\n2026-11-21,E-mail,\n"
	semicolons := "day;channel;note\r\n2026-11-20;Publicité;\"a;b, c\"\r\n;;\r\n2026-11-21;E-mail;\r\n"
	tabs := "day\tchannel\tnote\n2026-11-20\tPublicité\ta;b, c\n\t\t\n2026-11-21\tE-mail\t\n"
	windows, _ := charmap.Windows1252.NewEncoder().String(semicolons)
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(semicolons)
	for name, text := range map[string]string{
		"UTF-8, commas": commas, "UTF-8 with a mark, semicolons": "\ufeff" + semicolons, "tabs": tabs,
		"Windows-1252": windows, "UTF-16": utf16, "a mark before a quote": "\ufeff\"day\",channel,note\n2026-11-20,Publicité,\"a;b, c\"\n,,\n2026-11-21,E-mail,\n",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ReadCSV(strings.NewReader(text))
			if err != nil || !cmp.Equal(got, want) {
				t.Errorf("ReadCSV: %v\n%s", err, cmp.Diff(want, got))
			}
		})
	}
}

func TestReadCSVDropsExcelsOwnFirstLine(t *testing.T) {
	got, err := ReadCSV(strings.NewReader("sep=;\nday;count\n2026-11-20;3\n"))
	if err != nil || len(got.Rows) != 1 || got.Heading[0] != "day" {
		t.Errorf("ReadCSV = %v, %v", got, err)
	}
}

func TestReadCSVRefuses(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       lang.ID
	}{
		{"nothing", "", "import.empty"},
		{"only blank lines", "\n\n;;\n", "import.empty"},
		{"a workbook", "PK\x03\x04\x00\x00\x00", "import.not_text"},
		{"an open quote", "day,count\n\"2026-11-20,3\n", "import.broken_line"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadCSV(strings.NewReader(c.text))
			var problem *lang.Problem
			if !errors.As(err, &problem) || problem.ID != c.want {
				t.Errorf("ReadCSV = %v; want %s", err, c.want)
			}
		})
	}
}

func TestParseNumber(t *testing.T) {
	for _, c := range []struct {
		typed, want string // want "" means refused
	}{
		{"12", "12"},
		{"1 234,56", "1234.56"},
		{"1 234,56 €", "1234.56"},
		{"€1,234.56", "1234.56"},
		{"1.234,56", "1234.56"},
		{"1234.5", "1234.5"},
		{"12,5", "12.5"},
		{"0,035", "0.035"},
		{"1,234,567", "1234567"},
		{"−3", "-3"},
		{"1.800", ""},
		{"1,800", ""},
		{"douze", ""},
		{"", ""},
		{"1e9", ""},
		{"1..2", ""},
		{"--1", ""},
	} {
		got, err := ParseNumber(c.typed)
		if c.want == "" && err == nil || c.want != "" && (err != nil || got.String() != c.want) {
			t.Errorf("ParseNumber(%q) = %s, %v; want %q", c.typed, got, err, c.want)
		}
	}
}

func TestParseRate(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"3%", "0.03"},
		{"3,0 %", "0.03"},
		{"0.03", "0.03"},
		{"0,035", "0.035"},
		{"12.5 %", "0.125"},
		{"100%", "1"},
		{"0", "0"},
		{"3", ""},
		{"101 %", ""},
		{"-1 %", ""},
		{"%", ""},
		{"trois", ""},
	} {
		got, err := ParseRate(c.typed)
		if c.want == "" && err == nil || c.want != "" && (err != nil || got.String() != c.want) {
			t.Errorf("ParseRate(%q) = %s, %v; want %q", c.typed, got, err, c.want)
		}
	}
}

func TestParseDay(t *testing.T) {
	for _, c := range []struct {
		typed, want string
		monthly     bool
	}{
		{"2026-11-20", "2026-11-20", false},
		{"20/11/2026", "2026-11-20", false},
		{"2/1/2026", "2026-01-02", false},
		{"2026-11-20 23:59:01", "2026-11-20", false},
		{"2026-11-20T08:00:00Z", "2026-11-20", false},
		{"2026-05", "2026-05-31", true},
		{"02/2024", "2024-02-29", true},
		{"2026-02-30", "", false},
		{"20/13/2026", "", false},
		{"hier", "", false},
		{"", "", false},
	} {
		got, monthly, err := ParseDay(c.typed)
		if c.want == "" && err == nil || c.want != "" && (err != nil || got.String() != c.want || monthly != c.monthly) {
			t.Errorf("ParseDay(%q) = %s, %t, %v; want %q", c.typed, got, monthly, err, c.want)
		}
	}
}

func TestParseMoment(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{
		"2026-11-20 10:32":          "2026-11-20T10:32:00+01:00",
		"20/11/2026 10:32:07":       "2026-11-20T10:32:07+01:00",
		"20/11/2026 10h32":          "2026-11-20T10:32:00+01:00",
		"2026-11-20T10:32:00":       "2026-11-20T10:32:00+01:00",
		"2026-11-20T10:32:00Z":      "2026-11-20T11:32:00+01:00",
		"2026-07-20T23:30:00Z":      "2026-07-21T01:30:00+02:00",
		"2026-11-20 10:32:00-05:00": "2026-11-20T16:32:00+01:00",
		"2026-11-20":                "",
		"2026-11-20 25:00":          "",
		"hier":                      "",
	} {
		at := ParseMoment(typed).In(paris)
		got := ""
		if !at.IsZero() {
			got = at.In(paris).Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("ParseMoment(%q) = %s; want %s", typed, got, want)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("day,count\n2026-11-20,3\n"))
	f.Add([]byte("\ufeffday;count\r\n\"20/11/2026\";\"3\"\r\n"))
	f.Add([]byte{0xff, 0xfe, 'a', 0, ';', 0})
	f.Add([]byte("sep=\t\nid\tday\n1\t2026-05\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		table, err := ReadCSV(bytes.NewReader(raw))
		if err != nil {
			return
		}
		last := 0
		for _, row := range table.Rows {
			if row.Line <= last {
				t.Fatalf("row at line %d after line %d", row.Line, last)
			}
			last = row.Line
			for _, field := range row.Fields {
				_, _ = ParseNumber(field)
				_, _, _ = ParseDay(field)
				_, _ = ParseRate(field)
			}
		}
	})
}
