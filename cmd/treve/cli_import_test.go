package main

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

const leadsHeader = "id,day,channel,persona\n"

func TestImportLeads(t *testing.T) {
	onEachBooks(t, func(s shell) {
		rows := leadsHeader + "L1,2026-11-12,Inbound,PME\nL2,2026-11-12,Inbound,PME\nL3,13/11/2026,Salon,ETI\n"
		file := s.file(rows)
		s.run(1, "import "+file+" --kind leads", "ligne 2", "« Inbound » n'existe pas", "--create", "Rien n'a été enregistré : 3 lignes")
		s.run(0, "import "+file+" --kind leads --create --dry-run", "3 saisies seraient ajoutées", "Salon")
		if _, channels := s.status("2026-11-30"); len(channels) != 0 {
			s.Errorf("the dry run stored %v", channels)
		}
		s.run(0, "import "+file+" --kind leads --create", "3 saisies ajoutées", "Ajoutés : Inbound, PME, Salon et ETI")
		s.wantLeads("Inbound", 2)

		s.run(0, "import "+file+" --kind leads --create", "Rien de nouveau : les 3 lignes")
		s.wantLeads("Inbound", 2)
		longer := s.file(rows + "L4,2026-11-13,Inbound,ETI\n")
		s.run(0, "import "+longer+" --kind leads", "1 saisie ajoutée")
		s.wantLeads("Inbound", 3)
		s.run(0, "check", "Les totaux correspondent")
	})
}

func (s shell) wantLeads(channel string, want int64) {
	s.Helper()
	if _, channels := s.status("2026-11-30"); channels[channel].Leads != want {
		s.Errorf("%s has %d leads; want %d", channel, channels[channel].Leads, want)
	}
}

func TestImportDeals(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "import "+s.file(leadsHeader+"L1,2026-10-12,Inbound,PME\nL2,2026-11-12,Salon,PME\n")+" --kind leads --create")
		deals := "lead,day,amount\nL1,2026-11-12 14:05,1800.50\nL2,2026-11-13T09:00:00,\"2 000,00\"\n"
		s.run(0, "import "+s.file(deals)+" --kind deals", "2 saisies ajoutées")
		s.run(0, "import "+s.file(deals)+" --kind deals", "Rien de nouveau")
		s.run(0, "import "+s.file(deals+"L2,2026-11-13,2000\n")+" --kind deals", "1 saisie ajoutée") // sold to twice that day
		total, channels := s.status("2026-11-30")
		if total.Won != 3 || total.WonAmount != "5800.5" || channels["Inbound"].Won != 1 || channels["Salon"].WonAmount != "4000" {
			s.Errorf("won %d for %s, %+v", total.Won, total.WonAmount, channels)
		}
		s.run(1, "import "+s.file("lead,day,amount\nL9,2026-11-12,10\n")+" --kind deals", "ligne 2", "Aucun lead n'a l'identifiant « L9 »")
		s.run(1, "import "+s.file("lead,day,amount\nL1,2026-11-12,-10\n")+" --kind deals", "ligne 2", "un montant positif")
	})
}

// A file of counts says what its cells hold: a changed one writes the
// difference, a month as a day is history.
func TestImportCounts(t *testing.T) {
	onEachBooks(t, func(s shell) {
		first := "day,channel,persona,stage,count,amount\n2026-10,Inbound,PME,lead,40,\n2026-11-12,Inbound,PME,lead,5,\n" +
			"2026-11-12,Inbound,PME,lead,2,\n2026-11-13,Inbound,PME,won,2,\"3 600,00\"\n"
		s.run(0, "import "+s.file(first)+" --kind counts --create", "Ajoutés : Inbound et PME")
		s.wantLeads("Inbound", 7)
		total, _ := s.status("2026-10-31")
		if total.Leads != 40 {
			s.Errorf("October has %d leads; want 40", total.Leads)
		}
		s.run(0, "import "+s.file(first)+" --kind counts", "Rien de nouveau")
		changed := strings.Replace(first, "lead,5,", "lead,9,", 1)
		s.run(0, "import "+s.file(changed)+" --kind counts", "1 saisie ajoutée")
		s.wantLeads("Inbound", 11)
		if total, _ := s.status("2026-11-30"); total.Won != 2 || total.WonAmount != "3600" {
			s.Errorf("won %d for %s", total.Won, total.WonAmount)
		}
		s.run(0, "check", "Les totaux correspondent")
	})
}

// A bad row is named by its line and what is wrong with it, and nothing at all
// is stored, unless the good ones are wanted all the same.
func TestBadRows(t *testing.T) {
	onEachBooks(t, func(s shell) {
		header := "day,channel,persona,stage,count,amount\n"
		for _, c := range []struct{ line, because string }{
			{"2099-01-02,Inbound,PME,lead,3,", "n'est pas encore arrivé"},
			{"hier,Inbound,PME,lead,3,", "« hier » n'est pas une date"},
			{"31/02/2026,Inbound,PME,lead,3,", "31/02/2026"},
			{"2026-11-12,Inbound,PME,lead,-3,", "-3"},
			{"2026-11-12,Inbound,PME,lead,beaucoup,", "beaucoup"},
			{"2026-11-12,Inbound,PME,lead,2000000,", "de 0 à 1 000 000"},
			{"2026-11-12,Inbound,PME,vente,3,", "« vente » n'est pas une étape"},
			{`2026-11-12,"=HYPERLINK(""http://evil.example"",""clic"")",PME,lead,3,`, "ne peut pas commencer par « = »"},
			{"2026-11-12,<!channel>,PME,lead,3,", "ne peut pas commencer par « < »"},
			{"2026-11-12,@claire,PME,lead,3,", "ne peut pas commencer par « @ »"},
			{"2026-11-12,lundi,PME,lead,3,", "veut déjà dire autre chose"},
			{"2026-11-12,,PME,lead,3,", "Le canal d'acquisition manque"},
			{"2026-11-12,Inbound,,lead,3,", "Le persona manque"},
		} {
			file := s.file(header + "2026-11-12,Inbound,PME,lead,3,\n" + c.line + "\n")
			said := s.run(1, "import "+file+" --kind counts --create", "ligne 3", c.because, "Rien n'a été enregistré : 1 ligne")
			if strings.Contains(said.err, "ligne 2") {
				s.Errorf("the good line is called bad:\n%s", said.err)
			}
		}
		if _, channels := s.status("2026-11-30"); len(channels) != 0 {
			s.Errorf("something was stored: %v", channels)
		}
		mixed := s.file(header + "2026-11-12,Inbound,PME,lead,3,\n2099-01-02,Inbound,PME,lead,3,\n")
		s.run(0, "import "+mixed+" --kind counts --create --skip-bad", "ligne 3", "1 saisie ajoutée")
		s.wantLeads("Inbound", 3)
	})
}

// Exports come in the encodings, separators and headings of whatever wrote them.
func TestImportReadsWhatSpreadsheetsWrite(t *testing.T) {
	onEachBooks(t, func(s shell) {
		latin, err := charmap.Windows1252.NewEncoder().String("jour;canal;persona;nombre\n12/11/2026;Publicité;Collectivité;3\n")
		if err != nil {
			s.Fatal(err)
		}
		s.run(0, "import "+s.file(latin)+" --kind counts --create", "Ajoutés : Publicité et Collectivité")
		s.run(0, "import "+s.file("\ufeffDay\tChannel\tPersona\tCount\n2026-11-13\tpublicite\tCOLLECTIVITÉ\t4\n")+" --kind counts", "1 saisie ajoutée")
		s.wantLeads("Publicité", 7)

		crm := s.file("Deal ID,Create Date,Owner\nA-1,2026-11-12 10:00,x\nA-2,2026-11-13 10:00,y\n")
		s.run(1, "import "+crm+" --kind leads", "Il manque une colonne")
		s.runArgs(0, []string{
			"import", crm, "--kind", "leads", "--map", "id=Deal ID,day=Create Date",
			"--channel", "Salon", "--persona", "Collectivité", "--create",
		}, "2 saisies ajoutées", "Salon")
		s.wantLeads("Salon", 2)
		s.runArgs(1, []string{"import", crm, "--kind", "leads", "--map", "id=Numéro"}, "Aucune colonne ne s'appelle « Numéro »")
		s.runArgs(1, []string{"import", crm, "--kind", "leads", "--map", "number=Deal ID"}, "pas de champ « number »")
		s.run(1, "import "+s.file("")+" --kind leads", "Le fichier est vide")
		s.run(1, "import "+s.file("id,day\n\"L1,2026")+" --kind leads", "guillemet")
		s.run(1, "import "+s.file("PK\x03\x04\x00\x00\x00")+" --kind leads", "n'est pas un classeur .xlsx")
		s.run(1, "import "+s.file("\x89PNG\x00\x00\x00")+" --kind leads", "n'est pas du texte")
	})
}
