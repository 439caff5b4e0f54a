package localslack

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/lang"
)

// What can be struck beside the methods of the Web API: the other addresses apps
// call, the kinds of deliveries, and the names deliveries have.
var (
	otherCalls    = []string{responseURL, upload, download}
	deliveryKinds = []string{"events_api", "slash_commands", "interactive"}
	interactions  = []string{"block_actions", "block_suggestion", "view_submission", "view_closed"}
	histories     = []string{"conversations.history", "conversations.replies"}
)

// The other addresses apps call, as faults and the inspector name them.
const (
	responseURL = "response_url"
	upload      = "upload"
	download    = "download"
)

// ParseFault reads a rule such as "chat.postMessage:reset,stored,times=1".
func ParseFault(text string) (*Fault, error) {
	f := &Fault{text: text, Chance: 1}
	on, rest, _ := strings.Cut(text, ":")
	do, arguments, more := strings.Cut(rest, ",")
	f.On, f.Do = strings.TrimSpace(on), strings.TrimSpace(do)
	f.way = wayOf(f.On)
	if f.way == 0 {
		return nil, unread(text, f.On)
	}
	if !f.effective() {
		return nil, unread(text, f.Do)
	}
	for argument := range strings.SplitSeq(arguments, ",") {
		if more && !f.set(strings.TrimSpace(argument)) {
			return nil, unread(text, argument)
		}
	}
	switch {
	case f.Stored && f.way != calls:
		return nil, unread(text, "stored")
	case (f.Do == delayed) != (f.For > 0):
		return nil, unread(text, "for=2s")
	}
	return f, nil
}

func unread(text, part string) error {
	return lang.Refuse("localslack.fault.unread", lang.Args{"fault": text, "part": part})
}

// wayOf tells which way what is named goes; zero when there is no such thing.
func wayOf(on string) way {
	methods := slices.Sorted(maps.Keys(webMethods()))
	group, isGroup := strings.CutSuffix(on, "*")
	isCalled := func(name string) bool { return name == on || isGroup && strings.HasPrefix(name, group) }
	switch {
	case on == allOf[calls], slices.ContainsFunc(slices.Concat(methods, otherCalls), isCalled):
		return calls
	case on == allOf[deliveries], strings.HasPrefix(on, "/"), isEvent(on), slices.Contains(slices.Concat(deliveryKinds, interactions), on):
		return deliveries
	}
	return 0
}

var codeForm = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)

// effective reports whether what is to be done can be done to what is named.
func (f *Fault) effective() bool {
	if strikes, known := effects[f.Do]; known {
		return strikes&f.way != 0 && (f.Do != hideMetadata || f.meets(calls, histories))
	}
	if f.way != calls {
		return false
	}
	if status, err := strconv.Atoi(f.Do); err == nil {
		f.status = status
		return status >= 400 && status <= 599
	}
	// The other addresses have no codes: they are not methods.
	return codeForm.MatchString(f.Do) && !slices.Contains(otherCalls, f.On)
}

// set reads one argument of a rule.
func (f *Fault) set(argument string) bool {
	name, value, _ := strings.Cut(argument, "=")
	var err error
	switch name {
	case "stored":
		f.Stored = true
		return value == ""
	case "for":
		f.For, err = time.ParseDuration(value)
		return err == nil && f.For > 0
	case "chance":
		f.Chance, err = strconv.ParseFloat(value, 64)
		return err == nil && f.Chance > 0 && f.Chance <= 1
	case "seed":
		f.Seed, err = strconv.ParseUint(value, 10, 64)
		return err == nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return false
	}
	switch name {
	case "times":
		f.Times = n
	case "after":
		f.After = n
	case "retry_after":
		f.RetryAfter = time.Duration(n) * time.Second
		return f.status == 429
	default:
		return false
	}
	return true
}
