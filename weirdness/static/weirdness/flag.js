// The flag form: drafts, pictures by paste and drop, cells by arrow keys. Comfort only: all of it works without.
"use strict";

const KEPT = ["dataset", "category", "column", "field", "sentence", "rows", "proposed_value", "link", "chart", "private", "blocks_decision", "submission"];
const LARGEST = 5 * 1024 * 1024;
const WEEK = 7 * 24 * 3600 * 1000;
const LATER = document.currentScript.dataset.later;
const form = document.getElementById("flag-form");
const place = (person) => `flag-draft-${person}`;

// getAttribute: a control named `dataset` hides the form's own property of that name.
function keep() {
  const said = Object.fromEntries([...new FormData(form)].filter(([name]) => KEPT.includes(name)));
  localStorage.setItem(place(form.getAttribute("data-draft")), JSON.stringify({ at: Date.now(), said }));
}

function put(name, value) {
  const field = form.elements[name];
  if (!field) return;
  if (field instanceof RadioNodeList) field.value = value;
  else if (field.type === "checkbox") field.checked = Boolean(value);
  else {
    if (field.tagName === "SELECT" && ![...field.options].some((each) => each.value === value)) field.add(new Option(value, value));
    field.value = value;
  }
}

// A link that names something else than the draft begins another flag.
function restore() {
  const kept = JSON.parse(localStorage.getItem(place(form.getAttribute("data-draft"))) ?? "null");
  if (!kept || Date.now() - kept.at > WEEK || !kept.said.sentence || form.elements.sentence.value) return false;
  const link = new URLSearchParams(location.search);
  if (["dataset", "column"].some((name) => link.has(name) && link.get(name) !== kept.said[name])) return false;
  Object.entries(kept.said).forEach(([name, value]) => put(name, value));
  document.getElementById("draft-note").hidden = false;
  if (["rows", "link", "proposed_value", "chart", "private"].some((name) => kept.said[name])) document.getElementById("more").open = true;
  return true;
}

function begin() {
  let unasked = restore();
  document.querySelectorAll("[data-count]").forEach((each) => each.dispatchEvent(new Event("input", { bubbles: true })));
  if (form.elements.sentence.value) keep();
  ["input", "change", "submit"].forEach((kind) => form.addEventListener(kind, keep));
  form.addEventListener("change", () => { unasked = true; });
  document.getElementById("draft-forget").addEventListener("click", () => localStorage.removeItem(place(form.getAttribute("data-draft"))));
  // htmx is half of what the page loads, and nobody needs it to type: it comes last. It finds its own way only into a
  // page that is complete. What was chosen before it had come is asked for then.
  const script = Object.assign(document.createElement("script"), { src: LATER });
  script.addEventListener("load", () => window.setTimeout(() => {
    if (unasked) form.elements.dataset.dispatchEvent(new Event("change", { bubbles: true }));
  }));
  window.addEventListener("load", () => document.head.append(script));
  pictures(form.elements.screenshot, document.getElementById("screenshot-said"));
}

function pictures(input, said) {
  const told = () => {
    const [file] = input.files;
    const wrong = file && (file.size > LARGEST ? `${file.name} is over 5 MB. Cut out the part that is odd.`
      : input.accept.split(",").includes(file.type) ? "" : `${file.name} is no picture that can be shown. Choose PNG, JPEG, WebP or GIF.`);
    if (wrong) input.value = "";
    said.classList.toggle("problem", Boolean(wrong));
    said.textContent = wrong || (file ? `${file.name} is added. ` : "");
    if (!file || wrong) return;
    const away = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: "Remove it" });
    away.addEventListener("click", () => { input.value = ""; told(); input.focus(); });
    said.append(away);
  };
  const take = (files) => {
    const box = new DataTransfer();
    box.items.add(files[0]);
    input.files = box.files;
    document.getElementById("more").open = true;
    told();
    said.scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("change", told);
  // Cells copied from a sheet come with a picture of themselves: the text is meant.
  document.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    if (files.length && !types.includes("text/plain")) { event.preventDefault(); take(files); }
  });
  document.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) { event.preventDefault(); take(event.dataTransfer.files); }
  });
}

// One stop for Tab in a table of cells; the arrows go from cell to cell.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
document.addEventListener("keydown", (event) => {
  const cell = event.target.closest("[data-pick] td");
  if (!cell || !STEPS[event.key]) return;
  event.preventDefault();
  const [down, right] = STEPS[event.key];
  const row = cell.parentElement.parentElement.rows[cell.parentElement.sectionRowIndex + down];
  const box = row?.cells[cell.cellIndex + right]?.querySelector("input");
  if (box) { box.focus(); box.scrollIntoView({ block: "nearest", inline: "nearest" }); }
});

function fewerStops() {
  document.querySelectorAll("[data-pick] input[name=cell]").forEach((each) => { each.tabIndex = -1; });
}

document.addEventListener("htmx:afterSettle", fewerStops);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy);
  text.select();
  await navigator.clipboard.writeText(text.value);
  button.parentElement.querySelector("[role=status]").textContent = "Copied.";
});

const sent = document.querySelector("[data-draft-sent]");
if (sent) localStorage.removeItem(place(sent.dataset.draftSent));
fewerStops();
if (form) begin();
performance.mark("flag-ready");
