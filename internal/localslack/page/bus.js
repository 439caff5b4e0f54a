// One place where parts of the page tell each other that something changed, so
// that none of them has to know the others.

const listeners = new Map();

// on calls a function each time name is said.
export function on(name, listener) {
  if (!listeners.has(name)) listeners.set(name, []);
  listeners.get(name).push(listener);
}

// say tells everybody who listens to name.
export function say(name, detail) {
  for (const listener of listeners.get(name) ?? []) listener(detail);
}
