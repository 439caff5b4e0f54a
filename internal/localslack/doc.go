// Package localslack is a Slack workspace on this machine: people,
// conversations, apps, and the Slack API they talk through, all in memory.
//
// The real clients of Slack (slack-go, Bolt) talk to it unchanged: point their
// API base at Server.APIURL. It serves two readers, the tests, which trust it
// to refuse what Slack refuses, and the demo, which people chat with in a
// browser. It never stands in the production path.
//
// # What is mounted
//
//	/                   the page to chat in
//	/api/METHOD         Slack's Web API; who calls too often gets a 429
//	/link/              Socket Mode (the URL comes from apps.connections.open)
//	/response/...       response_url of commands and interactions
//	/upload/..., /files/...  what files.getUploadURLExternal hands out; contents
//	/local/...          what the page and the tests use, described below
//
// # The page API
//
// JSON over HTTP, for this machine only: a request whose Host or Origin is not
// a loopback name is refused (403), and every POST carries the header
// "X-Local: 1" and a JSON body. A refusal is {"error": CODE, "message": TEXT}
// with a 4xx status; TEXT is in the workspace's language and may be shown.
// Ids, ts, blocks, views and text are Slack's own; text is Slack's encoding
// (<@U1>, <#C1|name>, &amp; &lt; &gt;, <!date^...>), so render it, do not print it.
// user, everywhere, is the id of the person the page speaks as.
//
//	GET /local/state?user=U
//	  {team{id,name}, language, me: U,
//	   users[{id,name,real_name,title,locale,time_zone,admin,owner,guest,stranger,bot}],
//	   conversations[Conversation], commands[{name,description,hint,app}],
//	   apps[{id,name,user,conversation,home: bool,messages: bool}], clock: Clock,
//	   views: [View]   my open modals, the top one last,
//	   homes: [View]}  my Home tab of each app that has published one
//
// Without user, me is the first person of the workspace. A Conversation is
//
//	{id, name, kind, unread, archived, member, topic, members[ids], member_names[],
//	 user, app, read_only}
//
// kind is channel, private, im (with a person) or app (with an app, which has a
// Home and a Messages tab); user is the other side of an im or app, app its app
// id. read_only is an app's Messages tab that takes nothing people write. Private conversations, ims and apps that are not the user's are left out.
// name carries no "#". Archived conversations are listed, and refuse writing.
//
//	GET /local/messages?user=U&conversation=C[&thread=TS][&limit=N]
//	  {messages: [Message]}  oldest first
//
// A Message is
//
//	{ts, conversation, thread_ts, user, name, bot, app, text, blocks, ephemeral,
//	 edited, deleted, reply_count, latest_reply, files, metadata}
//
// thread_ts is set on replies and on a message that has some (then it equals
// ts). Without thread the replies are left out, except those broadcast. With
// thread the parent comes first. ephemeral ones are those of the user only,
// vanish on no reload (unlike Slack's), and are never in Slack's history.
// blocks is Slack's array, always with block_id and action_id filled in. app is
// the id of the app that wrote it. files is
//
//	[{id,name,title,mimetype,filetype,size,url_private,permalink}]
//
// Messages typed by people have a rich_text block, as in Slack.
//
//	GET /local/stream?user=U     server-sent events, "data: {...}" each
//	  {type: "ready", clock: Clock}             first, and after a reconnection
//	  {type: "message", message: Message}       also a reply in a thread
//	  {type: "changed", message: Message}       edited, or its replies counted
//	  {type: "deleted", message: {conversation,ts,thread_ts,ephemeral,deleted:true}}
//	  {type: "ephemeral", message: Message}     new, or replaced by the app
//	  {type: "view", view: View}                opened, pushed, updated, or a Home
//	  {type: "view_closed", view_id, closed[ids]}
//	  {type: "clock", clock: Clock}
//	  {type: "unread", conversation: C, unread: N}
//	  {type: "conversation", conversation_changed: Conversation}
//	  {type: "beat"}                            every 15 s of silence
//	  {type: "toast", text, error, conversation, user}
//
// A toast is Slack's own line to one person ("/leads ... operation_timeout");
// error is the code. A stream that falls 256 events behind is ended: load the
// state again. A View is
//
//	{id, app, type: modal|home, title, submit, close, blocks, state{values},
//	 callback_id, private_metadata, external_id, hash, root_view_id,
//	 previous_view_id, notify_on_close, clear_on_close, depth}
//
// depth is 1 for the bottom modal. When a view is updated, keep what the person
// has put into an input whose block_id and action_id are still there.
//
//	POST /local/type    {user, conversation, thread_ts?, text} -> {id, ts?}
//
// What a composer sends. Text beginning with "/" is a command of an app, or one of
// Slack's own, /invite and /remove, and /deactivate, which stands for an admin's
// page (they stand last among commands, their app empty); other text is a message. "#marketing" and "@claire" (a name, or a real name such as
// "@Claire Morel") become mentions, and Slack-encoded mentions stay. A command
// answers at once, with id its trigger; what the app says arrives on the
// stream.
//
//	POST /local/press   {user, conversation?, message_ts?, view_id?,
//	                     action{type, action_id, block_id, value?,
//	                       selected_option?, selected_options?, selected_date?,
//	                       selected_time?, selected_date_time?, selected_user?,
//	                       selected_conversation?, selected_channel?, ...},
//	                     state{values{block_id{action_id{...}}}}} -> {id}
//
// A button or another interactive element, of a message (conversation and
// message_ts) or of a view (view_id). block_id may be left out where action_id
// is unique. state is what all inputs of that message or view show now; what is
// left out counts as untouched. An option may be given as {value}. The confirm
// dialog is the page's: press only after the person agreed.
//
//	POST /local/submit  {user, view_id, values{block_id{action_id{type, value |
//	                     selected_option | selected_date | ...}}}}
//	  -> {closed, closed_views[ids], errors{block_id: text}, view: View}
//
// Answers when the app has, within 3 s. Required inputs, lengths and numbers
// are checked here first, as Slack's client does, and come back in errors. With
// closed the view is gone (closed_views has every view that is); view is the
// one now on top: updated, pushed, the one below, or absent. When the app
// fails, errors is absent, closed false, and a toast says so.
//
//	POST /local/close   {user, view_id, all?: bool} -> {closed_views[ids]}
//	POST /local/suggest {user, conversation?, message_ts?, view_id?, action_id,
//	                     block_id, value} -> {options | option_groups}   external selects
//	POST /local/edit    {user, conversation, ts, text}   one's own message
//	POST /local/delete  {user, conversation, ts}
//	POST /local/open_home {user, app, tab?: home|messages} -> {conversation, view?}
//	POST /local/read    {user, conversation}
//	POST /local/invite  {user?, conversation, invited}  (a person or an app's user)
//	POST /local/kick    {user?, conversation, invited}
//	POST /local/conversation {user?, action: create|archive|unarchive|rename|delete|direct, id?, name?, private?}
//	   -> {id}   direct opens one with the person of that id, and answers with it
//	POST /local/file    {user, conversation?, name, mimetype?, content(base64), text?, thread_ts?}
//	   -> {id, ts}, or without a conversation the file itself, as in a Message:
//	   the value of a file_input is {files: [{id}]}
//
// # The clock
//
// Only civil time moves: the ts of messages and what the page shows. The 3 s of
// an answer, triggers, signatures and retries keep real time. A Clock is
//
//	{now (RFC 3339 in the workspace's zone), zone, offset_ms, sequence,
//	 target, moving, running, reached, waiting[names]}
//
//	GET  /local/clock[?after=SEQ][&follower=NAME[&steps=1]]
//
// answers at once, or with after when sequence > SEQ, or after 25 s. A bot that
// lives on the workspace's clock asks with its name and so becomes a follower;
// with steps=1 it says that it will report its progress during a jump.
//
//	POST /local/clock {to, wait_ms?}
//
// jumps forward. to is RFC 3339 ("2026-11-16T09:00:00+01:00"), "2026-11-16",
// "2026-11-16 09:00", "18:00", "+2h", "+3d", "tomorrow 09:00", "monday 09:00",
// "next month 09:00", or those in French ("demain 09:00", "lundi 09:00", "mois
// prochain 09:00"); without a time of day, days begin at 09:00. It answers, with
// a Clock, once every follower has reported that it has done all there was to do
// in between, or after wait_ms (60000 by default) with reached false and the
// names still missing in waiting. While moving, where a follower reports steps,
// now goes only as far as it says, so that a message sent by a tick in between
// bears that tick's time; where none does, now is the target at once.
//
//	POST /local/clock/run {} -> Clock
//	POST /local/clock/halt {} -> Clock
//
// run lets the clock run fast, an hour a second, by jumps of a quarter of an hour,
// and answers once it runs no more: hang up to stop it, or ask for halt, from
// wherever. It stops by itself after ten civil days, and when a follower does not
// keep up. Meanwhile running is true. Only one run at a time (already_running).
//
//	POST /local/clock/reached {follower, sequence, now?}
//
// With now (RFC 3339) the follower says how far it has come, the target
// included; without it, that it is done. A follower that hangs up while it waits,
// or is not heard of for 60 s, is forgotten.
//
// # Looking inside, and faults
//
//	GET  /local/traffic[?app=A][&limit=N][&after=ID]
//	  {traffic: [{id, at, app, direction: sent|called, kind, name, transport,
//	   envelope, request, response, status, error, latency_ms, attempt, fault}]}
//	   newest first: the last 200 of what Slack sent and what apps called, or
//	   of them those that came after ID; fault is the rule that struck it
//	POST /local/redeliver {envelope?, id?, app?} -> {kind, name, attempt, status, response}
//	   the last delivery (of that app), or that one, once more: same trigger_id or
//	   event_id, next retry_attempt; status is ok, or what the person would be told
//	POST /local/disconnect {app?, reason?} -> {connections}
//	   tells Socket Mode connections to come again (warning, refresh_requested,
//	   link_disabled); reason "reset" cuts them without a word
//	POST /local/deactivate {member}
//	   somebody's account is deactivated: they are out of every conversation, and
//	   the apps hear user_change
//	POST /local/uninstall {app}
//	   tokens_revoked and app_uninstalled, the last the app hears; its tokens are
//	   account_inactive from then on
//	GET  /local/faults -> {seed, faults: [{id, fault, seen, struck}]}
//	   the rules in force, how many they were for, and how many they struck
//	POST /local/faults {fault} -> {id}
//	POST /local/faults/clear {id?} -> {cleared}      that rule, or all
//
// A fault is ON:DO, and what follows after commas:
//
//	chat.postMessage:reset,stored,times=1
//
// ON is a method of the Web API, several ("chat.*"), another address apps call
// (response_url, upload, download) or all of these (calls); or a kind of delivery
// (slash_commands, interactive, events_api), one by name ("/leads", message,
// block_actions, view_submission...) or all of these (deliveries). DO is
//
//	delay          it takes longer, by for=2s; it is done in the end, even when
//	               nobody waits for it any more
//	drop           nothing comes of it, and nobody is told
//	reset          the connection is reset in its stead              calls
//	429, 500...    a status of HTTP; a 429 tells retry_after=5       calls
//	internal_error any code of Slack's, such as not_in_channel       methods
//	hide_metadata  history tells no metadata                         history
//	lose_ack       it arrives, its acknowledgement does not          deliveries
//	duplicate      it arrives twice, in two envelopes                deliveries
//	reorder        the next one overtakes it, if it comes in 1 s     deliveries
//	disconnect     the connection is cut once it has arrived         deliveries
//
// With stored, a call is done before its answer is lost. times=N strikes so often
// at most, after=N lets so many pass first, chance=0.2 strikes one in five, as
// the seed of the workspace decides, or seed=7. The first rule that strikes is
// the one that does.
package localslack
