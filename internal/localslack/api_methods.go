package localslack

import (
	"maps"
	"slices"
)

// method is one method of the Web API.
type method struct {
	scopes   []string // any of them will do; nil: none is needed
	pace     pace     // zero: as often as one likes
	appLevel bool     // takes the app-level token
	anyToken bool
	posts    bool                                     // messages, which are counted by conversation
	scarce   bool                                     // for apps that are sold outside the Marketplace
	call     func(s *Server, c *call) (object, error) // under the lock
}

// webMethods are the methods that are here. Anything else is unknown_method.
func webMethods() map[string]method {
	return map[string]method{
		"api.test":  {anyToken: true, pace: tier4, call: (*Server).apiTest},
		"auth.test": {anyToken: true, pace: special, call: (*Server).authTest},
		"team.info": {scopes: []string{"team:read"}, pace: tier3, call: (*Server).teamInfo},
		"bots.info": {scopes: []string{"users:read"}, pace: tier3, call: (*Server).botsInfo},

		"apps.connections.open": {appLevel: true, pace: tier3, call: (*Server).connectionsOpen},

		"chat.postMessage":   {scopes: []string{"chat:write"}, pace: perConversation, posts: true, call: (*Server).chatPostMessage},
		"chat.postEphemeral": {scopes: []string{"chat:write"}, pace: tier4, call: (*Server).chatPostEphemeral},
		"chat.update":        {scopes: []string{"chat:write"}, pace: tier3, call: (*Server).chatUpdate},
		"chat.delete":        {scopes: []string{"chat:write"}, pace: tier3, call: (*Server).chatDelete},
		"chat.getPermalink":  {pace: special, call: (*Server).chatGetPermalink},

		"conversations.info":    {scopes: readScopes, pace: tier3, call: (*Server).conversationsInfo},
		"conversations.list":    {scopes: readScopes, pace: tier2, call: (*Server).conversationsList},
		"conversations.members": {scopes: readScopes, pace: tier4, call: (*Server).conversationsMembers},
		"conversations.history": {scopes: historyScopes, pace: tier3, scarce: true, call: (*Server).conversationsHistory},
		"conversations.replies": {scopes: historyScopes, pace: tier3, scarce: true, call: (*Server).conversationsReplies},
		"conversations.open":    {scopes: []string{"im:write", "mpim:write"}, pace: tier3, call: (*Server).conversationsOpen},
		"conversations.join":    {scopes: []string{"channels:join"}, pace: tier3, call: (*Server).conversationsJoin},
		"users.conversations":   {scopes: readScopes, pace: tier2, call: (*Server).usersConversations},

		"users.info":          {scopes: []string{"users:read"}, pace: tier4, call: (*Server).usersInfo},
		"users.list":          {scopes: []string{"users:read"}, pace: tier2, call: (*Server).usersList},
		"users.lookupByEmail": {scopes: []string{"users:read.email"}, pace: tier3, call: (*Server).usersLookupByEmail},

		"views.open":    {pace: tier4, call: (*Server).viewsOpen},
		"views.push":    {pace: tier4, call: (*Server).viewsPush},
		"views.update":  {pace: tier4, call: (*Server).viewsUpdate},
		"views.publish": {pace: tier4, call: (*Server).viewsPublish},

		"reactions.add":    {scopes: []string{"reactions:write"}, pace: tier3, call: (*Server).reactionsAdd},
		"reactions.remove": {scopes: []string{"reactions:write"}, pace: tier2, call: (*Server).reactionsRemove},

		"files.getUploadURLExternal":   {scopes: []string{"files:write"}, pace: tier4, call: (*Server).filesGetUploadURL},
		"files.completeUploadExternal": {scopes: []string{"files:write"}, pace: tier4, call: (*Server).filesCompleteUpload},
		"files.info":                   {scopes: []string{"files:read"}, pace: tier4, call: (*Server).filesInfo},
	}
}

var (
	readScopes    = []string{"channels:read", "groups:read", "im:read", "mpim:read"}
	historyScopes = []string{"channels:history", "groups:history", "im:history", "mpim:history"}
)

// everyScope lists the scopes of an app that does not say which it has.
func everyScope(methods map[string]method) []string {
	all := map[string]bool{
		"commands": true, "app_mentions:read": true, "chat:write.public": true, "chat:write.customize": true,
	}
	for _, m := range methods {
		for _, scope := range m.scopes {
			all[scope] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}
