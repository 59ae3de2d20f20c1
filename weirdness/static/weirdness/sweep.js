// Blind sweeps: a line that is not on the list yet survives a closed window; lines are dragged into groups.
// Comfort only: all of it works without.
"use strict";

const FIELDS = ["category", "sentence", "column", "field", "rows"];
const lineForm = document.getElementById("line-form");
const mergeForm = document.getElementById("merge-form");

function isOnTheList(sentence) {
  const bare = (text) => text.replaceAll("`", "").trim();
  return [...document.querySelectorAll(".lines .quote")].some((each) => bare(each.textContent) === bare(sentence));
}

function keepLine(form) {
  const place = `sweep-draft-${form.getAttribute("data-draft")}`;
  const keep = () => {
    const said = Object.fromEntries([...new FormData(form)].filter(([name]) => FIELDS.includes(name)));
    if (said.sentence) localStorage.setItem(place, JSON.stringify(said));
    else localStorage.removeItem(place);
  };
  const said = JSON.parse(localStorage.getItem(place) ?? "null");
  // Forgotten when it stands on the list, and not when it is sent: the way to the server may be cut.
  if (said && isOnTheList(said.sentence)) localStorage.removeItem(place);
  else if (said && !form.elements.sentence.value) {
    Object.entries(said).forEach(([name, value]) => { if (form.elements[name]) form.elements[name].value = value; });
  }
  ["input", "change"].forEach((kind) => form.addEventListener(kind, keep));
  if (form.elements.sentence.value) keep();
}

function dragLines(form) {
  let dragged = null;
  form.querySelectorAll("[data-line]").forEach((line) => {
    line.draggable = true;
    line.addEventListener("dragstart", (event) => { dragged = line; event.dataTransfer.effectAllowed = "move"; });
    line.addEventListener("dragend", () => { dragged = null; });
  });
  form.querySelectorAll("[data-group]").forEach((group) => {
    const over = (is) => group.classList.toggle("over", is);
    group.addEventListener("dragover", (event) => { if (dragged) { event.preventDefault(); over(true); } });
    group.addEventListener("dragleave", () => over(false));
    group.addEventListener("drop", (event) => {
      over(false);
      if (!dragged) return;
      event.preventDefault();
      dragged.querySelector("[name^=line-]").value = group.dataset.group;
      group.querySelector(".merged").append(dragged);
    });
  });
}

if (lineForm?.hasAttribute("data-draft")) keepLine(lineForm);
if (mergeForm) dragLines(mergeForm);
