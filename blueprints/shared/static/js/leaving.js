// Leaving a page with a form that is not saved, and signing out with text that only this browser has.
import { saveAll } from "./autosave.js";
import { drop, unsaved } from "./drafts.js";
import { box, button, element } from "./notices.js";

export function watchLeaving() {
  document.querySelectorAll("form[data-warn-unsaved]").forEach(noteChanges);
  addEventListener("beforeunload", (event) => hasUnsaved() && event.preventDefault());
  document.querySelectorAll("form[data-sign-out]").forEach((form) => form.addEventListener("submit", askFirst));
}

// Text kept in this browser needs no warning; a chosen file cannot be kept, so it does.
function noteChanges(form) {
  form.addEventListener("input", ({ target }) => {
    if (target.type === "file") form.dataset.fileChosen = target.value ? "yes" : "";
    else if (!("autosave" in form.dataset)) form.dataset.unsaved = "lost";
  });
  form.addEventListener("submit", () => (form.dataset.leaving = "yes"));
}

const hasUnsaved = () =>
  document.querySelector('form[data-unsaved="lost"]:not([data-leaving]), form[data-file-chosen="yes"]:not([data-leaving])') !== null;

async function askFirst(event) {
  const form = event.target;
  if (form.dataset.asked || !unsaved().length) return;
  event.preventDefault();
  await saveAll();
  const drafts = unsaved();
  if (drafts.length) show(question(drafts, () => leave(form)));
  else leave(form);
}

function leave(form) {
  form.dataset.asked = "yes";
  form.requestSubmit();
}

function question(drafts, signOut) {
  const notice = box({
    title: "Some of your text is only on this device",
    children: [
      element("p", {}, "It is not saved in Lectern yet. If others use this device, do not leave it here."),
      element("ul", {}, ...drafts.map((draft) => element("li", {}, element("a", { href: draft.url }, draft.title)))),
    ],
    actions: [
      button("Stay signed in", "primary", () => notice.remove()),
      button("Sign out and keep it here", "secondary", signOut),
      button("Sign out and remove it", "danger", () => (drafts.forEach(({ key }) => drop(key)), signOut())),
    ],
  });
  notice.id = "signing-out";
  return notice;
}

function show(notice) {
  document.getElementById(notice.id)?.remove();
  document.getElementById("main-content").prepend(notice);
  notice.focus();
}
