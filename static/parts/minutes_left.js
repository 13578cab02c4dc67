// Lines of minutes that were typed in this browser and are not saved yet, said on pages that cannot send them: where
// they are sent, or how they are copied.
import { Kept } from "./minutes_queue.js";

const place = document.querySelector("[data-left-of]");

if (place) {
  const kept = new Kept(`line of minutes ${place.dataset.leftOf} ${place.dataset.person} `);
  const show = () => {
    const lines = kept.all();
    place.replaceChildren();
    if (!lines.length) return;
    const notice = Object.assign(document.createElement("div"), { className: "notice notice--amber" });
    const words = `${lines.length}\u00a0${lines.length === 1 ? "line that you typed is" : "lines that you typed are"} not saved yet. `;
    const first = Object.assign(document.createElement("p"), { textContent: words });
    notice.append(first);
    if (place.dataset.to) {
      const way = Object.assign(document.createElement("a"), { href: `${place.dataset.to}/${lines[0].item}`, textContent: `Open item ${lines[0].number} to send ${lines.length === 1 ? "it" : "them"}` });
      first.append(way);
    } else {
      first.append("These minutes take no more lines. Copy what you wrote:");
      const field = Object.assign(document.createElement("textarea"), {
        className: "govuk-textarea",
        rows: Math.min(8, lines.length + 1),
        readOnly: true,
        value: lines.map((line) => `item ${line.number}, ${line.kind}: ${line.text}`).join("\n"),
      });
      field.setAttribute("aria-label", "What is not saved");
      notice.append(field);
    }
    place.append(notice);
  };
  window.addEventListener("storage", show);
  show();
}
