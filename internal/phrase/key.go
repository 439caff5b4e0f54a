package phrase

// key says what a word means, whatever language it was said in.
type key string

// The meanings. Those of days, weekdays and months carry a number beside them.
const (
	kFiller key = "filler" // articles, prepositions, politeness: never changes a meaning
	kAsking key = "asking" // belongs to questions: a write does not hold one
	kHello  key = "hello"

	kDay     key = "day"     // days from today
	kWeekday key = "weekday" // a time.Weekday
	kMonth   key = "month"   // a time.Month said in French: "20 novembre"
	kMonthEN key = "monthEN" // in English: "20 November" or "November 20"
	kLast    key = "last"
	kNext    key = "next"
	kThis    key = "this"
	kMonths  key = "months" // the word month itself

	kHelp     key = "help"
	kSLA      key = "sla"
	kRecap    key = "recap"
	kUndo     key = "undo"
	kLog      key = "log"
	kSet      key = "set"
	kWhy      key = "why"
	kPlan     key = "plan"
	kShare    key = "share" // of a revenue
	kSimulate key = "simulate"
	kSign     key = "sign"
	kSettings key = "settings"
	kGuest    key = "guest"
	kAway     key = "away"
	kBack     key = "back"
	kTotal    key = "total"
	kAdd      key = "add"
	kClosed   key = "closed"
	kOpen     key = "open"
	kNow      key = "now"
	kAt       key = "at"
	kIn       key = "in"
	kPause    key = "pause"
	kResume   key = "resume"
	kImport   key = "import"
	kExport   key = "export"

	kFunnel key = "funnel"

	kContacted   key = "contacted"
	kWon         key = "won"
	kLost        key = "lost"
	kRejected    key = "rejected"
	kOffTarget   key = "off_target"
	kDuplicate   key = "duplicate"
	kUnreachable key = "unreachable"
	kNoProject   key = "no_project"
	kOther       key = "other"

	kStatus key = "status"
	kLate   key = "late"
	kNeeded key = "needed"

	kChannel key = "channel"
	kPersona key = "persona"
	kGoal    key = "goal"
	kRate    key = "rate"
	kSale    key = "sale"
	kDates   key = "dates"
	kOwner   key = "owner"
	kRhythm  key = "rhythm"

	kTarget     key = "target" // revenue target
	kAlias      key = "alias"
	kDefinition key = "definition"
	kRename     key = "rename"
	kArchive    key = "archive"
	kRestore    key = "restore"
	kWhole      key = "whole" // all of the month

	kMaturity key = "maturity"
	kLearned  key = "learned"

	kLanguage     key = "language"
	kZone         key = "zone"
	kCountry      key = "country"
	kAlsace       key = "alsace"
	kCalendar     key = "calendar"
	kHide         key = "hide"
	kNudgeAt      key = "nudge_at"
	kNudges       key = "nudges"
	kAlerts       key = "alerts"
	kAlertsPublic key = "alerts_public"
	kNames        key = "names"
	kDayBegin     key = "day_begin"
	kDayEnd       key = "day_end"
	kCloses       key = "closes"
	kCurrency     key = "currency"
	kHeld         key = "held"
	kAtRisk       key = "at_risk"
	kOffTrack     key = "off_track"

	kYes    key = "yes"
	kNo     key = "no"
	kNobody key = "nobody"
	kDaily  key = "daily"
	kWeekly key = "weekly"
	kRarely key = "rarely"
	kTeam   key = "team" // "for the sales team"
	kSales  key = "sales"
	kMarket key = "marketing"
	kLead   key = "lead"
	kHour   key = "hour"
	kEuro   key = "euro"

	kWithin  key = "within"
	kDays    key = "days"
	kWorking key = "working" // days or hours
)
