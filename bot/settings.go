package bot

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// optionSet is what a change of a setting did, kept as the request's answer.
type optionSet struct{ Key, Old, New string }

// changeOption changes one setting of the workspace.
func (b *Bot) changeOption(ctx context.Context, a asked, c phrase.SetOption) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	done, _, err := once(ctx, b, a, func(ctx context.Context, p Page) (optionSet, error) {
		settings, err := p.Settings(ctx)
		if err != nil {
			return optionSet{}, err
		}
		old := settings.Option(c.Key)
		if err := settings.SetOption(c.Key, c.Value); err != nil {
			return optionSet{}, err
		}
		if err := consistent(settings); err != nil {
			return optionSet{}, err
		}
		return optionSet{c.Key, old, settings.Option(c.Key)}, p.SetOption(ctx, c.Key, c.Value, a.by())
	})
	if err != nil {
		return reply{}, fmt.Errorf("change setting %s: %w", c.Key, err)
	}
	return settingsWords{a.say, a.catalogue}.changedReply(done), nil
}

// consistent refuses settings that contradict each other.
func consistent(s ledger.Settings) error {
	switch {
	case s.OffTrackBelow > s.AtRiskBelow:
		return lang.Refuse("settings.thresholds_crossed", lang.Args{"risk": s.AtRiskBelow, "off": s.OffTrackBelow})
	case !s.DayBeginsAt.Before(s.DayEndsAt):
		return lang.Refuse("settings.day_backward", lang.Args{"begins": s.DayBeginsAt, "ends": s.DayEndsAt})
	}
	return nil
}

// showSettings lists the settings, each with the words that change it.
func (b *Bot) showSettings(ctx context.Context, a asked) (reply, error) {
	exceptions := exceptionsLine(a.say, a.exceptions, a.today.In().First())
	guests := ""
	if a.person.MayManage() {
		var err error
		if guests, err = b.guestsLine(ctx, a); err != nil {
			return reply{}, err
		}
	}
	return settingsWords{a.say, a.catalogue}.reply(a.settings, []string{exceptions, guests}, a.person.MayManage()), nil
}
