// The triage desk's comfort: moving in the list, opening small forms, choosing several, counting down, looking for news.
// Everything is done by buttons, links and forms of the page; nothing is decided here.
"use strict";

const NEWS_EVERY = 15_000;
const rows = () => [...document.querySelectorAll("[data-list] a[hx-get]")];
const current = () => rows().find((each) => each.hasAttribute("aria-current"));

function step(by) {
  const links = rows();
  if (!links.length) return false;
  const here = links.findIndex((each) => each.hasAttribute("aria-current"));
  const at = here + by;
  if (at >= links.length) { document.querySelector("[data-later]")?.click(); return true; }
  const next = links[Math.max(at, 0)];
  next.click();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

// A verdict that needs words opens one small form at a time, with the cursor in it.
function unfold(details) {
  document.querySelectorAll("details.move[open]").forEach((each) => { if (each !== details) each.open = false; });
  const form = details.querySelector("form");
  if (!form || form.contains(document.activeElement)) return;
  const field = form.querySelector("input[type=radio]:checked") ?? form.querySelector("textarea, select, input:not([type=hidden])");
  field?.focus();
}

function leave(target) {
  const open = target.closest("details[open].move");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  } else target.blur();
}

// In a form of choices a digit belongs to the number that can be typed instead of choosing.
function intoNumber(event) {
  const number = event.target.closest("form")?.querySelector("[data-number]");
  if (number && event.target !== number && /^[0-9#]$/.test(event.key)) number.focus();
}

function mark(box) {
  if (!box) return false;
  box.checked = !box.checked;
  chosen();
  return true;
}

function chosen() {
  const boxes = [...document.querySelectorAll("[data-list] input[type=checkbox]")];
  const count = boxes.filter((each) => each.checked).length;
  const bar = document.getElementById("several");
  if (!bar) return;
  bar.classList.toggle("idle", !count);
  const said = document.getElementById("several-count");
  if (said) said.textContent = count ? `${count} selected` : "None selected";
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const inForm = event.target.closest("details.move[open] form");
  if (event.key === "Escape" && (inForm || event.target.matches("input, textarea, select"))) return leave(event.target);
  if (inForm) return intoNumber(event);
  if (typing(event.target)) return;
  const done =
    event.key === "j" ? step(1) :
    event.key === "k" ? step(-1) :
    event.key === "x" && mark(current()?.closest("li").querySelector("input[type=checkbox]"));
  if (done) event.preventDefault();
});

// The chosen issue is marked in the list at once; its evidence follows. Until it is there no button of the issue before
// can be pressed, and a key that was meant for the chosen one waits for it.
let held = null;
const evidence = () => document.getElementById("evidence");

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-list] a[hx-get]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  current()?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  link.closest(".queue").classList.add("chosen");
  evidence().inert = true;
  held = null;
}, true);

document.addEventListener("keydown", (event) => {
  if (!evidence()?.inert || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const opens = event.key === "Enter" && !event.target.matches("a, button, summary, input");
  if (!opens && (event.key.length > 1 || "jkx/?".includes(event.key))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held ??= event.key;
}, true);

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt !== current() || !event.detail.successful) return;
  evidence().inert = false;
  const place = `${rows().indexOf(current()) + 1} of ${rows().length}`;
  document.getElementById("front-said").textContent = `${document.getElementById("issue-title").innerText}, ${place}`;
  if (held) press(held);
  held = null;
});
for (const lost of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(lost, (event) => { if (event.detail.target === evidence()) location.assign(current().href); });
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-all]")) return;
  const boxes = [...document.querySelectorAll("[data-list] input[type=checkbox]")];
  const on = boxes.some((each) => !each.checked);
  boxes.forEach((each) => { each.checked = on; });
  chosen();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-list] input[type=checkbox]")) chosen();
  // Whoever sets the date means it.
  const date = event.target.closest("[data-date-for]");
  if (date && date.value) document.getElementById(date.dataset.dateFor).checked = true;
});

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-number]") || !event.target.value) return;
  event.target.closest("form").querySelectorAll("input[type=radio]").forEach((each) => { each.checked = false; });
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches("details.move") && event.target.open) unfold(event.target);
}, true);

// The long list of a small form comes when it is opened. Enter that is quicker means the likeliest, which is chosen in it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.querySelector("[data-awaited]") || form.querySelector("[data-number]")?.value) return;
  event.preventDefault();
  form.dataset.eager = "yes";
}, true);

document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.target.closest?.("details.move[open] form");
  if (!form) return;
  const here = document.activeElement, likeliest = form.querySelector("input[type=radio]:checked");
  if (form.dataset.eager && likeliest) form.requestSubmit();
  else if (!form.contains(here) || !here.value) (likeliest ?? form.querySelector("select"))?.focus();
  delete form.dataset.eager;
});

// One verdict at a time: until the next page is there, a second key press would land on an issue nobody has seen.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (document.body.dataset.sending) { event.preventDefault(); return; }
  document.body.dataset.sending = "yes";
});
window.addEventListener("pageshow", () => {
  delete document.body.dataset.sending;
  if (evidence()) evidence().inert = false;
});

function countDown(form) {
  const left = form.querySelector("[data-left]");
  const end = Date.now() + Number(form.dataset.undo) * 1000;
  const timer = window.setInterval(() => {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    if (seconds > 0) { left.textContent = `${seconds} s`; return; }
    window.clearInterval(timer);
    form.remove();
  }, 250);
}

function lookForNews() {
  const news = document.getElementById("news");
  if (news && !document.hidden) window.htmx.trigger(news, "look");
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-undo]").forEach(countDown);
  chosen();
  if (document.getElementById("news")) window.setInterval(lookForNews, NEWS_EVERY);
  window.setTimeout(() => {
    document.querySelectorAll("details.move[open]").forEach(unfold);
    document.querySelector("[data-list] [aria-current]")?.scrollIntoView({ block: "nearest" });
  });
});
document.addEventListener("visibilitychange", lookForNews);
