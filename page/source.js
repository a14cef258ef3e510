// The window that an article opens in.
const dialog = element.querySelector("dialog");
// Only a changed value is reported: unless it is forgotten in between, no article could be opened twice.
const forget = () => { props.value = ""; };
dialog.addEventListener("close", forget);
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
