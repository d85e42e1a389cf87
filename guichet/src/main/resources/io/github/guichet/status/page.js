"use strict";
// Takes the page anew every few seconds and replaces the parts that changed, so that scrolling, focus and what is selected stay.
(function () {
  var every = 5000, verdict = "", last = document.querySelector("time.taken").textContent;
  function lost(why) {
    document.getElementById("lost").textContent =
      "No answer from guichet (" + why + "). What stands here is of " + last + "; asking again every " + every / 1000 + " seconds.";
  }
  function take(text) {
    var fresh = new DOMParser().parseFromString(text, "text/html");
    fresh.querySelectorAll("[data-part]").forEach(function (part) {
      var old = document.querySelector('[data-part="' + part.dataset.part + '"]');
      if (old && old.outerHTML !== part.outerHTML) { old.replaceWith(document.importNode(part, true)); }
    });
    last = document.querySelector("time.taken").textContent;
    document.title = fresh.title;
    document.getElementById("lost").textContent = "";
    var now = document.querySelector(".verdict").textContent;
    if (verdict !== now) { document.getElementById("said").textContent = now; }
    verdict = now;
    document.documentElement.dataset.refreshed = String(Number(document.documentElement.dataset.refreshed || 0) + 1);
  }
  function look() {
    if (document.hidden || (getSelection() && !getSelection().isCollapsed)) { return; }
    var ending = new AbortController(), alarm = setTimeout(function () { ending.abort(); }, 4000);
    fetch("/", { cache: "no-store", credentials: "omit", redirect: "error", signal: ending.signal })
      .then(function (answer) { if (!answer.ok) { throw new Error("status " + answer.status); } return answer.text(); })
      .then(take)
      .catch(function (e) { lost(e.message); })
      .finally(function () { clearTimeout(alarm); });
  }
  verdict = document.querySelector(".verdict").textContent;
  setInterval(look, every);
  document.addEventListener("visibilitychange", look);
})();
