// SPDX-License-Identifier: Apache-2.0
/*
 * Chapters 3 to 5 of the security report: summary of the risks, one harm per spread, matrices.
 */
#include "report/chapters.h"

#include <string.h>

void rp_report_changes(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_CHANGES), "changes", "ISO 14971 9; IEC 81001-5-1 6");
    rp_pen_written(pen, "changes");
    rp_pen_notice(pen, RP_SAY(pen, CHANGES_NOT_COVERED));
    rp_pen_gap(pen, RP_SAY(pen, GAP_CHANGES), "changes");
}

// Measures of one state without which the harm comes back, each once.
static void put_cutters(struct rp_pen *pen, struct rp_line *line, uint32_t risk,
                        enum rp_measure_state state)
{
    static const enum rp_t word[] = {[RP_MEASURE_EXISTING] = RP_T_CUT_EXISTING,
                                     [RP_MEASURE_PLANNED] = RP_T_CUT_PLANNED,
                                     [RP_MEASURE_TO_ADD] = RP_T_CUT_TO_ADD};
    bool some = false;
    for (uint32_t i = 0; i < pen->measures.nmeasures; i++) {
        const struct rp_measure *m = &pen->measures.measure[i];
        for (uint32_t k = 0; m->state == state && k < m->nback; k++) {
            if (m->back[k].risk != risk)
                continue;
            if (!some && line->first)
                rp_line_break(line);
            rp_line_text(line, some ? RP_STR(", ") : rp_t(pen->lang, word[state]));
            some = true;
            rp_pen_ref_measure(pen, line, m);
        }
    }
}

// Measures that cut the harm's first path when no single one is needed.
static void put_redundant(struct rp_pen *pen, struct rp_line *line, uint32_t risk)
{
    const struct rp_path *path = &pen->as->risk[risk].path[RP_WITHOUT];
    for (uint32_t i = 0; i < path->nsteps; i++) {
        uint32_t cut = rp_assess_cut(pen->g, pen->measures.retained, path->step[i]);
        if (cut == RP_GRAPH_NONE)
            continue;
        rp_line_text(line, line->first ? RP_STR(", ") : RP_SAY(pen, CUT_REDUNDANT));
        rp_pen_ref_control(pen, line, cut);
    }
}

static void cutters_cell(struct rp_pen *pen, struct rp_grid *grid, uint32_t risk)
{
    struct rp_line line = rp_pen_line(pen);
    for (int state = 0; state <= RP_MEASURE_TO_ADD; state++)
        put_cutters(pen, &line, risk, (enum rp_measure_state)state);
    if (!line.first)
        put_redundant(pen, &line, risk);
    if (!line.first)
        rp_line_text(&line, RP_SAY(pen, DASH));
    rp_grid_line(grid, line);
}

void rp_report_summary(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_REF,      RP_T_COL_SCENARIO, RP_T_COL_WITHOUT,
                                      RP_T_COL_CONTROLS, RP_T_COL_DESIGNED, RP_T_COL_VERIFIED,
                                      RP_T_COL_TRACE};
    static const uint8_t widths[] = {6, 22, 12, 29, 12, 12, 7};
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_SUMMARY), "summary",
                   "ISO 14971 5.5, 6; MDCG 2019-16 3.4; IEC 81001-5-1 7.3");
    rp_pen_say(pen, RP_SAY(pen, SUMMARY_INTRO));
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_SUMMARY), heads, 7, widths);
    grid.block->compact = true;
    for (uint32_t i = 0; i < pen->as->nrisks; i++) {
        const struct rp_risk *risk = &pen->as->risk[i];
        const struct rp_harm *harm = &pen->m->harm[risk->harm];
        struct rp_line line = rp_pen_line(pen);
        rp_pen_ref_harm(pen, &line, risk->harm);
        rp_grid_line(&grid, line)->is_header = true;
        struct rp_str scenario =
            harm->scenario == RP_TARGET ? RP_SAY(pen, CASE_TARGET) : RP_SAY(pen, CASE_GATEWAY);
        // Without a situation in the model, the harm itself says what happens.
        struct rp_str what = rp_pen_own(pen, &harm->situation);
        if (!what.n)
            what = harm->item.name.in[pen->lang];
        if (risk->level[RP_WITHOUT])
            rp_grid_text(&grid, RP_FILL(pen, SCENARIO_WORDS, scenario, what,
                                        rp_report_path_source(pen, &risk->path[RP_WITHOUT])));
        else
            rp_grid_text(&grid, RP_FILL(pen, SCENARIO_UNREACHED, scenario, what));
        rp_pen_risk_cell(pen, &grid, risk, RP_WITHOUT);
        cutters_cell(pen, &grid, i);
        rp_pen_risk_cell(pen, &grid, risk, RP_DESIGNED);
        rp_pen_risk_cell(pen, &grid, risk, RP_VERIFIED);
        line = rp_pen_line(pen);
        if (harm->risk_id.n)
            rp_line_code(&line, harm->risk_id);
        else
            rp_line_text(&line, RP_SAY(pen, DASH));
        rp_grid_line(&grid, line);
    }
    rp_grid_end(&grid);
}

static void put_harm_fields(struct rp_pen *pen, const struct rp_risk *risk)
{
    const struct rp_harm *harm = &pen->m->harm[risk->harm];
    struct rp_grid fields = rp_grid_begin(&pen->put, RP_BLOCK_FIELDS, 2);
    fields.block->compact = true;
    rp_pen_field(pen, &fields, RP_SAY(pen, HAZARD), rp_pen_own(pen, &harm->hazard));
    rp_pen_field(pen, &fields, RP_SAY(pen, SITUATION), rp_pen_own(pen, &harm->situation));
    rp_pen_field(pen, &fields, RP_SAY(pen, HARM), rp_pen_own(pen, &harm->harm));
    struct rp_str patients =
        harm->many_patients ? RP_SAY(pen, PATIENTS_MANY) : RP_SAY(pen, PATIENTS_ONE);
    struct rp_str scenario =
        harm->scenario == RP_TARGET ? RP_SAY(pen, CASE_TARGET) : RP_SAY(pen, CASE_GATEWAY);
    rp_pen_field(pen, &fields, RP_SAY(pen, COL_SEVERITY),
                 RP_FILL(pen, THREE, rp_pen_severity(pen, harm->severity), scenario, patients));
    rp_grid_end(&fields);
}

static bool same(const struct rp_path *x, const struct rp_path *y)
{
    return x->nsteps == y->nsteps && x->nsteps &&
           memcmp(x->step, y->step, x->nsteps * sizeof(*x->step)) == 0;
}

// The numbered path that is left in a state; NULL when there is none, or it has no number.
static const struct rp_numbered_path *left_path(const struct rp_pen *pen, uint32_t i,
                                                enum rp_state state)
{
    for (uint32_t k = 0; k < pen->measures.npaths; k++)
        if (pen->measures.path[k].risk == i &&
            same(&pen->measures.path[k].path, &pen->as->risk[i].path[state]))
            return &pen->measures.path[k];
    return NULL;
}

// Shown step by step are the first path, and what makes the risk unacceptable in spite of the
// controls.
static bool has_table(const struct rp_pen *pen, const struct rp_numbered_path *path)
{
    const bool *acceptable = pen->as->risk[path->risk].acceptable;
    return path->number == 1 ||
           (!acceptable[RP_DESIGNED] && path == left_path(pen, path->risk, RP_DESIGNED)) ||
           (!acceptable[RP_VERIFIED] && path == left_path(pen, path->risk, RP_VERIFIED));
}

// What is left of the paths in a state: one sentence.
static void put_state(struct rp_pen *pen, uint32_t i, enum rp_state state, enum rp_t reachable,
                      enum rp_t unreachable)
{
    const struct rp_risk *risk = &pen->as->risk[i];
    if (!risk->level[state]) {
        rp_pen_say(pen, rp_t(pen->lang, unreachable));
        return;
    }
    struct rp_str level = rp_pen_level(pen, risk->level[state]);
    struct rp_line line = rp_pen_line(pen);
    rp_line_text(&line, rp_t_fill(pen->arena, pen->lang, reachable, &level));
    const struct rp_numbered_path *known = left_path(pen, i, state);
    if (known) {
        rp_line_text(&line, RP_SAY(pen, BY_PATH));
        rp_pen_ref_path(pen, &line, known, has_table(pen, known));
    } else {
        rp_line_text(&line, RP_STR(" "));
        rp_line_text(&line, rp_report_path_words(pen, &risk->path[state]));
    }
    rp_line_text(&line, RP_STR("."));
    rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line);
}

static void put_states(struct rp_pen *pen, uint32_t i)
{
    const struct rp_risk *risk = &pen->as->risk[i];
    bool alike =
        risk->level[RP_DESIGNED] == risk->level[RP_VERIFIED] &&
        (!risk->level[RP_DESIGNED] || same(&risk->path[RP_DESIGNED], &risk->path[RP_VERIFIED]));
    if (alike) {
        put_state(pen, i, RP_DESIGNED, RP_T_BOTH_REACHABLE, RP_T_BOTH_UNREACHABLE);
        return;
    }
    put_state(pen, i, RP_DESIGNED, RP_T_DESIGNED_REACHABLE, RP_T_DESIGNED_UNREACHABLE);
    put_state(pen, i, RP_VERIFIED, RP_T_VERIFIED_REACHABLE, RP_T_VERIFIED_UNREACHABLE);
}

static void put_other_paths(struct rp_pen *pen, uint32_t risk)
{
    struct rp_line line = rp_pen_line(pen);
    for (uint32_t i = 0; i < pen->measures.npaths; i++) {
        const struct rp_numbered_path *path = &pen->measures.path[i];
        if (path->risk != risk || has_table(pen, path))
            continue;
        rp_line_text(&line, line.first ? RP_SAY(pen, SEMICOLON) : RP_SAY(pen, OTHER_PATHS));
        rp_pen_ref_path(pen, &line, path, false);
        rp_line_text(&line, RP_FILL(pen, OTHER_PATH, rp_report_path_source(pen, &path->path),
                                    RP_COUNT(pen, STEPS,
                                             rp_path_shown(pen->g, &path->path, path->path.nsteps)),
                                    rp_str_printf(pen->arena, "V%u", path->path.level)));
    }
    if (line.first)
        rp_line_text(&line, RP_STR("."));
    if (line.first)
        rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line)->compact = true;
}

static void put_missing(struct rp_pen *pen, const struct rp_risk *risk)
{
    if (risk->acceptable[RP_VERIFIED] || !risk->nproof_missing)
        return;
    struct rp_line line = rp_pen_line(pen);
    rp_line_text(&line, RP_SAY(pen, PROOFS_WAITED_FOR));
    for (uint32_t i = 0; i < risk->nproof_missing; i++) {
        struct rp_str id = pen->m->control[risk->proof_missing[i]].item.id;
        if (i)
            rp_line_text(&line, RP_STR(", "));
        rp_line_id(&line, id, rp_pen_anchor(pen, "control", id));
    }
    rp_line_text(&line, RP_STR("."));
    rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line);
}

void rp_report_harms(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_HARMS), "harms",
                   "IEC 81001-5-1 7.2, 7.4; ISO 14971 5.4; MDCG 2019-16 3.4");
    rp_pen_say(pen, RP_SAY(pen, HARMS_INTRO));
    for (uint32_t i = 0; i < pen->as->nrisks; i++) {
        const struct rp_risk *risk = &pen->as->risk[i];
        const struct rp_item *item = &pen->m->harm[risk->harm].item;
        struct rp_put outside = pen->put;
        struct rp_block *group = rp_put_block(&outside, RP_BLOCK_GROUP);
        pen->put = rp_put_inside(&outside, group);
        rp_pen_heading(pen, 2,
                       rp_str_printf(pen->arena, "%.*s \xE2\x80\x93 %.*s", RP_FMT(item->id),
                                     RP_FMT(item->name.in[pen->lang])),
                       rp_pen_anchor(pen, "harm", item->id));
        put_harm_fields(pen, risk);
        if (risk->level[RP_WITHOUT])
            rp_report_harm_figure(pen, i, true);
        else
            rp_pen_say(pen, RP_SAY(pen, HARM_UNREACHABLE));
        pen->put = outside;
        if (!risk->level[RP_WITHOUT])
            continue;
        for (uint32_t k = 0; k < pen->measures.npaths; k++)
            if (pen->measures.path[k].risk == i && has_table(pen, &pen->measures.path[k]))
                rp_report_path_table(pen, &pen->measures.path[k], true);
        put_other_paths(pen, i);
        put_states(pen, i);
        put_missing(pen, risk);
    }
}

static void matrix_cell(struct rp_pen *pen, struct rp_grid *grid, unsigned severity, unsigned level,
                        enum rp_state state)
{
    struct rp_line line = rp_pen_line(pen);
    for (uint32_t i = 0; i < pen->as->nrisks; i++) {
        const struct rp_risk *risk = &pen->as->risk[i];
        if (pen->m->harm[risk->harm].severity != severity || risk->level[state] != level)
            continue;
        if (line.first)
            rp_line_text(&line, RP_STR(" "));
        rp_pen_ref_harm(pen, &line, risk->harm);
    }
    bool acceptable = rp_assess_acceptable(&pen->m->policy, severity, level);
    struct rp_cell *cell = rp_grid_line(grid, line);
    cell->tone = acceptable ? 1 : 4;
    cell->said = acceptable ? RP_SAY(pen, ACCEPTABLE) : RP_SAY(pen, NOT_ACCEPTABLE);
}

void rp_report_matrices(struct rp_pen *pen)
{
    static const enum rp_t caption[] = {RP_T_MATRIX_WITHOUT, RP_T_MATRIX_DESIGNED,
                                        RP_T_MATRIX_VERIFIED};
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_MATRICES), "matrices", "ISO 14971 6, 7.3");
    rp_pen_say(pen, RP_SAY(pen, MATRICES_INTRO));
    for (int state = 0; state < RP_STATES; state++) {
        struct rp_grid grid = rp_grid_begin(&pen->put, RP_BLOCK_MATRIX, 6);
        struct rp_line line = rp_pen_line(pen);
        rp_line_text(&line, rp_t(pen->lang, caption[state]));
        grid.block->content = line.first;
        rp_grid_head(&grid, RP_SAY(pen, MATRIX_CORNER));
        for (unsigned level = 0; level <= 4; level++)
            rp_grid_head(&grid, rp_pen_level(pen, level));
        for (unsigned severity = 5; severity >= 1; severity--) {
            rp_grid_head(&grid, rp_pen_severity(pen, severity));
            for (unsigned level = 0; level <= 4; level++)
                matrix_cell(pen, &grid, severity, level, (enum rp_state)state);
        }
        rp_grid_end(&grid);
    }
}
