// Holds the one line of a browser for all its pages.
import { openLine } from "./line.js";

const pages = new Map(); // port -> what it has drawn; null for a page that nobody looks at
const line = openLine((news) => pages.forEach((_, port) => port.postMessage(news)));

function drawn() {
  const all = new Map();
  let any = false;
  for (const watched of pages.values()) {
    if (watched === null) continue;
    any = true;
    for (const [sitting, number] of watched) all.set(sitting, Math.min(number, all.get(sitting) ?? number));
  }
  return any ? all : null;
}

self.onconnect = ({ ports: [port] }) => {
  pages.set(port, null);
  port.onmessage = ({ data }) => {
    if (data.gone) pages.delete(port);
    else pages.set(port, data.watched);
    line.watch(drawn());
    if (!data.gone) port.postMessage({ state: line.state() });
    if (data.wake) line.wake();
  };
};
