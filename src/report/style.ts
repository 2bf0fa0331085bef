/** The page's whole style sheet; light and dark follow the reader's system. */
export const STYLE = `
:root { --ink: #1c2026; --soft: #5c6672; --ground: #f6f7f9; --card: #fff; --line: #d9dee5; --focus: #fff3cd;
  --malicious: #b3261e; --suspicious: #8a5a00; --incomplete: #6d3a9c; --no-findings: #1b6e3c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7eb; --soft: #9aa5b1; --ground: #14171b; --card: #1d2127; --line: #343b45; --focus: #4a3d12;
    --malicious: #e5635b; --suspicious: #e0a63c; --incomplete: #b98ae0; --no-findings: #5dbb82; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
nav { margin-bottom: 3rem; }
article { margin-bottom: 4rem; }
h1 { font-size: 1.35rem; margin: 0; display: flex; gap: .75rem; align-items: center; flex-wrap: wrap; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
h3 { font: 600 .95rem ui-monospace, monospace; margin: 1.25rem 0 .5rem; overflow-wrap: anywhere; }
.target, td { overflow-wrap: anywhere; }
.badge { color: var(--card); padding: .1rem .6rem; border-radius: .3rem; font-size: .8rem; font-weight: 700;
  letter-spacing: .04em; white-space: nowrap; }
.malicious { background: var(--malicious); } .suspicious { background: var(--suspicious); }
.incomplete { background: var(--incomplete); } .no-findings { background: var(--no-findings); }
.identity, .facts, .layer, .place, .repeats, footer { color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
.identity, .facts, .message, .layer { margin: .2rem 0; }
.arguments { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .8rem .8rem .8rem 2rem; }
.arguments li + li { margin-top: .4rem; }
.finding { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem .9rem; margin: .6rem 0; }
.message { font-weight: 600; }
.weight { float: right; font-variant-numeric: tabular-nums; }
code, pre { font-family: ui-monospace, monospace; font-size: .85rem; }
pre { margin: .6rem 0 0; padding: .4rem 0; overflow-x: auto; border-top: 1px solid var(--line); tab-size: 4; }
.row { display: block; padding-right: 1rem; width: max-content; min-width: 100%; }
.number { display: inline-block; width: 4.5ch; margin-right: 1.5ch; text-align: right; color: var(--soft); user-select: none; }
.focus { background: var(--focus); }
.trail { font-size: .9rem; margin: .6rem 0 0; padding-left: 1.6rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; background: var(--card); }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border: 1px solid var(--line); }
.blocking td { font-weight: 600; }
a { color: inherit; }
footer { margin-top: 1.5rem; }
`;
