// The one script of every page. Each module tends the parts it finds under a root and leaves the rest alone;
// pages work without any of them.
import { watchExit } from "./exit.js";
import { tendDrafts, watchDrafts } from "./drafts.js";
import { watchKeeping } from "./keep.js";
import { tendFeelings } from "./feelings.js";
import { tendStarts } from "./starts.js";
import { tendTimers } from "./timer.js";
import { tendBreathing } from "./breathing.js";
import { watchClock } from "./clock.js";
import { watchLive } from "./live.js";
import { tendCopies } from "./copy.js";
import { tendAreas } from "./grow.js";
import { tendCoach } from "./coach.js";
import { tendPhotos } from "./photo.js";
import { tendMoments } from "./when.js";
import { tendPasskeys } from "./passkey.js";
import { tendZones } from "./zone.js";
import { tendNotices } from "./push.js";
import { watchMotion } from "./motion.js";

const tend = (root) => {
  for (const part of [tendDrafts, tendFeelings, tendStarts, tendTimers, tendBreathing, tendCopies, tendAreas, tendCoach, tendPhotos, tendMoments, tendZones, tendNotices, tendPasskeys]) {
    try {
      part(root);
    } catch (fault) {
      console.error(fault.name); // never the message: it could quote what a person wrote
    }
  }
};

try {
  sessionStorage.clear(); // htmx notes the address of each page there; nothing of Nearer is to stay in a browser
} catch {
  // storage is closed to us, which is as good
}

watchExit();
watchMotion();
watchClock();
watchLive();
watchDrafts();
watchKeeping();
tend(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body || document.body.dataset.tended) tend(event.detail.elt);
  document.body.dataset.tended = "yes";
});
