package chaos

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// tally counts the faults that struck, and what the oracle found. It is safe for
// concurrent use.
type tally struct {
	mu     sync.Mutex
	faults map[string]int
	found  map[string]int
	all    int
	parent *tally // of the whole run; nil there
}

func newTally(parent *tally) *tally {
	return &tally{faults: map[string]int{}, found: map[string]int{}, parent: parent}
}

// What the oracle counts. Those of broken must be zero; the others are told.
const (
	entriesTold       = "entries: confirmed to their author"
	entriesUntold     = "entries: asked for, and not confirmed"
	entriesLost       = "entries: LOST"
	entriesDoubled    = "entries: DOUBLED"
	totalsWrong       = "entries: totals that differ from the ledger"
	answersDiffer     = "entries: confirmed again with OTHER FIGURES"
	homesWrong        = "home: figures that are not the ledger's"
	recapsDue         = "recaps: due"
	recapsPosted      = "recaps: posted once, with a receipt"
	recapsLate        = "recaps: late, and marked so"
	recapsUnmarked    = "recaps: late and NOT MARKED"
	recapsLost        = "recaps: LOST"
	recapsDoubled     = "recaps: DOUBLED"
	recapsWrong       = "recaps: WRONG figures"
	recapsRefused     = "recaps: refused by Slack, a manager told"
	recapsUnconfirmed = "recaps: unconfirmed, a manager told"
	recapsUntold      = "recaps: unposted and NOBODY TOLD"
	receiptsWrong     = "posts: receipts that are not TRUE"
	othersPosted      = "posts: letters and thread messages posted once"
	othersDoubled     = "posts: letters and thread messages DOUBLED"
	unsettled         = "posts: NOT AT REST in calm weather"
)

var broken = []string{
	entriesLost, entriesDoubled, totalsWrong, answersDiffer, homesWrong, recapsUnmarked, recapsLost, recapsDoubled, recapsWrong, recapsUntold,
	receiptsWrong, othersDoubled, unsettled,
}

var counted = []string{
	entriesTold, entriesUntold, entriesLost, entriesDoubled, totalsWrong, answersDiffer, homesWrong,
	recapsDue, recapsPosted, recapsLate, recapsUnmarked, recapsLost, recapsDoubled, recapsWrong, recapsRefused, recapsUnconfirmed, recapsUntold,
	othersPosted, othersDoubled, receiptsWrong, unsettled,
}

func (t *tally) fault(kind string) { t.faulted(kind, 1) }

func (t *tally) faulted(kind string, n int) {
	if n == 0 {
		return
	}
	t.mu.Lock()
	t.faults[kind] += n
	t.all += n
	t.mu.Unlock()
	if t.parent != nil {
		t.parent.faulted(kind, n)
	}
}

func (t *tally) count(what string, n int) {
	t.mu.Lock()
	t.found[what] += n
	t.mu.Unlock()
	if t.parent != nil {
		t.parent.count(what, n)
	}
}

// struck is how many faults there were.
func (t *tally) struck() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.all
}

// failures is how much of what must not be was found.
func (t *tally) failures() (n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, what := range broken {
		n += t.found[what]
	}
	return n
}

func (t *tally) counts(what string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.found[what]
}

// String is the table that is printed at the end.
func (t *tally) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "%6d faults\n", t.all)
	for _, kind := range slices.Sorted(maps.Keys(t.faults)) {
		fmt.Fprintf(&b, "%6d   %s\n", t.faults[kind], kind)
	}
	for _, what := range counted {
		fmt.Fprintf(&b, "%6d %s\n", t.found[what], what)
	}
	return b.String()
}
