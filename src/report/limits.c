// SPDX-License-Identifier: Apache-2.0
/*
 * Chapters 8, 9, 11 and 13 of the security report: what is not covered, what remains, who approves.
 */
#include "report/chapters.h"

void rp_report_assumption_table(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_ASSUMPTION, RP_T_COL_ON_WHOM, RP_T_COL_JUSTIFICATION,
                                      RP_T_COL_IFU};
    static const uint8_t widths[] = {34, 17, 34, 15};
    if (pen->m->nassumptions < 2) {
        rp_pen_say(pen, RP_SAY(pen, ASSUMPTIONS_NONE));
        return;
    }
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_ASSUMPTIONS), heads, 4, widths);
    grid.block->compact = true;
    for (uint32_t i = 1; i < pen->m->nassumptions; i++) {
        const struct rp_assumption *assumption = &pen->m->assumption[i];
        struct rp_line line = rp_pen_line(pen);
        rp_line_code(&line, assumption->item.id);
        rp_line_text(
            &line, rp_str_printf(pen->arena, " %.*s", RP_FMT(assumption->item.name.in[pen->lang])));
        struct rp_cell *cell = rp_grid_line(&grid, line);
        cell->is_header = true;
        cell->id = rp_pen_anchor(pen, "assumption", assumption->item.id);
        rp_grid_text(&grid, assumption->on.n ? assumption->on : RP_SAY(pen, NOT_STATED));
        struct rp_str why = rp_pen_own(pen, &assumption->justification);
        rp_grid_text(&grid, why.n ? why : RP_SAY(pen, NOT_STATED));
        line = rp_pen_line(pen);
        if (assumption->ifu.n)
            rp_line_code(&line, assumption->ifu);
        else
            rp_line_text(&line, RP_SAY(pen, NOT_STATED));
        rp_grid_line(&grid, line);
    }
    rp_grid_end(&grid);
}

static void put_excluded_sources(struct rp_pen *pen)
{
    struct rp_block *list = NULL;
    for (uint32_t i = 1; i < pen->m->nsources; i++) {
        const struct rp_source_of_risk *source = &pen->m->source[i];
        if (source->excluded_by.class != RP_CLASS_ASSUMPTION)
            continue;
        if (!list) {
            rp_pen_say(pen, RP_SAY(pen, EXCLUDED_SOURCES));
            list = rp_put_block(&pen->put, RP_BLOCK_LIST);
        }
        struct rp_put inside = {pen->arena, &list->first};
        while (*inside.end)
            inside.end = &(*inside.end)->next;
        struct rp_block *item = rp_put_block(&inside, RP_BLOCK_PARAGRAPH);
        struct rp_line line = rp_pen_line(pen);
        struct rp_str id = pen->m->assumption[source->excluded_by.i].item.id;
        rp_line_text(&line, source->item.name.in[pen->lang]);
        rp_line_text(&line, RP_SAY(pen, EXCLUDED_BY));
        rp_line_id(&line, id, rp_pen_anchor(pen, "assumption", id));
        item->content = line.first;
    }
}

void rp_report_limits(struct rp_pen *pen)
{
    static const enum rp_t limits[] = {RP_T_LIMIT_MODEL, RP_T_LIMIT_CATALOGUE, RP_T_LIMIT_LEVELS,
                                       RP_T_LIMIT_PROOF, RP_T_LIMIT_TESTS,     RP_T_LIMIT_EDITION};
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_LIMITS), "limits",
                   "ISO 14971 7.6, 8; MDCG 2019-16 3.6; MDR I 17.4, 23.4(ab)");
    struct rp_block *list = rp_put_block(&pen->put, RP_BLOCK_LIST);
    struct rp_put outside = pen->put;
    pen->put = rp_put_inside(&pen->put, list);
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
        rp_pen_say(pen, rp_t(pen->lang, limits[i]));
    pen->put = outside;
    rp_pen_heading(pen, 2, RP_SAY(pen, OUT_OF_SCOPE), RP_STR("out-of-scope"));
    struct rp_str out = rp_pen_own(pen, &pen->m->device.out_of_scope);
    if (out.n) {
        rp_pen_say(pen, out);
    } else {
        rp_pen_notice(pen, RP_SAY(pen, OUT_OF_SCOPE_MISSING));
        rp_pen_gap(pen, RP_SAY(pen, GAP_OUT_OF_SCOPE), "out-of-scope");
    }
    rp_pen_heading(pen, 2, RP_SAY(pen, OPEN_QUESTIONS), RP_STR("open-questions"));
    rp_pen_section(pen, "limits", "open-questions", RP_T_MISSING_LIMITS);
    rp_pen_heading(pen, 2, RP_SAY(pen, ASSUMPTIONS), RP_STR("assumptions"));
    rp_report_assumption_table(pen);
    put_excluded_sources(pen);
}

void rp_report_vulnerabilities(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_VULNERABILITIES), "vulnerabilities",
                   "IEC 81001-5-1 5.7.3, 6, 9; MDCG 2019-16 3.8");
    rp_pen_notice(pen, RP_SAY(pen, VULNERABILITIES_NOT_COVERED));
    rp_pen_gap(pen, RP_SAY(pen, GAP_VULNERABILITIES), "vulnerabilities");
}

static bool concerns(const struct rp_harm *harm, enum rp_need need)
{
    for (uint32_t k = 0; k < harm->ncauses; k++)
        if (harm->cause[k].need == need)
            return true;
    return false;
}

// The harms that the loss of a criterion leads to, and those of them that are not acceptable.
static void put_criterion(struct rp_pen *pen, enum rp_need need, struct rp_line *harms,
                          struct rp_line *left)
{
    for (uint32_t i = 0; i < pen->as->nrisks; i++) {
        const struct rp_risk *risk = &pen->as->risk[i];
        if (!concerns(&pen->m->harm[risk->harm], need))
            continue;
        rp_line_text(harms, harms->first ? RP_STR(", ") : RP_STR(""));
        rp_pen_ref_harm(pen, harms, risk->harm);
        if (risk->acceptable[RP_VERIFIED])
            continue;
        rp_line_text(left, left->first ? RP_STR(", ") : RP_STR(""));
        rp_pen_ref_harm(pen, left, risk->harm);
        rp_line_text(left, RP_STR(" "));
        rp_pen_risk_line(pen, left, risk, RP_VERIFIED);
    }
    if (!left->first)
        rp_line_text(left, harms->first ? RP_SAY(pen, ALL_ACCEPTABLE) : RP_SAY(pen, DASH));
    if (!harms->first)
        rp_line_text(harms, RP_SAY(pen, DASH));
}

static void put_criteria(struct rp_pen *pen)
{
    static const enum rp_t name[RP_NEEDS] = {RP_T_NEED_D, RP_T_NEED_I, RP_T_NEED_C, RP_T_NEED_A};
    static const enum rp_t heads[] = {RP_T_COL_CRITERION, RP_T_COL_HARMS, RP_T_COL_REMAINS};
    static const uint8_t widths[] = {22, 34, 44};
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_CRITERIA), heads, 3, widths);
    for (int need = 0; need < RP_NEEDS; need++) {
        struct rp_line harms = rp_pen_line(pen), left = rp_pen_line(pen);
        put_criterion(pen, (enum rp_need)need, &harms, &left);
        rp_grid_head(&grid, rp_t(pen->lang, name[need]));
        rp_grid_line(&grid, harms);
        rp_grid_line(&grid, left);
    }
    rp_grid_end(&grid);
}

static void put_accepted(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_REF, RP_T_COL_BY, RP_T_COL_UNTIL, RP_T_COL_REASON};
    static const uint8_t widths[] = {14, 26, 14, 46};
    struct rp_grid grid = {0};
    for (uint32_t i = 0; i < pen->as->nrisks; i++) {
        const struct rp_risk *risk = &pen->as->risk[i];
        if (!risk->accepted)
            continue;
        const struct rp_acceptance *acceptance = &pen->m->policy.acceptance[risk->acceptance];
        if (!grid.block)
            grid = rp_pen_table(pen, RP_SAY(pen, TABLE_ACCEPTED), heads, 4, widths);
        struct rp_line line = rp_pen_line(pen);
        rp_pen_ref_harm(pen, &line, risk->harm);
        rp_grid_line(&grid, line)->is_header = true;
        rp_grid_text(&grid, acceptance->role.n
                                ? rp_str_printf(pen->arena, "%.*s, %.*s", RP_FMT(acceptance->by),
                                                RP_FMT(acceptance->role))
                                : acceptance->by);
        rp_grid_text(&grid, rp_pen_date(pen, acceptance->until));
        rp_grid_text(&grid, rp_pen_own(pen, &acceptance->reason));
    }
    if (grid.block)
        rp_grid_end(&grid);
    else
        rp_pen_say(pen, RP_SAY(pen, ACCEPTED_NONE));
}

void rp_report_residual(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_RESIDUAL), "residual",
                   "ISO 14971 7.3, 7.4, 8; MDR I 8, 23.1(g), 23.4(g); MDCG 2019-16 3.5");
    rp_pen_say(pen, RP_SAY(pen, RESIDUAL_INTRO));
    put_criteria(pen);
    put_accepted(pen);
    rp_pen_heading(pen, 2, RP_SAY(pen, BENEFIT_RISK), RP_STR("benefit-risk"));
    rp_pen_section(pen, "benefit-risk", "benefit-risk", RP_T_MISSING_BENEFIT_RISK);
}

void rp_report_approvals(struct rp_pen *pen, struct rp_str title, const char *anchor)
{
    static const enum rp_t heads[] = {RP_T_COL_MEANING, RP_T_COL_NAME, RP_T_COL_ROLE, RP_T_COL_DATE,
                                      RP_T_COL_SIGNATURE};
    static const enum rp_t meaning[] = {RP_T_MEANING_AUTHORING, RP_T_MEANING_REVIEW,
                                        RP_T_MEANING_APPROVAL};
    static const uint8_t widths[] = {18, 24, 20, 14, 24};
    rp_pen_chapter(pen, title, anchor, "ISO 14971 4.5, 9");
    struct rp_line line = rp_pen_line(pen);
    rp_line_text(&line, RP_SAY(pen, APPROVALS_INTRO));
    rp_line_code(&line, rp_str_of(pen->m->hash));
    rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line);
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_APPROVALS), heads, 5, widths);
    for (size_t i = 0; i < sizeof(meaning) / sizeof(meaning[0]); i++) {
        rp_grid_head(&grid, rp_t(pen->lang, meaning[i]));
        for (int k = 0; k < 4; k++)
            rp_grid_text(&grid, RP_STR(""));
    }
    rp_grid_end(&grid);
}
