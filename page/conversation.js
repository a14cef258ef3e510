// Every question goes this way, typed or clicked; a click opens an article, too.
const turns = () => element.querySelectorAll(".turn");
const newest = () => [...turns()].at(-1);
// The same words may be asked twice: each question has a name of its own, and its turn bears it.
let asks = 0;
const isTakenUp = ({ asked }) => element.querySelector(`[data-asked="${asked}"]`);
const EVERY = 300, TRIES = 30;  // milliseconds, and how many times a question is sent in vain
const waiting = [];
// Of what is triggered, ui.py says whether Gradio has heard it, which it does not once the line is lost, and whether
// it was sent, which it is not while an answer is under way.
let heard, sent, timer;
document.addEventListener("heard", () => { heard = true; });
document.addEventListener("sent", () => { sent = true; });
// What Gradio does not send it drops: ask again until the question is taken up.
const ask = () => {
  clearTimeout(timer);
  const first = waiting[0];
  if (first && isTakenUp(first)) waiting.shift();
  else if (first?.tried && (sent || !heard) && first.inVain++ === TRIES) return giveBack();
  if (first) say(waiting.length && waiting[0].tried ? "sending" : "");
  if (!waiting.length) return;
  heard = sent = false;
  const { question, asked } = waiting[0];
  waiting[0].tried = true;
  trigger("submit", { question, asked, shown: turns().length });
  timer = setTimeout(ask, EVERY);
};
const queue = (question) => {
  if (!question.trim()) return trigger("submit", { question, asked: "", shown: 0 });
  waiting.push({ question, asked: `${++asks}-${Math.random()}`, inVain: 0 });
  if (waiting.length === 1) ask();
};
// What is typed is taken out of the box at once; what nobody took up is put back, and what was clicked beside it.
const box = () => document.querySelector("#question textarea");
const giveBack = () => {
  const questions = waiting.splice(0).map(({ question }) => question);
  box().value = [...questions, box().value].filter(Boolean).join("\n");
  box().dispatchEvent(new Event("input", { bubbles: true }));
  say("givenBack");
};
document.addEventListener("ask", ({ detail }) => queue(detail));
// What goes on, for the eye and for who hears the page, to whom nothing is said twice. Whether to clear comes first.
const say = (what) => {
  const status = document.querySelector("#status p"), sure = document.querySelector("#clear[data-sure]");
  const said = status.dataset[sure ? "sure" : what] ?? "";
  if (status.textContent !== said) status.textContent = said;
};
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
const SURE_FOR = 20_000;  // milliseconds
let surely;
const unsure = () => {
  clearTimeout(surely);
  delete document.querySelector("#clear").dataset.sure;
  say(waiting.length ? "sending" : "");
};
document.addEventListener("click", (event) => {
  const clear = event.target.closest("#clear");
  if (!clear) return;
  if (clear.dataset.sure !== undefined || !turns().length) {
    waiting.splice(0);
    return unsure();
  }
  event.stopImmediatePropagation();
  clear.dataset.sure = "";
  say("sure");
  surely = setTimeout(unsure, SURE_FOR);
}, true);
document.addEventListener("focusout", ({ target }) => { if (target.dataset.sure !== undefined) unsure(); });
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
