package ledger

import "context"

// Writer is an open page of the ledger: what is written through it is stored
// all together or not at all.
type Writer interface {
	// Hold returns the cell's total and keeps it from changing under the
	// transaction.
	Hold(ctx context.Context, cell Cell) (Total, error)
	// Append writes the entry and returns its cell's total after it.
	Append(ctx context.Context, e Entry) (Total, error)
	// EntriesOn lists the standing lines of a cell: entries that neither
	// reverse another nor are reversed, oldest first.
	EntriesOn(ctx context.Context, cell Cell) ([]Entry, error)
	// EntriesOf lists the lines a request wrote, in order, saying for each
	// whether it has been reversed.
	EntriesOf(ctx context.Context, request string) ([]Written, error)
	// LastRequest returns the key of the author's latest request that wrote
	// entries, is itself no undo and is not yet undone, or ErrNotFound.
	LastRequest(ctx context.Context, author string) (string, error)
	// LargestDay returns the channel's largest total of leads on one day.
	LargestDay(ctx context.Context, channel ChannelID) (int64, error)
}

// Written is an entry with what has become of it.
type Written struct {
	Entry
	Reversed bool
}
