// Putting an agenda together: items are dragged or moved by keys and saved at once, and the time left is counted while
// minutes are typed. Without this file the buttons and “Save times” do the same.
const form = document.getElementById("building");
const said = document.getElementById("said");
const list = () => form.querySelector("ol.order");
const rows = () => [...list().querySelectorAll("li[data-item]")];
const box = (row) => row.querySelector(".mins");
const titleOf = (row) => row.querySelector(".order__title").textContent.replace(/\s+/g, " ").trim();

// ---- The time left, in words wherever it stands ----

const clock = (minutes) =>
  [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
const countOf = (number) => `${number}\u00a0minute${number === 1 ? "" : "s"}`;

function minutesOf(row) {
  const typed = box(row).value.trim();
  return /^\d{1,3}$/.test(typed) ? Number(typed) : Number(box(row).defaultValue) || 0;
}

function count() {
  const { starts, available } = form.dataset;
  const [hour, minute] = starts ? starts.split(":").map(Number) : [];
  let taken = 0;
  for (const row of rows()) {
    if (starts) row.querySelector(".agenda__time").textContent = clock(hour * 60 + minute + taken);
    taken += minutesOf(row);
  }
  const over = taken - Number(available);
  const words = over === 0 ? "The time is just filled" : `${countOf(Math.abs(over))} ${over > 0 ? "over" : "left"}`;
  if (available) {
    for (const place of document.querySelectorAll("[data-left]")) place.textContent = words;
    for (const place of document.querySelectorAll("[data-taken]")) place.textContent = taken;
    draw(taken, Number(available));
  }
  if (starts) for (const place of document.querySelectorAll("[data-ends]")) place.textContent = clock(hour * 60 + minute + taken);
  return available ? words : `The items take ${countOf(taken)}`;
}

function draw(taken, available) {
  const bar = document.querySelector("#filling .bar");
  const rect = (x, width, kind) => {
    const piece = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const look = { class: `seat seat--${kind}`, x: x + 0.4, y: 1, width: Math.max(width - 0.8, 0), height: 8 };
    for (const [name, value] of Object.entries(look)) piece.setAttribute(name, value);
    return piece;
  };
  const pieces = [];
  let at = 0;
  for (const row of rows()) {
    const minutes = minutesOf(row);
    const fits = Math.max(0, Math.min(minutes, available - at));
    if (fits) pieces.push(rect(at, fits, "standing" in row.dataset ? "dim" : "a"));
    if (minutes > fits) pieces.push(rect(at + fits, minutes - fits, "over"));
    at += minutes;
  }
  bar.setAttribute("viewBox", `0 0 ${Math.max(taken, available, 1)} 10`);
  const beyond = taken > available ? `; the last ${taken - available} run over` : "";
  bar.setAttribute("aria-label", `Items fill ${taken} of ${countOf(available)}${beyond}`);
  bar.replaceChildren(...pieces, ...bar.querySelectorAll("path"));
}

let waits = 0;
function tell(words, pause = 0) {
  clearTimeout(waits);
  waits = setTimeout(() => { said.textContent = words; }, pause);
}

form.addEventListener("input", (event) => {
  if (!event.target.matches(".mins")) return;
  const words = count();
  here.textContent = words;
  tell(words, 700);
});

// Where minutes are typed, the words stand beside them.
const here = Object.assign(document.createElement("p"), { className: "small muted left-here" });
here.setAttribute("aria-hidden", "true");
form.addEventListener("focusin", (event) => {
  if (!event.target.matches(".mins")) return here.remove();
  here.textContent = count();
  event.target.parentElement.append(here);
});

// ---- Moving ----

const references = () => rows().map((row) => row.dataset.item).join(" ");

function step(row, by) {
  const all = rows();
  const other = all[all.indexOf(row) + by];
  if (!other) return tell(`${titleOf(row)} is ${by < 0 ? "first" : "last"} already.`);
  const held = document.activeElement;
  if (by < 0) other.before(row);
  else other.after(row);
  if (row.contains(held)) held.focus();
  settled(row);
}

function settled(row) {
  const all = rows();
  const words = count();
  row.scrollIntoView({ block: "nearest" });
  tell(`${titleOf(row).replace(/^\S+\s/, "")} is now number ${all.indexOf(row) + 1} of ${all.length}. ${words}.`);
  save();
}

form.addEventListener("keydown", (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const row = event.target.closest("li[data-item]");
  const isGrip = event.target.matches(".grip") && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!by || !row || !(event.altKey || isGrip)) return;
  event.preventDefault();
  step(row, by);
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=up], button[name=down]");
  if (!button) return;
  event.preventDefault();
  step(button.closest("li"), button.name === "up" ? -1 : 1);
});

// ---- Dragging, by mouse, finger or pen ----

let drag = null;

function grips() {
  for (const row of rows()) {
    const grip = Object.assign(document.createElement("button"), { type: "button", className: "grip", textContent: "Drag" });
    grip.append(Object.assign(document.createElement("span"), {
      className: "govuk-visually-hidden",
      textContent: ` ${titleOf(row)}: or press the arrow keys`,
    }));
    row.querySelector(".order__more").before(grip);
  }
}

form.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  grip.focus();
  grip.setPointerCapture(event.pointerId);
  const row = grip.closest("li");
  drag = { row, grip, next: row.nextElementSibling, before: references(), y: event.clientY };
  row.classList.add("is-moved");
});

form.addEventListener("pointermove", (event) => {
  if (!drag) return;
  drag.y = event.clientY;
  follow();
});

function follow() {
  const edge = 56;
  if (drag.y < edge) scrollBy(0, -12);
  else if (drag.y > innerHeight - edge) scrollBy(0, 12);
  const { row, y } = drag;
  for (const other of rows()) {
    if (other === row) continue;
    const { top, height } = other.getBoundingClientRect();
    const isAbove = other.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isAbove && y < top + height / 2) {
      other.before(row);
      break;
    }
    if (!isAbove && y > top + height / 2 && !rows().slice(rows().indexOf(other) + 1).some((one) => y > middle(one))) {
      other.after(row);
      break;
    }
  }
}

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

function drop(isKept) {
  if (!drag) return;
  const { row, next, before, grip } = drag;
  drag = null;
  row.classList.remove("is-moved");
  if (!isKept) list().insertBefore(row, next);
  grip.focus();
  if (references() !== before) settled(row);
}

form.addEventListener("pointerup", () => drop(true));
form.addEventListener("pointercancel", () => drop(false));
document.addEventListener("keydown", (event) => event.key === "Escape" && drop(false));

// ---- Saving: one post with the whole order and the minutes ----

let isSaving = false;
let again = false;

const notice = Object.assign(document.createElement("div"), { className: "notice notice--amber", hidden: true });
notice.setAttribute("role", "status");
list().before(notice);

function complain(words) {
  notice.replaceChildren(Object.assign(document.createElement("p"), { textContent: words }));
  notice.hidden = false;
}

// What was arranged goes with the form, if it has to be sent by hand.
function carry(order) {
  let field = form.elements.order;
  if (!field) {
    field = Object.assign(document.createElement("input"), { type: "hidden", name: "order" });
    form.append(field);
  }
  field.value = order;
}

async function save() {
  if (isSaving) {
    again = true;
    return;
  }
  isSaving = true;
  do {
    again = false;
    carry(references());
    const sent = new Map(rows().map((row) => [box(row).name, box(row).value]));
    const fields = new URLSearchParams([...sent, ["order", references()], ["seen", form.elements.seen.value], ["csrf_token", form.elements.csrf_token.value]]);
    let page = null;
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, signal: AbortSignal.timeout?.(20000) });
      page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    } catch {
      complain("There is no connection: the new order is not saved yet. Press “Save times” to try again.");
      break;
    }
    if (!page?.getElementById("building")) {
      complain("The new order is not saved yet. Press “Save times” to try again; you may have to sign in.");
      break;
    }
    show(page, sent);
  } while (again);
  isSaving = false;
}

function show(page, sent) {
  const fresh = page.getElementById("building");
  const refused = page.querySelector(".govuk-error-summary");
  form.elements.seen.value = fresh.elements.seen.value;
  form.elements.csrf_token.value = fresh.elements.csrf_token.value;
  carry("");
  const told = refused ?? page.querySelector("main > .notice--amber[role=status]");
  if (told) {
    complain(told.querySelector("li, p").textContent);
    tell(told.querySelector("li, p").textContent);
  } else {
    notice.hidden = true;
  }
  if (again && !refused) return; // moved once more meanwhile: what is shown is newer than the answer
  again = again && !refused;
  const held = document.activeElement;
  const place = list().contains(held) ? { row: held.closest("li")?.dataset.item, like: likeness(held) } : null;
  const typed = new Map(rows().map((row) => [box(row).name, box(row).value]));
  list().replaceWith(fresh.querySelector("ol.order"));
  document.getElementById("filling").replaceWith(page.getElementById("filling"));
  for (const row of rows()) {
    const now = typed.get(box(row).name);
    if (now !== undefined && now !== sent.get(box(row).name)) box(row).value = now; // typed since it was sent
  }
  grips();
  count();
  if (place) list().querySelector(`li[data-item="${place.row}"] ${place.like}`)?.focus({ preventScroll: true });
}

function likeness(held) {
  if (held.name && held.matches("button")) return `button[name=${held.name}]`;
  return held.matches(".grip") ? ".grip" : held.matches(".mins") ? ".mins" : held.matches("a") ? "a" : "";
}

// ---- What the page gets from this file ----

document.getElementById("how-to-move").hidden = false;
grips();
count();
