// The lines of an item as others write them: asked for again and again while the page is looked at, and answered with
// nothing as long as nothing has changed.

const OFTEN = 5000;
const SELDOM = 30000;
const QUIET = 24; // answers without news, two minutes of them, before we ask less often

export function watchLines(live, { whenFilled }) {
  const list = document.getElementById("lines");
  let tag = live.dataset.tag;
  let edition = Number(list.dataset.edition);
  let quiet = 0;
  let timer = 0;
  let isLooking = false;

  const read = (html) => new DOMParser().parseFromString(html, "text/html");

  function merge(fresh) {
    const seen = Number(fresh.dataset.edition);
    if (seen < edition) return; // it was under way when a line of ours was saved
    edition = seen;
    const old = new Map([...list.children].map((row) => [row.id, row]));
    let place = list.firstElementChild;
    for (const row of [...fresh.children]) {
      const own = old.get(row.id);
      old.delete(row.id);
      if (own && own.isEqualNode(row)) {
        if (own === place) place = place.nextElementSibling;
        else list.insertBefore(own, place);
      } else {
        if (own === place) place = place?.nextElementSibling ?? null;
        own?.remove();
        list.insertBefore(document.adoptNode(row), place);
      }
    }
    for (const gone of old.values()) gone.remove();
    if (list.children.length) whenFilled();
  }

  async function look() {
    if (isLooking) return;
    isLooking = true;
    clearTimeout(timer);
    try {
      const answer = await fetch(live.dataset.lines, {
        headers: { "Accept": "application/json", "If-None-Match": `"${tag}"` },
        redirect: "manual",
        signal: AbortSignal.timeout?.(10000),
      });
      if (answer.status === 200) {
        merge(read((await answer.json()).html).getElementById("lines"));
        tag = answer.headers.get("ETag")?.replace(/^W\/|"|-gzip/g, "") ?? tag;
        quiet = 0;
      } else {
        quiet += 1;
      }
    } catch {
      quiet += 1;
    }
    isLooking = false;
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(look, quiet < QUIET ? OFTEN : SELDOM);
  }

  document.addEventListener("visibilitychange", () => {
    quiet = 0;
    if (document.visibilityState === "visible") look();
    else clearTimeout(timer);
  });
  plan();

  return {
    look,
    // A line of ours that was saved: the forum sends it as a row.
    add(row, its) {
      const fresh = read(`<ol>${row}</ol>`).querySelector("li");
      if (!document.getElementById(fresh.id)) list.append(document.adoptNode(fresh));
      edition = Math.max(edition, its);
      quiet = 0;
      whenFilled();
    },
  };
}
