package main

import (
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/treve-bot/treve/internal/chart"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/recap"
)

// drawing draws recaps. What goes wrong is logged: a recap goes out without its
// picture rather than not at all, and a panic here is no reason to stop.
func drawing(log *slog.Logger) func(recap.Edition) (recap.Picture, error) {
	return func(e recap.Edition) (p recap.Picture, err error) {
		defer func() {
			if caught := recover(); caught != nil {
				err = fmt.Errorf("draw the recap of %s: %v\n%s", e.Day, caught, debug.Stack())
			}
			if err != nil {
				log.Error("a picture could not be drawn", "error", err, "day", e.Day.String())
			}
		}()
		return picture(e)
	}
}

// picture draws a recap for all who read it.
func picture(e recap.Edition) (recap.Picture, error) {
	o := chart.Options{Say: lang.Speak(lang.Language(e.Settings.Language)), HideEuros: e.Settings.HideEuros}
	png, err := chart.Draw(e.Report, o)
	return recap.Picture{PNG: png, Alt: chart.Alt(e.Report, o)}, err
}
