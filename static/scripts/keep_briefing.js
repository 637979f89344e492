// Has the browser keep the key of a briefing, beside those that other windows may have begun with.
(() => {
  const { cookie, key, seconds } = document.currentScript.dataset;
  const start = `${cookie}=`;
  const found = document.cookie.split("; ").find((one) => one.startsWith(start));
  const keys = found ? found.slice(start.length).split(".") : [];
  if (!keys.includes(key)) keys.push(key);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${start}${keys.join(".")}; SameSite=Lax; Path=/; Max-Age=${seconds}${secure}`;
})();
