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
  const unseen = (record) =>
    record.attributeName === "data-test-script-state" ||
    record.target.parentElement?.closest('[data-testid="stStatusWidget"]');
  const places = (record) =>
    record.addedNodes.length ? record.addedNodes : [record.target];
  const onScreen = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    if (!element?.isConnected) return false;
    const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
    return width + height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  };

  new MutationObserver((records) => {
    watch.changed = performance.now();
    for (const record of records) {
      if (!unseen(record)) for (const node of places(record)) changes.set(node, watch.changed);
    }
    if (!watch.chart && drawn()) watch.chart = watch.changed;
    if (!watch.text && written()) watch.text = watch.changed;
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  addEventListener("pointerdown", (event) => {
    watch.pressed = event.timeStamp;
    changes = new Map();
  }, true);

  // When something on the screen last changed.
  watch.seen = () => {
    let last = 0;
    for (const [node, time] of changes) if (time > last && onScreen(node)) last = time;
    return last;
  };

  const unfinished = () =>
    document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]') ||
    [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].some((chart) => !chart.querySelector(".main-svg"));
  // Whether the script has run to its end, all is drawn, and nothing has moved for so many milliseconds.
  watch.settled = (quiet) =>
    script() === "notRunning" && performance.now() - watch.changed > quiet && !unfinished();
})();
