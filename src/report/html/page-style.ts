/** The page's only style sheet. Which language, colours and nodes are shown is decided by the radio buttons above. */
export const PAGE_STYLE = `
:root{--bg:#fff;--soft:#f3f4f6;--line:#d3d7dd;--text:#16191d;--dim:#565d68;--ok:#1a7f37;--bad:#c62121;--warn:#8a5a00;--off:#6a7180;--link:#0b57c2;--on:#fff;
--observe:#7b8794;--plan:#b3bcc6;--stage:#3f7ed8;--activate:#9159c9;--verify:#2a9d6f;color-scheme:light}
@supports (color:light-dark(#000,#fff)){:root{color-scheme:light dark;--bg:light-dark(#fff,#14171b);--soft:light-dark(#f3f4f6,#20252b);--line:light-dark(#d3d7dd,#3a424c);
--text:light-dark(#16191d,#e6e9ee);--dim:light-dark(#565d68,#a2acb9);--ok:light-dark(#1a7f37,#54c274);--bad:light-dark(#c62121,#ff7d75);--warn:light-dark(#8a5a00,#e3b341);
--off:light-dark(#6a7180,#929baa);--link:light-dark(#0b57c2,#7db2ff);--on:light-dark(#fff,#14171b)}
:root:has(#theme-light:checked){color-scheme:light}:root:has(#theme-dark:checked){color-scheme:dark}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:75rem;padding:1rem 1.25rem 4rem;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans KR","Noto Sans CJK KR","Malgun Gothic",sans-serif;overflow-wrap:anywhere}
body:has(#lang-en:checked) [lang=ko],body:has(#lang-ko:checked) span[lang=en]{display:none}
h1{font-size:1.5rem;margin:.5rem 0 .25rem}h2{font-size:1.2rem;margin:2.25rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}h3{font-size:1rem;margin:1rem 0 .4rem}
small,.hint{color:var(--dim);font-weight:400}.hint{margin:.25rem 0 .6rem}a{color:var(--link)}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Noto Sans Mono",monospace;font-size:.9em}
code{background:var(--soft);border-radius:4px;padding:.1em .3em;user-select:all}
pre{background:var(--soft);border-radius:6px;margin:.4rem 0;padding:.5rem .7rem;white-space:pre-wrap;max-height:16rem;overflow:auto}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--bg);padding:.3rem .6rem;z-index:2}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.facts{display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;margin:.2rem 0 .8rem;padding:0}.facts div{display:flex;gap:.4rem}.facts dt{color:var(--dim)}.facts dd{margin:0}
.totals{font-size:1.1rem;font-weight:600;margin:.3rem 0}.totals.failed{color:var(--bad)}.totals.verified{color:var(--ok)}
.controls{display:flex;flex-wrap:wrap;gap:.4rem 1.5rem;align-items:center;background:var(--soft);border-radius:8px;padding:.5rem .8rem;margin:.6rem 0}
fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem .9rem;align-items:center}legend{float:left;color:var(--dim);padding:0;margin-right:.2rem}
label{display:inline-flex;gap:.3rem;align-items:center;min-height:1.75rem}input[type=search]{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--off);border-radius:6px;padding:.2rem .5rem;width:16rem;max-width:100%}
ul.legend,ul.cells{list-style:none;margin:.3rem 0;padding:0;display:flex;flex-wrap:wrap}.legend{gap:.2rem 1.1rem}.legend li{display:flex;align-items:center;gap:.35rem}.cells{gap:3px}
.c{display:inline-flex;align-items:center;justify-content:center;width:22px;height:22px;border-radius:4px;font-size:12px;line-height:1;text-decoration:none;color:var(--on);background:var(--off)}
i.c{width:14px;height:14px}.c.verified{background:var(--ok)}.c.failed{background:var(--bad)}.c.unproven{background:var(--bg);color:var(--bad);border:2px solid var(--bad);font-weight:700}.c.interrupted{background:var(--warn)}.c.untouched{background:var(--bg);color:var(--off);border:1px dashed var(--off)}
.cells a:hover{outline:2px solid var(--text)}.num{white-space:nowrap;margin-right:.5rem}
.cause{border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:6px;padding:.2rem .9rem .6rem;margin:.7rem 0;break-inside:avoid}.cause h3{margin:.5rem 0}
.cause dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem .9rem;margin:0}.cause dt{color:var(--dim)}.cause dd{margin:0;min-width:0}
.good{color:var(--ok)}.warning{color:var(--warn);margin:.2rem 0}
.wide{overflow-x:auto}table{border-collapse:collapse;margin:.4rem 0}th,td{text-align:left;vertical-align:top;min-width:7rem;padding:.2rem .9rem .2rem 0;border-bottom:1px solid var(--line)}thead th{color:var(--dim);font-weight:400}tbody th{font-weight:600}
.chart{display:block;width:100%;min-width:44rem}.chart line{stroke:var(--line)}.chart text{fill:var(--dim);font-size:12px;text-anchor:middle}.chart text.name{fill:var(--text);text-anchor:end}
.p-observe{fill:var(--observe);background:var(--observe)}.p-plan{fill:var(--plan);background:var(--plan)}.p-stage{fill:var(--stage);background:var(--stage)}.p-activate{fill:var(--activate);background:var(--activate)}.p-verify{fill:var(--verify);background:var(--verify)}
rect.p-failed{stroke:var(--bad);stroke-width:3px}
.node{border-bottom:1px solid var(--line)}
summary::before{content:'▸';color:var(--dim);margin-right:.3rem}details[open]>summary::before{content:'▾'}.node>summary{display:grid;grid-template-columns:.8rem 6.5rem minmax(7rem,12rem) 7rem 8rem 5rem 1fr;gap:0 .7rem;align-items:center;padding:.4rem .2rem}summary{cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}
summary:hover{background:var(--soft)}summary .note{color:var(--dim);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}details[open] .note{white-space:normal}.time{text-align:right;font-variant-numeric:tabular-nums}
.state{font-weight:600}.state.verified{color:var(--ok)}.state.failed,.state.unproven{color:var(--bad)}.state.interrupted{color:var(--warn)}.state.untouched{color:var(--off)}
.dots{color:var(--ok);letter-spacing:.1em;white-space:nowrap}.dots i{font-style:normal;color:var(--off)}.dots .failed{color:var(--bad)}.dots .waiting{color:var(--warn)}
.body{padding:.2rem 1rem 1rem 1.2rem}.what{font-weight:600;margin:.3rem 0}.chain{margin:.3rem 0;padding-left:1.6rem}.chain li{margin:.25rem 0}.chain b{margin-right:.4rem}.chain em{font-style:normal;font-weight:600;color:var(--off)}.chain .failed em{color:var(--bad)}.chain .waiting em{color:var(--warn)}.chain .passed b{color:var(--ok)}.chain .failed b{color:var(--bad)}
body:has(#show-bad:checked) .s-verified,body:has(#show-verified:checked) .node:not(.s-verified),body:has(#show-failed:checked) .node:not(.s-failed),body:has(#show-untouched:checked) .node:not(.s-untouched),body:has(#show-interrupted:checked) .node:not(.s-interrupted){display:none}
@media (max-width:48rem){.node>summary{grid-template-columns:.8rem 6rem 1fr 5rem}.verdict,.dots{display:none}summary .note{grid-column:2/-1}.cause dl{grid-template-columns:1fr}.cause dt{margin-top:.3rem}}
@media print{:root{color-scheme:light}body{max-width:none;font-size:11px;padding:0}.controls,.skip{display:none}a{color:inherit}.node{break-inside:avoid}pre{max-height:none}.c{print-color-adjust:exact}summary::before{content:''}}
`
