// An app as Bolt's guide has people write one: a caterer that takes orders. The
// environment says how it is reached: with SLACK_APP_TOKEN through Socket Mode,
// without over HTTP at PORT. It ends with its standard input.
import bolt from "@slack/bolt";

const { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, PORT } = process.env;
const app = new bolt.App({
  token: SLACK_BOT_TOKEN,
  signingSecret: SLACK_SIGNING_SECRET,
  appToken: SLACK_APP_TOKEN,
  socketMode: Boolean(SLACK_APP_TOKEN),
  clientOptions: { slackApiUrl: SLACK_API_URL },
});

const plain = (text) => ({ type: "plain_text", text });
const section = (text) => ({ type: "section", text: { type: "mrkdwn", text } });
const button = (action_id, text, value) => ({
  type: "actions",
  block_id: "row",
  elements: [{ type: "button", action_id, text: plain(text), value }],
});
const modal = (callback_id, title, blocks) => ({
  type: "modal",
  callback_id,
  title: plain(title),
  submit: plain("Send"),
  notify_on_close: true,
  blocks,
});

const order = () =>
  modal("order", "Order", [
    {
      type: "input",
      block_id: "count",
      label: plain("How many"),
      element: { type: "number_input", action_id: "count", is_decimal_allowed: false },
    },
    {
      type: "input",
      block_id: "dish",
      optional: true,
      label: plain("Which dish"),
      element: { type: "external_select", action_id: "dish", min_query_length: 1, placeholder: plain("Dish") },
    },
  ]);

app.command("/order", async ({ command, ack, respond, say, client }) => {
  if (command.text === "form") {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: order() });
    return;
  }
  await ack(`Got it: ${command.text}`);
  await respond({ text: "One moment", response_type: "ephemeral" });
  await say({ text: `Order: ${command.text}`, blocks: [section(`Order: ${command.text}`), button("approve", "Approve", command.text)] });
});

app.action("approve", async ({ ack, body, action, respond }) => {
  await ack();
  await respond({ replace_original: true, text: `<@${body.user.id}> approved ${action.value}` });
});

app.options("dish", async ({ ack, payload }) => {
  const dishes = ["Pasta", "Paella", "Salad"].filter((dish) => dish.startsWith(payload.value));
  await ack({ options: dishes.map((dish) => ({ text: plain(dish), value: dish.toLowerCase() })) });
});

app.view("order", async ({ ack, view }) => {
  const { count, dish } = view.state.values;
  const wanted = Number(count.count.value);
  if (wanted < 1) {
    await ack({ response_action: "errors", errors: { count: "At least one, please" } });
    return;
  }
  const said = `${wanted} x ${dish.dish.selected_option?.value ?? "anything"}`;
  if (wanted > 50) {
    await ack({ response_action: "push", view: modal("confirm", "That many?", [section(said)]) });
    return;
  }
  await ack({ response_action: "update", view: modal("confirm", "Check", [section(said), button("more", "More", said)]) });
});

app.action("more", async ({ ack, body, client, action }) => {
  await ack();
  if (body.view.type === "home") {
    await client.views.publish({ user_id: body.user.id, hash: body.view.hash, view: home(Number(action.value)) });
    return;
  }
  await client.views.push({ trigger_id: body.trigger_id, view: modal("confirm", "Details", [section(`Details of ${action.value}`)]) });
});

app.view("confirm", async ({ ack, body, view, client }) => {
  await ack({ response_action: "clear" });
  await client.chat.postMessage({ channel: body.user.id, text: `Ordered from ${view.title.text}` });
});

app.view({ callback_id: "confirm", type: "view_closed" }, async ({ ack, body, view, client }) => {
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: `Closed ${view.title.text}` });
});

const home = (visits) => ({
  type: "home",
  blocks: [section(`Seen ${visits} times`), button("more", "Again", String(visits + 1))],
});

app.event("app_home_opened", async ({ event, client }) => {
  if (event.tab === "home" && !event.view) await client.views.publish({ user_id: event.user, view: home(1) });
});

app.message(async ({ message, say }) => {
  if (!message.subtype) await say({ thread_ts: message.ts, text: `You said: ${message.text}` });
});

app.event("app_mention", async ({ event, context, say }) => {
  const text = event.text.replace(`<@${context.botUserId}>`, "").trim();
  await say({ thread_ts: event.thread_ts ?? event.ts, text: `At your service: ${text}` });
});

process.stdin.on("end", () => process.exit(0)).resume();
await app.start({ port: Number(PORT), host: "127.0.0.1" });
console.log("ready");
