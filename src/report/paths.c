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
    bool even = true;
    for (uint32_t i = 0; i < path->nsteps; i++)
        even = even && pen->g->level[path->step[i]] == level;
    uint32_t shown = rp_path_shown(pen->g, path, path->nsteps);
    if (even)
        return RP_FILL(pen, PATH_WORDS_EVEN, rp_report_path_source(pen, path),
                       RP_COUNT(pen, STEPS, shown), rp_pen_level(pen, level));
    return RP_FILL(pen, PATH_WORDS, rp_report_path_source(pen, path), RP_COUNT(pen, STEPS, shown),
                   rp_pen_number(pen, rp_path_shown(pen->g, path, path->hardest + 1)),
                   rp_pen_level(pen, level));
}

static void step_cell(struct rp_pen *pen, struct rp_grid *grid, uint32_t step)
{
    const struct rp_graph *g = pen->g;
    struct rp_line line = rp_pen_line(pen);
    // techniques of the catalogue stand out from what merely follows from them
    if (g->origin.step_id && g->origin.step_id[step].n)
        rp_line_strong(&line, rp_report_step_text(pen, step));
    else
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
            rp_line_text(&line, rp_str_printf(pen->arena, " \xE2\x86\x92 V%u", left));
    }
    rp_grid_line(grid, line);
}

static void trace_cells(struct rp_pen *pen, struct rp_grid *grid, uint32_t step)
{
    const struct rp_graph_origin *origin = &pen->g->origin;
    struct rp_line model = rp_pen_line(pen), rule = rp_pen_line(pen);
    if (origin->fact_model)
        rp_pen_place(pen, &model, origin->fact_model[pen->g->head[step]]);
    if (origin->step_id && origin->step_id[step].n) {
        rp_line_code(&rule, origin->step_id[step]);
        rp_line_text(&rule, RP_STR(" "));
    }
    if (origin->step_rule)
        rp_pen_place(pen, &rule, origin->step_rule[step]);
    rp_grid_line(grid, model);
    rp_grid_line(grid, rule);
}

static void level_cell(struct rp_pen *pen, struct rp_grid *grid, const struct rp_path *path,
                       uint32_t i)
{
    struct rp_str level = rp_str_printf(pen->arena, "V%u", pen->g->level[path->step[i]]);
    struct rp_line line = rp_pen_line(pen);
    if (i == path->hardest && pen->g->level[path->step[i]] < 4)
        rp_line_strong(&line, level);
    else
        rp_line_text(&line, level);
    rp_grid_line(grid, line);
}

void rp_report_path_table(struct rp_pen *pen, const struct rp_numbered_path *path, bool with_cuts)
{
    static const enum rp_t heads[] = {RP_T_COL_NUMBER, RP_T_COL_STEP,  RP_T_COL_ON,
                                      RP_T_COL_LEVEL,  RP_T_COL_MODEL, RP_T_COL_CATALOGUE,
                                      RP_T_COL_CUT_BY};
    static const uint8_t widths[] = {4, 30, 14, 4, 16, 18, 14};
    static const uint8_t widths_before[] = {4, 42, 15, 4, 17, 18};
    uint32_t columns = with_cuts ? 7 : 6;
    struct rp_str id = pen->m->harm[pen->as->risk[path->risk].harm].item.id;
    struct rp_str name = rp_str_printf(pen->arena, "%.*s-P%u", RP_FMT(id), path->number);
    struct rp_grid grid =
        rp_pen_table(pen, RP_FILL(pen, PATH_CAPTION, name, rp_report_path_words(pen, &path->path)),
                     heads, columns, with_cuts ? widths : widths_before);
    grid.block->anchor = rp_pen_anchor(pen, "path", name);
    grid.block->compact = true;
    uint32_t number = 0;
    for (uint32_t i = 0; i < path->path.nsteps; i++) {
        uint32_t step = path->path.step[i];
        if (!rp_path_shows(pen->g, step))
            continue;
        rp_grid_head(&grid, rp_pen_number(pen, ++number));
        step_cell(pen, &grid, step);
        level_cell(pen, &grid, &path->path, i);
        trace_cells(pen, &grid, step);
        if (with_cuts)
            cut_cell(pen, &grid, step);
    }
    rp_grid_end(&grid);
}
