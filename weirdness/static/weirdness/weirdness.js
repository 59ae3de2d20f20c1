// Comfort only: every page works without this file. Keys click what is on the page; nothing is decided here.
"use strict";

// At once, before anything is drawn: what only a browser without script needs is hidden.
document.documentElement.classList.add("js");

const typing = (target) => target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
const visible = (each) => each.offsetParent !== null || each.matches("input[type=radio]");

function press(key) {
  const found = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(visible);
  if (!found) return false;
  if (found.matches("input[type=search]")) found.focus();
  else found.click();
  // At once, not with the toggle event that comes later: who types right after the key must not lose a letter.
  if (found.matches("details.move[open] > summary")) unfold(found.parentElement);
  return true;
}

// A verdict that needs words opens one small form at a time, with the cursor in it.
function unfold(details) {
  document.querySelectorAll("details.move[open]").forEach((each) => { if (each !== details) each.open = false; });
  const field = details.querySelector("textarea, select, input:not([type=hidden])");
  if (field && !details.querySelector("form").contains(document.activeElement)) field.focus();
}

function step(by) {
  const links = [...document.querySelectorAll("[data-list] a[hx-get]")];
  if (!links.length) return false;
  const here = links.findIndex((each) => each.hasAttribute("aria-current"));
  const next = links[Math.min(Math.max(here + by, 0), links.length - 1)];
  next.click();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function leave(target) {
  const open = target.closest("details[open].move");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  } else target.blur();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const send = event.target.closest("form")?.querySelector("[data-ctrl-enter]");
    if (send) { event.preventDefault(); send.click(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { if (event.target.matches("input, textarea, select")) leave(event.target); return; }
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
  const done = event.key === "j" ? step(1) : event.key === "k" ? step(-1) : press(event.key);
  if (done) event.preventDefault();
});

// The chosen issue is marked in the list at once; its evidence follows.
document.addEventListener("click", (event) => {
  const opens = event.target.closest("[data-opens]");
  if (opens) document.getElementById(opens.dataset.opens).showModal();
  const link = event.target.closest("[data-list] a[hx-get]");
  if (!link) return;
  document.querySelectorAll("[data-list] a[aria-current]").forEach((each) => each.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  link.closest(".queue").classList.add("chosen");
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches("details.move") && event.target.open) unfold(event.target);
}, true);

function count(area) {
  const most = Number(area.dataset.count);
  const left = most - area.value.trim().length;
  const said = document.getElementById(`${area.id}-count`);
  said.textContent = left < 0 ? `${(-left).toLocaleString()} characters too many` : `${left} of ${most} characters left`;
  said.classList.toggle("over", left < 0);
}

document.addEventListener("input", (event) => { if (event.target.matches("[data-count]")) count(event.target); });

// The draft: what was typed survives a log-in in between, in this tab only.
const DRAFT = "flag-draft";
const KEPT = ["dataset", "category", "column", "field", "sentence", "rows", "proposed_value", "link", "blocks_decision", "submission"];
let form = null;

// getAttribute: a control named `dataset` hides the form's own property of that name.
function keep() {
  const said = Object.fromEntries([...new FormData(form)].filter(([name]) => KEPT.includes(name)));
  sessionStorage.setItem(DRAFT, JSON.stringify({ person: form.getAttribute("data-draft"), said }));
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

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(DRAFT) ?? "null");
  if (!kept || kept.person !== form.getAttribute("data-draft") || !kept.said.sentence || form.elements.sentence.value) return;
  const named = new URLSearchParams(location.search).get("dataset");
  if (named && named !== kept.said.dataset) return;
  Object.entries(kept.said).forEach(([name, value]) => put(name, value));
  document.getElementById("draft-note").hidden = false;
  if (kept.said.rows || kept.said.link || kept.said.proposed_value) form.querySelector("details").open = true;
  form.elements.dataset.dispatchEvent(new Event("change", { bubbles: true }));
}

function ready() {
  if (document.querySelector("[data-draft-sent]")) sessionStorage.removeItem(DRAFT);
  document.getElementById("summary")?.focus();
  document.querySelectorAll("[data-count]").forEach(count);
  document.querySelectorAll("details.move[open]").forEach((each) => each.querySelector("textarea, select")?.focus());
  document.querySelector("[data-list] [aria-current]")?.scrollIntoView({ block: "nearest" });
  form = document.getElementById("flag-form");
  if (!form) return;
  restore();
  document.querySelectorAll("[data-count]").forEach(count);
  form.addEventListener("input", keep);
  form.addEventListener("submit", keep);
  document.getElementById("draft-forget").addEventListener("click", () => { sessionStorage.removeItem(DRAFT); location.assign(form.getAttribute("action")); });
}

document.addEventListener("DOMContentLoaded", () => window.setTimeout(ready));
