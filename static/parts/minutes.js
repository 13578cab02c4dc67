// Minutes while they are taken: a line is shown at once, sent by itself, and kept in this browser until the forum has
// it; lines of others appear. Without this file the box is a form, and the page shows what it shows when it is opened.
import { completeNames } from "./minutes_names.js";
import { Kept, Queue } from "./minutes_queue.js";
import { watchLines } from "./minutes_lines.js";

const live = document.getElementById("live");
const form = document.getElementById("write");
const { meeting, person, item, number } = live.dataset;
const ahead = Number(live.dataset.at) - Date.now(); // how far the forum's clock is ahead of this device's
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
const toTheSecond = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "Europe/London" });
const countOf = (count, one, many = `${one}s`) => `${count}\u00a0${count === 1 ? one : many}`;
const named = { note: "Note", decision: "Decision", recommendation: "Recommendation", action: "Action", question: "Question", declaration: "Declaration" };

// What a line will be, by its sign or by the button: `d …` is a decision whatever was pressed.
function kindOf({ text, kind }) {
  if (/^[ar]\s+@/i.test(text)) return /^a/i.test(text) ? "action" : "recommendation";
  const sign = /^([dqi])\s+\S/.exec(text);
  return sign ? { d: "decision", q: "question", i: "declaration" }[sign[1]] : kind;
}

function make(tag, about = {}, ...parts) {
  const made = Object.assign(document.createElement(tag), about);
  made.append(...parts);
  return made;
}

// Where something is written, the item was reached: nothing says any more that it was not.
const lines = watchLines(live, {
  whenFilled: () => {
    for (const part of document.querySelectorAll("#nothing, [data-untouched]")) part.hidden = true;
  },
});

// ---- The clock: the time of the forum, and how much is left of the item ----

function tick() {
  const shown = document.querySelector("[data-clock]");
  if (!shown) return;
  const moment = Date.now() + ahead;
  shown.textContent = clock.format(moment);
  const time = document.querySelector("[data-time]");
  if (!time.dataset.began) return;
  const began = Number(time.dataset.began);
  const left = Number(time.dataset.length) - Math.floor((moment - began) / 60000);
  const words = left >= 0 ? `${left} of ${countOf(Number(time.dataset.length), "minute")} left` : `${countOf(-left, "minute")} over`;
  time.replaceChildren(`started ${clock.format(began)} · `, make("strong", { textContent: words }));
}

setInterval(tick, 5000);

// ---- The box ----

if (form) write();

function write() {
  const box = form.elements.line;
  const waiting = document.getElementById("waiting");
  const told = document.getElementById("unsaved");
  const draft = `draft of minutes ${meeting} ${person} ${item}`;
  const kept = new Kept(`line of minutes ${meeting} ${person} `);
  const queue = new Queue({
    kept,
    person,
    token: form.elements.csrf_token.value,
    address: (where) => form.action.replace(/[^/]+$/, where),
    whenSaved: saved,
    whenChanged: show,
  });
  const names = completeNames(box, form.dataset);

  function saved(line, { row, edition, at, saved: moment, warnings }) {
    if (line.item === item) {
      lines.add(row, edition);
      const time = document.querySelector("[data-time]");
      if (time && !time.dataset.began) time.dataset.began = at;
      tick();
    }
    hear(`Saved ${moment}.${warnings.length ? ` ${warnings.join(" ")}` : ""}`);
    warn(line.item === item ? warnings : []);
  }

  // ---- Sending what was typed ----

  function send(kind) {
    const text = box.value.trim();
    if (!text) return box.focus();
    const { owner, second_owner: second, due, carries_out: carried } = form.elements;
    const fields = { owner: owner.value, second_owner: second.value, due: due.value };
    if (carried && document.getElementById("more").open) fields.carries_out = carried.value;
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
    queue.add({ text, kind, item, number, fields: given });
    box.value = "";
    for (const field of [owner, second, due]) field.value = "";
    document.getElementById("more").open = false;
    forgetErrors();
    keepDraft();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    form.scrollIntoView({ block: "nearest" });
  }

  // What the form was refused for when it was sent without this file is settled once the line is on its way.
  function forgetErrors() {
    for (const error of form.querySelectorAll(".govuk-error-message, [name=instead]")) error.remove();
    for (const part of form.querySelectorAll("[class*='--error']")) {
      part.classList.remove("govuk-form-group--error", "govuk-textarea--error", "govuk-input--error");
    }
    document.querySelector(".govuk-error-summary")?.remove();
  }

  form.addEventListener("submit", (event) => {
    const { name, value } = event.submitter ?? {};
    if (name === "in_pieces") return; // the form itself does it
    event.preventDefault();
    if (name === "instead") box.value = value;
    send(name === "kind" ? value : "note");
  });

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    send("note");
  });

  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyN" || !event.altKey || event.ctrlKey || event.metaKey) return;
    const next = document.getElementById("next");
    if (!next) return;
    event.preventDefault();
    next.click();
  });

  // ---- What is half written ----

  function keepDraft() {
    try {
      if (box.value) localStorage.setItem(draft, box.value);
      else localStorage.removeItem(draft);
    } catch {
      // it stays in the box alone
    }
  }

  box.addEventListener("input", keepDraft);
  try {
    box.value ||= localStorage.getItem(draft) ?? "";
  } catch {
    // nothing is kept in this browser
  }

  // ---- What is not saved yet ----

  let shown = "";
  function show() {
    const all = kept.all();
    const here = all.filter((line) => line.item === item);
    const words = JSON.stringify([all, queue.state, queue.since]);
    if (words === shown) return;
    shown = words;
    const old = new Map([...waiting.children].map((row) => [row.dataset.key, row]));
    for (const row of waiting.children) if (!here.some((line) => line.key === row.dataset.key)) row.remove();
    for (const line of here) {
      const row = old.get(line.key);
      if (!row || row.dataset.refused !== (line.refused ?? "")) {
        const fresh = rowOf(line);
        if (row) row.replaceWith(fresh);
        else waiting.append(fresh);
      }
      const since = waiting.querySelector(`[data-key="${line.key}"] [data-since]`);
      if (since) {
        since.textContent = queue.since
          ? `Not saved yet. Kept in this browser; trying again since ${toTheSecond.format(queue.since + ahead)}.`
          : "Not saved yet.";
      }
    }
    if (here.length) document.getElementById("nothing").hidden = true;
    tell(all);
  }

  function rowOf(line) {
    const block = make("div", { className: "entry__block entry__block--unsaved" });
    block.append(make("p", {}, make("strong", { textContent: named[kindOf(line)] })));
    block.append(make("p", { className: "keep-lines", textContent: line.text }));
    if (line.refused) block.append(...mending(line));
    else block.append(Object.assign(make("p", { className: "entry__saved num" }), { textContent: "Not saved yet." }));
    if (!line.refused) block.lastChild.dataset.since = "";
    const row = make("li", { className: "entry" }, make("span", { className: "num", textContent: clock.format(line.at + ahead) }), block);
    Object.assign(row.dataset, { key: line.key, refused: line.refused ?? "" });
    return row;
  }

  // A line that was refused: why, what would settle it, and its words to be put right in their place.
  function mending(line) {
    const again = (text) => {
      kept.change(line, { text, refused: undefined, choices: undefined });
      hear("");
      show();
      queue.send();
      box.focus();
    };
    const press = (words, work) => {
      const button = make("button", { type: "button", className: "govuk-button govuk-button--secondary govuk-button--tiny", textContent: words });
      button.addEventListener("click", work);
      return button;
    };
    const choices = line.choices.map((choice) => press(choice.words, () => {
      if (choice.lines.length === 1) return again(choice.lines[0]);
      kept.drop(line);
      for (const text of choice.lines) queue.add({ text, kind: "note", item: line.item, number: line.number, fields: {} });
      return box.focus();
    }));
    const change = press("Change it", () => {
      const field = make("textarea", { className: "govuk-textarea", value: line.text, rows: 3 });
      field.setAttribute("aria-label", "The line");
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        again(field.value.trim());
      });
      row.before(field);
      row.replaceChildren(press("Save it", () => again(field.value.trim())), out);
      field.focus();
    });
    const out = press("Take it out", () => {
      if (out.dataset.sure) {
        kept.drop(line);
        show();
        box.focus();
      } else {
        out.dataset.sure = "yes";
        out.textContent = "Take it out for good";
      }
    });
    const row = make("div", { className: "row" }, ...choices, change, out);
    return [make("p", { className: "govuk-error-message", textContent: line.refused }), row];
  }

  // One sentence, in one place, for all that is not saved; and a way to carry it elsewhere.
  let saidLast = "";
  let patience = 0;
  function tell(all) {
    const waits = all.filter((line) => !line.refused);
    const refused = all.filter((line) => line.refused);
    const isPatient = waits.length && !queue.since && queue.state === "sending";
    clearTimeout(patience);
    if (isPatient && Date.now() - waits[0].at < 2000) {
      patience = setTimeout(() => tell(kept.all()), 2000);
      if (!refused.length) return;
    }
    const sentence = [waits.length && !(isPatient && Date.now() - waits[0].at < 2000) ? sentenceOf(waits) : "", refused.length ? refusedSentence(refused) : ""].filter(Boolean).join(" ");
    if (sentence === saidLast) return;
    saidLast = sentence;
    if (!sentence) return told.replaceChildren();
    const words = make("p", { textContent: sentence });
    if (waits.length && ["signed out", "somebody else"].includes(queue.state)) {
      const back = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
      words.append(" ", make("a", { href: back, target: "_blank", textContent: "Sign in (opens in a new tab)" }), ", and they are sent by themselves.");
    }
    const notice = told.querySelector(".notice");
    if (notice) return notice.firstChild.replaceWith(words); // what is being copied stays
    const copy = make("button", { type: "button", className: "govuk-button govuk-button--secondary govuk-button--tiny", textContent: "Copy what is not saved" });
    copy.addEventListener("click", () => copyAll(copy));
    return told.append(make("div", { className: "notice notice--amber" }, words, copy));
  }

  function sentenceOf(waits) {
    const many = `${countOf(waits.length, "line")} ${waits.length === 1 ? "is" : "are"} not saved yet`;
    const where = kept.isFragile ? "Leave this page open: this browser keeps nothing." : "Kept in this browser.";
    return {
      "sending": `${many}. We keep trying.`,
      "offline": `There is no connection: ${many}. ${where} We keep trying.`,
      "busy": `The forum does not answer: ${many}. ${where} We keep trying.`,
      "signed out": `You were signed out: ${many}. ${where}`,
      "somebody else": `Somebody else is signed in here: ${many}. ${where}`,
      "not allowed": `You may not write these minutes any more: ${many}. Copy what you wrote, and ask the organiser.`,
    }[queue.state];
  }

  function refusedSentence(refused) {
    const elsewhere = [...new Set(refused.filter((line) => line.item !== item).map((line) => line.number))];
    const where = elsewhere.length ? ` Look at item ${elsewhere.join(", ")}.` : "";
    return `${countOf(refused.length, "line")} ${refused.length === 1 ? "needs" : "need"} you before ${refused.length === 1 ? "it is" : "they are"} saved.${where}`;
  }

  async function copyAll(button) {
    const words = kept.all()
      .map((line) => `${clock.format(line.at + ahead)} item ${line.number}, ${kindOf(line)}: ${line.text}`)
      .join("\n");
    try {
      await navigator.clipboard.writeText(words);
      button.textContent = "Copied";
    } catch {
      const field = make("textarea", { className: "govuk-textarea", value: words, readOnly: true, rows: 4 });
      field.setAttribute("aria-label", "What is not saved: copy it with Ctrl and C, or with a long press");
      button.replaceWith(field);
      field.select();
    }
  }

  // ---- What is said aside ----

  const heard = make("p", { className: "govuk-visually-hidden" });
  heard.setAttribute("role", "status");
  form.before(heard);
  function hear(words) {
    heard.textContent = words;
  }

  const aside = make("ul", { className: "write__aside", hidden: true });
  box.after(aside);
  function warn(words, meant = "") {
    aside.hidden = !words.length && !meant;
    aside.replaceChildren(...words.map((one) => make("li", { className: "write__warning", textContent: one })));
    if (meant) aside.prepend(make("li", { textContent: meant }));
  }
  names.whenHinted(warn);

  // ---- What the page gets from this file ----

  document.getElementById("keys").hidden = false;
  window.addEventListener("online", () => queue.send());
  window.addEventListener("storage", (event) => {
    if (!event.key?.startsWith(kept.prefix)) return;
    show();
    if (event.newValue === null) lines.look(); // another window had it saved
  });
  window.addEventListener("pageshow", () => queue.send());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && queue.send());
  window.addEventListener("focus", () => queue.since && queue.send());
  window.addEventListener("beforeunload", (event) => kept.isFragile && event.preventDefault());
  show();
  queue.send();
  // The browser looks for the place that an address names when all is there, and leaves the box again for it.
  const begin = () => location.hash === "#line" && box.focus();
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", () => setTimeout(begin));
}
