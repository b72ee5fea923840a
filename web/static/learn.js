/* The desk 学业务 in the browser: buttons and keys become actions, the learner's name is remembered, steps back work. */
"use strict";
(() => {
  const KEY = "wence-learner";
  const byId = (id) => document.getElementById(id);
  const screen = () => byId("learn-screen");
  let name = "";
  let shown = "";  /* the place that the screen shows, as JSON */
  try { name = localStorage.getItem(KEY) ?? ""; } catch { /* private window */ }
  function remember(learner) {
    name = learner;
    try { localStorage.setItem(KEY, learner); } catch { /* private window */ }
  }

  /* ---- actions to the server ---- */
  let waiting = "";
  const command = () => waiting;
  function send(command) {
    if (command.do === "who") remember("");
    waiting = JSON.stringify({ ...command, name });
    byId("learn-send")?.click();
  }
  function arrive() {
    const back = history.state?.learn ? JSON.parse(history.state.learn) : null;
    return JSON.stringify({ ...(back ?? { do: "home" }), name });
  }
  function again() {
    translated = shown !== "";
    return JSON.stringify({ ...(shown ? JSON.parse(shown) : { do: "home" }), name });
  }
  function act(button) {
    const { learn, name: chosen, document: documentId, heading, item } = button.dataset;
    if (learn === "name") {
      const typed = (chosen ?? byId("learner-name")?.value ?? "").trim();
      if (!typed) { byId("learner-name")?.focus(); return; }
      remember(typed);
    }
    const command = { do: learn, document: documentId, heading, item };
    if (learn === "answer") command.given = given();
    send(command);
  }
  function given() {
    const text = byId("learn-fill");
    if (text) return [text.value];
    const pairs = [...screen().querySelectorAll(".learn-pair select")];
    if (pairs.length) return pairs.map((pair) => pair.value);
    return [...screen().querySelectorAll("input[name=learn-option]:checked")].map((option) => option.value);
  }

  /* ---- keys ---- */
  function onKey(event) {
    if (!screen()?.contains(document.activeElement) && document.activeElement !== document.body) return;
    if (event.ctrlKey || event.metaKey || event.altKey || byId("reader")?.open || event.isComposing) return;
    const at = document.activeElement;
    if (event.key === "Enter") {
      if (at?.id === "learner-name") { event.preventDefault(); act(screen().querySelector(".learn-name .learn-button.primary")); return; }
      if (at?.closest?.("button, a, summary, form")) return;
      const primary = screen().querySelector(".learn-item .learn-button.primary");
      if (primary) { event.preventDefault(); act(primary); }
      return;
    }
    if (at?.matches?.("input[type=text], input[type=number], select, textarea")) return;
    const number = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : /^[a-ja-j]$/i.test(event.key) ? event.key.toLowerCase().charCodeAt(0) - 97 : -1;
    const option = number < 0 ? null : screen().querySelectorAll("input[name=learn-option]:not(:disabled)")[number];
    if (option) { event.preventDefault(); option.focus(); option.click(); }
  }

  /* ---- after a screen has come ---- */
  function follow() {
    const told = byId("learn-place")?.querySelector("textarea, input")?.value ?? "";
    if (told && told !== shown) {
      const place = JSON.parse(told);
      const first = shown === "";
      shown = told;
      if (first) history.replaceState({ learn: told }, "");
      else if (history.state?.learn !== told && !returning) history.pushState({ learn: told }, "");
      returning = false;
      if (place.name) name = place.name;
    }
  }
  let returning = false;
  function onReturn(event) {
    const place = event.state?.learn;
    if (!place || place === shown || !screen()) return;
    returning = true;
    const { name: _, ...command } = JSON.parse(place);
    send(command);
  }
  let last = null;
  let translated = false;  /* the same screen in the other language keeps what was chosen */
  /* In place also means that a field keeps what the screen before had in it. */
  function clear(section) {
    for (const field of section.querySelectorAll("input")) {
      field.checked = field.defaultChecked;
      field.value = field.defaultValue;
    }
    for (const option of section.querySelectorAll("option")) option.selected = option.defaultSelected;
  }
  function settle() {
    const section = screen()?.querySelector("section");
    if (!section || section.dataset.turn === last) return;  /* Gradio turns one screen into the next in place */
    const first = last === null;
    last = section.dataset.turn;
    if (!translated) clear(section);
    translated = false;
    follow();
    const target = section.querySelector("[data-focus]");
    if (!first || target?.id === "learner-name") target?.focus({ preventScroll: true });
    if (!first) (section.querySelector(".learn-verdict") ?? section).scrollIntoView({ block: section.querySelector(".learn-verdict") ? "nearest" : "start" });
    if (first) byId("learn")?.setAttribute("data-ready", "yes");
  }

  function begin() {
    document.addEventListener("click", (event) => {
      const button = event.target.closest?.("#learn-screen [data-learn]");
      if (button) { event.preventDefault(); act(button); }
    });
    document.addEventListener("keydown", onKey);
    addEventListener("popstate", onReturn);
    new MutationObserver(() => { settle(); follow(); }).observe(document.body, { childList: true, subtree: true });
  }
  wence.learn = { arrive, again, command };
  if (document.body) begin(); else document.addEventListener("DOMContentLoaded", begin);
})();
