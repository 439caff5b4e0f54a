package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// readable are files that say what a test has them say.
type readable struct{ intake.File }

func (readable) Workbook(context.Context, report.Cut, lang.Speaker) ([]byte, error) {
	return []byte("a workbook"), nil
}
func (r readable) Read([]byte) (intake.File, error) { return r.File, nil }

func (n *november) words(l lang.Language) fileWords {
	return fileWords{planWords{lang.Speak(l), n.settings, n.catalogue}}
}

// revision is what a plan's file would change of November.
func (n *november) revision() intake.Revision {
	inbound := ledger.Segment{Channel: n.channel("Inbound"), Persona: n.persona("PME")}
	return intake.Revision{
		Month: novemberMonth, Names: n.catalogue, Added: []string{"Webinaire <!channel>"},
		Changes: []sla.Change{
			{What: sla.RateChanged, Segment: inbound, Old: "0.08", New: "0.09"},
			{What: sla.SaleChanged, Segment: ledger.Segment{Persona: inbound.Persona}, Old: "180000", New: "190050"},
			{What: sla.GoalChanged, Segment: inbound, Old: "34", New: "40"},
			{What: sla.TargetChanged, New: "4500000"},
		},
		Counts: []intake.Count{{Segment: inbound, Day: calendar.NewDate(2026, 11, 15), Before: 14, Said: 20}},
		Before: decimal.NewFromInt(43_216), After: decimal.NewFromInt(44_800),
	}
}

func file(cells ...string) content {
	c := content{name: "plan *2026*.xlsx", sum: "0123456789abcdef", File: intake.File{Kind: intake.Plan}}
	for _, what := range cells {
		c.Cells = append(c.Cells, intake.Cell{What: what})
	}
	return c
}

func TestWhatAFileWouldChange(t *testing.T) {
	n := newNovember(t)
	read := file(sla.RateChanged, sla.RateChanged, sla.SaleChanged, sla.GoalChanged, sla.TargetChanged, intake.SoFar, intake.SoFar)
	read.Unread = []string{"Budget <@U1>", "Notes"}
	bad := []intake.Bad{
		{At: intake.Place{Sheet: "Feuille *1*", Cell: "B2"}, Problem: lang.Refuse("import.rate_range", lang.Args{"typed": "140 %"})},
		{At: intake.Place{Line: 7}, Problem: lang.Refuse("import.no_persona", nil)},
		{Problem: lang.Refuse("import.closed_month", lang.Args{"month": "2026-09"})},
	}
	for i := range 20 {
		bad = append(bad, intake.Bad{At: intake.Place{Line: 8 + i}, Problem: lang.Refuse("import.no_id", nil)})
	}
	list := content{name: "crm.csv", File: intake.File{Kind: intake.Counts, Rows: make([]ledger.ImportRow, 1234)}}
	cell := ledger.Cell{Day: calendar.NewDate(2026, 11, 12), Channel: n.channel("E-mail"), Persona: n.persona("ETI")}
	taken := map[string]struct {
		content
		taken
		again lang.ID
	}{
		"plan":     {read, taken{Plan: n.revision()}, ""},
		"moved":    {read, taken{Plan: n.revision()}, "intake.moved"},
		"same":     {read, taken{Plan: intake.Revision{Month: novemberMonth}}, ""},
		"mistakes": {read, taken{Bad: bad}, ""},
		"list":     {list, taken{List: ledger.ImportResult{Stored: 1200, Created: []string{"Salon"}, AlsoTyped: []ledger.Cell{cell}}}, ""},
		"known":    {list, taken{}, ""},
	}
	for name, c := range taken {
		for _, l := range []lang.Language{lang.French, lang.English} {
			c.taken.Kind = c.content.Kind
			r := n.words(l).preview(c.content, c.taken, drop{File: "F01", Sum: c.sum, Seen: "s"}, c.again)
			wantGolden(t, "file_"+name+"_"+string(l), r)
			wantFits(t, r)
		}
	}
}

// A file with hundreds of changes and names is shown within Slack's limits, and
// nothing is left out without being counted.
func TestAFileThatChangesEverything(t *testing.T) {
	n := newNovember(t)
	r := n.revision()
	for i := range 480 {
		change := r.Changes[0]
		change.New = fmt.Sprintf("0.%03d", i+100)
		r.Changes = append(r.Changes, change)
	}
	shown := n.words(lang.French).preview(file(), taken{Kind: intake.Plan, Plan: r}, drop{File: "F01"}, "")
	wantFits(t, shown)
	if !strings.Contains(shown.Text, "et 455 autres changements") {
		t.Errorf("the rest is not counted:\n%s", shown.Text)
	}
	c := file()
	var unknown []int
	for i := range 300 {
		c.Cells = append(c.Cells, intake.Cell{What: sla.GoalChanged, Channel: fmt.Sprint("Un canal au nom assez long pour compter ", i), Persona: "PME"})
	}
	for i, name := range c.Names() {
		if !name.Persona {
			unknown = append(unknown, i)
		}
	}
	asked := n.words(lang.French).askNames(c, drop{File: "F01"}, unknown)
	wantFits(t, asked)
	if !strings.Contains(asked.Text, "et 285 autres") {
		t.Errorf("the other names are not counted:\n%s", asked.Text)
	}
	part := namingOf(c.File, drop{File: "F01"}, unknown)
	if got := len(encode(part)); got > valueBytes || len(part.Names) < 20 {
		t.Errorf("%d names are asked about in %d bytes", len(part.Names), got)
	}
	if v := n.words(lang.French).namesForm(part); len(v.Blocks.BlockSet) > 100 || len(v.PrivateMetadata) > 3000 {
		t.Errorf("the modal has %d blocks and carries %d bytes", len(v.Blocks.BlockSet), len(v.PrivateMetadata))
	}
}

func TestNamesAreAskedAbout(t *testing.T) {
	n := newNovember(t)
	c := file()
	c.Cells = []intake.Cell{{What: sla.GoalChanged, Channel: "S*E*O", Persona: "Start-up"}}
	for _, l := range []lang.Language{lang.French, lang.English} {
		wantGolden(t, "file_names_"+string(l), n.words(l).askNames(c, drop{File: "F01"}, []int{0, 1}))
		wantGoldenFile(t, "file_names_form_"+string(l), indented(t, n.words(l).namesForm(namingOf(c.File, drop{File: "F01"}, []int{0, 1}))))
	}
}

func TestChoicesThereAndBack(t *testing.T) {
	d := drop{File: "F01"}
	d.name(0, "12")
	d.name(3, "+")
	d.name(4, "-")
	again, err := dropOf(d.value())
	want := intake.Choices{0: {ID: 12}, 3: {Create: true}, 4: {}}
	if diff := cmp.Diff(want, again.choices()); err != nil || diff != "" {
		t.Errorf("%v, choices (-want +got):\n%s", err, diff)
	}
	if got := (drop{Named: "x=1,2=y,3,=,5=-1"}).choices(); len(got) != 0 {
		t.Errorf("what nobody wrote decides %v", got)
	}
}

// What is only a matter of ids does not make a preview another one; what it
// showed does.
func TestWhatAPreviewIsKnownBy(t *testing.T) {
	n := newNovember(t)
	first := taken{Kind: intake.Plan, Plan: n.revision()}
	other := taken{Kind: intake.Plan, Plan: n.revision()}
	other.Plan.Changes[0].At, other.Plan.Changes[0].Author = monday16, "UMARC"
	if first.seen() != other.seen() {
		t.Error("who applies it and when makes it another preview")
	}
	for what, change := range map[string]func(*taken){
		"the old value": func(t *taken) { t.Plan.Changes[0].Old = "0.07" },
		"the total":     func(t *taken) { t.Plan.Before = decimal.NewFromInt(1) },
		"a count":       func(t *taken) { t.Plan.Counts[0].Before = 15 },
		"what is added": func(t *taken) { t.Plan.Added = nil },
	} {
		other := taken{Kind: intake.Plan, Plan: n.revision()}
		change(&other)
		if first.seen() == other.seen() {
			t.Errorf("%s does not make it another preview", what)
		}
	}
}

// holds has the double hold a file.
func (d *double) holds(about string, content http.HandlerFunc) {
	d.answer["files.info"] = func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"ok":true,"file":{"id":"F01","name":"plan.xlsx","user":"UCLAIRE","size":9,"url_private_download":"%s/files/plan.xlsx"%s}}`, d.URL, about)
	}
	d.answer["files/plan.xlsx"] = content
}

func TestWhereAFileComesFrom(t *testing.T) {
	for _, c := range []struct {
		name, about string
		content     http.HandlerFunc
		info        http.HandlerFunc
		want        lang.ID
	}{
		{"as it should", "", says("a workbook"), nil, ""},
		{"somebody else's", `,"user":"UMARC"`, says("x"), nil, "intake.not_yours"},
		{"behind a link", `,"is_external":true`, says("x"), nil, "intake.elsewhere"},
		{"nowhere", `,"url_private_download":""`, says("x"), nil, "intake.elsewhere"},
		{"another host", `,"url_private_download":"https://evil.example/plan.xlsx"`, says("x"), nil, "any"},
		{"too large", `,"size":10485761`, says("x"), nil, "intake.too_large"},
		{"larger than it says", "", says(strings.Repeat("x", fileBytes+1)), nil, "intake.too_large"},
		{"gone", "", nil, refuses("file_not_found"), "intake.file_gone"},
		{"without the right to files", "", nil, refuses("missing_scope"), "intake.may_not_read"},
		{"the sign-in page", "", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/?redir=x", http.StatusFound) }, nil, "any"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, n := newDouble(t), newNovember(t)
			d.holds(c.about, c.content)
			if c.info != nil {
				d.answer["files.info"] = c.info
			}
			b := d.voice(t, n)
			b.Files = readable{file(sla.RateChanged).File}
			got, err := b.fetch(t.Context(), n.asks(t, lang.French, ""), drop{File: "F01"})
			problem, _ := errors.AsType[*lang.Problem](err)
			switch {
			case c.want == "" && (err != nil || got.name != "plan.xlsx" || len(got.Cells) != 1 || len(got.sum) != 16):
				t.Errorf("fetch = %+v, %v", got, err)
			case c.want == "any" && (err == nil || problem != nil):
				t.Errorf("fetch = %+v, %v; want an error for the log", got, err)
			case c.want != "" && c.want != "any" && (problem == nil || problem.ID != c.want):
				t.Errorf("fetch = %+v, %v; want %s", got, err, c.want)
			}
		})
	}
}

// Long lists are for the command line.
func TestRowsOfAFileInSlack(t *testing.T) {
	d, n := newDouble(t), newNovember(t)
	d.holds("", says("rows"))
	b := d.voice(t, n)
	n.settings.DefaultPersona = n.persona("PME")
	b.Files = readable{intake.File{Kind: intake.Leads, Rows: make([]ledger.ImportRow, fileRows)}}
	got, err := b.fetch(t.Context(), n.asks(t, lang.French, ""), drop{File: "F01"})
	if err != nil || got.Rows[0].Persona != "PME" {
		t.Errorf("%d rows: %v, the persona is %q; want the default one", fileRows, err, got.Rows[0].Persona)
	}
	b.Files = readable{intake.File{Kind: intake.Leads, Rows: make([]ledger.ImportRow, fileRows+1)}}
	var problem *lang.Problem
	if _, err := b.fetch(t.Context(), n.asks(t, lang.French, ""), drop{File: "F01"}); !errors.As(err, &problem) || problem.ID != "intake.too_many_for_slack" {
		t.Errorf("one row more: %v", err)
	}
}

// No door of a file lets a member in who is no manager.
func TestFilesAreForManagers(t *testing.T) {
	n := newNovember(t)
	b := n.bot()
	a := n.asks(t, lang.French, "")
	a.person.Manager = false
	a.files, a.value, a.form.private = []string{"F01"}, `{"f":"F01","m":[]}`, `{"f":"F01"}`
	for name, handler := range map[string]handler{
		"a dropped file": b.dropped, "applying": b.pressApplyFile, "its names": b.pressNameFile,
		"adding its names": b.pressAddNames, "the modal": b.submitNames, "asking for one": b.askForFile,
	} {
		out, err := handler(t.Context(), a)
		problem, refused := errors.AsType[*lang.Problem](err)
		if !refused || !strings.HasPrefix(string(problem.ID), "plan.") {
			t.Errorf("%s: %+v, %v", name, out, err)
		}
	}
	a.person.Manager = true
	a.files = []string{"F01", "F02"}
	var problem *lang.Problem
	if _, err := b.dropped(t.Context(), a); !errors.As(err, &problem) || problem.ID != "intake.one_at_a_time" {
		t.Errorf("two files: %v", err)
	}
}

func TestTheModalOfNamesIsChecked(t *testing.T) {
	n := newNovember(t)
	a := n.asks(t, lang.French, "")
	a.form.private = string(encode(naming{drop: drop{File: "F01"}, Names: []asking{{Place: 0, Text: "hier"}, {Place: 2, Text: "SEO"}, {Place: 3, Text: "TPE", Persona: true}}}))
	a.form.fields = map[string]string{"name_0": "+", "name_3": "-"}
	out, err := n.bot().submitNames(t.Context(), a)
	if err != nil || len(out.Errors) != 2 || out.Errors["name_0"] == "" || out.Errors["name_2"] == "" {
		t.Errorf("errors %v, %v", out.Errors, err)
	}
	a.form.fields = map[string]string{"name_0": "-", "name_2": "1", "name_3": "+"}
	if out, err = n.bot().submitNames(t.Context(), a); err != nil || out.Errors != nil || out.Later == nil {
		t.Errorf("filled in rightly: %+v, %v", out, err)
	}
}
