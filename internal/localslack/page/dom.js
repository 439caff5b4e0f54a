// Every element of the page is made here, node by node. No string is ever
// parsed as HTML, so nothing that somebody types can become markup.

// h makes an element. Properties: "class", "on" (event name to listener),
// "data" (data-* attributes); everything else is an attribute, and false, null
// and undefined leave it out. Children are nodes, strings, or arrays of both.
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    setProperty(element, name, value);
  }
  element.append(...flat(children));
  return element;
}

// svg makes an element of a drawing.
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...flat(children));
  return element;
}

function setProperty(element, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (name === "class") {
    element.className = value;
  } else if (name === "on") {
    for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  } else if (name === "data") {
    Object.assign(element.dataset, value);
  } else {
    element.setAttribute(name, value === true ? "" : value);
  }
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

// fill replaces all children of an element.
export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

// place gives an element these children, and leaves alone those that already
// stand where they should: a button that has the focus keeps it.
export function place(parent, nodes) {
  let next = parent.firstChild;
  for (const node of nodes) {
    if (node === next) {
      next = next.nextSibling;
    } else {
      parent.insertBefore(node, next);
    }
  }
  while (next) {
    const after = next.nextSibling;
    next.remove();
    next = after;
  }
}

let lastId = 0;

// newId returns an id no other element has, to tie a label to its field.
export function newId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
