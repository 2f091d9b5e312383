// Starts what every page may have. The page works without any of it.
import { startAutosave } from "./autosave.js";
import { settleLastSubmission } from "./drafts.js";
import { followLive } from "./live.js";
import { watchLeaving } from "./leaving.js";
import { watchPresence } from "./presence.js";
import { startSeeking } from "./seek.js";
import { watchUploads } from "./upload.js";

const { initAll } = await import(document.getElementById("govuk-frontend").href);

initAll();
await settleLastSubmission();
document.querySelectorAll("form[data-autosave]").forEach(startAutosave);
document.querySelectorAll("form[data-seek]").forEach(startSeeking);
document.querySelectorAll("[data-live]").forEach(followLive);
document.querySelectorAll("[data-presence]").forEach(watchPresence);
watchLeaving();
watchUploads();
