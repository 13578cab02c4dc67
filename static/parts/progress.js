// Asks every two seconds how far something is, and shows it, until it is over. Without this file a link does so.
const part = document.querySelector("[data-progress]");
const EVERY = 2000;
const MOST_FAILURES = 10;
let failures = 0;

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
    if (!answer.ok) throw new Error("not the page that was asked for");
    failures = 0;
    if (!found) {
      location.reload(); // it is over: the page has something new to do
      return;
    }
    // The words are read out now and then by their role; a bar that is drawn anew would lose its place.
    const [bar, newBar] = [part.querySelector("progress"), found.querySelector("progress")];
    const [words, newWords] = [part.querySelector(".progress__words"), found.querySelector(".progress__words")];
    if (newBar.hasAttribute("value")) {
      bar.max = newBar.max;
      bar.value = newBar.value;
    }
    words.textContent = newWords.textContent;
  } catch {
    failures += 1;
  }
  if (failures < MOST_FAILURES) setTimeout(look, EVERY);
}

if (part) {
  for (const link of part.querySelectorAll("[data-by-hand]")) link.hidden = true;
  setTimeout(look, EVERY);
}
