// Shows how much of a file has been sent, and stops one that is too large before it is sent.
// Without this file the form is sent as any other.
const MB = 1024 * 1024;

function ready(page) {
  for (const form of page.querySelectorAll("form[data-upload]")) {
    const chosen = form.querySelector("input[type=file]");
    form.addEventListener("submit", (event) => {
      const file = chosen.files[0];
      if (!file) return; // nothing to wait for
      event.preventDefault();
      const most = Number(form.dataset.upload);
      if (most && file.size > most * MB) refuse(chosen, `This file has ${inMB(file.size)} MB. At most ${most} MB are taken: save it with smaller pictures, or send it in two parts.`);
      else send(form, event.submitter);
    });
  }
}

function inMB(size) {
  return (size / MB).toFixed(1).replace(/\.0$/, "");
}

function refuse(chosen, words) {
  const id = `${chosen.id}-error`;
  const said = document.getElementById(id) ?? document.createElement("p");
  said.id = id;
  said.className = "govuk-error-message";
  said.textContent = words;
  chosen.before(said);
  chosen.setAttribute("aria-invalid", "true");
  chosen.setAttribute("aria-describedby", `${chosen.id}-hint ${id}`);
  chosen.focus();
}

function send(form, button) {
  const shown = document.createElement("div");
  const words = document.createElement("p");
  const bar = document.createElement("progress");
  words.className = "progress__words";
  words.setAttribute("role", "status");
  bar.className = "progress";
  bar.max = 1;
  bar.setAttribute("aria-label", "How much has been sent");
  shown.append(words, bar);
  button.before(shown);
  button.disabled = true;
  words.textContent = "Sending the file.";

  const request = new XMLHttpRequest();
  const again = () => {
    words.textContent = "The line was cut, and nothing was kept. What you typed is still here: send it again.";
    bar.remove();
    button.disabled = false;
    button.focus();
  };
  request.upload.addEventListener("progress", (event) => {
    bar.max = event.total;
    bar.value = event.loaded;
    words.textContent = event.loaded < event.total
      ? `Sent ${inMB(event.loaded)} of ${inMB(event.total)} MB.`
      : "The file is sent. It is being checked.";
  });
  request.addEventListener("load", () => show(request));
  request.addEventListener("error", again);
  request.addEventListener("abort", again);
  const data = new FormData(form);
  request.open("POST", form.getAttribute("action") ?? location.href);
  request.send(data);
}

// The page that came back takes the place of this one, with all that was typed, where it came back for an answer.
function show(request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  if (request.responseURL !== location.href) history.pushState(null, "", request.responseURL);
  document.title = page.title;
  document.body.replaceWith(page.body);
  ready(document);
  scrollTo(0, 0);
  (document.querySelector("[autofocus]") ?? document.getElementById("main"))?.focus();
}

addEventListener("popstate", () => location.reload());
ready(document);
