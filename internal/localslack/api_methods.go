package localslack

import (
	"maps"
	"slices"
)

// method is one method of the Web API.
type method struct {
	scopes   []string // any of them will do; nil: none is needed
	appLevel bool     // takes the app-level token
	anyToken bool
	call     func(s *Server, c *call) (object, error) // under the lock
}

// webMethods are the methods that are here. Anything else is unknown_method.
func webMethods() map[string]method {
	return map[string]method{
		"api.test":  {anyToken: true, call: (*Server).apiTest},
		"auth.test": {anyToken: true, call: (*Server).authTest},
		"team.info": {scopes: []string{"team:read"}, call: (*Server).teamInfo},
		"bots.info": {scopes: []string{"users:read"}, call: (*Server).botsInfo},

		"apps.connections.open": {appLevel: true, call: (*Server).connectionsOpen},

		"chat.postMessage":   {scopes: []string{"chat:write"}, call: (*Server).chatPostMessage},
		"chat.postEphemeral": {scopes: []string{"chat:write"}, call: (*Server).chatPostEphemeral},
		"chat.update":        {scopes: []string{"chat:write"}, call: (*Server).chatUpdate},
		"chat.delete":        {scopes: []string{"chat:write"}, call: (*Server).chatDelete},
		"chat.getPermalink":  {call: (*Server).chatGetPermalink},

		"conversations.info":    {scopes: readScopes, call: (*Server).conversationsInfo},
		"conversations.list":    {scopes: readScopes, call: (*Server).conversationsList},
		"conversations.members": {scopes: readScopes, call: (*Server).conversationsMembers},
		"conversations.history": {scopes: historyScopes, call: (*Server).conversationsHistory},
		"conversations.replies": {scopes: historyScopes, call: (*Server).conversationsReplies},
		"conversations.open":    {scopes: []string{"im:write", "mpim:write"}, call: (*Server).conversationsOpen},
		"conversations.join":    {scopes: []string{"channels:join"}, call: (*Server).conversationsJoin},
		"users.conversations":   {scopes: readScopes, call: (*Server).usersConversations},

		"users.info":          {scopes: []string{"users:read"}, call: (*Server).usersInfo},
		"users.list":          {scopes: []string{"users:read"}, call: (*Server).usersList},
		"users.lookupByEmail": {scopes: []string{"users:read.email"}, call: (*Server).usersLookupByEmail},

		"views.open":    {call: (*Server).viewsOpen},
		"views.push":    {call: (*Server).viewsPush},
		"views.update":  {call: (*Server).viewsUpdate},
		"views.publish": {call: (*Server).viewsPublish},

		"reactions.add":    {scopes: []string{"reactions:write"}, call: (*Server).reactionsAdd},
		"reactions.remove": {scopes: []string{"reactions:write"}, call: (*Server).reactionsRemove},

		"files.getUploadURLExternal":   {scopes: []string{"files:write"}, call: (*Server).filesGetUploadURL},
		"files.completeUploadExternal": {scopes: []string{"files:write"}, call: (*Server).filesCompleteUpload},
		"files.info":                   {scopes: []string{"files:read"}, call: (*Server).filesInfo},
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
