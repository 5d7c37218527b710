// SPDX-License-Identifier: Apache-2.0
/*
 * Attack paths in words: one table per path, one sentence for the rest.
 */
#include "report/chapters.h"

struct rp_str rp_report_step_text(struct rp_pen *pen, uint32_t step)
{
    if (pen->g->origin.step_text && pen->g->origin.step_text[step].in[pen->lang].n)
        return pen->g->origin.step_text[step].in[pen->lang];
    return pen->g->fact ? pen->g->fact[pen->g->head[step]] : RP_STR("");
}

struct rp_str rp_report_path_source(struct rp_pen *pen, const struct rp_path *path)
{
    const struct rp_graph *g = pen->g;
    for (uint32_t i = 0; i < g->nentries; i++) {
        uint32_t source = g->entry_source ? g->entry_source[i] : RP_GRAPH_NONE;
        if (g->entry[i] == path->entry && source != RP_GRAPH_NONE)
            return pen->m->source[source].item.name.in[pen->lang];
    }
    return RP_SAY(pen, SOURCE_UNKNOWN);
}

struct rp_str rp_report_path_words(struct rp_pen *pen, const struct rp_path *path)
{
    unsigned level = path->nsteps ? pen->g->level[path->step[path->hardest]] : path->level;
    return RP_FILL(pen, PATH_WORDS, rp_report_path_source(pen, path),
                   RP_COUNT(pen, STEPS, path->nsteps), rp_pen_number(pen, path->hardest + 1),
                   rp_pen_level(pen, level));
}

static void step_cell(struct rp_pen *pen, struct rp_grid *grid, uint32_t step)
{
    const struct rp_graph *g = pen->g;
    struct rp_line line = rp_pen_line(pen);
    rp_line_text(&line, rp_report_step_text(pen, step));
    if (g->body.first[step + 1] - g->body.first[step] > 1)
        rp_line_text(&line,
                     RP_FILL(pen, STEP_NEEDS_ALL,
                             rp_pen_number(pen, g->body.first[step + 1] - g->body.first[step])));
    rp_grid_line(grid, line);
    line = rp_pen_line(pen);
    uint32_t fact = g->head[step];
    if (g->origin.fact_thing)
        rp_line_code(&line, g->origin.fact_thing[fact]);
    rp_grid_line(grid, line);
}

static void cut_cell(struct rp_pen *pen, struct rp_grid *grid, uint32_t step)
{
    struct rp_line line = rp_pen_line(pen);
    uint32_t cut = rp_assess_cut(pen->g, pen->measures.retained, step);
    if (cut != RP_GRAPH_NONE) {
        rp_pen_ref_control(pen, &line, cut);
        unsigned left = rp_graph_step_level(pen->g, pen->measures.retained, step);
        if (left)
            rp_line_text(&line, RP_FILL(pen, LOWERS_TO, rp_pen_level(pen, left)));
    }
    rp_grid_line(grid, line);
}

static void trace_cell(struct rp_pen *pen, struct rp_grid *grid, uint32_t step)
{
    const struct rp_graph_origin *origin = &pen->g->origin;
    struct rp_line line = rp_pen_line(pen);
    if (origin->step_id && origin->step_id[step].n) {
        rp_line_code(&line, origin->step_id[step]);
        rp_line_break(&line);
    }
    if (origin->fact_model && origin->fact_model[pen->g->head[step]].src) {
        rp_pen_place(pen, &line, origin->fact_model[pen->g->head[step]]);
        rp_line_break(&line);
    }
    if (origin->step_rule)
        rp_pen_place(pen, &line, origin->step_rule[step]);
    rp_grid_line(grid, line);
}

void rp_report_path_table(struct rp_pen *pen, const struct rp_numbered_path *path, bool with_cuts)
{
    static const enum rp_t heads[] = {RP_T_COL_NUMBER,      RP_T_COL_STEP,   RP_T_COL_ON,
                                      RP_T_COL_FEASIBILITY, RP_T_COL_CUT_BY, RP_T_COL_TRACE};
    static const enum rp_t heads_before[] = {RP_T_COL_NUMBER, RP_T_COL_STEP, RP_T_COL_ON,
                                             RP_T_COL_FEASIBILITY, RP_T_COL_TRACE};
    static const uint8_t widths[] = {5, 33, 17, 15, 13, 17};
    static const uint8_t widths_before[] = {5, 41, 18, 16, 20};
    struct rp_str id = pen->m->harm[pen->as->risk[path->risk].harm].item.id;
    struct rp_str name = rp_str_printf(pen->arena, "%.*s-P%u", RP_FMT(id), path->number);
    struct rp_grid grid = rp_pen_table(
        pen, RP_FILL(pen, PATH_CAPTION, name, rp_report_path_words(pen, &path->path)),
        with_cuts ? heads : heads_before, with_cuts ? 6 : 5, with_cuts ? widths : widths_before);
    grid.block->anchor = rp_pen_anchor(pen, "path", name);
    grid.block->compact = true;
    for (uint32_t i = 0; i < path->path.nsteps; i++) {
        uint32_t step = path->path.step[i];
        rp_grid_head(&grid, rp_pen_number(pen, i + 1));
        step_cell(pen, &grid, step);
        struct rp_line line = rp_pen_line(pen);
        rp_line_text(&line, rp_pen_level(pen, pen->g->level[step]));
        if (i == path->path.hardest && path->path.nsteps > 1)
            rp_line_text(&line, RP_SAY(pen, HARDEST_MARK));
        rp_grid_line(&grid, line);
        if (with_cuts)
            cut_cell(pen, &grid, step);
        trace_cell(pen, &grid, step);
    }
    rp_grid_end(&grid);
}
