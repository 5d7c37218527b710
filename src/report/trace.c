// SPDX-License-Identifier: Apache-2.0
/*
 * Chapter 12 of the security report: harm -> path -> step -> control -> requirement -> test, gaps
 * first.
 */
#include "report/chapters.h"

struct row {
    uint32_t risk;
    const struct rp_numbered_path *path; // NULL when the harm has none
    uint32_t step;                       // RP_GRAPH_NONE
    const struct rp_measure *measure;    // NULL: nothing cuts it
};

struct rows {
    struct rp_arena *arena;
    struct row *item;
    uint32_t n, cap;
};

static void add(struct rows *rows, struct row row)
{
    rows->item = rp_arena_grow(rows->arena, rows->item, rows->n, &rows->cap, sizeof(*rows->item));
    rows->item[rows->n++] = row;
}

// What the row lacks, in words; empty when nothing.
static struct rp_str gap_of(struct rp_pen *pen, const struct row *row)
{
    if (!row->measure)
        return RP_SAY(pen, GAP_NO_CONTROL);
    if (row->measure->state == RP_MEASURE_TO_ADD)
        return RP_SAY(pen, GAP_TO_ADD);
    const struct rp_control *control = &pen->m->control[row->measure->control];
    if (!control->requirement.n)
        return RP_SAY(pen, GAP_NO_REQUIREMENT);
    if (!control->tests.n)
        return RP_SAY(pen, GAP_NO_TEST);
    enum rp_proof proof = pen->as->evidence->proof[row->measure->control];
    if (row->measure->state == RP_MEASURE_PLANNED)
        return RP_SAY(pen, GAP_NOT_BUILT);
    return proof == RP_PROOF_HOLDS ? RP_STR("") : rp_t(pen->lang, rp_pen_proof(proof));
}

// The harm's paths are cut by several measures, each of which could go alone: all that cut the
// first path are shown.
static bool add_cuts(struct rp_pen *pen, struct rows *rows, uint32_t risk)
{
    bool some = false;
    for (uint32_t i = 0; i < pen->measures.npaths; i++) {
        const struct rp_numbered_path *path = &pen->measures.path[i];
        if (path->risk != risk || path->number != 1)
            continue;
        for (uint32_t k = 0; k < path->path.nsteps; k++) {
            uint32_t cut = rp_assess_cut(pen->g, pen->measures.retained, path->path.step[k]);
            const struct rp_measure *m = cut == RP_GRAPH_NONE ? NULL : rp_pen_measure_of(pen, cut);
            if (!m)
                continue;
            add(rows, (struct row){.risk = risk, .path = path, .step = k, .measure = m});
            some = true;
        }
        if (!some && !pen->as->risk[risk].acceptable[RP_DESIGNED])
            add(rows, (struct row){.risk = risk, .path = path, .step = RP_GRAPH_NONE});
    }
    return some;
}

static struct rows collect(struct rp_pen *pen)
{
    struct rows rows = {.arena = pen->arena};
    for (uint32_t risk = 0; risk < pen->as->nrisks; risk++) {
        uint32_t before = rows.n;
        for (uint32_t i = 0; i < pen->measures.nmeasures; i++) {
            const struct rp_measure *m = &pen->measures.measure[i];
            for (uint32_t k = 0; k < m->nback; k++)
                if (m->back[k].risk == risk)
                    add(&rows, (struct row){.risk = risk,
                                            .path = &pen->measures.path[m->back[k].path],
                                            .step = m->back[k].step,
                                            .measure = m});
        }
        if (rows.n == before)
            add_cuts(pen, &rows, risk);
    }
    return rows;
}

static struct rp_str step_of(struct rp_pen *pen, const struct row *row)
{
    if (row->step == RP_GRAPH_NONE)
        return RP_SAY(pen, DASH);
    return rp_report_step_text(pen, row->path->path.step[row->step]);
}

// Rows that differ only by harm and path are told as one.
static bool alike(struct rp_pen *pen, const struct row *x, const struct row *y)
{
    return x->measure && x->measure == y->measure && rp_str_eq(step_of(pen, x), step_of(pen, y));
}

static bool is_repeated(struct rp_pen *pen, const struct rows *rows, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (alike(pen, &rows->item[k], &rows->item[i]))
            return true;
    return false;
}

static void put_row(struct rp_pen *pen, struct rp_grid *grid, const struct rows *rows, uint32_t i,
                    bool *told)
{
    const struct row *row = &rows->item[i];
    struct rp_line harms = rp_pen_line(pen), paths = rp_pen_line(pen), line = rp_pen_line(pen);
    for (uint32_t k = i; k < rows->n; k++) {
        const struct row *other = &rows->item[k];
        if (k != i && (told[k] || !alike(pen, row, other)))
            continue;
        told[k] = true;
        rp_line_text(&harms, k > i ? RP_STR(", ") : RP_STR(""));
        rp_pen_ref_harm(pen, &harms, pen->as->risk[other->risk].harm);
        rp_line_text(&paths, k > i ? RP_STR(", ") : RP_STR(""));
        rp_pen_ref_path(pen, &paths, other->path, other->path->number == 1);
    }
    rp_grid_line(grid, harms)->is_header = true;
    rp_grid_line(grid, paths);
    rp_grid_text(grid, step_of(pen, row));
    if (row->measure)
        rp_pen_ref_measure(pen, &line, row->measure);
    else
        rp_line_text(&line, RP_SAY(pen, DASH));
    rp_grid_line(grid, line);
    line = rp_pen_line(pen);
    if (row->measure)
        rp_line_code(&line, rp_pen_requirement_id(pen, row->measure));
    rp_grid_line(grid, line);
    line = rp_pen_line(pen);
    if (row->measure)
        rp_pen_tests(pen, &line, row->measure->control);
    rp_grid_line(grid, line);
    struct rp_str gap = gap_of(pen, row);
    rp_grid_text(grid, gap.n ? gap : RP_SAY(pen, GAP_NONE))->tone = gap.n ? 3 : 1;
}

void rp_report_trace(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_REF,     RP_T_COL_PATH,        RP_T_COL_STEP_CUT,
                                      RP_T_COL_CONTROL, RP_T_COL_REQUIREMENT, RP_T_COL_TESTS,
                                      RP_T_COL_GAP};
    static const uint8_t widths[] = {9, 11, 22, 16, 16, 14, 12};
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_TRACE), "trace",
                   "ISO 14971 4.5; IEC 81001-5-1 5.7, 7; MDCG 2019-16 3.7");
    rp_pen_heading(pen, 2, RP_SAY(pen, GAPS), RP_STR("gaps"));
    rp_pen_gaps(pen);
    struct rows rows = collect(pen);
    uint32_t lines = 0, gaps = 0;
    for (uint32_t i = 0; i < rows.n; i++) {
        if (is_repeated(pen, &rows, i))
            continue;
        lines++;
        gaps += gap_of(pen, &rows.item[i]).n > 0;
    }
    rp_pen_say(pen, RP_FILL(pen, TRACE_INTRO, rp_pen_number(pen, lines), rp_pen_number(pen, gaps)));
    if (!rows.n)
        return;
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_TRACE), heads, 7, widths);
    grid.block->compact = true;
    bool *told = RP_NEWN(pen->arena, bool, rows.n);
    for (int pass = 0; pass < 2; pass++) // gaps first
        for (uint32_t i = 0; i < rows.n; i++) {
            if (!told[i] && (gap_of(pen, &rows.item[i]).n == 0) == (pass == 1))
                put_row(pen, &grid, &rows, i, told);
        }
    rp_grid_end(&grid);
}
