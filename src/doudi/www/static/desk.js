/* Keys as verbs, one press per form. Everything works without this file. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "Escape") {
    document.querySelectorAll(".decide details[open]").forEach((sheet) => {
      sheet.open = false;
      sheet.querySelector("summary").focus();
    });
    return;
  }
  if (typing) return;
  if (event.key === "/") {
    const box = document.querySelector("[role=search] input[type=search]");
    if (box) { event.preventDefault(); box.focus(); }
    return;
  }
  if (event.key === "j" || event.key === "k") return step(event.key === "j" ? 1 : -1);
  const verb = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (verb) { event.preventDefault(); verb.click(); }
});

function step(by) {
  const rows = [...document.querySelectorAll("a[data-row]")];
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, here + by))].focus();
}

/* Only one sheet of the bar is open; its first field takes the focus. */
document.addEventListener("toggle", (event) => {
  const sheet = event.target;
  if (!sheet.matches(".decide details") || !sheet.open) return;
  document.querySelectorAll(".decide details[open]").forEach((other) => { if (other !== sheet) other.open = false; });
  const first = sheet.querySelector("input:not([type=hidden]), select, textarea");
  if (first) first.focus();
}, true);

document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  event.target.dataset.sent = "1";
  setTimeout(() => delete event.target.dataset.sent, 8000);
});
