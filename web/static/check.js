/* 办事自查 in the browser: what is pressed or typed goes to the server as one line of JSON, with a hidden button. */
"use strict";
(() => {
  let done = "";
  function send(action) {
    done = JSON.stringify(action);
    document.getElementById("check-send")?.click();
  }
  function checkAsked() {
    const asked = new URLSearchParams(location.search);
    if (asked.get("policy")) return JSON.stringify({ do: "choose", policy: asked.get("policy") });
    if (asked.get("find")) return JSON.stringify({ do: "find", words: asked.get("find") });
    return "";
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#check button[data-do], #check button[data-print]");
    if (!button) return;
    if (button.dataset.print) { print(); return; }
    send({ ...button.dataset });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("#check form[data-do]");
    if (!form) return;
    event.preventDefault();
    send({ ...form.dataset, ...Object.fromEntries(new FormData(form)) });
  });
  /* After a step the keyboard and the screen reader stand at the new question, not at a button that is gone. */
  let shown = null;
  function follow() {
    const view = document.querySelector("#check section.check");
    if (!view || view.dataset.view === shown) return;  /* the section itself stays, only what is in it changes */
    const first = shown === null;
    shown = view.dataset.view;
    if (first) return;
    const field = view.querySelector("#check-amount");
    if (field) field.value = field.getAttribute("value") ?? "";  /* the element is the last question's, with what was typed there */
    const place = view.querySelector(".question") ?? view.querySelector("h2");
    (field ?? place)?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }
  function begin() { new MutationObserver(follow).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-view"] }); }
  if (document.body) begin(); else document.addEventListener("DOMContentLoaded", begin);
  Object.assign(window.wence, { checkAsked, checkDone: () => done });
})();
