/** The report's whole style sheet; light and dark follow the reader's system. */
export const STYLE = `
:root { --ink: #1b1f24; --soft: #5b6570; --ground: #f7f8fa; --card: #fff; --line: #dbe0e6; --grid: #e8ebef;
  --bad: #b3261e; --warn: #9a6200; --good: #2f6f9f;
  --s0: #0b62a8; --s1: #c0500b; --s2: #0f7b5f; --s3: #8e3b86; --s4: #6b6b6b; --s5: #a68a00; --s6: #c2185b; --s7: #00838f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e3e7eb; --soft: #9aa4af; --ground: #13161a; --card: #1b1f25; --line: #343b44; --grid: #272d35;
    --bad: #ef7a70; --warn: #e0a94a; --good: #6fb1de;
    --s0: #62aef0; --s1: #f09050; --s2: #4cc5a0; --s3: #d58bcd; --s4: #b0b0b0; --s5: #e2c64a; --s6: #f27ba7; --s7: #4fc6d1; }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 3.2rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 78rem; margin: 0 auto; padding: 1rem 1.25rem 5rem; }
nav { position: sticky; top: 0; z-index: 1; background: var(--card); border-bottom: 1px solid var(--line); font-size: .85rem;
  padding: .55rem 1.25rem; display: flex; gap: .3rem 1.1rem; flex-wrap: wrap; }
nav a { color: var(--soft); text-decoration: none; } nav a:hover { color: var(--ink); }
nav b { margin-right: .5rem; }
h1 { font-size: 1.6rem; margin: 1rem 0 .2rem; letter-spacing: -.01em; }
h2 { font-size: 1.2rem; margin: 3rem 0 .4rem; padding-top: .4rem; border-top: 2px solid var(--line); }
h3 { font-size: .98rem; margin: 1.8rem 0 .4rem; }
p, figcaption { max-width: 62rem; }
.lead, figcaption, .note { color: var(--soft); } figcaption, .note { font-size: .85rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(13.5rem, 1fr)); gap: .8rem; margin: 1.2rem 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; }
.tile b { display: block; font-size: 1.7rem; line-height: 1.2; font-variant-numeric: tabular-nums; letter-spacing: -.02em; }
.tile span { display: block; color: var(--soft); font-size: .82rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(27rem, 1fr)); gap: 1rem; align-items: start; }
figure { margin: .8rem 0; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .9rem; }
figure > svg { display: block; width: 100%; height: auto; }
figcaption { margin-top: .4rem; }
.legend { margin: .4rem 0 0; display: flex; flex-wrap: wrap; gap: .1rem 1rem; font-size: .85rem; }
.legend span { white-space: nowrap; } .legend svg { margin-right: .4rem; vertical-align: middle; }
svg text { fill: var(--ink); font: 11.5px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
svg .axes text, svg .soft, th svg text { fill: var(--soft); } svg .title { font-size: 12px; }
.grid { stroke: var(--grid); stroke-width: 1; } .gap { stroke: var(--soft); stroke-dasharray: 3 4; }
.diagonal { stroke: var(--soft); stroke-dasharray: 4 4; fill: none; }
.series { fill: none; stroke-width: 2; stroke-linejoin: round; }
.s0 { stroke: var(--s0); stroke-width: 2.6; } .s1 { stroke: var(--s1); stroke-dasharray: 7 3; }
.s2 { stroke: var(--s2); } .s3 { stroke: var(--s3); stroke-dasharray: 2 3; } .s4 { stroke: var(--s4); stroke-dasharray: 9 3 2 3; }
.s5 { stroke: var(--s5); } .s6 { stroke: var(--s6); stroke-dasharray: 5 5; } .s7 { stroke: var(--s7); stroke-dasharray: 1 3; }
.dot { stroke-width: 2; stroke-dasharray: none; fill: var(--card); }
.bin line { stroke: var(--s0); stroke-width: 1.5; } .bin circle { fill: var(--s0); fill-opacity: .75; }
.bars.bad rect { fill: var(--bad); } .bars.good rect { fill: var(--good); }
line.mark { stroke: var(--ink); stroke-dasharray: 4 3; } text.mark { font-weight: 600; }
.wide { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin: .6rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .32rem .65rem; border-bottom: 1px solid var(--line); }
tbody tr:last-child td { border-bottom: 0; }
th { color: var(--soft); font-weight: 600; vertical-align: bottom; position: static; }
.recall { white-space: nowrap; } .recall .soft { font-size: .78rem; }
.num { text-align: right; white-space: nowrap; } .soft { color: var(--soft); } td b { font-weight: 650; }
.forest { table-layout: fixed; min-width: 75rem; } .forest th:nth-child(1) { width: 11rem; } .forest th:nth-child(2) { width: 3.5rem; }
.forest th:nth-child(3) { width: 16.5rem; } .forest th:nth-child(n+4) { width: 16rem; }
.forest td { vertical-align: middle; white-space: nowrap; } .forest td:first-child { white-space: normal; }
.whisker line { stroke-width: 2; } .whisker.suspicious line { stroke: var(--warn); } .whisker.malicious line { stroke: var(--bad); }
.whisker.suspicious circle { fill: var(--warn); }
.whisker.malicious circle { fill: var(--card); stroke: var(--bad); stroke-width: 2; }
.rules { font-size: .8rem; } .rules td:first-child { min-width: 14rem; } .rules td:nth-child(4) { min-width: 13rem; }
.rules td:nth-child(5) { min-width: 6rem; } .rules td:last-child { white-space: nowrap; font-size: .74rem; } .rules td:last-child code { font-size: .74rem; }
.rules th, .rules td { padding: .32rem .45rem; }
.key { display: inline-block; width: .7rem; height: .7rem; border-radius: 50%; margin: 0 .25rem 0 .6rem; background: var(--warn); }
.key.hollow { background: var(--card); border: 2px solid var(--bad); }
code { font: .82rem ui-monospace, monospace; overflow-wrap: anywhere; }
.pill { display: inline-block; padding: 0 .4rem; border-radius: .3rem; border: 1px solid var(--line); font-size: .78rem; white-space: nowrap;
  margin: 0 .15rem .15rem 0; }
.bad { color: var(--bad); } .warn { color: var(--warn); }
details { margin: .6rem 0; } summary { cursor: pointer; color: var(--soft); }
footer { margin-top: 3rem; color: var(--soft); font-size: .85rem; }
@media print { nav { display: none; } .wide { overflow: visible; } }
`;
