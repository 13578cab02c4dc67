// What may be meant, while somebody types: people, organisations and teams after @, dates after "by"; how a date is
// understood; and what is not for everyone to read.

const MOST = 8;
const AFTER_AT = /(^|\s)@(?:"([^"@]{2,})|([^\s"@]{2,}))$/u;
const AFTER_BY = /(^|\s)by\s+([\p{L}\d][\p{L}\d ]{1,24})$/iu;
const DUE = /(?:^|\s)by\s+((?:[\p{L}\d][\p{L}\d'’/.-]*\s*){1,6})/iu;
const IS_FOR_SOMEBODY = /^\s*[ar]\s+@/i;

const plain = (words) =>
  words.normalize("NFD").replace(/\p{M}/gu, "").replace(/['’"]/g, "").toLowerCase().replace(/[^\p{L}\d]+/gu, " ").trim();

export function completeNames(box, { names: address, understood }) {
  const list = Object.assign(document.createElement("ul"), { className: "write__offers", id: "offers", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "What may be meant");
  box.after(list);
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", "offers");

  let known = null;
  let shown = [];
  let active = -1;
  let range = [0, 0];
  let tell = () => {};

  async function load() {
    known = [];
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (!answer.ok) throw new Error("no names");
      known = (await answer.json()).map((one) => ({ ...one, parts: plain(`${one.write} ${one.words}`).split(" ") }));
      look();
    } catch {
      known = null; // asked for again at the next @
    }
  }

  function look() {
    const before = box.value.slice(0, box.selectionStart);
    const at = AFTER_AT.exec(before);
    const by = at ? null : AFTER_BY.exec(before);
    const typed = at ? at[2] ?? at[3] : by?.[2];
    if (!typed || box.selectionStart !== box.selectionEnd) return close();
    if (!known) return load();
    const words = plain(typed).split(" ").filter(Boolean);
    const begins = by
      ? (one) => one.kind === "date" && plain(one.write).startsWith(words.join(" ")) && plain(one.write) !== words.join(" ")
      : (one) => one.kind !== "date" && words.every((word) => one.parts.some((part) => part.startsWith(word)));
    shown = known.filter(begins).sort((one, other) => Number(other.is_here ?? false) - Number(one.is_here ?? false)).slice(0, MOST);
    range = [before.length - typed.length - (at?.[2] !== undefined ? 1 : 0), before.length];
    draw(at ? 0 : -1);
  }

  function draw(first) {
    list.replaceChildren(...shown.map((one, number) => {
      const row = Object.assign(document.createElement("li"), { id: `offer-${number}` });
      row.setAttribute("role", "option");
      const name = document.createElement("b");
      const main = one.kind === "date" ? one.write : one.words;
      name.textContent = main;
      row.append(name);
      const note = one.kind === "date" ? one.words : one.is_here ? "here" : { team: "a team" }[one.kind];
      if (note) row.append(" ", Object.assign(document.createElement("span"), { textContent: note }));
      row.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
      row.addEventListener("click", () => take(number));
      return row;
    }));
    list.hidden = !shown.length;
    point(shown.length ? first : -1);
  }

  function point(number) {
    active = number;
    [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === active)));
    if (active < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", `offer-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function close() {
    shown = [];
    list.hidden = true;
    list.replaceChildren();
    point(-1);
  }

  function take(number) {
    const written = `${shown[number].write} `;
    box.setRangeText(written, ...range, "end");
    close();
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  box.addEventListener("keydown", (event) => {
    if (!shown.length || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) point((active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) % shown.length);
    else if (event.key === "Tab" && !event.shiftKey) take(Math.max(active, 0));
    else if (event.key === "Enter" && active >= 0 && !event.shiftKey) take(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);

  // ---- How a date is understood, and what is not for everyone ----

  let waits = 0;
  let asked = "";
  let meant = "";

  async function understand() {
    const due = DUE.exec(box.value)?.[1].trim() ?? "";
    if (due === asked) return;
    asked = due;
    meant = "";
    if (due && understood && IS_FOR_SOMEBODY.test(box.value)) {
      try {
        const answer = await fetch(`${understood}?${new URLSearchParams({ due })}`, { headers: { Accept: "application/json" }, redirect: "manual" });
        if (answer.ok && due === asked) meant = (await answer.json()).words ?? "";
      } catch {
        // the forum says it when the line is saved
      }
    }
    hint();
  }

  function hint() {
    tell(cautions(box.value), meant);
  }

  box.addEventListener("input", () => {
    look();
    hint();
    clearTimeout(waits);
    waits = setTimeout(understand, 400);
  });
  return { whenHinted(work) { tell = work; } };
}

function cautions(text) {
  const found = [];
  if (/[^\s@]+@[^\s@]+\.[a-z]{2,}/i.test(text)) found.push("Everyone can read minutes. Take the e-mail address out.");
  if (/(?:^|\D)(?:\+44|0)(?:[\s().-]?\d){9,10}(?!\d)/.test(text)) found.push("Everyone can read minutes. Take the telephone number out.");
  if (AWAY.test(text)) found.push("This seems to say why somebody was away. Leave the reason out, or say that it is meant.");
  if (/\[\[/.test(text)) {
    found.push(/\[\[[^\]]+\]\]/.test(text) ? "What stands in [[ ]] is kept off public pages: they say “a person”." : "Close the name with ]]: then it is kept off public pages.");
  }
  return found;
}

const AWAY = /\b(?:apolog\w*|absent|away|couldn[’']t come|not here|unable to attend)\b.{0,60}\b(?:ill|sick|unwell|hospital|surgery|operation|funeral|bereave\w*|maternity|covid|holiday|annual leave|sick leave|family)\b/i;
