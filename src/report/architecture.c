// SPDX-License-Identifier: Apache-2.0
/*
 * The architecture as one drawing: zones around components, flows between them.
 */
#include "report/chapters.h"

enum { LABEL_WIDTH = 20 };

static void put_label(struct rp_buf *dot, struct rp_str text)
{
    size_t column = 0;
    for (size_t i = 0, size; i < text.n; i += size, column++) {
        rp_str_decode(text, i, &size);
        if (text.p[i] == ' ' && column >= LABEL_WIDTH - 6) {
            rp_buf_puts(dot, "\\n");
            column = 0;
            continue;
        }
        if (text.p[i] == '"' || text.p[i] == '\\')
            rp_buf_putc(dot, '\\');
        if ((unsigned char)text.p[i] >= 0x20)
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
            rp_buf_printf(dot, "subgraph cluster%u {style=dashed;color=\"#4a5565\";label=\"", zone);
            put_label(dot, pen->m->zone[zone].item.name.in[pen->lang]);
            rp_buf_puts(dot, "\";\n");
        }
        some = true;
        rp_buf_printf(dot, "n%u [label=\"", i);
        put_label(dot, c->item.name.in[pen->lang]);
        rp_buf_printf(dot, "\"%s];\n", c->host.class == RP_CLASS_NONE ? ",penwidth=1.8" : "");
    }
    if (some)
        rp_buf_puts(dot, "}\n");
}

static void put_graph(struct rp_pen *pen, struct rp_buf *dot, const char *direction)
{
    rp_buf_printf(dot, "digraph {\ngraph [rankdir=%s,", direction);
    rp_buf_puts(dot, "ranksep=0.35,nodesep=0.25,margin=0,pad=0.03,"
                     "fontname=\"Arial\",fontsize=10,fontcolor=\"#4a5565\"];\n"
                     "node [shape=box,style=filled,fillcolor=\"#ffffff\",fontname=\"Arial\","
                     "fontsize=10.5,margin=\"0.09,0.05\",height=0.25];\n"
                     "edge [fontname=\"Arial\",fontsize=9,color=\"#0f4c5c\",arrowsize=0.6];\n");
    for (uint32_t i = 1; i < pen->m->nzones; i++)
        put_zone(pen, dot, i);
    for (uint32_t i = 1; i < pen->m->ncomponents; i++)
        if (pen->m->component[i].host.class == RP_CLASS_COMPONENT)
            rp_buf_printf(dot, "n%u -> n%u [style=dotted,arrowhead=none];\n",
                          pen->m->component[i].host.i, i);
    for (uint32_t i = 1; i < pen->m->nflows; i++) {
        const struct rp_flow *flow = &pen->m->flow[i];
        rp_buf_printf(dot, "n%u -> n%u [label=\"%.*s\"];\n", flow->from.i, flow->to.i,
                      RP_FMT(flow->item.id));
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
    enum { UPRIGHT_WIDTH = 490, UPRIGHT_HEIGHT = 330, WIDE_WIDTH = 735, WIDE_HEIGHT = 420 };
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
