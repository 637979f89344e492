/* Mends from outside what the framework's page lacks: texts in the page's language, landmarks,
   names. Loaded by dashboard/accessible/page.py on every page; may be loaded again at any time,
   when the language has changed. Changes attributes and texts only, never the structure. */
(() => {
  const { language, texts, menu } = document.currentScript.dataset;
  window.accessible ??= start();
  window.accessible.speak({ language, menu, texts: JSON.parse(texts) });

  function start() {
    const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt"];
    const LATIN = /[A-Za-z]{2}/;
    const HAN = /[\u4e00-\u9fff]/;
    const written = new WeakMap(); // of a node: name → what the framework said, what stands there now
    let said = { language: "", menu: "", texts: [] };

    function speak(now) {
      said = { ...now, texts: now.texts.map(([from, to]) => [pattern(from), to]) };
      document.documentElement.lang = said.language;
      visit(document.body);
    }

    /* "Remove {x}" as an expression whose groups are named */
    function pattern(text) {
      const parts = text.split(/(\{\w+\})/).map((part) =>
        /^\{\w+\}$/.test(part) ? `(?<${part.slice(1, -1)}>[^]+)` : RegExp.escape?.(part) ?? part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
      );
      return new RegExp(`^${parts.join("")}$`);
    }

    function translated(text) {
      for (const [from, to] of said.texts) {
        const found = from.exec(text);
        if (found) return to.replace(/\{(\w+)\}/g, (_, name) => first_line(found.groups[name]));
      }
      return text;
    }

    /* the second line of a district's label is there for the search only (see filters.py) */
    const first_line = (text) => text.split("\n")[0];

    /* Puts our text in place of the framework's, and the framework's back when it is wanted. */
    function replace(node, name, now, write) {
      if (!now) return;
      const known = written.get(node) ?? {};
      const original = known[name]?.ours === now ? known[name].theirs : now;
      const core = original.trim();
      if (!LATIN.test(core)) return;
      const ours = original.replace(core, () => translated(core));
      if (ours !== now) write(ours);
      if (ours !== original) written.set(node, { ...known, [name]: { theirs: original, ours } });
    }

    function visit(root) {
      if (root.nodeType === Node.TEXT_NODE) return text(root);
      if (!(root instanceof HTMLElement)) return;
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
        ["svg", "SCRIPT", "STYLE"].includes(node.nodeName) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
      );
      for (let node = root; node; node = walker.nextNode()) {
        if (node.nodeType === Node.TEXT_NODE) text(node);
        else element(node);
      }
    }

    function text(node) {
      if (node.parentElement?.closest("svg, script, style, [translate=no]")) return;
      replace(node, "text", node.data, (ours) => { node.data = ours; });
      foreign(node);
    }

    /* A passage in Chinese on an English page is said to be Chinese; one of mixed text is left alone. */
    function foreign(node) {
      const parent = node.parentElement;
      if (!parent || parent === document.body) return;
      const chinese = said.language === "en" && HAN.test(node.data) && !/[A-Za-z]{3}/.test(node.data);
      if (chinese) parent.lang = "zh-CN";
      else if (parent.lang === "zh-CN" && node.data.trim()) parent.removeAttribute("lang");
    }

    function element(node) {
      for (const name of ATTRIBUTES) {
        const value = node.getAttribute(name);
        if (value) replace(node, name, value, (ours) => node.setAttribute(name, ours));
      }
      for (const [selector, mend] of MENDED) if (node.matches(selector)) mend(node);
    }

    /* ------------------------------------------------------------ what is mended where */
    const set = (node, attributes) => {
      for (const [name, value] of Object.entries(attributes)) {
        if (node.getAttribute(name) !== value) node.setAttribute(name, value);
      }
    };
    const MENDED = [
      [".st-key-menu", (node) => set(node, { role: "navigation", "aria-label": said.menu })],
      ['[data-testid="stPageLink-NavLink"]', (link) => {
        // the framework's address of the first page is that of whatever page one is on
        const address = link.getAttribute("href") ?? "";
        if (address.startsWith("?")) link.setAttribute("href", `./${address}`);
        if (link.closest(".st-key-menu") && link.pathname === location.pathname) set(link, { "aria-current": "page" });
        else link.removeAttribute("aria-current");
      }],
      // the text alternative says it all; loose numbers of axes would only be in the way
      [".js-plotly-plot", (plot) => set(plot, { "aria-hidden": "true" })],
      // an icon beside a word says nothing more than the word
      ['[role="img"][translate="no"]', (icon) => {
        set(icon, { "aria-hidden": "true" });
        icon.removeAttribute("aria-label");
      }],
      ["[data-tag], [data-tag] > span", (chip) => {
        for (const name of ["aria-label", "title"]) {
          const value = chip.getAttribute(name);
          if (value?.includes("\n")) chip.setAttribute(name, first_line(value));
        }
      }],
      ['[data-testid="stFileUploaderDropzone"]', upload_field],
    ];

    /* the button's text is ours and comes from the style sheet (see uploads.py) */
    function upload_field(field) {
      const name = field.getAttribute("aria-label");
      const button = field.querySelector("button");
      if (!name || !button) return;
      const choose = getComputedStyle(button.querySelector("[data-testid=stMarkdownContainer]") ?? button, "::after").content;
      const visible = choose.startsWith('"') ? choose.slice(1, -1) : button.innerText;
      field.removeAttribute("aria-label");
      set(button, { "aria-label": `${visible} ${name}` });
    }

    /* ------------------------------------------------------------ the keyboard in menus */
    /* The framework puts an open menu at the end of the page: Tab leads into it and round in it. */
    const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), textarea, select, summary, [tabindex="0"]';
    document.addEventListener("keydown", (event) => {
      const menu = [...document.querySelectorAll('[data-testid="stPopoverBody"]')].at(-1);
      const opener = document.querySelector('[data-testid="stPopoverButton"][aria-expanded="true"]');
      if (event.key !== "Tab" || !menu || !opener) return;
      const stops = [...menu.querySelectorAll(FOCUSABLE)].filter((stop) => stop.tabIndex >= 0 && stop.checkVisibility());
      const round = [opener, ...stops];
      const now = round.indexOf(document.activeElement);
      if (now < 0) return;
      event.preventDefault();
      event.stopPropagation();
      round.at((now + (event.shiftKey ? -1 : 1)) % round.length).focus();
    }, true);

    /* ------------------------------------------------------------ charts on paper */
    /* Drawn for the screen, a chart fits on paper only as a picture that shrinks as a whole. */
    const pictures = () => document.querySelectorAll(".js-plotly-plot .main-svg");
    addEventListener("beforeprint", () => {
      for (const picture of pictures()) {
        picture.setAttribute("viewBox", `0 0 ${picture.getAttribute("width")} ${picture.getAttribute("height")}`);
      }
    });
    addEventListener("afterprint", () => {
      for (const picture of pictures()) picture.removeAttribute("viewBox");
    });

    /* ------------------------------------------------------------ and kept mended */
    new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.type === "childList") change.addedNodes.forEach(visit);
        else if (change.type === "characterData") text(change.target);
        else if (change.target instanceof HTMLElement) element(change.target);
      }
    }).observe(document.body, {
      subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: [...ATTRIBUTES, "href"],
    });

    return { speak };
  }
})();
