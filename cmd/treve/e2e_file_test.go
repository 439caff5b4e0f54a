package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/localslack/localclient"
	"github.com/treve-bot/treve/internal/storetest"
)

// drop drops a file into the direct message and returns the answer, which must
// have all of the words in it.
func (s *stage) drop(user, name string, content []byte, words ...string) message {
	s.Helper()
	dm := s.direct(user)
	m := s.hear(user, func(c *client) error { return c.Upload(s.Context(), dm, name, content, "") },
		func(m message) bool { return m.Conversation == dm })
	s.wantWords(m, words...)
	return m
}

// sheetOf is a workbook of rows, as somebody types them into one sheet.
func sheetOf(s *stage, rows ...[]any) []byte {
	s.Helper()
	content, err := os.ReadFile(typedIn(s, rows...))
	if err != nil {
		s.Fatal(err)
	}
	return content
}

// plan is what the books say of a segment: its rate and its commitment.
func (s *stage) segment(month, channel, persona string) (rate string, commitment int64) {
	s.Helper()
	var shown planShown
	shell{s.T, s.environ()}.json("plan show --month "+month+" --json", &shown)
	for _, line := range shown.Segments {
		if line.Channel == channel && line.Persona == persona {
			if line.CloseRate != nil {
				rate = *line.CloseRate
			}
			return rate, line.Commitment
		}
	}
	return "", 0
}

// A workbook with mistakes is answered cell by cell and stores nothing; put
// right it is shown, applied, and the status follows.
func TestAPlanDroppedInTheDirectMessage(t *testing.T) {
	onEachStage(t, func(s *stage) {
		s.ask(claire, marketing, "/sla import", "Déposez votre fichier dans notre message direct")
		s.drop(claire, "plan.xlsx", sheetOf(s,
			[]any{"Taux de transformation", "PME", "ETI"}, []any{"Inbound", "140 %", 0.06}, []any{},
			[]any{"Vente moyenne", -200, 6500}, []any{}, []any{"Engagments", "PME"}, []any{"Inbound", 12}),
			"« plan.xlsx » : rien n'a été enregistré, 3 points sont à corriger", "Sheet1!B2 : « 140 % » : un taux va de 0 à 100 %",
			"Sheet1!B4 : « -200 »", "titre inconnu, « Engagments » ; vouliez-vous dire « engagements » ?",
			"Compris : 1 taux et 1 vente moyenne.")
		if rate, goal := s.segment("2026-11", "Inbound", "PME"); rate != "0.08" || goal != 34 {
			s.Errorf("something was stored: %s, %d", rate, goal)
		}
		right := sheetOf(s, []any{"Taux de transformation", "PME", "ETI"}, []any{"Inbound", "9 %", nil}, []any{},
			[]any{"Engagements", "PME", "ETI"}, []any{"Inbound", 40, 16})
		shown := s.drop(claire, "plan.xlsx", right, "2 changements au plan, à partir de novembre 2026",
			"Inbound · PME, taux 8 % → 9 %", "Inbound · PME, engagement 34 → 40",
			"Engagement total, novembre 2026 : 43 216 € → 44 800 € (+1 584 €)", "Rien n'est encore enregistré.")
		if rate, _ := s.segment("2026-11", "Inbound", "PME"); rate != "0.08" {
			s.Errorf("a preview stored the rate %s", rate)
		}
		applied := s.press(claire, shown, "file_apply", "« plan.xlsx » est appliqué : 2 changements", "44 800 €")
		if applied.TS != shown.TS {
			s.Error("what was shown still stands beside what was applied")
		}
		s.wantNoButton(claire, applied, "file_apply")
		if rate, goal := s.segment("2026-11", "Inbound", "PME"); rate != "0.09" || goal != 40 {
			s.Errorf("applied: %s, %d", rate, goal)
		}
		s.ask(claire, marketing, "/sla", "44 800 €")
		said := len(s.messages(claire, s.direct(claire), ""))
		for _, e := range s.traffic("sent") { // every file and every button once more
			if e.Kind == "interactive" || strings.Contains(string(e.Request), "file_share") {
				s.resend(e)
			}
		}
		s.drop(claire, "plan.xlsx", right, "rien à changer, le plan de novembre 2026 dit déjà tout cela")
		if now := len(s.messages(claire, s.direct(claire), "")); now != said+1 {
			s.Errorf("what came again was answered again: %d messages; want %d", now, said+1)
		}
	})
}

// A workspace of nothing begins with a workbook: its names are the first ones.
// What had come in before counts from the month-to-date totals, and each change
// is signed with the file's name.
func TestAWorkspaceBeginsWithAWorkbook(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		s.serve()
		s.drop(marc, "plan.xlsx", sheetOf(s, []any{"Taux", "PME"}, []any{"Inbound", 0.05}), "Seuls les managers")
		file := sheetOf(s, []any{"Étape 1 : taux de conclusion", "PME", "ETI"}, []any{"Trafic naturel", "5 %", "4 %"}, []any{"Inbound", "8 %", 0.06},
			[]any{}, []any{"Montant moyen d'une vente", "1 800 €", 6500}, []any{},
			[]any{"Étape 3 : leads du mois", "PME", "ETI"}, []any{"Trafic naturel", 22, 8}, []any{"Inbound", 14, 0}, []any{},
			[]any{"Étape 4 : engagements", "PME", "ETI"}, []any{"Trafic naturel", 48, 16}, []any{"Inbound", 34, 16})
		shown := s.drop(claire, "SLA.xlsx", file, "14 changements au plan, à partir de novembre 2026",
			"Nouveaux noms : Trafic naturel, PME, ETI et Inbound.", "Trafic naturel · PME, leads du 01/11 au 15/11 0 → 22",
			"Engagement total, novembre 2026 : 0 € → 19 616 € (+19 616 €)")
		s.press(claire, shown, "file_apply", "« SLA.xlsx » est appliqué : 14 changements")
		s.ask(claire, marketing, "/sla", "44 leads sur 114", "6 076 €")
		s.drop(claire, "SLA.xlsx", file, "rien à changer")
		s.wantLeads("Inbound", 14)
		db := storetest.Open(s, s.database)
		books, err := db.Local(s.Context(), "", ledger.DefaultSettings())
		if err != nil {
			s.Fatal(err)
		}
		audit, err := books.Audit(s.Context(), 100)
		if err != nil {
			s.Fatal(err)
		}
		signed := 0
		for _, line := range audit {
			if line.Reason == "SLA.xlsx" && line.Author == claire {
				signed++
			}
		}
		if signed != 14 {
			s.Errorf("%d lines of the log are signed with the file's name; want 14: %+v", signed, audit)
		}
	})
}

// A plan that changes throughout is shown as far as a message goes, and whole in
// a file beside it.
func TestAFileThatChangesMuch(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		rows := [][]any{{"Engagements", "PME", "ETI"}}
		for i := range 20 {
			rows = append(rows, []any{fmt.Sprint("Canal n° ", i+1), i + 1, 2 * i})
		}
		dm := s.direct(claire)
		asked := s.drop(claire, "plan.xlsx", sheetOf(s, rows...), "emploie 20 noms que je ne connais pas")
		shown := s.hear(claire, func(c *client) error { return c.Press(s.Context(), asked, "file_add") },
			func(m message) bool { return m.Conversation == dm && len(m.Files) == 0 })
		s.wantWords(shown, "39 changements au plan", "et 9 autres changements, dans le fichier joint")
		all := s.messages(claire, dm, "")
		if last := all[len(all)-1]; len(last.Files) != 1 || last.Files[0]["name"] != "changements.txt" {
			s.Errorf("no file lists them all: %+v", last.Files)
		}
		s.press(claire, shown, "file_apply", "est appliqué : 39 changements")
		if _, goal := s.segment("2026-11", "Canal n° 20", "ETI"); goal != 38 {
			s.Errorf("the commitment is %d; want 38", goal)
		}
	}))
}

// What two managers change at once is never lost: what was shown of a file no
// longer holds once the plan is another.
func TestThePlanChangesUnderAPreview(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		file := sheetOf(s, []any{"Engagements", "PME"}, []any{"Inbound", 40})
		shown := s.drop(claire, "plan.xlsx", file, "engagement 34 → 40")
		s.ask(claire, marketing, "/sla set inbound pme engagement 50", "34 → 50")
		again := s.press(claire, shown, "file_apply", "Le plan a changé depuis cet aperçu", "engagement 50 → 40", "Rien n'a été enregistré")
		if _, goal := s.segment("2026-11", "Inbound", "PME"); goal != 50 {
			s.Errorf("the commitment is %d; want 50", goal)
		}
		s.press(claire, again, "file_cancel", "Rien n'a été enregistré")
		shown = s.drop(claire, "plan.xlsx", file, "engagement 50 → 40")
		s.press(claire, shown, "file_apply", "est appliqué : 1 changement")
		if _, goal := s.segment("2026-11", "Inbound", "PME"); goal != 40 {
			s.Errorf("the commitment is %d; want 40", goal)
		}
	}))
}

// Names that mean nothing are asked about, and what they mean is remembered.
func TestNamesOfADroppedFile(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		file := sheetOf(s, []any{"Engagements", "PME", "Start-up"}, []any{"SEO", 50, nil}, []any{"Webinaire", 10, 3}, []any{"Divers", 5, 1})
		asked := s.drop(claire, "plan.xlsx", file, "emploie 4 noms que je ne connais pas",
			"Canaux d'acquisition : SEO, Webinaire et Divers", "Personas : Start-up")
		v := s.view(claire, func(c *client) error { return c.Press(s.Context(), asked, "file_names") })
		values, fields := localclient.Values{}, map[string]string{}
		for _, b := range v.Blocks {
			if label, ok := b["label"].(map[string]any); ok {
				fields[label["text"].(string)] = b["block_id"].(string)
			}
		}
		for label, meaning := range map[string]string{
			"SEO (canal d'acquisition)": "Trafic naturel", "Webinaire (canal d'acquisition)": "Ajouter « Webinaire »",
			"Divers (canal d'acquisition)": "Ignorer ces lignes", "Start-up (persona)": "Ignorer ces lignes",
		} {
			block := fields[plainKey(fields, label)]
			values.Set(block, block, "selected_option", choose(s, v, block, typographic(meaning)))
		}
		shown := s.hear(claire, func(*client) error { s.submit(claire, v, values); return nil },
			func(m message) bool { return m.Conversation == asked.Conversation })
		s.wantWords(shown, "2 changements au plan", "Trafic naturel · PME, engagement 48 → 50", "Webinaire · PME, engagement 0 → 10", "Nouveaux noms : Webinaire")
		s.press(claire, shown, "file_apply", "est appliqué : 2 changements")
		s.drop(claire, "plan.xlsx", file, "Canaux d'acquisition : Divers", "Personas : Start-up")
		s.ask(marc, marketing, "/leads 3 seo pme", "3 leads Trafic naturel · PME")
	}))
}

func plainKey(fields map[string]string, label string) string {
	for shown := range fields {
		if plainSpaces(shown) == label {
			return shown
		}
	}
	return label
}

// typographic puts the spaces of French typography into what a test types.
func typographic(text string) string {
	return strings.NewReplacer("« ", "«\u00a0", " »", "\u00a0»").Replace(text)
}

// Anybody may have the month's workbook; nobody but a manager brings one.
func TestTheWorkbookInSlack(t *testing.T) {
	onEachStage(t, func(s *stage) {
		content := s.exported(marc, marketing, "/sla exporter", "Le classeur de novembre 2026 est dans notre message direct.")
		file, err := excelize.OpenReader(bytes.NewReader(content))
		if err != nil {
			s.Fatal(err)
		}
		defer file.Close()
		if got, _ := file.GetCellValue("Suivi", "A10"); got != "Total" {
			s.Errorf("the workbook has %q where the total is", got)
		}
		s.drop(marc, "sla.xlsx", content, "Seuls les managers changent le plan")
		s.ask(marc, marketing, "/sla import", "Seuls les managers changent le plan")
		s.drop(claire, "sla.xlsx", content, "rien à changer, le plan de novembre 2026 dit déjà tout cela")
		english := s.exported(emma, s.direct(emma), "/sla export december", "Here is the workbook of December 2026")
		s.drop(claire, "december.xlsx", english, "rien à changer, le plan de décembre 2026")
	})
}

// exported asks for a workbook, and returns the file that comes in the direct
// message, where nothing more is said of it to whoever asked there.
func (s *stage) exported(user, conversation, text, answer string) []byte {
	s.Helper()
	var sent message
	if dm := s.direct(user); conversation == dm {
		sent = s.ask(user, dm, text, answer)
	} else {
		s.ask(user, conversation, text, answer)
		all := s.messages(user, dm, "")
		sent = all[len(all)-1]
	}
	if len(sent.Files) != 1 {
		s.Fatalf("no file came: %+v", sent)
	}
	link, _ := sent.Files[0]["url_private"].(string)
	response, err := http.Get(s.base + link)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	var content bytes.Buffer
	if _, err := content.ReadFrom(response.Body); err != nil {
		s.Fatal(err)
	}
	return content.Bytes()
}

// Lists of leads come the same way, into the ledger.
func TestAListDroppedInTheDirectMessage(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		leads := []byte("Record ID;Create date;Original source;Persona\nL-1;12/11/2026;E-mail;PME\nL-2;13/11/2026;E-mail;ETI\n")
		shown := s.drop(claire, "crm.csv", leads, "« crm.csv », 2 leads : 2 saisies à ajouter")
		s.wantLeads("E-mail", 24)
		s.press(claire, shown, "file_apply", "« crm.csv » est importé : 2 saisies")
		s.wantLeads("E-mail", 26)
		s.drop(claire, "crm.csv", leads, "2 leads : rien de nouveau, tout est déjà enregistré")
		s.drop(claire, "crm.csv", []byte("id,day,channel,persona\nL-3,2027-01-12,E-mail,PME\n,2026-11-12,E-mail,PME\n"),
			"rien n'a été enregistré, 2 points sont à corriger", "ligne 2 : Le 2027-01-12 n'est pas encore arrivé", "ligne 3 : L'identifiant du lead manque")
		s.wantLeads("E-mail", 26)
		s.ask(claire, s.direct(claire), "/leads annuler", "rien à annuler")
	}))
}

// Whatever is dropped is answered in one sentence, and nothing is stored.
func TestWhatNobodyCanReadIsDropped(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		locked := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 512)...)
		for name, c := range map[string]struct {
			content []byte
			want    string
		}{
			"photo.png":  {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), "n'est pas du texte"},
			"vieux.xls":  {locked, "ancien format d'Excel"},
			"liste.csv":  {[]byte("pain,lait\n1,2\n"), "Je ne reconnais rien dans ce fichier. Titres trouvés : pain et lait."},
			"gros.csv":   {bytes.Repeat([]byte("x"), 11<<20), "dépasse 10 Mo"},
			"long.csv":   {[]byte("id,day,channel,persona\n" + strings.Repeat("L,2026-11-12,E-mail,PME\n", 20_001)), "20 001 lignes"},
			"autre.xlsx": {[]byte("PK\x03\x04 rien"), "n'est pas un classeur .xlsx"},
		} {
			s.drop(claire, name, c.content, c.want)
		}
		s.wantLeads("E-mail", 24)
	}))
}
