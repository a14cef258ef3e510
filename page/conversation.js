// What a click in the conversation does: ask a question that stands there, or open an article.
const turns = () => element.querySelectorAll(".turn");
// Gradio drops what is triggered while an answer is under way: ask again until the question is taken up, for half a minute.
const ask = (question, before, tries = 100) => {
  if (turns().length !== before || !tries) return;
  trigger("submit", { question });
  setTimeout(ask, 300, question, before, tries - 1);
};
element.addEventListener("click", ({ target }) => {
  const { question, turn, citation } = target.closest("button")?.dataset ?? {};
  if (question !== undefined) ask(question, turns().length);
  if (citation) {
    document.querySelector("#source dialog").showModal();
    if (!history.state?.source) history.pushState({ source: true }, "");
    trigger("select", { turn, citation });
  }
});
let shown = 0;
watch("value", () => {
  const newest = [...turns()].at(-1);
  if (turns().length > shown) {
    // A phone's keyboard covers half of the answer until the question box is left.
    if (matchMedia("(pointer: coarse)").matches) document.activeElement.blur();
    newest.scrollIntoView();
    // The example that was clicked is gone: keep the keyboard where the reading goes on.
    if (document.activeElement === document.body) newest.focus({ preventScroll: true });
  }
  shown = turns().length;
});
