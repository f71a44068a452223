/** The page's only style sheet. Colours are named by what they say, and have two values: contrast is at least 4.5 on each ground. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f5f6f8;--surface:#fff;--raised:#f0f2f5;--text:#17202b;--muted:#55616f;--line:#dce1e7;--accent:#1d5bb8;--accent-soft:#e3edfa;--fail:#b0231b;--fail-soft:#fcebea;--warn:#8a4b00;--warn-soft:#fdf1e0;--pass:#1a6a3a;--pass-soft:#e5f4ea;--before:#9aa5b3;--frame:#cfd8e3;--found:#f3a49c;--radius:10px;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media(prefers-color-scheme:dark){:root{--ground:#0e1319;--surface:#161d25;--raised:#1e2731;--text:#e7ecf2;--muted:#a2aebb;--line:#2c3742;--accent:#82b5ff;--accent-soft:#17304f;--fail:#ff9088;--fail-soft:#431d1b;--warn:#f4ba66;--warn-soft:#3b2a10;--pass:#74d698;--pass-soft:#14341f;--before:#6b7887;--frame:#354250;--found:#8d3f38}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:2px}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
code,pre,.mono{font-family:var(--mono);font-size:.875em}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure,pre,table{margin:0;padding:0}
h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.3rem);line-height:1.2;letter-spacing:-.02em}
h2{font-size:1.35rem;line-height:1.3;letter-spacing:-.01em}
h3{font-size:1.05rem;line-height:1.4}
h4{font-size:1rem;line-height:1.4;font-weight:600}
ul,ol{list-style:none}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--surface);padding:.6rem 1rem;border-radius:6px;z-index:2}
.skip:focus{top:1rem}
.small{font-size:.875rem}.muted{color:var(--muted)}.strong{font-weight:600}.block{display:block}
.page{max-width:78rem;margin:0 auto;padding:1.5rem 1rem 4rem}
.lede{font-size:1.125rem;max-width:60ch;margin-top:.75rem}
.eyebrow{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin-bottom:.75rem;color:var(--muted);font-size:.875rem}
.tag{display:inline-block;padding:.05rem .55rem;border-radius:99px;font-size:.8125rem;font-weight:600;line-height:1.6;background:var(--raised);color:var(--text);white-space:nowrap}
.tag.fail,.tag.error,.tag.high{background:var(--fail-soft);color:var(--fail)}
.tag.warn,.tag.warning,.tag.medium,.tag.not-resolvable,.tag.more{background:var(--warn-soft);color:var(--warn)}
.tag.pass,.tag.less{background:var(--pass-soft);color:var(--pass)}
.tiles{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.75rem;margin-top:1.5rem}
.tile{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);padding:.9rem 1rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}
.tile dd{font-size:1.75rem;font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums}
.tile dt{color:var(--muted);font-size:.875rem}
.tile .fail{color:var(--fail)}.tile .pass{color:var(--pass)}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem .5rem;margin:1.5rem 0 0}
nav a{display:block;padding:.3rem .7rem;border:1px solid var(--line);border-radius:99px;background:var(--surface);text-decoration:none;font-size:.875rem;color:var(--text)}
nav a:hover{border-color:var(--accent);color:var(--accent)}
.section{margin-top:2.75rem;scroll-margin-top:1rem}
.section>h2{margin-bottom:.9rem}
.card{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);padding:1rem}
.card+.card{margin-top:.75rem}
.empty{color:var(--muted);background:var(--surface);border:1px dashed var(--line);border-radius:var(--radius);padding:1rem}
.note{color:var(--muted);font-size:.875rem;margin-top:.75rem;max-width:75ch}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
.caption{text-align:left;font-weight:600;padding-bottom:.4rem}
th{text-align:left;font-size:.8125rem;color:var(--muted);font-weight:600;padding:.5rem .75rem;border-bottom:1px solid var(--line);vertical-align:bottom}
td{padding:.6rem .75rem;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child>td{border-bottom:0}
.figures{text-align:right;font-variant-numeric:tabular-nums}
.wrap{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);overflow:hidden}
.top{display:grid;gap:.75rem}
.top .card{display:flex;flex-direction:column;gap:.6rem;border-top:4px solid var(--line);margin:0}
.top .card.high{border-top-color:var(--fail)}.top .card.medium{border-top-color:var(--warn)}
.cost{font-size:1.3rem;font-weight:650;line-height:1.25;font-variant-numeric:tabular-nums}
.do{background:var(--accent-soft);border-radius:6px;padding:.55rem .75rem;font-size:.9375rem}
.rank{display:inline-grid;place-items:center;min-width:1.75rem;height:1.75rem;padding:0 .35rem;border-radius:99px;background:var(--raised);font-size:.875rem;font-weight:650;font-variant-numeric:tabular-nums}
.group{margin-top:1.5rem}
.group>header{display:flex;flex-wrap:wrap;gap:.4rem .75rem;align-items:center;margin-bottom:.6rem}
.finding{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);margin-top:.6rem;scroll-margin-top:1rem}
.finding>details>summary{cursor:pointer;padding:.85rem 1rem;display:grid;grid-template-columns:auto minmax(0,1fr);gap:.25rem .75rem;list-style:none;border-radius:var(--radius)}
.finding>details>summary::-webkit-details-marker{display:none}
.finding>details>summary:hover h4{color:var(--accent)}
.finding .tags{grid-column:2;display:flex;flex-wrap:wrap;gap:.35rem .5rem;align-items:center;font-size:.875rem;color:var(--muted)}
.finding .body{border-top:1px solid var(--line);padding:1rem;display:grid;gap:1.1rem}
.finding .body>*{min-width:0}
.facts{display:grid;gap:.75rem;align-content:start}
.facts dt{font-size:.8125rem;font-weight:600;color:var(--muted)}
.facts li+li{margin-top:.35rem}
pre{overflow-x:auto;background:var(--raised);border-radius:6px;padding:.75rem 0;font-size:.8125rem;line-height:1.6}
pre.sql{padding:.75rem;white-space:pre-wrap}
.code .row{display:block;padding:0 .75rem;white-space:pre}
.code .row.hit{background:var(--warn-soft)}
.code .no{display:inline-block;min-width:2.2rem;margin-right:.75rem;text-align:right;color:var(--muted);user-select:none}
mark{background:none;color:inherit;text-decoration:underline;text-decoration-color:var(--fail);text-decoration-thickness:2px;text-underline-offset:4px}
.steps{border-left:2px solid var(--line);margin-left:.4rem;display:grid;gap:.5rem;align-content:start}
.steps li{padding-left:.9rem;position:relative;font-size:.9375rem}
.steps li::before{content:"";position:absolute;left:-.42rem;top:.5rem;width:.65rem;height:.65rem;border-radius:50%;background:var(--surface);border:2px solid var(--muted)}
.steps li:last-child::before{border-color:var(--fail);background:var(--fail)}
.plot figcaption{font-weight:600;font-size:.9375rem;margin-bottom:.4rem}
.plot svg{display:none;width:100%;height:auto;overflow:visible}
.plot svg.narrow{display:block;max-width:420px}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:.8125rem;color:var(--muted);margin-bottom:.5rem}
.legend li{display:flex;align-items:center;gap:.4rem}
.key{width:.8rem;height:.8rem;border-radius:3px;background:var(--before);flex:none}
.key.now,.key.good{background:var(--accent)}.key.bad{background:var(--fail)}.key.target{background:none;border-left:2px dashed var(--text);border-radius:0;width:2px;height:1rem}.key.found{background:var(--found)}.key.frame{background:var(--frame)}
.label{font-size:11.5px;fill:var(--muted)}.label.strong{fill:var(--text)}
rect.before{fill:var(--before)}rect.now{fill:var(--accent)}rect.bad{fill:var(--fail)}
.label.over{paint-order:stroke;stroke:var(--surface);stroke-width:4px;stroke-linejoin:round}
.target{stroke:var(--text);stroke-width:1.5;stroke-dasharray:4 3}
.grid{stroke:var(--line)}
.line{fill:none;stroke-width:2.25;stroke-linejoin:round;stroke:var(--accent)}.line.bad{stroke:var(--fail)}
.dot{fill:var(--accent);stroke:var(--surface);stroke-width:1.5}.dot.bad{fill:var(--fail)}
.area{fill:var(--accent-soft)}
.frame rect{fill:var(--frame)}.frame.found rect{fill:var(--found)}.frame text{font-size:11.5px;fill:var(--text);pointer-events:none}
.plots{display:grid;gap:.75rem}
.plots .card{margin:0;min-width:0}
.data{margin-top:.6rem;font-size:.8125rem}
.data summary{cursor:pointer;color:var(--muted)}
.data table{font-size:.8125rem;margin-top:.4rem}
.data th,.data td{padding:.25rem .5rem}
.pair{display:grid;gap:1rem;margin-top:.75rem}
.tree,.tree ul{display:grid;gap:.5rem}
.tree ul{margin:.5rem 0 0 .5rem;padding-left:.8rem;border-left:2px solid var(--line)}
.node{font-size:.9375rem}
.share{display:block;height:6px;border-radius:3px;background:var(--raised);margin-top:.3rem;overflow:hidden}
.share span{display:block;height:100%;background:var(--accent)}
.unserved>.share span{background:var(--fail)}
.bars{display:grid;gap:1rem;align-content:start}
.levels{display:flex;flex-wrap:wrap;gap:.35rem 1.5rem;font-size:.9375rem}
.command{display:block;background:var(--raised);border-radius:6px;padding:.5rem .75rem;margin-top:.35rem}
footer{margin-top:3rem;color:var(--muted);font-size:.875rem}
@media(max-width:47.99rem){
.cards,.cards tbody,.cards tr,.cards td{display:block}
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards tr{padding:.75rem 1rem;border-bottom:1px solid var(--line)}
.cards tr:last-child{border-bottom:0}
.cards td{border:0;padding:.2rem 0;display:grid;grid-template-columns:6.5rem minmax(0,1fr);gap:.75rem;text-align:left}
.cards td::before{content:attr(data-label);color:var(--muted);font-size:.8125rem;padding-top:.1rem}
.cards td:has(>div:empty){display:none}
}
@media(min-width:48rem){
.page{padding:2.5rem 2rem 5rem}
.tiles{grid-template-columns:repeat(4,minmax(0,1fr))}
.top{grid-template-columns:repeat(3,minmax(0,1fr))}
.plot svg.middle{display:block}.plot svg.narrow{display:none}
.finding>details>summary{padding:.9rem 1.25rem}
.finding .body{padding:1.25rem}
.pair{grid-template-columns:repeat(2,minmax(0,1fr))}
.card{padding:1.25rem}
.figures{white-space:nowrap}.cards .places{min-width:16rem}
}
@media(min-width:64rem){
.plot svg.wide{display:block}.plot svg.middle{display:none}
.plots.pairs{grid-template-columns:repeat(2,minmax(0,1fr))}
.plots.pairs svg.wide{display:none}.plots.pairs svg.middle{display:block}
.alone .facts{grid-template-columns:repeat(3,minmax(0,1fr))}
.finding .columns{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1.5rem}
}
.columns{display:grid;gap:1.1rem}.columns>*{min-width:0}
@media print{nav,.skip{display:none}.finding>details:not([open])>*{display:block}body{background:#fff}}
`;
