// The window that an article opens in.
const dialog = element.querySelector("dialog");
// Only a changed value is reported: unless it is forgotten in between, no article could be opened twice.
const opening = dialog.innerHTML;
const forget = () => { props.value = ""; dialog.innerHTML = opening; };
// On a phone, back is how one leaves a window: it must not leave the conversation, nor have to be pressed twice.
dialog.addEventListener("close", () => { forget(); if (history.state?.source) history.back(); });
addEventListener("popstate", () => dialog.close());
dialog.addEventListener("click", ({ target }) => {
  if (target === dialog || target.closest("[data-close]")) dialog.close();
});
watch("value", () => {
  if (!props.value) return;
  if (!dialog.open) return forget();
  dialog.innerHTML = props.value;
  dialog.querySelector("[data-close]").focus();
  dialog.querySelector("mark")?.scrollIntoView({ block: "center" });
});
