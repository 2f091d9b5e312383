// Adds a passkey, or signs in with one. The form is of macros/passkeys.html: hidden until this has started.
//
//   → POST data-passkey-url                     with the header X-CSRFToken
//   ← 200 {"challenge": "…", "options": {…}}    what the authenticator is asked; what it answers goes into the form, and the form goes
//
//   ← 303                                       signed out meanwhile, or to be proved once more: the page is loaded anew, which leads there
//
// Bytes travel as base64url. Browsers that can turn options into bytes by themselves are too new to count on.
const CANCELLED = "Nothing happened. Your device was not asked, or you stopped it. Try again when you are ready.";
const KNOWN = "This device has a passkey of yours already.";
const NO_SERVER = "We could not be reached, or you tried too often. Wait a moment and try again.";
const NO_PASSKEYS = "This browser cannot use passkeys. Use a link by email instead.";
const NOT_HERE = "This browser does not use passkeys on this page. Use a link by email instead.";
const WORDS = { NotAllowedError: CANCELLED, AbortError: CANCELLED, InvalidStateError: KNOWN, SecurityError: NOT_HERE, NotSupportedError: NO_PASSKEYS };

document.querySelectorAll("form[data-passkey]").forEach(start);

function start(form) {
  const words = form.parentElement.querySelector("[data-passkey-words]");
  words.setAttribute("role", "status");
  words.textContent = window.PublicKeyCredential ? "" : NO_PASSKEYS;
  words.hidden = Boolean(window.PublicKeyCredential);
  form.hidden = !window.PublicKeyCredential;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.dataset.busy) ask(form, words);
  });
}

async function ask(form, words) {
  form.dataset.busy = "yes";
  words.hidden = true;
  try {
    const { challenge, options } = await asked(form);
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: prepared(options) });
    form.elements.challenge.value = challenge;
    form.elements.answer.value = JSON.stringify(told(credential));
    form.submit();
  } catch (error) {
    words.textContent = WORDS[error.name] ?? NO_SERVER;
    words.hidden = false;
    delete form.dataset.busy;
  }
}

async function asked(form) {
  const headers = { "X-CSRFToken": form.elements.csrf_token.value };
  const answer = await fetch(form.dataset.passkeyUrl, { method: "POST", headers, redirect: "manual" });
  if (answer.type === "opaqueredirect") location.reload();
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function prepared(options) {
  const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: known(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: known(options.allowCredentials) }),
  };
}

function told({ id, rawId, type, response }) {
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const said = names.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return { id, rawId: text(rawId), type, response: Object.fromEntries(said) };
}

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
