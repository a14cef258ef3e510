// Every question goes this way, typed or clicked; a click opens an article, too.
const turns = () => element.querySelectorAll(".turn");
const newest = () => [...turns()].at(-1);
// The same words may be asked twice: each question has a name of its own, and its turn bears it.
let asks = 0;
const isTakenUp = ({ asked }) => element.querySelector(`[data-asked="${asked}"]`);
const EVERY = 300, HALF_A_MINUTE = 100;  // milliseconds, and how many of them
const waiting = [];
// Gradio drops what is triggered while an answer is under way: ask again until the question is taken up.
const ask = () => {
  element.toggleAttribute("data-waiting", waiting.length > 0);
  if (!waiting.length) return;
  const first = waiting[0];
  if (isTakenUp(first)) waiting.shift();
  else if (first.tries++ > HALF_A_MINUTE) waiting.splice(0).forEach(({ giveBack }) => giveBack?.());
  else if (newest()?.ariaBusy !== "true") trigger("submit", { question: first.question, asked: first.asked, shown: turns().length });
  setTimeout(ask, EVERY);
};
const queue = (question, giveBack) => {
  if (!question.trim()) return trigger("submit", { question, asked: "", shown: 0 });
  waiting.push({ question, giveBack, asked: `${++asks}-${Math.random()}`, tries: 0 });
  if (waiting.length === 1) ask();
};
// What is typed is taken out of the box at once; what nobody took up is put back.
const box = () => document.querySelector("#question textarea");
const write = (text) => { box().value = text; box().dispatchEvent(new Event("input", { bubbles: true })); };
document.addEventListener("ask", ({ detail }) => queue(detail, () => write(detail + box().value)));
// Over http from another machine there is no navigator.clipboard, only what copies a selection.
const copy = async (button) => {
  const status = button.nextElementSibling, text = status.nextElementSibling;
  status.textContent = "";
  const written = navigator.clipboard?.writeText(text.value) ?? Promise.reject();
  text.hidden = await written.then(() => true, () => {
    text.hidden = false;
    text.focus();
    text.select();
    return document.execCommand("copy");
  });
  status.textContent = button.dataset[text.hidden ? "copied" : "notCopied"];
  if (text.hidden) button.focus();
  else text.scrollIntoView({ block: "nearest" });
};
element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  const { question, turn, citation, copied } = button?.dataset ?? {};
  if (question !== undefined) queue(question);
  if (copied) copy(button);
  if (citation) {
    const dialog = document.querySelector("#source dialog"), place = { turn, citation };
    dialog.dataset.place = JSON.stringify(place);
    dialog.showModal();
    if (!history.state?.source) history.pushState({ source: true }, "");
    trigger("select", place);
  }
});
// A conversation is not lost by one touch beside the button that sends.
document.addEventListener("click", (event) => {
  const clear = event.target.closest("#clear");
  if (!clear) return;
  if (clear.dataset.sure !== undefined || !turns().length) return void waiting.splice(0);
  event.stopImmediatePropagation();
  clear.dataset.sure = "";
  setTimeout(() => delete clear.dataset.sure, 4000);
}, true);
let shown;
watch("value", () => {
  if (newest() && newest().dataset.asked !== shown) {
    // A phone's keyboard covers half of the answer until the question box is left; whoever types on keeps it.
    if (matchMedia("(pointer: coarse)").matches && !box().value) document.activeElement.blur();
    newest().scrollIntoView();
    // The example that was clicked is gone: keep the keyboard where the reading goes on.
    if (document.activeElement === document.body) newest().focus({ preventScroll: true });
  }
  shown = newest()?.dataset.asked;
});
