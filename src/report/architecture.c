// SPDX-License-Identifier: Apache-2.0
/*
 * The architecture as one drawing: zones around components, flows between them.
 */
#include "report/chapters.h"

enum { LABEL_WIDTH = 20 };

// Characters of the word that begins at a place.
static size_t word_at(struct rp_str text, size_t i)
{
    size_t n = 0;
    for (size_t size; i < text.n && text.p[i] != ' '; i += size, n++)
        rp_str_decode(text, i, &size);
    return n;
}

void rp_report_dot_label(struct rp_pen *pen, struct rp_str text, size_t width, struct rp_buf *dot)
{
    size_t column = 0;
    text = rp_doc_typography(pen->arena, pen->lang, text);
    for (size_t i = 0, size; i < text.n; i += size, column++) {
        rp_str_decode(text, i, &size);
        char c = text.p[i];
        if (c == ' ' && column + 1 + word_at(text, i + 1) > width) {
            rp_buf_puts(dot, "\\n");
            column = (size_t)-1; // the blank is not there
            continue;
        }
        if (c == '"' || c == '\\')
            rp_buf_putc(dot, '\\');
        if ((unsigned char)c >= 0x20)
            rp_buf_put(dot, (struct rp_str){text.p + i, size});
    }
}

static void put_zone(struct rp_pen *pen, struct rp_buf *dot, uint32_t zone)
{
    bool some = false;
    for (uint32_t i = 1; i < pen->m->ncomponents; i++) {
        const struct rp_component *c = &pen->m->component[i];
        if (c->zone.class != RP_CLASS_ZONE || c->zone.i != zone)
            continue;
        if (!some) {
            // The outer frame is not drawn: Graphviz lets neighbours touch.
            rp_buf_printf(dot,
                          "subgraph clusterroom%u {peripheries=0;margin=5;"
                          "subgraph cluster%u "
                          "{peripheries=1;style=dashed;margin=8;color=\"#4a5565\";label=\"",
                          zone, zone);
            rp_report_dot_label(pen, pen->m->zone[zone].item.name.in[pen->lang], LABEL_WIDTH, dot);
            rp_buf_puts(dot, "\";\n");
        }
        some = true;
        rp_buf_printf(dot, "n%u [label=\"", i);
        rp_report_dot_label(pen, c->item.name.in[pen->lang], LABEL_WIDTH, dot);
        rp_buf_printf(dot, "\"%s];\n", c->host.class == RP_CLASS_NONE ? ",penwidth=1.8" : "");
    }
    if (some)
        rp_buf_puts(dot, "}}\n");
}

static void put_graph(struct rp_pen *pen, struct rp_buf *dot, const char *direction)
{
    rp_buf_printf(dot, "digraph {\ngraph [rankdir=%s,", direction);
    rp_buf_puts(dot, "ranksep=0.12,nodesep=0.16,margin=0,pad=0.03,"
                     "fontname=\"Arial\",fontsize=10.5,fontcolor=\"#4a5565\"];\n"
                     "node [shape=box,style=filled,fillcolor=\"#ffffff\",fontname=\"Arial\","
                     "fontsize=11,margin=\"0.08,0.04\",height=0.25];\n"
                     "edge [fontname=\"Arial\",fontsize=10.5,color=\"#0f4c5c\",arrowsize=0.6];\n");
    for (uint32_t i = 1; i < pen->m->nzones; i++)
        put_zone(pen, dot, i);
    for (uint32_t i = 1; i < pen->m->ncomponents; i++)
        if (pen->m->component[i].host.class == RP_CLASS_COMPONENT)
            rp_buf_printf(dot, "n%u -> n%u [style=dotted,arrowhead=none];\n",
                          pen->m->component[i].host.i, i);
    for (uint32_t i = 1; i < pen->m->nflows; i++) {
        const struct rp_flow *flow = &pen->m->flow[i];
        // On a ground of its own, so that no line strikes it through; an id needs no escape.
        rp_buf_printf(dot,
                      "n%u -> n%u [label=<<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" "
                      "cellpadding=\"1\" bgcolor=\"#ffffff\"><tr><td>%.*s</td></tr></table>>];\n",
                      flow->from.i, flow->to.i, RP_FMT(flow->item.id));
    }
    rp_buf_puts(dot, "}\n");
}

static struct rp_str alternative(struct rp_pen *pen)
{
    struct rp_buf text;
    rp_buf_init(&text, 0);
    for (uint32_t i = 1; i < pen->m->nflows; i++) {
        const struct rp_flow *flow = &pen->m->flow[i];
        rp_buf_printf(&text, "%.*s: %.*s \xE2\x86\x92 %.*s. ", RP_FMT(flow->item.id),
                      RP_FMT(pen->m->component[flow->from.i].item.name.in[pen->lang]),
                      RP_FMT(pen->m->component[flow->to.i].item.name.in[pen->lang]));
    }
    struct rp_str copy = rp_str_copy(pen->arena, rp_buf_str(&text));
    rp_buf_done(&text);
    return copy;
}

// Points of a page's width and height, in per cent, that the drawing can be shown at.
static unsigned scale(struct rp_str svg, unsigned page_width, unsigned page_height)
{
    unsigned width, height;
    if (!rp_doc_drawing_size(svg, &width, &height))
        return 0;
    unsigned across = 100 * page_width / width, down = 100 * page_height / height;
    return across < down ? across : down;
}

static enum rp_status draw(struct rp_pen *pen, const char *direction, struct rp_str *ret_svg)
{
    struct rp_buf dot;
    rp_buf_init(&dot, 0);
    put_graph(pen, &dot, direction);
    enum rp_status status = rp_doc_draw(pen->arena, rp_buf_str(&dot), ret_svg);
    rp_buf_done(&dot);
    return status;
}

// Drawn both ways; what can be read at a larger scale is shown, on a landscape page if it must be.
void rp_report_architecture_figure(struct rp_pen *pen)
{
    enum { UPRIGHT_WIDTH = 490, UPRIGHT_HEIGHT = 330, WIDE_WIDTH = 735, WIDE_HEIGHT = 450 };
    struct rp_str down, across;
    enum rp_status status = draw(pen, "TB", &down);
    if (status == RP_OK)
        status = draw(pen, "LR", &across);
    if (status != RP_OK) {
        pen->status = status;
        return;
    }
    bool is_across = scale(across, WIDE_WIDTH, WIDE_HEIGHT) > scale(down, WIDE_WIDTH, WIDE_HEIGHT);
    struct rp_str svg = is_across ? across : down;
    struct rp_line line = rp_pen_line(pen);
    rp_line_text(&line, RP_SAY(pen, FIGURE_ARCHITECTURE));
    struct rp_block *b = rp_pen_put_line(pen, RP_BLOCK_FIGURE, line);
    b->anchor = RP_STR("figure-architecture");
    b->svg = svg;
    b->wide = scale(svg, UPRIGHT_WIDTH, UPRIGHT_HEIGHT) < 70;
    b->alternative = alternative(pen);
}
