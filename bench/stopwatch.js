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

  new MutationObserver(() => {
    watch.changed = performance.now();
    if (!watch.chart && drawn()) watch.chart = watch.changed;
    if (!watch.text && written()) watch.text = watch.changed;
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  addEventListener("pointerdown", (event) => { watch.pressed = event.timeStamp; }, true);

  const unfinished = () =>
    document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]') ||
    [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].some((chart) => !chart.querySelector(".main-svg"));
  // Whether the script has run to its end, all is drawn, and nothing has moved for so many milliseconds.
  watch.settled = (quiet) =>
    script() === "notRunning" && performance.now() - watch.changed > quiet && !unfinished();
})();
