// The window that an article opens in.
const dialog = element.querySelector("dialog");
// Only a changed value is reported: unless it is forgotten in between, no article could be opened twice.
const opening = dialog.innerHTML;
const forget = () => { props.value = ""; dialog.innerHTML = opening; };
// On a phone, back is how one leaves a window: it must not leave the conversation, nor have to be pressed twice.
dialog.addEventListener("close", () => { forget(); if (history.state?.source) history.back(); });
addEventListener("popstate", () => dialog.close());
// After the last quote comes the first again.
const step = (by) => {
  const marks = [...dialog.querySelectorAll("mark")];
  const facts = dialog.querySelectorAll("header .facts");
  const from = marks.findIndex((mark) => mark.hasAttribute("aria-current"));
  const to = (from + by + marks.length) % marks.length;
  marks.forEach((mark, at) => {
    if (at === to) mark.setAttribute("aria-current", "true");
    else mark.removeAttribute("aria-current");
    facts[at].hidden = at !== to;
  });
  marks[to].scrollIntoView({ block: "center" });
  dialog.querySelector(".steps b").textContent = to + 1;
};
dialog.addEventListener("click", ({ target }) => {
  if (target === dialog || target.closest("[data-close]")) return dialog.close();
  const button = target.closest("[data-step]");
  if (button) step(Number(button.dataset.step));
});
watch("value", () => {
  if (!props.value) return;
  const { place, window } = props.value;
  // It may be of another place, whose window was closed before it came.
  if (!dialog.open || JSON.stringify(place) !== dialog.dataset.place) return void (props.value = "");
  dialog.innerHTML = window;
  dialog.querySelector("[data-close]").focus();
  dialog.querySelector("mark[aria-current]")?.scrollIntoView({ block: "center" });
});
