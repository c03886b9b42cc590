/* The address follows the filters, and Streamlit adds an entry to the history each time a page writes there: Back would
   stay on the same page. Here only a page, or a filter that someone changed, makes an entry; what a page writes while it
   loads replaces its own. After Back or Forward the address says everything: `retour` tells the server so, once. */
(() => {
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  let loaded = false; // the page came to rest since it was opened
  let acted = false; // someone did something in it, which the next writing follows
  let hurried = false; // an entry was just made for this page: a page opened by a click on a figure takes its place
  let leaving = false; // a link to another page was followed: that page writes its filters before its own address
  const atRest = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
  const act = () => {
    if (atRest()) [loaded, leaving] = [true, false];
    acted = loaded && !leaving;
    hurried = false;
  };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, act, true);
  addEventListener("click", (event) => {
    // A mark of a chart may lead to another page as a link does; when it leads nowhere, nothing is written.
    if (event.target.closest?.(".js-plotly-plot")) leaving = true;
    const link = event.target.closest?.("a[href]");
    if (!link || link.target === "_blank" || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = new URL(link.href);
    leaving = to.origin === location.origin && to.pathname !== location.pathname;
  }, true);
  history.pushState = (state, title, url) => {
    const samePage = new URL(url ?? "", location.href).pathname === location.pathname;
    if (samePage && leaving) return;
    (samePage ? !acted : hurried) ? replace(state, title, url) : push(state, title, url);
    hurried = samePage && (acted || hurried);
    if (!samePage) loaded = false;
    acted = leaving = false;
  };
  // Registered before Streamlit's own listener, which sends the address to the server.
  addEventListener("popstate", () => {
    loaded = acted = leaving = false;
    const address = new URL(location.href);
    address.searchParams.set("retour", "1");
    replace(history.state, "", address);
  });
})();
