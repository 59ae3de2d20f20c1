// Whoever followed the link and looks at the page has said it: the button presses itself. A page that a browser
// fetched ahead, or that lies in a tab nobody opened yet, waits until it is seen.
"use strict";

function say() {
  if (document.prerendering || document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", say);
  document.removeEventListener("prerenderingchange", say);
  document.querySelector("[data-at-once]").requestSubmit();
}

document.addEventListener("visibilitychange", say);
document.addEventListener("prerenderingchange", say);
say();
