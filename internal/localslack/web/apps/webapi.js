// A client of the Web API that calls what it is told to: a line of JSON in, its
// method and arguments, and a line of JSON out, the answer or the error.
import { createInterface } from "node:readline";
import { WebClient } from "@slack/web-api";

const { SLACK_API_URL, SLACK_BOT_TOKEN } = process.env;
const client = new WebClient(SLACK_BOT_TOKEN, { slackApiUrl: SLACK_API_URL, logLevel: "error" });
const limited = [];
client.on("rate_limited", (seconds) => limited.push(seconds));

// Pages of a list, all in one answer.
const paginated = async (method, args) => {
  const pages = [];
  for await (const page of client.paginate(method, args)) pages.push(page);
  return { pages };
};

for await (const line of createInterface({ input: process.stdin })) {
  const { method, args, paginate } = JSON.parse(line);
  try {
    const answer = paginate ? await paginated(method, args) : await client.apiCall(method, args);
    console.log(JSON.stringify({ answer, limited: limited.splice(0) }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.data?.error ?? String(error), answer: error.data }));
  }
}
