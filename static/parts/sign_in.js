// The sign-in page: a tap goes by itself, waits where there is no connection, and is sent once. Without this file each
// name is a button of a form.
const door = document.getElementById("door");
const list = document.getElementById("list");
const find = document.getElementById("find");
const walkedIn = document.getElementById("walked-in");
const { meeting, to, codes } = door.dataset;
const ahead = Number(door.dataset.at) - Date.now(); // how far the forum's clock is ahead of this device's
const WAITS = `waits at ${meeting}: `;
const LOOK_AGAIN = 30000;
const TRY_AGAIN = 5000;
const WAITED = 3000;

// ---- Marks that wait: each under a key of its own, so that two windows lose none of each other's ----

const memory = new Map(); // where the browser keeps nothing for us, they wait in the page alone
const kept = (() => {
  try {
    localStorage.setItem(`${WAITS}try`, "");
    localStorage.removeItem(`${WAITS}try`);
    return localStorage;
  } catch {
    return null;
  }
})();

function waiting() {
  const found = kept
    ? Object.keys(kept).filter((key) => key.startsWith(WAITS)).map((key) => JSON.parse(kept.getItem(key)))
    : [...memory.values()];
  return found.sort((one, other) => one.at - other.at || one.turn - other.turn);
}

let turns = 0;
function keep(mark) {
  const at = Date.now() + ahead;
  const whole = { ...mark, at: Math.round(at), turn: (turns += 1), key: `${WAITS}${at} ${Math.random()}` };
  if (kept) kept.setItem(whole.key, JSON.stringify(whole));
  else memory.set(whole.key, whole);
  show();
  send();
}

function forget(mark) {
  if (kept) kept.removeItem(mark.key);
  else memory.delete(mark.key);
}

// ---- Sending them, the oldest first ----

let isSending = false;
let hasEnded = false; // the sign-in, or the link: they wait until somebody opens the page anew
let token = list.elements.csrf_token?.value ?? "";

async function send() {
  if (isSending) return;
  isSending = true;
  let tries = 0;
  for (let mark = waiting()[0]; mark; mark = waiting()[0]) {
    let answer;
    try {
      answer = await fetch(to, {
        method: "POST",
        body: fields(mark),
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout?.(20000),
      });
    } catch {
      break; // no connection
    }
    const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (isOurs && (answer.ok || answer.status === 409)) {
      const said = await answer.json();
      forget(mark);
      hasEnded = false;
      if (said.refused) refuse(mark, said.refused);
      else if (mark.what) stand(said);
      else look(true);
    } else if (answer.status === 404) {
      forget(mark); // nobody is called that any more
    } else if (answer.status >= 500 || answer.status === 429) {
      break;
    } else if ((tries += 1) > 1 || !(await look(false))) {
      hasEnded = true;
      break;
    }
  }
  isSending = false;
  show();
}

function fields(mark) {
  const said = mark.what
    ? { [mark.what]: mark.who }
    : { name: mark.name, organisation: mark.organisation, sent_key: mark.sentKey };
  // One that goes at once was made now, by the forum's own clock; one that waited says when.
  if (Date.now() + ahead - mark.at > WAITED) said.at = mark.at;
  return new URLSearchParams({ ...said, csrf_token: token });
}

function refuse(mark, why) {
  const whose = mark.what ? nameOf(document.getElementById(mark.who)) : mark.name;
  say(`${whose}: ${why}`, "amber", mark.what ? said : written);
  if (mark.what) return;
  walkedIn.elements.name.value ||= mark.name;
  walkedIn.elements.organisation.value ||= mark.organisation;
}

// ---- Looking again: what others marked, and a fresh mark for our own posts ----

async function look(isQuiet) {
  let html;
  try {
    const answer = await fetch(to, { redirect: "manual" });
    if (!answer.ok) return false;
    html = await answer.text();
  } catch {
    return false;
  }
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById("list");
  if (!fresh) {
    if (!isQuiet) location.reload();
    return false;
  }
  token = fresh.elements.csrf_token?.value ?? "";
  const held = document.activeElement;
  const place = list.contains(held) ? [held.closest("li")?.id, held.name] : null;
  list.innerHTML = fresh.innerHTML;
  show();
  if (place) document.getElementById(place[0])?.querySelector(`[name="${place[1]}"]`)?.focus();
  return true;
}

// ---- What is shown ----

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
const nameOf = (row) => row?.querySelector("b")?.textContent ?? "Somebody";
const stateOf = (row) => (row.classList.contains("is-here") ? "here" : row.classList.contains("is-left") ? "left" : "");

function stand({ who, state, times }) {
  const row = document.getElementById(who);
  if (!row) return;
  delete row.dataset.was;
  draw(row, state, times, false);
}

function draw(row, state, times, isWaiting) {
  const [name, body] = ["b", "span"].map((tag) => row.querySelector(tag));
  const hadFocus = row.contains(document.activeElement);
  row.className = [state && `is-${state}`, isWaiting && "is-waiting"].filter(Boolean).join(" ");
  const words = state === "here" ? `Here ${times}` : state === "left" ? `Left ${times}` : "";
  const said = Object.assign(document.createElement("em"), {
    textContent: isWaiting ? `${words || "Not here"}, waiting to be sent` : words,
  });
  if (!state) {
    const button = press("here", row.id, "");
    button.append(name, " ", body, ...(isWaiting ? [" ", said] : []));
    row.replaceChildren(button);
  } else {
    const words = document.createElement("p");
    words.append(name, " ", body, " ", said);
    const also = state === "left" ? press("back", row.id, "Still here") : press("left", row.id, "Left");
    const undo = press("undo", row.id, "Undo");
    for (const button of [also, undo]) {
      button.append(Object.assign(document.createElement("i"), { textContent: ` ${name.textContent}` }));
    }
    row.replaceChildren(words, also, undo);
  }
  if (hadFocus) row.querySelector("button:last-child").focus();
}

function press(name, value, words) {
  return Object.assign(document.createElement("button"), { name, value, textContent: words });
}

function show() {
  const marks = waiting();
  const last = new Map(marks.filter((mark) => mark.what).map((mark) => [mark.who, mark]));
  for (const row of list.querySelectorAll("li")) {
    const mark = last.get(row.id);
    if (mark) {
      row.dataset.was ??= JSON.stringify([stateOf(row), timesOf(row)]);
      const state = { here: "here", back: "here", left: "left", undo: "" }[mark.what];
      draw(row, state, clock.format(mark.at), true);
    } else if (row.dataset.was) {
      const [state, times] = JSON.parse(row.dataset.was);
      delete row.dataset.was;
      draw(row, state, times, false);
    }
  }
  sayWhatWaits(marks);
  count();
  sift();
}

function timesOf(row) {
  return row.querySelector("em")?.textContent.match(/\d.*/)?.[0] ?? "";
}

const notice = document.getElementById("waiting");
let lastSaid = "";
function sayWhatWaits(marks) {
  const many = marks.length === 1 ? "1 mark waits" : `${marks.length} marks wait`;
  const walkIns = marks.filter((mark) => !mark.what);
  const words = JSON.stringify([marks.length, hasEnded, walkIns.map((mark) => mark.key)]);
  if (words === lastSaid) return;
  lastSaid = words;
  notice.hidden = marks.length === 0;
  notice.replaceChildren();
  if (!marks.length) return;
  const line = document.createElement("p");
  if (hasEnded && codes) {
    const way = Object.assign(document.createElement("a"), {
      href: `/sign-in?next=${encodeURIComponent(to)}`,
      textContent: "Sign in again",
    });
    line.append("You were signed out. ", way, `: ${many} here, and then ${marks.length === 1 ? "goes" : "go"} by ${marks.length === 1 ? "itself" : "themselves"}.`);
  } else if (hasEnded) {
    line.textContent = `This link has ended. ${many} here: ask the organiser for the new link, and open it on this device.`;
  } else {
    line.textContent = `${many} for the connection.`;
  }
  notice.append(line);
  if (walkIns.length) {
    const names = walkIns.map((mark) => [mark.name, mark.organisation].filter(Boolean).join(", "));
    notice.append(Object.assign(document.createElement("p"), { textContent: `Not on the list: ${names.join("; ")}.` }));
  }
  if (!hasEnded) {
    const again = Object.assign(document.createElement("button"), {
      type: "button",
      className: "govuk-button govuk-button--secondary govuk-button--tiny",
      textContent: "Try now",
    });
    again.addEventListener("click", send);
    notice.append(again);
  }
}

const said = document.getElementById("said");
const written = document.getElementById("written");
function say(words, kind = "green", place = said) {
  const box = Object.assign(document.createElement("div"), { className: `notice notice--${kind}` });
  box.append(Object.assign(document.createElement("p"), { textContent: words }));
  place.replaceChildren(box);
}

function count() {
  const isHere = (row) => row.classList.contains("is-here");
  for (const side of list.querySelectorAll("section")) {
    const rows = [...side.querySelectorAll("li")];
    side.querySelector("h2 span").textContent = `${rows.filter(isHere).length} of ${rows.length}`;
  }
  const rows = [...list.querySelectorAll("li")];
  document.querySelector("#count strong").textContent = `${rows.filter(isHere).length} of ${rows.length}`;
}

// ---- Finding a name ----

const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();

function sift() {
  const words = plain(find.value).split(/\s+/).filter(Boolean);
  let some = false;
  for (const side of list.querySelectorAll("section")) {
    let own = false;
    for (const row of side.querySelectorAll("li")) {
      const [name, body] = ["b", "span"].map((tag) => row.querySelector(tag).textContent);
      row.hidden = !words.every((word) => plain(`${name} ${body}`).includes(word));
      own ||= !row.hidden;
    }
    side.hidden = !own;
    some ||= own;
  }
  const nobody = document.getElementById("nobody");
  nobody.hidden = some;
  if (!some && words.length) nobody.firstElementChild.textContent = "Nobody on the list is called that. Write them down below.";
}

find.addEventListener("input", sift);
find.form.addEventListener("submit", (event) => event.preventDefault());
find.form.querySelector("button").hidden = true;

list.addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, value } = event.submitter;
  keep({ what: name, who: value });
});

walkedIn.addEventListener("submit", (event) => {
  const { name, organisation, sent_key: sentKey } = walkedIn.elements;
  if (!name.value.trim()) return; // the forum says what is missing
  event.preventDefault();
  keep({ name: name.value.trim(), organisation: organisation.value.trim(), sentKey: sentKey.value });
  say(`${name.value.trim()} is written down.`, "green", written);
  name.value = organisation.value = "";
  name.focus();
});

// ---- The camera, where the browser reads codes by itself ----

const scan = document.getElementById("scan");
const scanner = document.getElementById("scanner");
const scanned = document.getElementById("scanned");
const video = scanner.querySelector("video");
let camera = null;
let lastCode = { value: "", at: 0 };

if ("BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) {
  scan.hidden = false;
  scan.addEventListener("click", startScanning);
  document.getElementById("stop-scan").addEventListener("click", stopScanning);
}

async function startScanning() {
  scan.hidden = true;
  scanner.hidden = false;
  try {
    camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = camera;
    video.play().catch(() => {}); // it may have no picture yet
    read(new BarcodeDetector({ formats: ["qr_code"] }));
  } catch {
    stopScanning();
    say("The camera does not open. Look for the name instead.", "amber");
  }
}

function stopScanning() {
  for (const track of camera?.getTracks() ?? []) track.stop();
  camera = null;
  scanner.hidden = true;
  scan.hidden = false;
  scan.focus();
}

async function read(detector) {
  while (camera) {
    try {
      for (const { rawValue } of await detector.detect(video)) hear(rawValue);
    } catch {
      // this picture could not be read: the next one may
    }
    await new Promise((done) => setTimeout(done, 250));
  }
}

function hear(value) {
  if (value === lastCode.value && Date.now() - lastCode.at < 4000) return;
  lastCode = { value, at: Date.now() };
  const found = /\/meetings\/([^/?#]+)\/sign-in\/([^/?#]+)$/.exec(value);
  if (!found) {
    scanned.textContent = "This is no code of a booking.";
    return;
  }
  if (found[1] !== meeting) {
    scanned.textContent = "This code is for another meeting. Nobody was marked. ";
    lead(found[2], "See which");
    return;
  }
  const row = [...list.querySelectorAll("li")].find((one) => one.dataset.code === found[2]);
  if (!row) {
    scanned.textContent = "This booking has no place: it waits for one, or was cancelled. ";
    lead(found[2], "See whose it is");
  } else if (stateOf(row) === "here") {
    scanned.textContent = `${nameOf(row)} is here already.`;
  } else {
    keep({ what: stateOf(row) === "left" ? "back" : "here", who: row.id });
    scanned.textContent = `${nameOf(row)}, ${row.querySelector("span").textContent}: here.`;
  }
}

function lead(booking, words) {
  if (!codes) return;
  scanned.append(Object.assign(document.createElement("a"), { href: codes + booking, textContent: words }));
}

// ---- Again and again ----

window.addEventListener("online", send);
window.addEventListener("storage", show);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
setInterval(() => !hasEnded && waiting().length && send(), TRY_AGAIN);
setInterval(() => document.visibilityState === "visible" && !waiting().length && look(true), LOOK_AGAIN);
show();
send();
