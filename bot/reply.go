package bot

import (
	"github.com/slack-go/slack"
)

// reply is an answer on its way to Slack: the same thing in words and in
// blocks. Text alone is a valid reply.
type reply struct {
	Text    string        // the whole answer in words: notifications and screen readers read only this
	Blocks  []slack.Block // what is drawn
	Public  bool          // for everybody in the conversation; otherwise for the asker alone
	Replace bool          // takes the place of the message whose button was pressed
	Delete  bool          // removes that message
	View    *slack.ModalViewRequest
}
