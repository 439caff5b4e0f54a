// The page's way to the server: JSON over HTTP, and one stream of events.
// The API is described in the package documentation of internal/localslack.

import { onShortage, slot } from "./slots.js";

// Refused is an answer that says no, in words that may be shown.
export class Refused extends Error {
  constructor(code, message) {
    super(message || code);
    this.code = code;
  }
}

// get reads; empty parameters are left out.
export function get(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value) query.set(name, value);
  }
  return ask(`/local/${path}?${query}`);
}

// post asks for a change. The header tells the server that a page of its own
// asks: no other site can send it without permission.
export function post(path, body) {
  return ask(`/local/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Local": "1" },
    body: JSON.stringify(body),
  });
}

async function ask(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Refused("offline", "");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok || answer.error) {
    throw new Refused(answer.error ?? `http_${response.status}`, answer.message);
  }
  return answer;
}

// listen opens the stream of what happens for a user. The browser reconnects by
// itself; "ready" comes again each time, and whoever listens reloads then what
// may have been missed. It returns how to stop.
export function listen(user, { event, lost }) {
  const over = new AbortController();
  let close = null; // of the stream that is open, or on its way
  const open = async () => {
    close = () => {};
    const release = await slot();
    if (over.signal.aborted) {
      release();
      return;
    }
    const stop = stream(user, event, lost);
    close = () => {
      stop();
      release();
      close = null;
    };
  };
  onShortage(() => close?.(), over.signal);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && !close && open(), { signal: over.signal });
  open();
  return () => {
    over.abort();
    close?.();
  };
}

function stream(user, event, lost) {
  let source;
  let again;
  const open = () => {
    source = new EventSource(`/local/stream?${new URLSearchParams({ user })}`);
    source.onmessage = (message) => event(JSON.parse(message.data));
    source.onerror = () => {
      lost();
      // A stream that was refused, by a server starting up, is not tried again
      // by the browser.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, 2000);
    };
  };
  open();
  return () => {
    clearTimeout(again);
    source.close();
  };
}
