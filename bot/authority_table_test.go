package bot

// pressable says, of everything that can be pressed or sent, who may, and with
// what a payload is made up. What is for everybody changes no plan all the same.
var pressable = map[string]struct {
	managers bool
	value    string
}{
	actionEditChannel:    {true, "2026-11"},
	actionEditPersona:    {true, "2026-11"},
	actionAddChannel:     {true, "2026-11"},
	actionAddPersona:     {true, "2026-11"},
	actionTarget:         {true, "2026-11"},
	actionCopy:           {true, "2026-12"},
	actionPick:           {true, "1"},
	actionCard:           {true, "card"},
	actionArchive:        {true, "archive"},
	actionBack:           {true, "back"},
	actionDraftsShow:     {true, "2026-11"},
	actionDraftsAccept:   {true, `{"n":"webinaire","t":"marketing"}`},
	actionDraftsRefuse:   {true, `{"n":"webinaire"}`},
	actionApply:          {true, `{"m":"2026-11","c":12000000}`},
	actionRatesAccept:    {true, `{"m":"2026-11","d":"x"}`},
	actionRatesChoose:    {true, `{"m":"2026-11","d":"x"}`},
	actionRatesPick:      {true, `{"m":"2026-11","d":"x"}`},
	actionSettings:       {true, "settings"},
	actionClosure:        {true, "closure"},
	actionApplyFile:      {true, `{"f":"F01","s":"x","r":"x"}`},
	actionNameFile:       {true, `{"f":"F01","m":[{"i":0,"t":"SEO"}]}`},
	actionAddNames:       {true, `{"f":"F01","m":[{"i":0,"t":"SEO"}]}`},
	actionGuestOut:       {true, "UAGENCY"},
	actionGive:           {true, "UMARC"},
	actionTakeOver:       {true, "UMARC"},
	actionNobody:         {true, "UMARC"},
	actionRecapNow:       {true, "2026-11-17"},
	actionRecapAgain:     {true, "2026-11-17 C1"},
	actionRecapSeen:      {true, "2026-11-17 C1 daily"},
	actionDraftsWithdraw: {false, "d1"}, // whose drafts it names: nobody else's are taken back
	actionSettle:         {false, `{"k":"x1","t":"12 email pme 2026-11-17"}`},
	actionConfirm:        {false, `{"k":"x2","l":"2026-11-17,1,1,lead,12"}`},
	actionDrop:           {false, "no"},
	actionUndo:           {false, `{"r":"x1"}`},
	actionEdit:           {false, `{"r":"x1","l":"2026-11-17,1,1,lead,12"}`},
	actionYesterday:      {false, `{"r":"x1","l":"2026-11-16,1,1,lead,12"}`},
	actionForm:           {false, "form"},
	actionNudgeZero:      {false, `{"d":"2026-11-17","c":1}`},
	actionNudgeForm:      {false, `{"d":"2026-11-17","c":1}`},
	actionNudgeAway:      {false, `{"d":"2026-11-17"}`}, // only one's own absence
	actionMute:           {false, "1"},                  // only one's own alerts
	actionUnmute:         {false, "1"},
	actionNudgeBack:      {false, "UMARC"},
	actionSalesForm:      {false, "form"},
	actionCaughtUp:       {false, "1"},
	actionAsk:            {false, "set email pme engagement 10"},
	actionAdjust:         {false, `{"m":"2026-11"}`},
	actionRatesPlan:      {false, `{"m":"2026-11","d":"x"}`},
	actionSign:           {false, `{"m":"2026-11","s":"marketing","v":"x"}`}, // whoever is named, of what was shown
	actionShowSigning:    {false, `{"m":"2026-11"}`},
	actionConcede:        {false, `{"r":"x1"}`}, // the owner of the channel, or a manager
	actionUphold:         {false, `{"r":"x1"}`},
	actionForgetFile:     {false, "x"},
	actionWhy:            {false, `{"month":"2026-11"}`},
	actionShare:          {false, `{"month":"2026-11"}`},
}

// sendable says the same of modals, and what a made-up one carries.
var sendable = map[string]struct {
	managers bool
	private  string
	fields   map[string]string
}{
	formPlan:     {true, `{"kind":"figures","id":1,"month":"2026-11"`, map[string]string{"goal_1": "10"}},
	formConfirm:  {true, `{"kind":"figures","id":1,"month":"2026-11","typed":{"goal_1":"10","rate_1":"0.5"}`, nil},
	formSettings: {true, `{"shown":{}`, map[string]string{"language": "en", "country": "BE"}},
	formClosure:  {true, `{"conversation":"C1"`, map[string]string{"day": "2026-12-24"}},
	formRates:    {true, `{"m":"2026-11","d":"x"`, nil},
	formLeads:    {false, `{"conversation":"C1"`, map[string]string{"day": "2026-11-17", "channel": "1", "persona_1": "3"}},
	formAway:     {false, `{"conversation":"C1"`, map[string]string{"stand_in": "UMARC"}},
	formSales:    {false, `{"conversation":"C1"`, map[string]string{"day": "2026-11-17", "channel": "1", "persona": "1", "stage": "contacted", "count": "1"}},
	formNames:    {true, `{"f":"F01","m":[{"i":0,"t":"SEO"}]`, map[string]string{"name_0": "1"}},
}

// typable says, of everything that can be typed, who may, and how.
var typable = map[string]struct {
	managers bool
	text     string
}{
	"SetGoal":           {true, "/sla set email pme engagement 10"},
	"SetRate":           {true, "/sla set email pme taux 9 %"},
	"SetSale":           {true, "/sla set pme vente 10 €"},
	"SetTarget":         {true, "/sla set chiffre d'affaires 10 €"},
	"SetSpan":           {true, "/sla set email dates 24/11-27/11"},
	"SetOwner":          {true, "/sla set email responsable <@UCLAIRE>"},
	"SetRhythm":         {true, "/sla set email rythme hebdo"},
	"SetTeam":           {true, "/sla set email équipe ventes"},
	"SetChannelPersona": {true, "/sla set email persona pme"},
	"SetDefinition":     {true, "/sla set email définition Un clic"},
	"SetAliases":        {true, "/sla set email alias campagne"},
	"SetOption":         {true, "/sla set langue english"},
	"SetPromise":        {true, "/sla set ventes 90 % sous 2 jours"},
	"NameSigner":        {true, "/sla sign ventes <@UMARC>"},
	"AddChannel":        {true, "/sla add canal Webinaire"},
	"AddPersona":        {true, "/sla add persona Collectivité"},
	"Rename":            {true, "/sla renommer email en Campagnes"},
	"Archive":           {true, "/sla archiver email"},
	"Close":             {true, "/sla fermé 24/12"},
	"Open":              {true, "/sla ouvert 25/12"},
	"Invite":            {true, "/sla invité <@UGUEST> email"},
	"Import":            {true, "/sla import"},
	"RecapNow":          {true, "/recap maintenant"},
	"RecapAt":           {true, "/recap à 8h"},
	"RecapIn":           {true, "/recap dans <#C1|marketing>"},
	"RecapPause":        {true, "/recap pause"},
	"Away":              {false, "/leads absent <@UMARC>"}, // only one's own
	"Back":              {false, "/leads de retour"},
	"Mute":              {false, "/sla alertes email non"},
	"Record":            {false, "/leads 3 email pme"},
	"Undo":              {false, "/leads undo"},
	"Form":              {false, "/leads"},
	"SalesForm":         {false, "/sales"},
	"Log":               {false, "/leads log"},
	"Status":            {false, "/sla"},
	"Why":               {false, "/sla why email"},
	"ShowPlan":          {false, "/sla plan"},
	"ProposePlan":       {false, "/sla plan 120000"},
	"Simulate":          {false, "/sla simulate email +20"},
	"ShowRates":         {false, "/sla taux"},
	"ShowSettings":      {false, "/sla réglages"},
	"ShowSigning":       {false, "/sla sign"},
	"Export":            {false, "/sla export"},
	"Funnel":            {false, "/sla entonnoir"},
	"RecapPreview":      {false, "/recap"},
	"RecapLog":          {false, "/recap log"},
	"Help":              {false, "aide"},
	"Code":              {false, "treve-aaaa-aaaa"}, // whoever has the right one is the first manager
	"Unknown":           {false, "la météo"},
}
