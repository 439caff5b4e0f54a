// Showing somebody where to press.

// pointAt gives an element the focus and the eye for a moment.
export function pointAt(element) {
  if (!element) return;
  element.focus();
  element.classList.add("pointed");
  setTimeout(() => element.classList.remove("pointed"), 2500);
}
