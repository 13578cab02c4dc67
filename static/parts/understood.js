// Shows below a date how it is understood, a moment after it was typed. Without this file the page asks when it is sent.
for (const box of document.querySelectorAll("[data-understood]")) {
  const field = box.querySelector("input:not([type=hidden])");
  const kept = box.querySelector("input[type=hidden]");
  const said = box.querySelector(".understood");
  let waits, asked = 0;

  async function ask() {
    const number = ++asked;
    const typed = field.value.trim();
    kept.value = "";
    if (!typed) {
      said.hidden = true;
      return;
    }
    const address = new URL(box.dataset.understood, location);
    address.searchParams.set("due", typed);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok || number !== asked) return;
      const found = await answer.json();
      if (number !== asked) return;
      said.hidden = false;
      said.textContent = found.problem || found.words;
      if (!found.problem) kept.value = found.on || "none";
    } catch {
      said.hidden = true; // no connection: the page asks when it is sent
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(ask, 250);
  });
  if (field.value) ask();
}
