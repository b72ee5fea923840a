/* The desk 查数据. The page's address says all that it shows: this script fetches the table for it and keeps the two together. */
window.wence.data = (() => {
  const COMPARING_MS = 1500;
  let shown = null;  /* the query that is on the page */
  let latest = 0;    /* of several fetches under way only the last one counts */
  const desk = () => document.getElementById("figures");
  const query = (address) => new URL(address, location.href).search;
  const same = (one, other) => new URLSearchParams(one).toString() === new URLSearchParams(other).toString();

  async function show(search, { history: way = "push", focus = "" } = {}) {
    if (!desk()) return;
    const turn = ++latest;
    desk().setAttribute("aria-busy", "true");
    const address = new URL("figures/table" + (search || "?"), location.href);
    address.searchParams.set("language", wence.rememberedLanguage());
    const html = await fetched(address);
    if (turn !== latest || !desk()) return;
    const held = focus || document.activeElement?.id || "";
    if (html !== null) place(html); else if (!desk().querySelector("#figure-desk")) desk().replaceChildren(failed());
    desk().setAttribute("aria-busy", "false");
    const found = desk().querySelector("#figure-desk");
    shown = found?.dataset.address ?? search;
    if (way !== "none" && !same(shown, location.search)) history[way + "State"]({}, "", "data" + (shown === "?" ? "" : shown));
    refocus(held);
    announce();
    if (found && "comparing" in found.dataset) setTimeout(() => { if (turn === latest) show(location.search, { history: "none" }); }, COMPARING_MS);
  }
  async function fetched(address) {
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      return answer.ok || answer.status === 503 ? await answer.text() : null;
    } catch { return null; }
  }
  function place(html) {
    const made = new DOMParser().parseFromString(html, "text/html").body;
    const wide = desk().querySelector(".wide")?.scrollLeft ?? 0;
    desk().replaceChildren(...made.childNodes);
    const table = desk().querySelector(".wide");
    if (table) table.scrollLeft = wide;
  }
  function failed() {
    const said = document.createElement("p");
    said.className = "repealed";
    said.textContent = wence.rememberedLanguage() === "en" ? "The figures could not be read; please reload the page." : "没有读到数字，请刷新页面再试。";
    return said;
  }
  function refocus(id) {
    const held = id && document.getElementById(id);
    if (held && held !== document.activeElement && desk().contains(held)) held.focus({ preventScroll: true });
  }
  function announce() {
    const teller = document.getElementById("teller");
    const total = desk().querySelector("#total");
    if (teller && total && teller.textContent !== total.textContent) teller.textContent = total.textContent;
  }

  /* ---- what is looked for ---- */
  function asked() {
    const form = desk().querySelector("#figure-search");
    const params = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) params.set(name, value);
    const now = new URLSearchParams(location.search);
    for (const kept of ["sort", "desc", "rows"]) if (now.has(kept)) params.set(kept, now.get(kept));
    return "?" + params;
  }
  /* Selecting changes the address in place: each tick would be a step back otherwise. */
  function select(boxes) {
    const params = new URLSearchParams(location.search);
    const rows = new Set((params.get("rows") ?? "").split(",").filter(Boolean));
    for (const box of boxes) if (box.checked) rows.add(box.value); else rows.delete(box.value);
    if (rows.size) params.set("rows", [...rows].join(",")); else params.delete("rows");
    history.replaceState({}, "", "data" + (params.size ? "?" + params : ""));
    show(location.search, { history: "replace" });
  }

  /* ---- the chart as a picture ---- */
  async function saveChart(button) {
    const drawing = desk().querySelector("svg.chart");
    const scale = 3, width = drawing.width.baseVal.value * scale, height = drawing.height.baseVal.value * scale;
    const picture = new Image(width, height);
    picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(drawing));
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d").drawImage(picture, 0, 0, width, height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = button.dataset.name.replace(/[\\/:*?"<>|]/g, "_");
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function onClick(event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0 || !desk()?.contains(event.target)) return;
    const link = event.target.closest("a[data-go]");
    if (link) { event.preventDefault(); show(query(link.href), { focus: link.id || "figures-heading" }); return; }
    if (event.target.closest("#to-chosen")) { event.preventDefault(); goToChosen(); return; }
    const save = event.target.closest("#save-chart");
    if (save) saveChart(save);
  }
  function goToChosen() {
    const heading = desk().querySelector("#chosen-heading");
    heading.scrollIntoView({ block: "start" });
    heading.focus({ preventScroll: true });
  }
  function onChange(event) {
    if (!desk()?.contains(event.target)) return;
    const box = event.target;
    if (box.matches("input.row")) select([box]);
    else if (box.matches("#every-row")) {
      const boxes = [...desk().querySelectorAll("input.row")];
      for (const each of boxes) each.checked = box.checked;
      select(boxes);
    } else if (box.matches("select, #only-conflicts")) show(asked());
  }
  function onSubmit(event) {
    if (event.target.id !== "figure-search") return;
    event.preventDefault();
    show(asked());
  }
  function onBack() {
    if (desk() && shown !== null && !same(shown, location.search || "?")) show(location.search, { history: "none" });
  }
  let begun = false;
  function begin() {
    if (!begun) {
      begun = true;
      document.addEventListener("click", onClick);
      document.addEventListener("change", onChange);
      document.addEventListener("submit", onSubmit);
      addEventListener("popstate", onBack);
    }
    show(location.search, { history: "replace" });
  }
  return { begin, speak: () => { if (begun) show(location.search, { history: "none" }); } };
})();
