/* The desk 问政策 in the browser: reading aloud, feedback, next questions. */
"use strict";
(() => {
  /* ---- what reaches the server: a hidden field, whose change the desk follows ---- */
  let handed = 0;
  function hand(id, told) {
    const field = document.querySelector(`#${id} textarea, #${id} input`);
    if (!field) return;
    const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set;
    set.call(field, JSON.stringify({ ...told, n: ++handed + ":" + Date.now() }));  /* never the same twice: an unchanged field says nothing */
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function judge(button) {
    const { judge, message } = button.dataset;
    hand("judged", { judge, message, note: document.getElementById("note-" + message)?.value ?? "" });
    refocus = `[data-judge="${judge === "take_back" ? "useful" : judge}"][data-message="${message}"]`;
  }
  let refocus = "";  /* the bar is drawn anew: the keyboard stays where it was */
  function keepFocus() {
    if (!refocus || document.activeElement !== document.body) return;
    document.querySelector(refocus)?.focus({ preventScroll: true });
    refocus = "";
  }

  /* ---- reading aloud, by the browser's own voices ---- */
  const speech = "speechSynthesis" in window && "SpeechSynthesisUtterance" in window ? window.speechSynthesis : null;
  let speaking = null;  /* the text that is read, whose button may be drawn anew */
  const voice = () => {
    const voices = speech.getVoices();
    const of = (tag) => voices.find((each) => each.lang.replace("_", "-").toLowerCase().startsWith(tag));
    return of("zh-cn") ?? of("cmn") ?? of("zh");
  };
  function sentences(text) {
    /* Short pieces: some browsers fall silent in a long one. */
    return text.split(/(?<=[。！？；!?\n])/).flatMap((piece) => piece.match(/[^]{1,120}/g) ?? []).map((piece) => piece.trim()).filter(Boolean);
  }
  function speak(button) {
    const text = button.dataset.speak, again = speaking === text;
    stop();
    if (again) return;
    speaking = text;
    const pieces = sentences(text);
    pieces.forEach((piece, index) => {
      const said = new SpeechSynthesisUtterance(piece);
      said.lang = "zh-CN";
      said.rate = 1;
      const chosen = voice();
      if (chosen) said.voice = chosen;
      if (index === pieces.length - 1) said.onend = () => { if (speaking === text) stop(); };
      said.onerror = (event) => { if (speaking === text && event.error !== "interrupted" && event.error !== "canceled") stop(); };
      speech.speak(said);
    });
    label();
  }
  function stop() {
    speaking = null;
    paused = false;
    speech.cancel();
    label();
  }
  let paused = false;
  function pause() {
    paused = !paused;
    if (paused) speech.pause(); else speech.resume();
    label();
  }
  const put = (node, text) => { if (node.textContent !== text) node.textContent = text; };
  function label() {
    if (!speech) return;
    for (const button of document.querySelectorAll("button.speak")) {
      const own = button.dataset.speak === speaking;
      button.hidden = false;
      put(button, own ? button.dataset.stopLabel : button.dataset.speakLabel);
      const other = button.nextElementSibling;
      if (other?.matches("button.pause")) {
        other.hidden = !own;
        put(other, paused && own ? other.dataset.resumeLabel : other.dataset.pauseLabel);
      }
    }
  }

  function onClick(event) {
    const at = (selector) => event.target.closest?.(selector);
    const actions = [["button.speak", speak], ["button.pause", pause], ["button[data-judge]", judge], ["button.suggested", (b) => hand("chosen", { ask: b.dataset.ask })]];
    for (const [selector, act] of actions) {
      const found = at(selector);
      if (found) { event.preventDefault(); act(found); return; }
    }
  }
  function onKey(event) {
    const field = event.target;
    if (event.key === "Enter" && !event.isComposing && field.id?.startsWith("note-")) {
      event.preventDefault();
      field.parentElement.querySelector("[data-judge=note]")?.click();
    }
  }
  function begin() {
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    if (speech) { speech.cancel(); addEventListener("pagehide", () => speech.cancel()); }
    new MutationObserver(() => { label(); keepFocus(); }).observe(document.body, { childList: true, subtree: true });
  }
  if (document.body) begin(); else document.addEventListener("DOMContentLoaded", begin);
})();
