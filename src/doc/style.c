// SPDX-License-Identifier: Apache-2.0
/*
 * The style sheet of the HTML documents.
 *
 * A level is a word first; colour, the width of its left border and (in matrices) hatching say it
 * again, so that a grey print reads the same.  All text on all grounds has a contrast of at least
 * 4.5:1 (tests/unit/test_doc.c computes it from the colours below).
 */
#include "doc/html.h"

const char *const rp_html_style[] = {
    ":root{--ink:#17202a;--muted:#4a5565;--rule:#c4cbd5;--accent:#0f4c5c;--tint:#eef3f5;"
    "--t1:#e4f2ea;--t2:#fbf3d4;--t3:#fbe2c8;--t4:#f6cfcb;"
    "--b1:#2f7d4f;--b2:#8f6d00;--b3:#b25400;--b4:#9e1b1b;"
    "--good:#1d6b40;--cond:#7a5200;--bad:#8f1d1d}\n",
    "*{box-sizing:border-box;-webkit-print-color-adjust:exact;print-color-adjust:exact}\n",
    "body{margin:0;color:var(--ink);background:#fff;"
    "font:16px/1.5 \"Noto Sans\",\"Liberation Sans\",Arial,Helvetica,sans-serif}\n",
    "header,main{max-width:54rem;margin:0 auto;padding:0 1.25rem}\n",
    "header{padding-top:1.5rem}\n",
    "h1{font-size:1.75rem;line-height:1.2;margin:0;color:var(--accent)}\n",
    ".docid{margin:0;color:var(--muted);letter-spacing:.04em;font-size:.9rem}\n",
    ".subtitle{margin:.2rem 0 1rem;font-size:1.05rem;color:var(--muted)}\n",
    "h2{font-size:1.3rem;line-height:1.25;margin:2.2rem 0 .7rem;padding-bottom:.25rem;"
    "border-bottom:2px solid var(--accent);color:var(--accent)}\n",
    "h3{font-size:1.08rem;line-height:1.3;margin:1.6rem 0 .5rem}\n",
    "h4{font-size:1rem;margin:1.1rem 0 .35rem;color:var(--muted)}\n",
    "p{margin:.45rem 0}\n",
    ".small{font-size:.87rem;color:var(--muted)}\n",
    "ol,ul{margin:.4rem 0;padding-left:1.5rem}\n",
    "li{margin:.2rem 0}\n",
    "a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:2px}\n",
    "a:focus-visible{outline:3px solid var(--b3);outline-offset:2px}\n",
    "code,.id{font-family:\"Noto Sans Mono\",\"Liberation Mono\",\"DejaVu Sans Mono\",monospace;"
    "font-size:.9em;white-space:nowrap}\n",
    ".skip{position:absolute;left:-999rem}\n",
    ".skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem}\n",
    ".said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);"
    "white-space:nowrap}\n",
    ".verdict{margin:.6rem 0 .9rem;padding:.75rem 1rem;color:#fff;font-size:1.5rem;line-height:1.2;"
    "text-align:center;text-transform:uppercase;letter-spacing:.04em}\n",
    ".good{background:var(--good);border:4px solid var(--good)}\n",
    ".conditions{background:var(--cond);border:4px dashed #fff;outline:3px solid var(--cond)}\n",
    ".bad{background:var(--bad);border:6px double #fff;outline:3px solid var(--bad)}\n",
    ".level{display:inline-block;padding:0 .4em;border:1px solid var(--rule);border-left:2px solid;"
    "white-space:nowrap;line-height:1.35;background:#fff}\n",
    "td .level,th .level{white-space:normal;padding:0 .3em}\n",
    ".level.t0{border-left:1px solid var(--rule)}\n",
    ".level.t1{background:var(--t1);border-color:var(--b1);border-left-width:2px}\n",
    ".level.t2{background:var(--t2);border-color:var(--b2);border-left-width:4px}\n",
    ".level.t3{background:var(--t3);border-color:var(--b3);border-left-width:5px}\n",
    ".level.t4{background:var(--t4);border-color:var(--b4);border-left-width:7px;"
    "font-weight:700}\n",
    "table{border-collapse:collapse;width:100%;margin:.6rem 0 1rem;font-size:.92rem;"
    "line-height:1.38}\n",
    "table.fixed{table-layout:fixed}\n",
    "table.fixed td,table.fixed th{overflow-wrap:break-word}\n",
    "table.fixed code,table.fixed .id{white-space:normal;overflow-wrap:break-word;"
    "word-break:normal}\n",
    "table.compact{font-size:.84rem}\n",
    "ol.compact,ul.compact{font-size:.94rem;margin:.25rem 0}\n",
    "caption{text-align:left;font-weight:700;padding:.2rem 0 .3rem;font-size:.95rem}\n",
    "th,td{border:1px solid var(--rule);padding:.3rem .45rem;vertical-align:top;text-align:left}\n",
    "thead th{background:var(--accent);color:#fff;border-color:var(--accent);font-weight:600}\n",
    "tbody th{background:var(--tint);font-weight:600}\n",
    "td.t1{background:var(--t1)}td.t2{background:var(--t2)}"
    "td.t3{background:var(--t3)}td.t4{background:var(--t4)}\n",
    ".fields th{width:26%;font-weight:600;color:var(--muted);background:var(--tint)}\n",
    ".matrix{table-layout:fixed;text-align:center}\n",
    ".matrix td{text-align:center;height:2.1em}\n",
    ".matrix td.t4{border:2px solid var(--b4);background:repeating-linear-gradient(135deg,"
    "var(--t4),var(--t4) 7px,#fff 7px,#fff 9px)}\n",
    ".matrix td.t4 a{background:#fff;padding:0 .2em;font-weight:700}\n",
    ".matrix thead th{text-align:center}\n",
    ".matrix tbody th{width:20%}\n",
    "figure{margin:.8rem 0 1rem}\n",
    "figure svg{display:block;max-width:100%;height:auto;margin:0 auto}\n",
    "@media screen{figure svg{zoom:1.25}#figure-architecture svg{zoom:1}}\n",
    "@media screen and (min-width:66rem){.wide{margin-left:calc(26.75rem - 50vw);"
    "margin-right:calc(26.75rem - 50vw)}.audit .wide{margin-right:0}}\n",
    "@media screen and (min-width:88rem){.wide{margin-left:0}}\n",
    "figcaption{font-size:.87rem;color:var(--muted);margin-top:.3rem}\n",
    ".card{border:1px solid var(--rule);border-top:3px solid var(--accent);padding:.2rem .8rem "
    ".5rem;margin:.9rem 0}\n",
    ".card h3,.card h4{margin:.45rem 0 .3rem;color:var(--ink);font-size:1.02rem}\n",
    ".card table{margin:.3rem 0}\n",
    ".notice{border:1px solid var(--b2);border-left-width:6px;background:#fffdf5;"
    "padding:.4rem .7rem}\n",
    "nav{border:1px solid var(--rule);padding:.5rem .9rem;margin:1rem 0;background:var(--tint)}\n",
    "nav p{font-weight:700;margin:.1rem 0}\n",
    "nav ul{columns:2;list-style:none;padding:0;margin:.2rem 0;font-size:.92rem}\n",
    "nav li{break-inside:avoid}\n",
    ".note{float:right;clear:right;width:10rem;margin:.3rem -10.8rem .3rem .8rem;"
    "padding-left:.5rem;border-left:2px solid var(--rule);font-size:.75rem;line-height:1.35;"
    "color:var(--muted)}\n",
    ".audit header,.audit main{padding-right:12rem;max-width:66rem}\n",
    "@media (min-width:88rem){nav{position:fixed;left:1rem;top:1rem;width:15rem;max-height:94vh;"
    "overflow:auto;margin:0}nav ul{columns:1}}\n",
    "@page wide{size:A4 landscape}\n",
    "@page{size:A4;margin:20mm 16mm 18mm 18mm;"
    "@top-left{font:8pt \"Noto Sans\",\"Liberation Sans\",Arial,sans-serif;color:#4a5565}"
    "@top-right{font:8pt \"Noto Sans\",\"Liberation Sans\",Arial,sans-serif;color:#4a5565}"
    "@bottom-left{font:8pt \"Noto Sans\",\"Liberation Sans\",Arial,sans-serif;color:#4a5565}"
    "@bottom-right{font:8pt \"Noto Sans\",\"Liberation Sans\",Arial,sans-serif;color:#4a5565;"
    "content:counter(page) \" / \" counter(pages)}}\n",
    "@media print{html{font-size:9.4pt}body{font-size:1rem;line-height:1.38}"
    "header,main{max-width:none;padding:0}"
    "header{padding:0}h1{font-size:16pt}h2{font-size:13pt;margin:14pt 0 5pt}"
    "h3{font-size:10.6pt;margin:10pt 0 3pt}h4{font-size:9.6pt;margin:7pt 0 2pt}"
    "h2,h3,h4,caption{break-after:avoid}thead{display:table-header-group;break-after:avoid}"
    "h2+p{break-inside:avoid}h2+p,tbody tr:first-child,tbody "
    "tr:nth-last-child(2){break-after:avoid}"
    "tr,figure,.group,.card,.notice,.verdict,.matrix,.fields{break-inside:avoid}"
    "p,li{orphans:2;widows:2}"
    "table{font-size:8.3pt;margin:4pt 0 7pt;line-height:1.32}table.compact{font-size:7.7pt}"
    "th,td{padding:2pt 3.5pt}a{color:inherit;text-decoration:none}.skip{display:none}"
    "nav{break-inside:avoid}.verdict{font-size:15pt;padding:6pt;margin:5pt 3pt 7pt}"
    ".card .fields th{width:19%}.card th,.card td{padding:1.2pt 3pt}"
    ".card{margin:6pt 0;padding:1pt 6pt 3pt}.page{break-after:page}.audit header,.audit "
    "main{padding-right:25mm;max-width:none}"
    ".note{width:22mm;margin:2pt -25mm 2pt 3mm;font-size:6.8pt}"
    "figure svg{max-height:172mm}.wide{page:wide}.wide svg{max-height:160mm}.matrix "
    "td{height:1.9em}}\n",
    NULL,
};
