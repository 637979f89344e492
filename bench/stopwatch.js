// Runs in every page before anything else. Notes when the page last changed, when its first chart
// and its first text were there, and when a person last pressed something; milliseconds since
// the navigation began.
(() => {
  const watch = { changed: 0, chart: 0, text: 0, pressed: 0 };
  window.stopwatch = watch;

  const script = () =>
    document.querySelector('[data-testid="stApp"]')?.getAttribute("data-test-script-state");
  const drawn = () =>
    document.querySelector(".js-plotly-plot :is(.scatterlayer path, .barlayer path, .heatmaplayer image)");
  const written = () => document.querySelector('[data-testid="stMain"] [data-testid="stText"]');

  // what changed since the last press, and when; what lies on the screen is asked at the end only,
  // because asking where things are while they change would slow the page down
  let changes = new Map();
  let takenOut = [];
  const unseen = (record) =>
    record.attributeName === "data-test-script-state" ||
    record.target.parentElement?.closest('[data-testid="stStatusWidget"]');
  const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  const onScreen = (node) => {
    if (!element(node)?.isConnected) return false;
    const { top, bottom, left, right, width, height } = element(node).getBoundingClientRect();
    return width + height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  };
  // where something was taken out lies between its neighbours: the end of the one before it and the
  // beginning of the one after it; what held it may reach far off the screen. A neighbour that is
  // placed by itself, such as words for a screen reader, says nothing of where it was.
  const inFlow = (node, onward) => {
    while (node?.nodeType === Node.ELEMENT_NODE && /absolute|fixed/.test(getComputedStyle(node).position)) node = node[onward];
    return node;
  };
  const edgeOnScreen = ({ node: nearest, edge, onward }) => {
    if (!element(nearest)?.isConnected) return false;
    const node = inFlow(nearest, onward);
    if (!element(node)?.isConnected) return false;
    const line = element(node).getBoundingClientRect()[edge];
    return onScreen(node) && line >= 0 && line <= innerHeight;
  };
  const edges = ({ previousSibling, nextSibling }) =>
    [
      { node: previousSibling, edge: "bottom", onward: "previousSibling" },
      { node: nextSibling, edge: "top", onward: "nextSibling" },
    ].filter(({ node }) => node);

  const note = (record, time) => {
    const beside = record.removedNodes.length ? edges(record) : [];
    for (const node of record.addedNodes) changes.set(node, time);
    for (const edge of beside) takenOut.push({ ...edge, time });
    if (!record.addedNodes.length && !beside.length) changes.set(record.target, time);
  };

  new MutationObserver((records) => {
    watch.changed = performance.now();
    for (const record of records) {
      if (!unseen(record)) note(record, watch.changed);
    }
    if (!watch.chart && drawn()) watch.chart = watch.changed;
    if (!watch.text && written()) watch.text = watch.changed;
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  addEventListener("pointerdown", (event) => {
    watch.pressed = event.timeStamp;
    changes = new Map();
    takenOut = [];
  }, true);

  // When something on the screen last changed.
  watch.seen = () => {
    let last = 0;
    for (const [node, time] of changes) if (time > last && onScreen(node)) last = time;
    for (const edge of takenOut) if (edge.time > last && edgeOnScreen(edge)) last = edge.time;
    return last;
  };

  const unfinished = () =>
    document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]') ||
    [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].some((chart) => !chart.querySelector(".main-svg"));
  // Whether the script has run to its end, all is drawn, and nothing has moved for so many milliseconds.
  watch.settled = (quiet) =>
    script() === "notRunning" && performance.now() - watch.changed > quiet && !unfinished();
})();
