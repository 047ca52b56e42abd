/* The workbench moves with the slider. Everything works without this file: the button 算一算 does the same. */
const bench = document.getElementById("bench");
const AGAIN_WHILE_LOADING = 3000;
let counting = false;
let moved = false;

function follow(range) {
  const field = document.getElementById(range.dataset.slider);
  const inForce = field.placeholder.replaceAll(",", "");
  const place = () => { range.value = Number.parseFloat((field.value || inForce).replaceAll(",", "")) || range.min; };
  range.hidden = false;
  place();
  range.addEventListener("input", () => { field.value = range.value; count(); });
  field.addEventListener("input", () => { place(); count(); });
}

/* One question at a time; whatever moved meanwhile is asked once, with the latest numbers. */
async function count() {
  if (counting) { moved = true; return; }
  counting = true;
  do {
    moved = false;
    await ask();
  } while (moved);
  counting = false;
}

async function ask() {
  const body = new URLSearchParams(new FormData(bench));
  try {
    const answer = await fetch(bench.dataset.effects, { method: "POST", body });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    swap(await answer.text());
  } catch {
    document.getElementById("moving-said").textContent = "没有连上,改的数都在。请点“算一算”。";
  }
}

/* Each part of the answer takes the place of the part with its id. */
function swap(html) {
  const parts = new DOMParser().parseFromString(html, "text/html").body.children;
  for (const part of [...parts]) document.getElementById(part.id)?.replaceWith(part);
  wait();
}

function wait() {
  const state = document.getElementById("moving-effects").dataset.state;
  if (state !== "ready") setTimeout(count, AGAIN_WHILE_LOADING);
}

if (bench) {
  bench.querySelectorAll("[data-slider]").forEach(follow);
  bench.querySelectorAll("select").forEach((select) => select.addEventListener("change", count));
  wait();
}
