// SPDX-License-Identifier: Apache-2.0
/*
 * The sub-graph of one harm: its numbered paths drawn together, with the controls that cut them.
 * Steps that only pass on what came before are left to the table.
 *
 * Read in grey: a step that is still open as designed has a full line, one that is not a dashed
 * line; a control is an octagon that stops a step by a bar; full, dashed or dotted lines tell a
 * control that exists, is planned or is to be added.
 */
#include "report/chapters.h"

enum {
    STEPS_MAX = 15,   // drawn steps; further paths are counted, not drawn ...
    STEPS_LESS = 4,   // ... and fewer of them as long as the drawing is
    WIDTH_MAX = 500,  // wider than this, in points: all drawings have one scale (A4, one column)
    LABEL_WIDTH = 36, // characters of a line, so that two columns and their controls fit
    LABEL_ALONE = 56, // of a single column
    LABEL_SIDE = 20,  // of a source and of a control
};

struct figure {
    struct rp_pen *pen;
    const struct rp_numbered_path *first; // of the harm
    uint32_t npaths, drawn;
    bool *in;                 // by step: on one of the drawn paths
    uint32_t *list, nsteps;   // those steps, by number
    uint32_t *makers, *users; // by fact: how many of them derive it, need it
    bool *entry;              // by fact
    struct rp_buf dot;
    bool with_cuts;
    uint32_t goal_fact, steps_max;
};

static void put_label(struct figure *f, struct rp_str text, size_t width)
{
    rp_report_dot_label(f->pen, text, width, &f->dot);
}

static void index_steps(struct figure *f)
{
    const struct rp_graph *g = f->pen->g;
    struct rp_arena *a = f->pen->arena;
    uint32_t n = 0;
    for (uint32_t step = 0; step < g->nsteps; step++)
        n += f->in[step];
    f->list = RP_NEWN(a, uint32_t, n);
    f->makers = RP_NEWN(a, uint32_t, g->nfacts);
    f->users = RP_NEWN(a, uint32_t, g->nfacts);
    f->entry = RP_NEWN(a, bool, g->nfacts);
    f->nsteps = 0;
    for (uint32_t step = 0; step < g->nsteps; step++) {
        if (!f->in[step])
            continue;
        f->list[f->nsteps++] = step;
        f->makers[g->head[step]]++;
        for (uint32_t i = g->body.first[step]; i < g->body.first[step + 1]; i++)
            f->users[g->body.item[i]]++;
    }
    for (uint32_t i = 0; i < g->nentries; i++)
        f->entry[g->entry[i]] = true;
}

// A step that only passes on what the one before it gave is left out of the drawing: no technique of
// the catalogue, no control can stop it, one way in and one way out.
static bool is_drawn(const struct figure *f, uint32_t step)
{
    const struct rp_graph *g = f->pen->g;
    uint32_t head = g->head[step], first = g->body.first[step];
    if (g->body.first[step + 1] - first != 1 || f->users[head] != 1 || f->makers[head] != 1)
        return true;
    uint32_t fact = g->body.item[first];
    if (f->users[fact] != 1 || f->makers[fact] + f->entry[fact] != 1)
        return true;
    return rp_path_shows(g, step);
}

static uint32_t count_drawn(const struct figure *f)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->nsteps; i++)
        n += is_drawn(f, f->list[i]);
    return n;
}

// Adds the harm's paths one by one as long as the drawing stays small; the first is always there.
static void include_paths(struct figure *f)
{
    f->drawn = 0;
    f->in = RP_NEWN(f->pen->arena, bool, f->pen->g->nsteps);
    bool *added = RP_NEWN(f->pen->arena, bool, f->pen->g->nsteps);
    for (uint32_t i = 0; i < f->npaths; i++) {
        const struct rp_path *path = &f->first[i].path;
        for (uint32_t k = 0; k < path->nsteps; k++) {
            added[path->step[k]] = !f->in[path->step[k]];
            f->in[path->step[k]] = true;
        }
        index_steps(f);
        if (i == 0 || count_drawn(f) <= f->steps_max) {
            f->drawn++;
            continue;
        }
        for (uint32_t k = 0; k < path->nsteps; k++)
            f->in[path->step[k]] = f->in[path->step[k]] && !added[path->step[k]];
    }
    index_steps(f);
}

static bool is_open(const struct figure *f, uint32_t step)
{
    const struct rp_graph *g = f->pen->g;
    enum rp_state state = f->with_cuts ? RP_DESIGNED : RP_WITHOUT;
    const struct rp_exposure *exposure = &f->pen->as->exposure[state];
    for (uint32_t i = g->body.first[step]; i < g->body.first[step + 1]; i++)
        if (!exposure->level[g->body.item[i]])
            return false;
    return rp_graph_step_level(g, f->pen->as->chosen[state], step) > 0;
}

// Position of a step in the harm's first path, from 1; 0 when it is on another one only.
static uint32_t number_of(const struct figure *f, uint32_t step)
{
    for (uint32_t i = 0; i < f->first->path.nsteps; i++)
        if (f->first->path.step[i] == step)
            return rp_path_shows(f->pen->g, step) ? rp_path_shown(f->pen->g, &f->first->path, i + 1)
                                                  : 0;
    return 0;
}

// The last steps of several paths are one node: the harm.
static struct rp_str node_of(const struct figure *f, uint32_t step)
{
    if (f->pen->g->head[step] == f->goal_fact)
        return RP_STR("harm");
    return rp_str_printf(f->pen->arena, "s%u", step);
}

static void put_step(struct figure *f, uint32_t step)
{
    struct rp_pen *pen = f->pen;
    const struct rp_graph *g = pen->g;
    bool last = g->head[step] == f->goal_fact, open = is_open(f, step);
    uint32_t number = number_of(f, step);
    rp_buf_printf(&f->dot, "%.*s [label=\"", RP_FMT(node_of(f, step)));
    if (number)
        rp_buf_printf(&f->dot, "%u. ", number);
    struct rp_str text = rp_report_step_text(pen, step);
    if (last) {
        const struct rp_harm *harm = &pen->m->harm[pen->as->risk[f->first->risk].harm];
        text = rp_str_printf(pen->arena, "%.*s \xE2\x80\x93 %.*s", RP_FMT(harm->item.id),
                             RP_FMT(harm->item.name.in[pen->lang]));
    }
    put_label(f, text, f->drawn == 1 ? LABEL_ALONE : LABEL_WIDTH);
    if (!last) {
        struct rp_str thing =
            g->origin.fact_thing ? g->origin.fact_thing[g->head[step]] : RP_STR("");
        rp_buf_printf(&f->dot, "\\n%.*s \xC2\xB7 V%u", RP_FMT(thing), g->level[step]);
        if (g->body.first[step + 1] - g->body.first[step] > 1)
            rp_buf_printf(&f->dot, " \xC2\xB7 %.*s", RP_FMT(RP_SAY(pen, FIGURE_ALL)));
    }
    rp_buf_printf(&f->dot, "\",style=\"filled,%s\",penwidth=%s,fillcolor=\"%s\",color=\"%s\"];\n",
                  open ? "solid" : "dashed", last || open ? "1.8" : "1",
                  last   ? "#f6cfcb"
                  : open ? "#ffffff"
                         : "#eef3f5",
                  open ? "#17202a" : "#4a5565");
}

static void put_entry(struct figure *f, uint32_t fact, bool *seen)
{
    struct rp_pen *pen = f->pen;
    if (seen[fact])
        return;
    seen[fact] = true;
    struct rp_str name = RP_STR("");
    if (pen->g->origin.fact_thing_name)
        name = pen->g->origin.fact_thing_name[fact].in[pen->lang];
    rp_buf_printf(&f->dot, "f%u [shape=ellipse,label=\"", fact);
    put_label(f, name, LABEL_SIDE);
    rp_buf_puts(&f->dot, "\",style=filled,fillcolor=\"#dfe6ea\",penwidth=1.2];\n");
}

// Edges from whatever gives a fact, over the steps that are not drawn.
static void put_edge(struct figure *f, uint32_t fact, uint32_t step, bool *seen)
{
    const struct rp_graph *g = f->pen->g;
    for (uint32_t over = 0; over <= f->nsteps; over++) {
        uint32_t maker = RP_GRAPH_NONE;
        if (f->entry[fact]) {
            put_entry(f, fact, seen);
            rp_buf_printf(&f->dot, "f%u -> %.*s;\n", fact, RP_FMT(node_of(f, step)));
        }
        for (uint32_t i = 0; i < f->nsteps; i++) {
            uint32_t k = f->list[i];
            if (g->head[k] != fact || k == step)
                continue;
            if (!is_drawn(f, k))
                maker = k;
            else
                rp_buf_printf(&f->dot, "%.*s -> %.*s%s;\n", RP_FMT(node_of(f, k)),
                              RP_FMT(node_of(f, step)),
                              is_open(f, k) ? "" : " [style=dashed,color=\"#4a5565\"]");
        }
        if (maker == RP_GRAPH_NONE)
            return;
        fact = g->body.item[g->body.first[maker]];
    }
}

// The control that cuts a step, as its own node: "M3 authenticated link".
static void put_cut(struct figure *f, uint32_t step)
{
    static const char *const style[] = {[RP_MEASURE_EXISTING] = "solid",
                                        [RP_MEASURE_PLANNED] = "dashed",
                                        [RP_MEASURE_TO_ADD] = "dotted"};
    struct rp_pen *pen = f->pen;
    uint32_t cut = rp_assess_cut(pen->g, pen->measures.retained, step);
    const struct rp_measure *m = cut == RP_GRAPH_NONE ? NULL : rp_pen_measure_of(pen, cut);
    if (!m)
        return;
    static const enum rp_t word[] = {[RP_MEASURE_EXISTING] = RP_T_STATE_EXISTING,
                                     [RP_MEASURE_PLANNED] = RP_T_STATE_PLANNED,
                                     [RP_MEASURE_TO_ADD] = RP_T_STATE_TO_ADD};
    rp_buf_printf(&f->dot, "c%u [shape=octagon,margin=\"0.08,0.03\",penwidth=1.6,label=\"", step);
    struct rp_str id = rp_pen_measure_id(pen, m), name = rp_pen_measure_name(pen, m);
    if (m->control && !rp_str_eq(id, name))
        name = rp_str_printf(pen->arena, "%.*s %.*s", RP_FMT(id), RP_FMT(name));
    put_label(f, name, LABEL_SIDE);
    rp_buf_printf(&f->dot, "\\n%.*s\",style=\"filled,%s\",fillcolor=\"#e4f2ea\"];\n",
                  RP_FMT(rp_t(pen->lang, word[m->state])), style[m->state]);
    rp_buf_printf(&f->dot,
                  "c%u -> %.*s [arrowhead=tee,style=\"%s\",penwidth=1.6,constraint=false];\n"
                  "{rank=same; c%u; %.*s}\n",
                  step, RP_FMT(node_of(f, step)), style[m->state], step, RP_FMT(node_of(f, step)));
}

static void put_graph(struct figure *f)
{
    const struct rp_graph *g = f->pen->g;
    bool *seen = RP_NEWN(f->pen->arena, bool, g->nfacts);
    rp_buf_puts(&f->dot,
                "digraph {\ngraph [rankdir=TB,ranksep=0.16,nodesep=0.22,margin=0,pad=0.03];\n"
                "node [shape=box,fontname=\"Arial\",fontsize=9,margin=\"0.08,0.04\",height=0.2,"
                "fontcolor=\"#17202a\"];\n"
                "edge [color=\"#17202a\",arrowsize=0.6];\n");
    for (uint32_t i = 0; i < f->nsteps; i++) {
        if (!is_drawn(f, f->list[i]))
            continue;
        put_step(f, f->list[i]);
        if (f->with_cuts)
            put_cut(f, f->list[i]);
    }
    for (uint32_t i = 0; i < f->nsteps; i++) {
        uint32_t step = f->list[i];
        for (uint32_t k = g->body.first[step]; is_drawn(f, step) && k < g->body.first[step + 1];
             k++)
            put_edge(f, g->body.item[k], step, seen);
    }
    rp_buf_puts(&f->dot, "}\n");
}

static void find_paths(struct figure *f, uint32_t risk)
{
    const struct rp_measures *all = &f->pen->measures;
    for (uint32_t i = 0; i < all->npaths; i++) {
        if (all->path[i].risk != risk)
            continue;
        if (!f->npaths)
            f->first = &all->path[i];
        f->npaths++;
    }
}

// All paths in one text: what the drawing says to those who cannot see it.
static struct rp_str alternative(struct figure *f)
{
    struct rp_pen *pen = f->pen;
    struct rp_buf text;
    rp_buf_init(&text, 0);
    for (uint32_t i = 0; i < f->npaths; i++)
        rp_buf_printf(&text, "P%u: %.*s ", f->first[i].number,
                      RP_FMT(rp_report_path_words(pen, &f->first[i].path)));
    for (uint32_t k = 0, n = 0; k < f->first->path.nsteps; k++) {
        if (!rp_path_shows(pen->g, f->first->path.step[k]))
            continue;
        rp_buf_printf(&text, "%u. %.*s. ", ++n,
                      RP_FMT(rp_report_step_text(pen, f->first->path.step[k])));
    }
    struct rp_str copy = rp_str_copy(pen->arena, rp_buf_str(&text));
    rp_buf_done(&text);
    return copy;
}

// Draws with as many paths as fit the width of the page.
static enum rp_status draw(struct figure *f, struct rp_str *ret_svg)
{
    for (f->steps_max = STEPS_MAX;; f->steps_max -= STEPS_LESS) {
        include_paths(f);
        rp_buf_init(&f->dot, 0);
        put_graph(f);
        enum rp_status status = rp_doc_draw(f->pen->arena, rp_buf_str(&f->dot), ret_svg);
        rp_buf_done(&f->dot);
        unsigned width = 0, height = 0;
        if (status != RP_OK || f->drawn == 1 || f->steps_max <= STEPS_LESS ||
            !rp_doc_drawing_size(*ret_svg, &width, &height) || width <= WIDTH_MAX)
            return status;
    }
}

void rp_report_harm_figure(struct rp_pen *pen, uint32_t risk, bool with_cuts)
{
    struct figure f = {.pen = pen,
                       .with_cuts = with_cuts,
                       .goal_fact = pen->g->goal[pen->as->risk[risk].goal].fact};
    find_paths(&f, risk);
    if (!f.npaths)
        return;
    if (!with_cuts)
        f.npaths = 1;
    struct rp_str svg, id = pen->m->harm[pen->as->risk[risk].harm].item.id;
    enum rp_status status = draw(&f, &svg);
    if (status != RP_OK) {
        pen->status = status;
        return;
    }
    struct rp_line line = rp_pen_line(pen);
    rp_line_text(&line,
                 with_cuts ? RP_FILL(pen, FIGURE_HARM, id) : RP_FILL(pen, FIGURE_BEFORE, id));
    if (f.drawn < f.npaths)
        rp_line_text(&line, RP_COUNT(pen, FIGURE_MORE, f.npaths - f.drawn));
    struct rp_block *b = rp_pen_put_line(pen, RP_BLOCK_FIGURE, line);
    b->anchor = rp_pen_anchor(pen, "figure", id);
    b->svg = svg;
    b->alternative = alternative(&f);
}
