/* What the page does in the browser alone: marks, the reader view, copying, and choices that the browser remembers. */
"use strict";
const wence = (() => {
  const TEXTS = "{texts}";
  const remembered = (name) => { try { return localStorage.getItem("wence-" + name); } catch { return null; } };
  const remember = (name, value) => { try { localStorage.setItem("wence-" + name, value); } catch { /* private window */ } };
  const rememberedLanguage = () => (remembered("language") === "en" ? "en" : "zh");
  const texts = () => TEXTS[rememberedLanguage()];
  const byId = (id) => document.getElementById(id);

  /* ---- desks ---- */
  /* The browser opens the desk where its reader was last; a link within a visit, or one with a place in it, goes where it says. */
  const DESKS = ["data", "learn"];
  const visited = (name, value) => {
    try { if (value !== undefined) sessionStorage.setItem("wence-" + name, value); return sessionStorage.getItem("wence-" + name); } catch { return null; }
  };
  function leadToLastDesk() {
    const last = remembered("desk");
    const unasked = location.pathname.endsWith("/") && !location.search && !location.hash && visited("arrived") === null;
    if (unasked && DESKS.includes(last)) location.replace(last);
  }
  function arrive(desk) {
    remember("desk", desk);
    visited("arrived", "yes");
    titled = desk;
    document.title = title();
    return rememberedLanguage();
  }
  let titled = null;
  const title = () => texts()[titled + "_desk"] + " · " + texts().name;
  /* A random key under which the server keeps this window's conversation while it goes to another desk or reloads. */
  function ownWindow() {
    const key = visited("window") ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    visited("window", key);
    return key;
  }

  /* ---- choices ---- */
  function speak(language) {
    remember("language", language === "en" ? "en" : "zh");
    document.documentElement.lang = texts().language_tag;
    if (titled) document.title = title();
    if (reader) labelReader();
  }
  function toggleDark() {
    remember("dark", document.body.classList.contains("dark") ? "no" : "yes");
    applyDark();
  }
  function applyDark() {
    const choice = remembered("dark");
    if (choice !== null && document.body.classList.contains("dark") !== (choice === "yes")) {
      document.body.classList.toggle("dark", choice === "yes");
    }
    byId("dark")?.setAttribute("aria-pressed", document.body.classList.contains("dark"));
  }
  function toggleLargePrint() {
    remember("print", remembered("print") === "large" ? "usual" : "large");
    applyPrint();
  }
  function applyPrint() {
    const large = remembered("print") === "large";
    document.documentElement.classList.toggle("large-print", large);
    byId("large-print")?.setAttribute("aria-pressed", large);
  }

  /* ---- marks and evidence ---- */
  function openEvidence(id) {
    const target = byId(id);
    const group = target?.closest(".group");
    if (!group) return;
    showGroup(group);
    point(target);
  }
  function showGroup(shown) {
    for (const group of document.querySelectorAll("#evidence .group")) group.hidden = group !== shown;
  }
  function showLatest() {
    for (const group of document.querySelectorAll("#earlier-evidence .group")) group.hidden = true;
    const latest = document.querySelector("#latest-evidence .group");
    if (latest) { latest.hidden = false; if (latest.id) point(latest); }
  }
  function point(target) {
    for (const card of document.querySelectorAll(".pointed")) card.classList.remove("pointed");
    target.classList.add("pointed");
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "start", behavior: calm() });
  }
  function backToMark(link) {
    const mark = document.querySelector(`[data-opens="${CSS.escape(link.dataset.mark)}"]`);
    const place = mark ?? document.querySelector(link.getAttribute("href"));
    place?.scrollIntoView({ block: "center", behavior: calm() });
    mark?.focus({ preventScroll: true });
  }
  const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  /* ---- the reader view ---- */
  let reader = null;
  function makeReader() {
    reader = document.createElement("dialog");
    reader.id = "reader";
    reader.innerHTML = '<div class="bar"><button type="button" class="close"></button></div><div class="leaf" tabindex="0"></div>';
    reader.addEventListener("close", () => { if (history.state?.reader) history.back(); });
    document.body.append(reader);
    labelReader();
  }
  function labelReader() {
    reader.setAttribute("aria-label", texts().reader);
    reader.querySelector(".close").textContent = "← " + texts().close_reader;
  }
  async function openReader(address) {
    if (!reader) makeReader();
    const leaf = reader.querySelector(".leaf");
    leaf.replaceChildren(paragraph(texts().loading));
    reader.showModal();
    history.pushState({ reader: true }, "");  /* so that a phone's back key closes the reader, not the page */
    leaf.replaceChildren(await fetchDocument(address));
    if (!showCited(leaf)) leaf.scrollTop = 0;
  }
  function showCited(leaf) {
    const cited = leaf.querySelector("#cited");
    cited?.scrollIntoView({ block: "center" });
    cited?.focus({ preventScroll: true });
    return cited !== null;
  }
  /* Another view or page of the same document; the keyboard stays where it was. */
  async function turn(link) {
    const leaf = reader.querySelector(".leaf");
    const enlarged = leaf.querySelector("#enlarge")?.checked;
    leaf.replaceChildren(await fetchDocument(link.href));
    const enlarge = leaf.querySelector("#enlarge");
    if (enlarge && enlarged) enlarge.checked = true;
    if (showCited(leaf)) return;
    leaf.scrollTop = 0;
    (leaf.querySelector(`[data-turn="${link.dataset.turn}"]`) ?? leaf.querySelector(".turning a") ?? leaf).focus({ preventScroll: true });
  }
  async function fetchDocument(address) {
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const document = page.querySelector("article.document");
      for (const name of ["href", "src"]) {  /* they are relative to the document's own address, not to this page's */
        for (const part of document?.querySelectorAll(`[${name}]`) ?? []) part.setAttribute(name, new URL(part.getAttribute(name), answer.url));
      }
      return document ?? paragraph(texts().reader_failed);
    } catch {
      return paragraph(texts().reader_failed);
    }
  }
  function paragraph(words) {
    const made = document.createElement("p");
    made.className = "told";
    made.textContent = words;
    return made;
  }

  /* ---- copying ---- */
  async function copy(button) {
    const words = button.textContent;
    await copyText(button.dataset.copy);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 1600);
  }
  async function copyText(text) {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    /* Office pages are often plain http on the local network, where browsers keep the clipboard API shut. */
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  /* ---- what is followed ---- */
  function onClick(event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    const at = (selector) => event.target.closest?.(selector);
    const actions = [
      ["[data-opens]", (link) => openEvidence(link.dataset.opens)],
      ["a.open", (link) => openReader(link.getAttribute("href"))],
      ["#evidence a.back", backToMark],
      ["#evidence button.latest", showLatest],
      ["button.copy", copy],
      ["#reader button.close", () => reader.close()],
      ["#reader a.turn", turn],
    ];
    for (const [selector, act] of actions) {
      const found = at(selector);
      if (found) { event.preventDefault(); act(found); return; }
    }
  }
  let announced = "";
  function followLatest() {
    const exchange = document.querySelector("#latest .exchange");
    byId("latest")?.setAttribute("aria-busy", exchange?.dataset.progress === "running");
    if (!exchange) { announced = ""; return; }
    const saying = exchange.id + ":" + exchange.dataset.announce;
    if (saying === announced) return;
    if (!announced.startsWith(exchange.id + ":")) setTimeout(showQuestion, 80);  /* once the examples above have gone */
    announced = saying;
    teller.textContent = exchange.dataset.announce;
  }
  function showQuestion() {
    document.querySelector("#latest .exchange")?.scrollIntoView({ block: "start", behavior: calm() });
  }
  const teller = document.createElement("p");
  teller.id = "teller";
  teller.className = "unseen";
  teller.setAttribute("role", "status");

  function begin() {
    document.documentElement.lang = texts().language_tag;
    document.body.append(teller);
    applyPrint();
    applyDark();
    document.addEventListener("click", onClick);
    addEventListener("popstate", () => { if (reader?.open) reader.close(); });
    new MutationObserver(applyDark).observe(document.body, { attributes: true, attributeFilter: ["class"] });
    /* Gradio builds the page after this script has run. */
    new MutationObserver(() => { followLatest(); label(); }).observe(document.body, { childList: true, subtree: true });
  }
  function label() {
    if (byId("dark") && !byId("dark").hasAttribute("aria-pressed")) { applyDark(); applyPrint(); }
    const evidence = byId("evidence");
    if (evidence && !evidence.hasAttribute("role")) evidence.setAttribute("role", "complementary");
  }
  leadToLastDesk();
  if (document.body) begin(); else document.addEventListener("DOMContentLoaded", begin);
  return { arrive, rememberedLanguage, speak, toggleDark, toggleLargePrint, openReader, copyText, window: ownWindow };
})();
window.wence = wence;
