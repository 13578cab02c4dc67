// Lines of minutes on their way to the forum: kept in this browser first, sent one after another, and let go only when
// the forum says that it has them. Each line has a key of its own, so that what is sent twice is kept once.

const LONGEST_PAUSE = 10000;
const PAUSES = [500, 1000, 2000, 4000, 8000, LONGEST_PAUSE];
const PATIENCE = 15000; // how long an answer may take

export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((part) => part.toString(16).padStart(2, "0")).join("");
}

// ---- What is kept: every line under a key of its own, so that two windows lose none of each other's ----

export class Kept {
  constructor(prefix) {
    this.prefix = prefix;
    this.memory = new Map(); // where the browser keeps nothing for us, lines wait in the page alone
    try {
      localStorage.setItem(`${prefix}try`, "");
      localStorage.removeItem(`${prefix}try`);
      this.store = localStorage;
    } catch {
      this.store = null;
    }
  }

  names() {
    const names = this.store ? Object.keys(this.store) : [];
    return [...names, ...this.memory.keys()].filter((name) => name.startsWith(this.prefix));
  }

  all() {
    const found = [];
    for (const name of this.names()) {
      const text = this.read(name);
      if (text !== null) found.push({ ...JSON.parse(text), name });
    }
    return found.sort((one, other) => one.turn - other.turn || one.at - other.at || (one.name < other.name ? -1 : 1));
  }

  add(line) {
    const turn = 1 + Math.max(0, ...this.all().map((one) => one.turn));
    this.write(`${this.prefix}${line.key}`, JSON.stringify({ ...line, turn }));
  }

  change({ name, ...line }, more) {
    if (this.read(name) !== null) this.write(name, JSON.stringify({ ...line, ...more }));
  }

  drop(line) {
    this.store?.removeItem(line.name);
    this.memory.delete(line.name);
  }

  read(name) {
    return this.memory.get(name) ?? this.store?.getItem(name) ?? null;
  }

  write(name, text) {
    try {
      if (!this.store) throw new Error("nothing is kept here");
      this.store.setItem(name, text);
      this.memory.delete(name);
    } catch {
      this.memory.set(name, text); // no room, or not allowed: it waits in the page
    }
  }

  get isFragile() {
    return this.memory.size > 0;
  }
}

// ---- Sending ----

// Told to whoever shows it: "sending", "offline", "busy", "signed out", "somebody else", "not allowed".
export class Queue {
  constructor({ kept, address, person, token, whenSaved, whenChanged }) {
    Object.assign(this, { kept, address, person, token, whenSaved, whenChanged });
    this.state = "sending";
    this.since = 0; // since when we have been trying again
    this.failures = 0;
    this.timer = 0;
    this.isBusy = false;
  }

  waiting() {
    return this.kept.all().filter((line) => !line.refused);
  }

  add(line) {
    this.kept.add({ ...line, key: newKey(), at: Date.now() });
    this.whenChanged();
    this.send();
  }

  async send() {
    if (this.isBusy) {
      this.again = true;
      return;
    }
    this.isBusy = true;
    clearTimeout(this.timer);
    // One window of this person sends at a time. Where windows cannot agree, the forum keeps each key once.
    const work = () => this.sendAll();
    let pause = null;
    try {
      pause = await (navigator.locks ? navigator.locks.request(this.kept.prefix, work) : work());
    } finally {
      this.isBusy = false;
      if (this.again && pause === null) this.timer = setTimeout(() => this.send(), 0);
      else if (pause !== null) this.timer = setTimeout(() => this.send(), pause);
      this.again = false;
    }
    this.whenChanged();
  }

  // Sends what waits, in its order. Returns how long to wait before the next try; null when nothing waits.
  async sendAll() {
    let hasFreshToken = false;
    for (let line = this.waiting()[0]; line; line = this.waiting()[0]) {
      const { outcome, pause } = await this.sendOne(line);
      if (outcome === "done") {
        this.failures = this.since = 0;
        this.state = "sending";
        this.whenChanged();
        continue;
      }
      if (outcome === "stale" && !hasFreshToken) {
        hasFreshToken = true;
        if (await this.renew()) continue;
      } else {
        this.state = outcome === "stale" ? "signed out" : outcome;
      }
      this.since ||= Date.now();
      this.whenChanged();
      const wait = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
      this.failures += 1;
      return Math.min(LONGEST_PAUSE, Math.max(wait, pause ?? 0));
    }
    return null;
  }

  async sendOne(line) {
    const fields = { ...line.fields, line: line.text, kind: line.kind, sent_key: line.key, csrf_token: this.token };
    let answer, said;
    try {
      answer = await fetch(this.address(line.item), {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout?.(PATIENCE),
      });
      const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
      said = isOurs ? await answer.json() : null;
    } catch {
      return { outcome: "offline" };
    }
    if (said?.row && answer.ok) {
      this.whenSaved(line, said);
      this.kept.drop(line);
      return { outcome: "done" };
    }
    if (said?.refused && (answer.status === 409 || answer.status === 422)) {
      this.kept.change(line, { refused: said.refused, choices: said.choices ?? [] });
      return { outcome: "done" };
    }
    if (answer.status === 404 || answer.status === 413) {
      const why = answer.status === 404 ? "This item is no longer there." : "That is too long for one line.";
      this.kept.change(line, { refused: why, choices: [] });
      return { outcome: "done" };
    }
    if (answer.status === 403) return { outcome: "not allowed" };
    if (answer.status >= 500 || answer.status === 429) {
      return { outcome: "busy", pause: 1000 * Number(answer.headers.get("Retry-After") ?? 0) || 0 };
    }
    return { outcome: "stale" }; // 401, a way to the sign-in page, or a mark of another sign-in
  }

  // Gets a fresh mark for our posts from the page itself, as the person who wrote the lines.
  async renew() {
    let page;
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" }, redirect: "manual", cache: "no-store" });
      if (!answer.ok) {
        this.state = answer.status >= 500 ? "busy" : answer.status === 403 ? "not allowed" : "signed out";
        return false;
      }
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      this.state = "offline";
      return false;
    }
    const token = page.querySelector("#write [name=csrf_token]")?.value;
    if (page.getElementById("live")?.dataset.person !== this.person || !token) {
      this.state = "somebody else";
      return false;
    }
    this.token = token;
    return true;
  }
}
