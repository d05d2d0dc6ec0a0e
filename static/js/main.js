// Starts every behaviour; each looks for its own data- attribute and leaves the page alone without it.

import "./behaviours/leave.js";
import "./behaviours/menu.js";
import "./behaviours/dialog.js";
import "./behaviours/zones.js";
import "./behaviours/draft.js";
import "./behaviours/composer.js";
import "./behaviours/grow.js";
import "./behaviours/preview.js";
import "./behaviours/quote.js";
import "./behaviours/marks.js";
import "./behaviours/copy.js";
import "./behaviours/answer.js";
import "./behaviours/reading.js";
import "./behaviours/live.js";
import "./behaviours/keys.js";
import "./behaviours/htmx.js";
import "./behaviours/device.js";

// What few pages need is fetched by those that do.
if (document.querySelector("[data-similar]")) import("./behaviours/similar.js");
