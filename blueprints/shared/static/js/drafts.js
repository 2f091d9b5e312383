// Text that the server does not have yet, kept in this browser.
//
// A draft belongs to a school, a person, a form and one page of it: two tabs on one form never write over each
// other. A page holds a lock on its draft while it lives, so that a later page can tell text left behind by a
// closed tab from text that another tab is still working on.

const CLOSING = 1_000; // How long a tab just closed may still hold its lock, in milliseconds.
const ROOT = "lectern:draft:";
const SENT = "lectern:sent";

const owner = () => `${ROOT}${document.body.dataset.school}:${document.body.dataset.person}:`;
const formPrefix = (form) => `${owner()}${form.dataset.autosave}:`;

export class Draft {
  constructor(form) {
    this.prefix = formPrefix(form);
    this.key = this.prefix + randomName();
    this.release = () => {};
    holdWhileAlive(this);
  }

  // False when the browser has no room or allows no storage: then nothing is kept and the person is told.
  keep(fields, version) {
    try {
      const page = { url: location.pathname + location.search, title: pageTitle() };
      localStorage.setItem(this.key, JSON.stringify({ fields, version, at: Date.now(), ...page }));
      return true;
    } catch {
      return false;
    }
  }

  drop() {
    drop(this.key);
  }

  async leftBehind() {
    const others = stored(this.prefix).filter(({ key }) => key !== this.key);
    const left = await Promise.all(others.map(({ key }) => isLeftBehind(key)));
    return others.filter((_, place) => left[place]);
  }
}

export function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Without storage there is nothing to remove.
  }
}

// Everything this person has not saved in this school, newest first.
export const unsaved = () => (document.body.dataset.person ? stored(owner()) : []);

// A form sent the ordinary way is known to be saved when the answer led from that form's page to another page by
// a redirect, the person is still signed in, and the page reached is no error. Anything less keeps the draft.
export function rememberSubmission(draft) {
  try {
    sessionStorage.setItem(SENT, JSON.stringify({ key: draft.key, from: location.href.split("#")[0] }));
  } catch {
    // The draft then stays and is offered again, which is the safe side.
  }
}

export async function settleLastSubmission() {
  const sent = takeSubmission();
  if (!sent) return;
  const [arrival] = performance.getEntriesByType("navigation");
  const led = arrival?.type === "navigate" && arrival.redirectCount > 0 && document.referrer === sent.from;
  const accepted = led && sent.key.startsWith(owner()) && !document.querySelector("[data-fault], [data-refused]");
  if (accepted) drop(sent.key);
}

function takeSubmission() {
  try {
    const sent = JSON.parse(sessionStorage.getItem(SENT));
    sessionStorage.removeItem(SENT);
    return sent;
  } catch {
    return null;
  }
}

function stored(prefix) {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }))
      .sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}

function holdWhileAlive(draft) {
  navigator.locks?.request(draft.key, () => new Promise((resolve) => (draft.release = resolve))).catch(() => {});
}

async function isLeftBehind(key) {
  const alive = navigator.locks?.request(key, { signal: AbortSignal.timeout(CLOSING) }, () => false).catch(() => true);
  return !(await alive);
}

const randomName = () => Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join("");

const pageTitle = () => document.querySelector("h1")?.textContent.trim() ?? document.title;
