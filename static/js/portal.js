// Wakes the parts of a page that need a script; every page works without it.
import { initAll } from "../vendor/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    const words = button.firstChild;
    const before = words.textContent;
    words.textContent = button.dataset.copied;
    setTimeout(() => { words.textContent = before; }, 3000);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What is folded is printed, too; the style sheet does it where the browser can.
const folded = [];
window.addEventListener("beforeprint", () => {
  folded.push(...document.querySelectorAll(".printed-whole details:not([open])"));
  for (const one of folded) one.open = true;
});
window.addEventListener("afterprint", () => {
  for (const one of folded.splice(0)) one.open = false;
});

for (const list of document.querySelectorAll("[data-tick-all]")) {
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  if (boxes.length < 2) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary tick-all";
  const allTicked = () => boxes.every((box) => box.checked);
  const name = () => { button.textContent = allTicked() ? list.dataset.untickAll : list.dataset.tickAll; };
  button.addEventListener("click", () => {
    const tick = !allTicked();
    for (const box of boxes) box.checked = tick;
    name();
  });
  list.addEventListener("change", name);
  name();
  list.querySelector(".govuk-checkboxes").before(button);
}

for (const menu of document.querySelectorAll("[data-account-menu]")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
