package ledger

import (
	"context"
	"fmt"
	"strings"
)

// A day's count is asked about when it is larger than both.
const (
	plainCount  = 100
	unlikelyFor = 10 // times the channel's largest day
)

// QuestionKind says what is unlikely about a line.
type QuestionKind string

// What is asked about before it is written.
const (
	Unlikely QuestionKind = "unlikely" // far more than the channel ever had on a day
	Twice    QuestionKind = "twice"    // somebody else has recorded that very count
)

// Question is what the person is asked before a line is written.
type Question struct {
	Kind    QuestionKind
	Line    Line
	Largest int64  // leads on the channel's largest day, for Unlikely
	Author  string // who recorded the same, for Twice; "" for the command line
}

// Questions are everything a request has to be asked about, in the order of its
// lines. Nothing has been written.
type Questions []Question

// Error names the kinds of the questions.
func (q Questions) Error() string {
	kinds := make([]string, 0, len(q))
	for _, one := range q {
		kinds = append(kinds, string(one.Kind))
	}
	return "to be confirmed: " + strings.Join(kinds, ", ")
}

func (p *page) question(ctx context.Context, by Author, lines []Line) error {
	var asked Questions
	for _, line := range lines {
		unlikely, largest, err := p.unlikely(ctx, line)
		if err != nil {
			return err
		}
		if unlikely {
			asked = append(asked, Question{Kind: Unlikely, Line: line, Largest: largest})
		}
		if author, found := p.twice(by, line); found {
			asked = append(asked, Question{Kind: Twice, Line: line, Author: author})
		}
	}
	if len(asked) == 0 {
		return nil
	}
	return asked
}

func (p *page) unlikely(ctx context.Context, line Line) (bool, int64, error) {
	if line.Count <= plainCount || line.Cell.Stage != Lead {
		return false, 0, nil
	}
	largest, err := p.LargestDay(ctx, line.Cell.Channel)
	if err != nil {
		return false, 0, fmt.Errorf("look for the largest day: %w", err)
	}
	return line.Count > unlikelyFor*largest, largest, nil
}

// twice looks for the same count by somebody else. A total that is set says
// itself what it should be, and zero twice is still zero.
func (p *page) twice(by Author, line Line) (author string, found bool) {
	if line.Set || line.Count == 0 {
		return "", false
	}
	for _, e := range p.standing[line.Cell] {
		if e.Count == line.Count && e.Author != by.ID {
			return e.Author, true
		}
	}
	return "", false
}
