"use strict";
(() => {
  const root = document.documentElement;
  const at = (id) => document.getElementById(id);
  const PAINTED = 300; // entries in which what was found is marked
  const MARKS = 3000;
  const THEME = "journal-theme";

  root.classList.add("live");

  // Light and dark: the system's, until somebody chooses.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const remembered = () => {
    try { return localStorage.getItem(THEME) || ""; } catch { return ""; }
  };
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  const show = (theme) => {
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
    const button = at("dark");
    if (button) button.setAttribute("aria-pressed", String(isDark()));
  };
  show(remembered());
  system.addEventListener("change", () => show(root.dataset.theme));

  // Text without its differences of case, width and canonical form, as `journal search` has it.
  const fold = (text) =>
    text.normalize("NFKC").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");
  const level = (text) => fold(text).replace(/\s+/g, " ");

  let entries = [];
  let months = [];
  let links = new Map();
  let whole = false;

  const gather = () => {
    if (whole) return;
    whole = document.readyState !== "loading";
    const known = entries.length;
    const nodes = document.querySelectorAll("#entries article");
    for (let i = known; i < nodes.length; i++) {
      const node = nodes[i];
      const month = node.parentNode;
      const tags = [...node.querySelectorAll(".tags button")].map((one) => one.dataset.tag);
      entries.push({ node, month, year: month.parentNode.dataset.year, tags, text: null });
    }
    months = [...document.querySelectorAll("#entries .month")];
    links = new Map([...document.querySelectorAll("nav a")].map((a) => [a.hash.slice(1), a]));
  };

  const textOf = (entry) => {
    if (entry.text === null) {
      const time = entry.node.querySelector("time");
      entry.text = level(`${time ? time.dateTime : ""} ${entry.node.textContent}`);
    }
    return entry.text;
  };

  // Words, "phrases", and -words that may not stand there.
  const read = (query) => {
    const wanted = [];
    const unwanted = [];
    for (const [, minus, phrase, word] of query.matchAll(/(-?)(?:["“”]([^"“”]*)["“”]?|([^\s"“”]+))/g)) {
      const text = level(phrase ?? word).trim();
      if (text && text !== "-") (minus ? unwanted : wanted).push(text);
    }
    return { wanted, unwanted };
  };

  const apply = () => {
    gather();
    const { wanted, unwanted } = read(at("query").value);
    const year = at("year").value;
    const tag = at("tag") ? at("tag").value : "";
    const asked = wanted.length + unwanted.length > 0;
    const counts = new Map();
    const shown = [];
    for (const entry of entries) {
      let fits = (!year || entry.year === year) && (!tag || entry.tags.includes(tag));
      if (fits && asked) {
        const text = textOf(entry);
        fits = wanted.every((one) => text.includes(one)) && !unwanted.some((one) => text.includes(one));
      }
      if (entry.node.hidden === fits) entry.node.hidden = !fits;
      if (fits) {
        shown.push(entry);
        counts.set(entry.month, (counts.get(entry.month) || 0) + 1);
      }
    }
    const years = new Map();
    for (const month of months) {
      const parent = month.parentNode;
      const count = counts.get(month) || 0;
      month.hidden = !count;
      years.set(parent, (years.get(parent) || 0) + count);
      const link = links.get(month.id);
      if (link) link.classList.toggle("none", !count);
    }
    for (const [section, count] of years) {
      section.hidden = !count;
      const link = links.get(section.id);
      if (link) link.classList.toggle("none", !count);
    }
    const filtered = asked || year || tag;
    const found = at("found");
    const numbers = [shown.length, entries.length].map((n) => n.toLocaleString("en"));
    found.textContent = filtered ? found.dataset.found.replace(/\{\}/g, () => numbers.shift()) : "";
    if (at("nothing")) at("nothing").hidden = !(filtered && whole && !shown.length);
    paint(shown, wanted);
    return shown;
  };

  // Marks lie over the text and change nothing in it.
  let planned = 0;
  let marked = [];
  let current = -1;
  const paint = (shown, words) => {
    if (!self.CSS || !CSS.highlights) return;
    CSS.highlights.delete("found");
    CSS.highlights.delete("here");
    marked = [];
    current = -1;
    const mine = ++planned;
    if (words.length) setTimeout(() => mine === planned && mark(shown.slice(0, PAINTED), words));
  };
  const mark = (shown, words) => {
    collect(shown, words);
    CSS.highlights.set("found", new Highlight(...marked));
  };
  const collect = (shown, words) => {
    for (const { node } of shown) {
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        for (const [start, end] of spans(text.data, words)) {
          const range = new Range();
          range.setStart(text, start);
          range.setEnd(text, end);
          marked.push(range);
          if (marked.length >= MARKS) return;
        }
      }
    }
  };
  const step = (by) => {
    if (!marked.length) return;
    current = (current + by + marked.length) % marked.length;
    CSS.highlights.set("here", new Highlight(marked[current]));
    marked[current].startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
    const box = marked[current].getBoundingClientRect();
    if (box.top < 80 || box.bottom > innerHeight) {
      scrollBy({ top: box.top - innerHeight / 2, behavior: "instant" });
    }
  };
  const spans = (data, words) => {
    const made = [];
    let folded = fold(data);
    let origin = null;
    for (const word of words) {
      for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + word.length)) {
        if (!origin && folded.length !== data.length) {
          [folded, origin] = mapped(data);
          i = folded.indexOf(word);
          if (i < 0) break;
        }
        const end = i + word.length;
        made.push(origin ? [origin[i], origin[end - 1] + width(data, origin[end - 1])] : [i, end]);
      }
    }
    return made;
  };
  const width = (data, i) => (data.codePointAt(i) > 0xffff ? 2 : 1);
  const mapped = (data) => {
    let folded = "";
    const origin = [];
    for (let i = 0; i < data.length; i += width(data, i)) {
      const piece = fold(String.fromCodePoint(data.codePointAt(i)));
      for (let n = 0; n < piece.length; n++) origin.push(i);
      folded += piece;
    }
    return [folded, origin];
  };

  let due = 0;
  const soon = () => {
    clearTimeout(due);
    due = setTimeout(() => {
      apply();
      const top = at("entries").getBoundingClientRect().top + scrollY;
      if (scrollY > top) scrollTo({ top: top - 80, behavior: "instant" });
    }, 60);
  };
  const reset = () => {
    for (const id of ["query", "year", "tag"]) if (at(id)) at(id).value = "";
    apply();
  };

  // A link to an entry or a month that the filters hide shows everything again.
  const arrive = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* as it is */ }
    const target = id && at(id);
    if (!target || !target.closest("#entries [hidden]")) return;
    reset();
    target.scrollIntoView();
  };

  // One listener a kind, from the first moment on, however long the page goes on arriving.
  document.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("input", (event) => {
    if (event.target.id === "query" && !event.isComposing) soon();
  });
  document.addEventListener("compositionend", (event) => {
    if (event.target.id === "query") soon();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "year" || event.target.id === "tag") soon();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.id === "dark") {
      const theme = isDark() ? "light" : "dark";
      try { localStorage.setItem(THEME, theme); } catch { /* not remembered */ }
      show(theme);
    } else if (button.id === "clear") {
      reset();
      at("query").focus();
    } else if (button.dataset.tag !== undefined) {
      const same = at("tag").value === button.dataset.tag;
      at("tag").value = same ? "" : button.dataset.tag;
      apply();
      button.closest("article").scrollIntoView({ block: "nearest" });
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      at("query").focus();
      at("query").select();
    } else if (event.key === "Escape" && event.target.id === "query" && !event.isComposing) {
      event.preventDefault();
      if (at("query").value) { at("query").value = ""; apply(); } else at("query").blur();
    } else if (event.key === "Enter" && event.target.id === "query" && !event.isComposing) {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    }
  });
  addEventListener("hashchange", arrive);

  // Entries are folded while nobody types, so that the first search is as fast as the next.
  const idle = self.requestIdleCallback || ((work) => setTimeout(() => work(null), 50));
  const warm = (deadline) => {
    gather();
    const until = performance.now() + (deadline ? Math.max(deadline.timeRemaining(), 4) : 8);
    const rest = entries.values();
    for (const entry of rest) {
      textOf(entry);
      if (performance.now() > until) return void idle(warm);
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    show(root.dataset.theme);
    if (at("query").value || at("year").value || (at("tag") && at("tag").value)) apply();
    arrive();
    idle(warm);
  });
})();
