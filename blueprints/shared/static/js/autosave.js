// Saves a form while it is being filled in, and keeps what could not be saved.
//
//   <form data-autosave="evidence-17" data-autosave-url="/…/autosave" data-version="3">
//
// Every change is kept in this browser at once (drafts.js), and posted after a pause as JSON:
//   → POST {"version": 3, "fields": {"title": "…", "standards": ["1", "8"]}}   with the header X-CSRFToken
//   ← 200 {"version": 4}                       the server has it: the copy in the browser goes away
//   ← 409 {"version": 5, "fields": {…}, "saved_by": "Tom Reed"}   somebody saved first: both texts are shown, the person decides
//   ← 422 {"errors": {"title": "…"}}           not savable as it is: said, kept, tried again after the next change
//   ← a redirect, 401 or 403                   the session has ended: kept until the person has signed in again
//   ← anything else, or nothing                kept; tried again, ever more slowly, and when the browser is online again
// Without data-autosave-url text is only kept in the browser. A hidden field called `version` follows the saved version,
// so that the button sends the right one.
import { Draft, drop, rememberSubmission } from "./drafts.js";
import { differing, label, read, readServed, same, words, write } from "./fields.js";
import { box, button, element, versions } from "./notices.js";

const PAUSE = 1500;
const PATIENCE = 15_000;
const RETRIES = [5_000, 15_000, 60_000];

const running = [];

export function startAutosave(form) {
  const autosave = new Autosave(form);
  running.push(autosave);
  return autosave.start();
}

export const saveAll = () => Promise.all(running.map((autosave) => autosave.saveNow()));

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.version = Number(form.dataset.version || 0);
    this.line = element("p", { class: "autosave", role: "status" });
    this.draft = new Draft(form);
    this.onServer = "refused" in form.dataset ? {} : readServed(form);
    this.failures = 0;
    this.stopped = false;
  }

  async start() {
    this.form.prepend(this.line);
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("pageshow", ({ persisted }) => persisted && (this.submitting = false));
    addEventListener("online", () => this.save());
    addEventListener("visibilitychange", () => document.hidden && this.save({ keepalive: true }));
    if (!same(read(this.form), this.onServer)) this.changed();
    await this.offerLeftBehind();
  }

  changed() {
    if (this.submitting) return;
    if (same(read(this.form), this.onServer)) return this.settle();
    this.keep();
    this.later(PAUSE);
  }

  settle() {
    this.draft.drop();
    delete this.form.dataset.unsaved;
  }

  keep() {
    const kept = this.draft.keep(read(this.form), this.version);
    this.form.dataset.unsaved = kept ? "kept" : "lost";
    if (!kept) this.say("This browser has no room to keep your text. Save it with the button before you leave.", "kept");
  }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  save({ keepalive = false } = {}) {
    const idle = this.submitting || this.stopped || this.posting || same(read(this.form), this.onServer);
    if (idle) return;
    if (!this.url) return this.say("Kept on this device until you save.", "kept");
    this.posting = this.exchange(read(this.form), keepalive).finally(() => (this.posting = null));
  }

  async exchange(sent, keepalive) {
    const answer = await this.post(sent, keepalive);
    this.take(answer, sent, await answer?.json().catch(() => null));
  }

  async saveNow() {
    await this.posting;
    this.save();
    await this.posting;
  }

  post(fields, keepalive) {
    return fetch(this.url, {
      method: "POST",
      redirect: "manual",
      keepalive,
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.form.elements.csrf_token?.value ?? "" },
      body: JSON.stringify({ version: this.version, fields }),
    }).catch(() => null);
  }

  take(answer, sent, told) {
    if (!answer) return this.retry("Kept on this device; will save when you are back online.");
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return this.signedOut();
    if (answer.ok && told) return this.saved(sent, told.version);
    if (answer.status === 409 && told) return this.conflict(told);
    if (answer.status === 422 && told) return this.refused(told);
    return this.retry("Kept on this device; Lectern could not save it just now and will try again.");
  }

  saved(sent, version) {
    this.failures = 0;
    this.moveTo(version, sent);
    if (same(read(this.form), sent)) {
      this.settle();
      this.say("Saved just now.", "good");
    } else {
      this.keep();
      this.later(PAUSE);
    }
  }

  moveTo(version, fields) {
    this.version = version;
    this.onServer = fields;
    this.form.dataset.version = version;
    if (this.form.elements.version) this.form.elements.version.value = version;
  }

  retry(message) {
    this.say(message, "kept");
    this.later(RETRIES[Math.min(this.failures++, RETRIES.length - 1)]);
  }

  refused({ errors = {} }) {
    const [reason = "Something in it cannot be saved yet."] = Object.values(errors).flat();
    this.say(`Kept on this device, not saved: ${reason}`, "kept");
  }

  // The address of this very page leads through signing in and back.
  signedOut() {
    this.line.replaceChildren(element("a", { href: location.href.split("#")[0] }, "Sign in again"), "; your text is kept on this device.");
    this.line.dataset.tone = "kept";
  }

  conflict(theirs) {
    this.stopped = true;
    this.say("Not saved: there are two versions of this text. Choose one above.", "kept");
    const mine = read(this.form);
    const notice = box({
      title: `${theirs.saved_by || "Somebody"} saved other text while you were writing`,
      children: [
        element("p", {}, "Both versions are here. Copy what you need from either; nothing is thrown away until you choose."),
        ...this.compared(mine, theirs.fields, ["Saved version", "Your version"]),
      ],
      actions: [
        button("Save my version", "primary", () => this.choose(notice, theirs, mine)),
        button("Use the saved version", "secondary", () => this.choose(notice, theirs, theirs.fields)),
      ],
    });
    this.form.before(notice);
    notice.focus();
  }

  compared(mine, theirs, [theirLabel, myLabel]) {
    return differing(mine, theirs).map((name) =>
      versions(label(this.form, name), [theirLabel, words(this.form, name, theirs[name])], [myLabel, words(this.form, name, mine[name])]),
    );
  }

  choose(notice, theirs, fields) {
    this.stopped = false;
    this.moveTo(theirs.version, { ...this.onServer, ...theirs.fields });
    this.putIn(notice, fields);
  }

  putIn(notice, fields) {
    notice.remove();
    write(this.form, fields);
    this.form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    if (!same(read(this.form), this.onServer)) {
      this.keep();
      this.save();
      return;
    }
    this.settle();
    this.say("This is the saved version.", "good");
  }

  async offerLeftBehind() {
    const shown = read(this.form);
    const left = await this.draft.leftBehind();
    left.filter(({ fields }) => same(fields, shown)).forEach(({ key }) => drop(key));
    const newest = left.find(({ fields }) => !same(fields, shown));
    if (newest) this.form.before(this.offer(newest));
  }

  offer(draft) {
    const moved = draft.version < this.version ? " The saved text has changed since then, so compare the two before you choose." : "";
    const shown = element("details", {}, element("summary", {}, "Show both versions"), ...this.compared(draft.fields, read(this.form), ["In the form", "What you typed"]));
    const notice = box({
      title: `We kept what you typed ${moment(draft.at)}`,
      children: [element("p", {}, `It is on this device and not saved yet.${moved}`), shown],
      actions: [
        button("Use what I typed", "primary", () => (this.putIn(notice, draft.fields), drop(draft.key))),
        button("Discard it", "secondary", () => (notice.remove(), drop(draft.key), this.offerLeftBehind())),
      ],
    });
    notice.setAttribute("role", "status");
    return notice;
  }

  // While a save is under way the button waits for it: sent beside it, the form would carry the version before.
  async submitted(event) {
    if (this.posting) {
      event.preventDefault();
      await this.posting;
      if (!this.stopped) this.form.requestSubmit(event.submitter);
      return;
    }
    this.submitting = true;
    clearTimeout(this.timer);
    if (this.draft.keep(read(this.form), this.version)) rememberSubmission(this.draft);
    this.form.dataset.unsaved = "sending";
  }

  say(message, tone) {
    if (this.line.textContent !== message) this.line.textContent = message;
    this.line.dataset.tone = tone;
  }
}

function moment(at) {
  const then = new Date(at);
  const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const today = then.toDateString() === new Date().toDateString();
  return today ? `at ${time}` : `on ${then.toLocaleDateString("en-GB", { day: "numeric", month: "long" })} at ${time}`;
}
