"use strict";
// A line over each plot that follows the pointer or the arrow keys, and says what was at that time.
for (const plot of document.querySelectorAll(".plot")) {
  const seconds = Number(plot.dataset.seconds);
  const clock = (at) => `${Math.floor(at / 60)}:${String(Math.floor(at % 60)).padStart(2, "0")}`;
  const bands = [...plot.querySelectorAll(".band")].map((band) => ({
    stack: band.dataset.stack,
    bin: Number(band.dataset.bin),
    shares: band.dataset.shares.split(" ").flatMap((word) => {
      const [share, count] = word.split("*");
      return Array(Number(count ?? 1)).fill(Number(share));
    }),
  }));
  const faults = [...plot.querySelectorAll(".faults li")].map((li) => ({
    from: Number(li.dataset.from),
    until: Number(li.dataset.until),
    what: li.querySelector("span").textContent,
  }));
  const events = [...plot.parentElement.querySelectorAll("details")].flatMap((list) =>
    [...list.querySelectorAll("tbody tr")].map((row) => ({
      at: Number(row.cells[0].textContent),
      what: `${list.dataset.stack}: ${row.cells[2].textContent}`,
    })));
  const moments = [0, seconds, ...events.map((one) => one.at), ...faults.flatMap((f) => [f.from, f.until])]
    .filter((at) => at <= seconds)
    .sort((a, b) => a - b);

  const hand = document.createElement("div");
  const line = document.createElement("i");
  const now = document.createElement("p");
  hand.className = "hand";
  hand.tabIndex = 0;
  hand.setAttribute("role", "slider");
  hand.setAttribute("aria-label", "Time; page keys go to the next event or fault");
  hand.setAttribute("aria-valuemin", "0");
  hand.setAttribute("aria-valuemax", String(seconds));
  hand.append(line);
  now.className = "now";
  plot.querySelector(".stage").append(hand);
  plot.querySelector(".stage").after(now);

  let at = 0;
  const show = (wanted) => {
    at = Math.min(seconds, Math.max(0, wanted));
    const near = Math.max(0.5, seconds / 250);
    const told = events.filter((one) => Math.abs(one.at - at) <= near);
    const lines = [
      bands
        .map(({ stack, bin, shares }) => {
          const share = shares[Math.min(shares.length - 1, Math.floor(at / bin))];
          return `${stack} ${share >= 0 ? `${share / 10} %` : "–"}`;
        })
        .join(", "),
      faults.filter((one) => one.from <= at && at < one.until).map((one) => one.what).join(", "),
      ...told.slice(0, 6).map((one) => `${one.at} s, ${one.what}`),
      told.length > 6 ? `and ${told.length - 6} more events` : "",
    ].filter((one) => one !== "");
    lines[0] = `${clock(at)}: ${lines[0]}`;
    line.style.left = `${(100 * at) / seconds}%`;
    hand.setAttribute("aria-valuenow", String(Math.round(at * 10) / 10));
    hand.setAttribute("aria-valuetext", lines.join("; "));
    now.replaceChildren(
      ...lines.map((text) => Object.assign(document.createElement("span"), { textContent: text })));
  };
  hand.addEventListener("pointermove", (e) => {
    const box = hand.getBoundingClientRect();
    show((seconds * (e.clientX - box.left)) / box.width);
  });
  hand.addEventListener("keydown", (e) => {
    const to = {
      ArrowLeft: () => at - 1,
      ArrowDown: () => at - 1,
      ArrowRight: () => at + 1,
      ArrowUp: () => at + 1,
      PageUp: () => moments.find((one) => one > at + 0.001) ?? seconds,
      PageDown: () => moments.findLast((one) => one < at - 0.001) ?? 0,
      Home: () => 0,
      End: () => seconds,
    }[e.key];
    if (to) {
      e.preventDefault();
      show(to());
    }
  });
  show(0);
}
