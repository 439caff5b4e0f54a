package phrase

import (
	"strings"
	"sync"

	"github.com/treve-bot/treve/internal/ledger"
)

// said lists the words for each meaning, each word under one meaning only. The
// parts of a word with a hyphen may be typed apart or together.
var said = []struct {
	key   key
	words string
}{
	{kFiller, `le la les l un une du de des d et and pour sur chez par avec via of the for on from by with au aux to until through jusqu'au jusqu'a
		stp svp please s'il-vous-plait s'il-te-plait merci thanks
		j'ai je-suis je-serai i'm i-am i'll-be on-a nous-avons eu recu recus recues nouveau nouveaux nouvelles
		we i-have we-have i've we've i-got got had received new
		soir matin apres-midi morning evening afternoon`},
	{kHello, `bonjour salut coucou bonsoir hello hi hey`},
	{kAsking, `ou est est-ce que qu' sont comment ca ce c' en donne donnent va vont marche quoi quel quelle quels quelles
		nous il elle ils elles y qui t s porte trouve notre nos mon ma mes
		how is are it what which who do does need our us my me moi dis montre show tell give voir see any`},
	{kStatus, `status statut point etat situation bilan ou-en where doing going`},
	{kLate, `retard retards late behind derriere`},
	{kNeeded, `combien faut manque manquent reste necessaire needed missing remaining how-many how-much`},

	{kLast, `dernier derniere passe passee last previous`},
	{kNext, `prochain prochaine next`},
	{kThis, `cette this courant current`},
	{kMonths, `mois month`},

	{kHelp, `help aide aidez-moi aider exemples examples`},
	{kSLA, `sla`},
	{kRecap, `recap recapitulatif`},
	{kUndo, `undo annuler annule annulez`},
	{kLog, `log journal historique history`},
	{kSet, `set fixer fixe mettre mets`},
	{kWhy, `why pourquoi`},
	{kPlan, `plan`},
	{kShare, `part share`},
	{kSign, `sign signer signez valider validez validate`},
	{kSimulate, `simulate simuler simule simulation what-if et-si`},
	{kSettings, `settings setting reglages reglage parametres`},
	{kGuest, `invite invites invitee invitees inviter invitez guest guests`},
	{kAway, `absent absente absence away`},
	{kBack, `de-retour retour back`},
	{kTotal, `total`},
	{kAdd, `add ajouter ajoute`},
	{kClosed, `ferme fermer fermee fermes fermeture closed close closure`},
	{kOpen, `ouvert ouverte ouvrir open`},
	{kNow, `now maintenant`},
	{kAt, `at a`},
	{kIn, `in dans into`},
	{kPause, `pause suspendre`},
	{kResume, `reprendre reprise reprends resume`},
	{kImport, `import importer importe`},
	{kExport, `export exporter exporte classeur workbook`},
	{kFunnel, `entonnoir funnel`},

	{kContacted, `contacted contacte contactes contactee contactees`},
	{kWon, `won gagne gagnes gagnee gagnees`},
	{kLost, `lost perdu perdus perdue perdues`},
	{kRejected, `rejected contested rejete rejetes rejetee rejetees conteste contestes contestee contestees`},
	{kOffTarget, `hors-cible off-target`},
	{kDuplicate, `doublon doublons duplicate duplicates`},
	{kUnreachable, `injoignable injoignables unreachable`},
	{kNoProject, `sans-projet pas-de-projet no-project`},
	{kOther, `autre-raison other-reason`},

	{kChannel, `canal canaux channel channels canal-d'acquisition acquisition-channel`},
	{kPersona, `persona personas`},
	{kGoal, `engagement engagements objectif objectifs goal goals commitment commitments`},
	{kRate, `taux conclusion conversion closing transformation rate rates close-rate close-rates`},
	{kSale, `vente vente-moyenne moyenne sale average-sale average panier-moyen prix`},
	{kDates, `dates date`},
	{kOwner, `responsable proprietaire owner`},
	{kRhythm, `rythme rhythm`},

	{kTarget, `chiffre-d'affaires objectif-de-chiffre-d'affaires objectif-ca objectif-de-ca revenue revenue-target revenue-goal`},
	{kAlias, `alias aliases surnom surnoms`},
	{kDefinition, `definition definitions`},
	{kRename, `renommer renomme rename`},
	{kArchive, `archiver archive`},
	{kRestore, `restaurer restaure desarchiver restore unarchive`},
	{kWhole, `tout-le-mois mois-entier whole-month all-month`},

	{kMaturity, `courbe courbe-de-maturite maturite curve maturity maturity-curve`},
	{kLearned, `apprise apprendre learned learn`},
	{kLanguage, `langue language`},
	{kZone, `fuseau fuseau-horaire time-zone`},
	{kCountry, `pays country`},
	{kAlsace, `alsace alsace-moselle`},
	{kCalendar, `jours-calendaires calendar-days`},
	{kNudgeAt, `heure-des-rappels heure-du-rappel reminder-time time-of-reminders reminders-at`},
	{kAlertsPublic, `alertes-publiques alertes-en-public public-alerts alerts-in-public`},
	{kAlerts, `alertes alerts`},
	{kNudges, `rappels reminders`},
	{kHide, `masquer-euros masquer-les-euros hide-euros`},
	{kNames, `noms-des-ventes sales-names`},
	{kDayBegin, `debut-de-journee start-of-day`},
	{kDayEnd, `fin-de-journee end-of-day`},
	{kCloses, `cloture month-close`},
	{kCurrency, `devise currency`},
	{kHeld, `tenu held`},
	{kAtRisk, `a-risque at-risk`},
	{kOffTrack, `compromis off-track`},

	{kYes, `oui yes`},
	{kNo, `non no`},
	{kNobody, `personne nobody aucun aucune none`},
	{kDaily, `quotidien journalier daily`},
	{kWeekly, `hebdo hebdomadaire weekly`},
	{kRarely, `occasionnel ponctuel occasional`},
	{kTeam, `equipe team cote`},
	{kSales, `ventes sales`},
	{kMarket, `marketing`},
	{kLead, `lead leads`},
	{kHour, `h heure heures hour hours`},
	{kWithin, `sous within en-moins-de under`},
	{kDays, `jour jours day days`},
	{kWorking, `ouvre ouvres ouvree ouvrees working`},
	{kEuro, `eur euro euros`},
}

// numbered lists the words that count: days from today, weekdays from Sunday,
// months from January.
var numbered = []struct {
	key   key
	first int
	words string
}{
	{kDay, -2, `avant-hier hier aujourd'hui demain`},
	{kDay, -2, `day-before-yesterday yesterday today tomorrow`},
	{kWeekday, 0, `dimanche lundi mardi mercredi jeudi vendredi samedi`},
	{kWeekday, 0, `sunday monday tuesday wednesday thursday friday saturday`},
	{kMonth, 1, `janvier février mars avril mai juin juillet août septembre octobre novembre décembre`},
	{kMonthEN, 1, `january february march april may june july august september october november december`},
}

// shortMonths are understood beside a number or alone but, unlike the rest,
// left free as names. Those that mean something else too (mar, sep) are not.
var shortMonths = map[string]int{
	"janv": 1, "jan": 1, "fevr": 2, "fev": 2, "feb": 2, "avr": 4, "apr": 4, "jun": 6, "juil": 7, "jul": 7,
	"aug": 8, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

// lexeme is what a word means.
type lexeme struct {
	key    key
	n      int    // of days, weekdays and months
	spoken string // as it is proposed to somebody who mistyped it
	free   bool   // may be a name as well
}

// lexicon finds lexemes by fold.
type lexicon struct {
	byFold map[string]lexeme
	parts  int // the most words one lexeme is typed in
}

var vocabulary = sync.OnceValue(func() lexicon {
	l := lexicon{byFold: map[string]lexeme{}}
	for _, row := range said {
		for spoken := range strings.FieldsSeq(row.words) {
			l.add(spoken, lexeme{key: row.key, free: free[row.key]})
		}
	}
	for _, row := range numbered {
		for i, spoken := range strings.Fields(row.words) {
			l.add(spoken, lexeme{key: row.key, n: row.first + i})
		}
	}
	for spoken, n := range shortMonths {
		l.add(spoken, lexeme{key: kMonthEN, n: n, free: true})
	}
	return l
})

// free are the meanings whose words carry nothing by themselves, so that a
// channel may be called that.
var free = map[key]bool{kFiller: true, kAsking: true, kHello: true, kMarket: true, kTeam: true, kHour: true, kShare: true}

func (l *lexicon) add(spoken string, meaning lexeme) {
	meaning.spoken = strings.ReplaceAll(spoken, "-", " ")
	if meaning.key == kDay {
		meaning.spoken = spoken
	}
	l.byFold[ledger.Fold(spoken)] = meaning
	l.parts = max(l.parts, 1+strings.Count(spoken, "-")+strings.Count(spoken, "'"))
}
