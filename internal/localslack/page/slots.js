// A browser opens six connections to a server at most, and every page keeps one
// for its stream. So that a seventh page still gets through, only a few keep
// theirs: those in the background give way when another page has none left.

const FEW = 4;
const TRIES = 10;
const PAUSE = 100;

const channel = new BroadcastChannel("streams");

// slot waits for the right to a stream, and returns how to give it back. Where
// every page is looked at, nobody gives way, and it is granted all the same; as
// it is by a browser without locks.
export async function slot() {
  for (let tries = 0; tries < TRIES && navigator.locks; tries += 1) {
    for (let i = 0; i < FEW; i += 1) {
      const release = await take(`stream-${i}`);
      if (release) return release;
    }
    channel.postMessage("room");
    await new Promise((passed) => setTimeout(passed, PAUSE));
  }
  return () => {};
}

function take(name) {
  return new Promise((taken) => navigator.locks.request(name, { ifAvailable: true }, (lock) =>
    lock ? new Promise((release) => taken(release)) : taken(null)));
}

// onShortage calls a function when another page needs a stream and this one is in
// the background, until the signal.
export function onShortage(giveWay, signal) {
  channel.addEventListener("message", () => document.visibilityState === "hidden" && giveWay(), { signal });
}
