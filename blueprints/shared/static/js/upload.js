// Sends a form that carries a file so that a phone may lose its connection on the way: the file stays chosen, the form is
// sent again under the same key until it has arrived, and the server takes that key once. Without scripts the browser
// sends it by itself, once.
//   → POST as the browser would send it, with the header X-Requested-With: upload
//   ← 200 {"location": "…"}     taken: the next page; when it is the sign-in, the file waits for the person
//   ← 200 and a page            it takes this one's place: what a file would bring in, before anything is kept
//   ← 422                       the same page with what is wrong; the chosen files stay chosen
//   ← 403                       the page is too old: its token is fetched anew, and the form is sent once more
//   ← anything else, or nothing sent again, ever more slowly, at once when the browser is online again
import { box, button, element } from "./notices.js";

const PAUSES = [2_000, 5_000, 15_000, 30_000];
const SILENCE = 60_000;

export function watchUploads(root = document) {
  root.querySelectorAll('form[enctype="multipart/form-data"]').forEach((form) => new Upload(form));
}

class Upload {
  constructor(form) {
    this.form = form;
    this.failures = 0;
    form.addEventListener("submit", (event) => this.begin(event));
    addEventListener("online", () => this.waiting && this.send());
  }

  begin(event) {
    if (!filesOf(this.form).length) return;
    event.preventDefault();
    delete this.form.dataset.leaving;
    if (this.sending || this.waiting) return;
    this.body = new FormData(this.form, event.submitter);
    this.show("Sending your file", "information");
    this.send();
  }

  send() {
    clearTimeout(this.waiting);
    this.waiting = null;
    if (this.sending) return;
    this.sending = new XMLHttpRequest();
    this.sending.open("POST", this.form.action);
    this.sending.setRequestHeader("X-Requested-With", "upload");
    this.sending.upload.addEventListener("progress", (event) => this.progress(event));
    this.sending.addEventListener("loadend", () => this.ended());
    this.sending.send(this.body);
    this.listen();
  }

  // Nothing has moved for a minute: the connection is gone, though nobody has said so.
  listen() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.sending?.abort(), SILENCE);
  }

  progress({ loaded, total }) {
    this.listen();
    this.bar.value = total ? (100 * loaded) / total : 0;
    this.words.textContent = loaded < total ? `${Math.floor((100 * loaded) / total)}% sent` : "Sent. Waiting for the answer.";
  }

  ended() {
    const { status, responseText } = this.sending;
    const told = this.sending.getResponseHeader("Content-Type")?.startsWith("application/json");
    clearTimeout(this.silence);
    this.sending = null;
    if (status === 200 && told) this.taken(JSON.parse(responseText).location);
    else if (status === 200 || status === 422) this.replaced(responseText);
    else if (status === 403 && !this.renewed) this.renew();
    else if (status >= 400 && status < 500) this.stop("Lectern could not take the file. Open this page again, and choose it once more.");
    else this.later();
  }

  taken(location) {
    if (new URL(location, document.baseURI).pathname.endsWith("/sign-in")) return this.signedOut(location);
    this.form.dataset.leaving = "yes";
    window.location.assign(location);
  }

  replaced(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const chosen = filesOf(this.form).map((field) => [field.name, field.files]);
    const fresh = page.getElementById("main-content");
    document.getElementById("main-content").replaceWith(fresh);
    document.title = page.title;
    for (const [name, files] of chosen) {
      const field = fresh.querySelector(`input[type="file"][name="${CSS.escape(name)}"]`);
      if (field) field.files = files;
    }
    watchUploads(fresh);
    const summary = fresh.querySelector(".govuk-error-summary");
    summary?.setAttribute("tabindex", "-1");
    (summary ?? fresh).focus();
  }

  // A page that was left open outlives its token. Its key stays the same, so that nothing is taken twice.
  async renew() {
    this.renewed = true;
    const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
    const token = page.querySelector('#main-content input[name="csrf_token"]')?.value;
    if (!token) return this.later();
    this.body.set("csrf_token", token);
    this.send();
  }

  later() {
    const pause = PAUSES[Math.min(this.failures++, PAUSES.length - 1)];
    this.waiting = setTimeout(() => this.send(), pause);
    this.show("The connection was lost", "warning", [button("Try now", "primary", () => this.send())]);
    this.words.textContent = "Keep this page open: your file is sent again when the connection is back.";
  }

  signedOut(location) {
    this.renewed = false;
    const link = element("a", { href: location, target: "_blank", class: "govuk-link" }, "Sign in (opens in a new tab)");
    this.show("You have been signed out", "warning", [link, button("I am signed in: send it", "primary", () => this.send())]);
    this.words.textContent = "Your file is still here. Sign in on a second page, then come back to this one.";
  }

  stop(words) {
    this.show("The file was not sent", "warning");
    this.words.textContent = words;
  }

  show(title, tone, actions = []) {
    this.notice?.remove();
    this.bar = element("progress", { max: "100", value: "0", "aria-label": "Sent so far" });
    this.words = element("p", { role: "status" }, "");
    this.notice = box({ title, tone, children: tone === "warning" ? [this.words] : [this.bar, this.words], actions });
    this.form.prepend(this.notice);
    this.notice.focus();
    this.notice.scrollIntoView({ block: "center" });
  }
}

const filesOf = (form) => [...form.querySelectorAll('input[type="file"]')].filter((field) => field.files.length);
