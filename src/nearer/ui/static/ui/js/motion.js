// Pages melt into one another where the browser can do it. A transition that is given up is no fault.
const quietly = (event) => {
  const { ready, finished } = event.viewTransition ?? {};
  ready?.catch(() => {});
  finished?.catch(() => {});
};

export function watchMotion() {
  addEventListener("pageswap", quietly);
  addEventListener("pagereveal", quietly);
}
