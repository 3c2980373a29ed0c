// What HTML alone cannot do: open the passage of a mark, show where the newest answer begins, and say
// once, politely, that an answer has come. Loaded as a file, so that no inline script is needed.
"use strict";
(() => {
  if (window.alisPage) return;
  window.alisPage = true;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const goTo = (part, block) =>
    part.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

  const openPassage = (mark) => {
    const passage = document.getElementById(mark.getAttribute("href").slice(1));
    if (!passage) return;
    passage.open = true;
    passage.dataset.from = "mark";
    passage.querySelector("summary").focus({ preventScroll: true });
    goTo(passage, "center");
    lastMark = mark;
  };
  let lastMark = null;

  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("a.mark");
    if (!mark) return;
    event.preventDefault();
    openPassage(mark);
  });

  // Escape in an opened passage closes it and returns to the mark it was opened from.
  document.addEventListener("keydown", (event) => {
    const passage = event.key === "Escape" && event.target.closest?.("details.passage[open]");
    if (!passage) return;
    passage.open = false;
    if (passage.dataset.from && lastMark?.isConnected) lastMark.focus();
  });

  const announcer = document.createElement("div");
  announcer.className = "unseen";
  announcer.setAttribute("aria-live", "polite");
  announcer.id = "announcer";

  let count = 0;
  let waiting = false;
  const follow = () => {
    const pending = document.querySelector("#pending .turn");
    const answers = document.querySelectorAll("#finished .turn");
    if (pending && !waiting) goTo(pending, "start");
    waiting = Boolean(pending);
    if (answers.length > count) {
      const newest = answers[answers.length - 1];
      announcer.textContent = newest.querySelector(".text")?.textContent ?? "";
      goTo(newest, "start");
      if (document.activeElement === document.body) takeFocus();
    }
    count = answers.length;
  };

  // On a phone focus would open the keyboard over the answer.
  const takeFocus = () => {
    if (matchMedia("(hover: hover)").matches)
      document.querySelector("#question textarea")?.focus({ preventScroll: true });
  };

  const begin = (heading) => {
    const { language, talk: name } = heading.dataset;
    document.documentElement.lang = language;
    document.body.append(announcer);
    const talk = document.getElementById("talk");
    talk.setAttribute("role", "region");
    talk.setAttribute("aria-label", name);
    takeFocus();
    new MutationObserver(follow).observe(talk, { childList: true, subtree: true });
  };
  const wait = new MutationObserver(() => {
    const heading = document.querySelector("#heading h1");
    if (!heading || !document.getElementById("talk")) return;
    wait.disconnect();
    begin(heading);
  });
  wait.observe(document.documentElement, { childList: true, subtree: true });
})();
