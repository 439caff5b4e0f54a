// A client of Socket Mode with nothing on top of it. It prints a line of JSON for
// whatever happens, and ends with its standard input.
import { SocketModeClient } from "@slack/socket-mode";

const { SLACK_API_URL, SLACK_APP_TOKEN } = process.env;
const client = new SocketModeClient({
  appToken: SLACK_APP_TOKEN,
  clientPingTimeout: 3000, // so long it also waits before it connects again
  clientOptions: { slackApiUrl: SLACK_API_URL },
});
const tell = (what, about) => console.log(JSON.stringify({ what, ...about }));

client.on("reconnecting", () => tell("reconnecting"));

client.on("ws_message", (data) => {
  const frame = JSON.parse(data);
  if (!frame.envelope_id) tell(frame.type, frame);
});

client.on("slash_commands", async ({ ack, body }) => {
  tell("command", { text: body.text, trigger: body.trigger_id });
  await ack({ text: `Got it: ${body.text}` });
});

client.on("message", async ({ ack, event, retry_num, retry_reason }) => {
  tell("message", { text: event.text, retry: retry_num, reason: retry_reason });
  if (event.text !== "once more" || retry_num > 0) await ack();
});

process.stdin.on("end", async () => {
  await client.disconnect();
  process.exit(0);
}).resume();
await client.start();
