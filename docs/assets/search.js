// The search of the handbook: what was typed is looked for as it stands, so any 汉字 is found; several words all have
// to stand there. Works from a folder, asks nothing of a network. kaohePages is made by docs/conf.py.
(function () {
  "use strict";
  const MOST = 30, AROUND = 36;
  const script = document.currentScript;
  const root = new URL("..", script.src);
  // Sign by sign, so that a place in the folded text is the same place in the text.
  const sign = (one) => { const folded = one.normalize("NFKC").toLowerCase(); return folded.length === one.length ? folded : one; };
  const fold = (text) => Array.from(text, sign).join("");
  const pages = (typeof kaohePages === "undefined" ? [] : kaohePages).map(([address, title, heading, text]) => ({
    address, title, heading, text, inHeading: fold(heading), inAll: fold(title + " " + heading + " " + text),
  }));

  function found(typed) {
    const words = fold(typed).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    return pages
      .filter((page) => words.every((word) => page.inAll.includes(word)))
      .map((page) => ({page, rank: words.filter((word) => page.inHeading.includes(word)).length}))
      .sort((one, other) => other.rank - one.rank)
      .map(({page}) => page);
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function excerpt(page, word) {
    const made = element("p", "kaohe-search__text");
    const place = fold(page.text).indexOf(word);
    const from = Math.max(0, place - AROUND), to = Math.max(0, place) + word.length + 2 * AROUND;
    const [before, hit, after] = place < 0
      ? [page.text.slice(0, to), "", ""]
      : [page.text.slice(from, place), page.text.slice(place, place + word.length), page.text.slice(place + word.length, to)];
    made.append((from > 0 ? "…" : "") + before, element("mark", "", hit), after + (to < page.text.length ? "…" : ""));
    return made;
  }

  function show(typed, list) {
    const all = found(typed), word = fold(typed).split(/\s+/).filter(Boolean)[0] || "";
    list.replaceChildren(...all.slice(0, MOST).map((page) => {
      const link = element("a", "kaohe-search__hit");
      link.href = new URL(page.address, root).href;
      const where = page.heading === page.title ? page.title : page.title + " › " + page.heading;
      link.append(element("strong", "", where), excerpt(page, word));
      return link;
    }));
    if (word) {
      const more = all.length > MOST ? "，列出前 " + MOST + " 处" : "";
      list.prepend(element("p", "kaohe-search__count", all.length ? "找到 " + all.length + " 处" + more : "没有找到“" + typed.trim() + "”"));
    }
    list.hidden = !word;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector(".kaohe-search");
    const input = box.querySelector("input"), list = box.querySelector(".kaohe-search__list");
    input.addEventListener("input", () => show(input.value, list));
    input.addEventListener("focus", () => show(input.value, list));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { input.value = ""; show("", list); }
    });
    document.addEventListener("click", (event) => { if (!box.contains(event.target)) list.hidden = true; });
  });
})();
