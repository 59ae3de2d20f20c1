// Comfort only: every page works without this file. Keys click what is on the page; nothing is decided here.
"use strict";

// At once, before anything is drawn: what only a browser without script needs is hidden.
document.documentElement.classList.add("js");

const typing = (target) => target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
const visible = (each) => each.offsetParent !== null || each.matches("input[type=radio]");

function press(key) {
  const found = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(visible);
  if (!found) return false;
  if (found.matches("input[type=search], textarea")) found.focus();
  else found.click();
  // At once, not with the toggle event that comes later: who types right after the key must not lose a letter.
  if (found.matches("details.move[open] > summary")) window.unfold(found.parentElement);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const send = event.target.closest("form")?.querySelector("[data-ctrl-enter]");
    if (send) { event.preventDefault(); send.click(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { if (event.target.matches("input, textarea, select") && !event.target.closest("details.move")) event.target.blur(); return; }
  if (typing(event.target) || event.target.closest("details.move[open] form") || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
  if (press(event.key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const opens = event.target.closest("[data-opens]");
  if (opens) document.getElementById(opens.dataset.opens).showModal();
});

function count(area) {
  const most = Number(area.dataset.count);
  const left = most - area.value.trim().length;
  const said = document.getElementById(`${area.id}-count`);
  said.textContent = left < 0 ? `${(-left).toLocaleString()} characters too many` : `${left} of ${most} characters left`;
  said.classList.toggle("over", left < 0);
}

document.addEventListener("input", (event) => { if (event.target.matches("[data-count]")) count(event.target); });

function ready() {
  document.getElementById("summary")?.focus();
  document.querySelectorAll("[data-count]").forEach(count);
}

document.addEventListener("DOMContentLoaded", () => window.setTimeout(ready));
