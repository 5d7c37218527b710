// SPDX-License-Identifier: Apache-2.0
/*
 * Page 1 of the security report: the verdict and what it rests on, nothing else.
 */
#include "report/chapters.h"

enum { CONDITIONS_ON_PAGE_1 = 6 };

static void put_identity(struct rp_pen *pen, const struct rp_doc *doc)
{
    struct rp_grid fields = rp_grid_begin(&pen->put, RP_BLOCK_FIELDS, 2);
    fields.block->compact = true;
    rp_pen_field(pen, &fields, RP_SAY(pen, DEVICE),
                 rp_str_printf(pen->arena, "%.*s %.*s", RP_FMT(doc->device), RP_FMT(doc->version)));
    rp_pen_field(pen, &fields, RP_SAY(pen, MANUFACTURER), pen->m->device.manufacturer);
    rp_grid_head(&fields, RP_SAY(pen, MODEL_HASH));
    struct rp_line line = rp_pen_line(pen);
    rp_line_code(&line, rp_str_of(pen->m->hash));
    rp_grid_line(&fields, line);
    rp_grid_end(&fields);
}

static void put_verdict(struct rp_pen *pen)
{
    static const enum rp_t word[] = {[RP_ACCEPTABLE] = RP_T_VERDICT_ACCEPTABLE,
                                     [RP_ACCEPTABLE_UNDER_CONDITIONS] = RP_T_VERDICT_CONDITIONS,
                                     [RP_NOT_ACCEPTABLE] = RP_T_VERDICT_NOT_ACCEPTABLE};
    struct rp_line line = rp_pen_line(pen);
    rp_line_text(&line, rp_t(pen->lang, word[pen->as->verdict]));
    struct rp_block *b = rp_pen_put_line(pen, RP_BLOCK_VERDICT, line);
    b->level = pen->as->verdict;
    b->anchor = RP_STR("verdict-word");
    if (!pen->as->nrisks)
        rp_pen_notice(pen, RP_SAY(pen, NO_HARM));
    rp_pen_heading(pen, 2,
                   pen->as->verdict == RP_NOT_ACCEPTABLE ? RP_SAY(pen, CONDITIONS_FOR)
                                                         : RP_SAY(pen, CONDITIONS),
                   RP_STR("conditions"));
    rp_report_conditions(pen, CONDITIONS_ON_PAGE_1, RP_STR("conditions-all"));
}

static void put_harms(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_HARM,    RP_T_COL_CASE,     RP_T_COL_SEVERITY,
                                      RP_T_COL_WITHOUT, RP_T_COL_DESIGNED, RP_T_COL_VERIFIED};
    static const uint8_t widths[] = {25, 10, 14, 17, 17, 17};
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_HARMS), heads, 6, widths);
    grid.block->compact = true;
    for (uint32_t i = 0; i < pen->as->nrisks; i++) {
        const struct rp_risk *risk = &pen->as->risk[i];
        const struct rp_harm *harm = &pen->m->harm[risk->harm];
        struct rp_line line = rp_pen_line(pen);
        rp_pen_ref_harm(pen, &line, risk->harm);
        rp_line_text(&line,
                     rp_str_printf(pen->arena, " %.*s", RP_FMT(harm->item.name.in[pen->lang])));
        rp_grid_line(&grid, line)->is_header = true;
        rp_grid_text(&grid, harm->scenario == RP_TARGET ? RP_SAY(pen, CASE_TARGET)
                                                        : RP_SAY(pen, CASE_GATEWAY));
        rp_grid_text(&grid, rp_pen_severity(pen, harm->severity));
        for (int state = 0; state < RP_STATES; state++)
            rp_pen_risk_cell(pen, &grid, risk, (enum rp_state)state);
    }
    rp_grid_end(&grid);
}

// The harm of a case that is worst as verified: unacceptable first, then the highest level.
static const struct rp_risk *worst(const struct rp_pen *pen, enum rp_case scenario,
                                   uint32_t *ret_bad, uint32_t *ret_n)
{
    const struct rp_risk *found = NULL;
    for (uint32_t i = 0; i < pen->as->nrisks; i++) {
        const struct rp_risk *risk = &pen->as->risk[i];
        if (pen->m->harm[risk->harm].scenario != scenario)
            continue;
        bool bad = !risk->acceptable[RP_VERIFIED];
        ++*ret_n;
        *ret_bad += bad;
        if (!found || (bad && found->acceptable[RP_VERIFIED]) ||
            (bad != found->acceptable[RP_VERIFIED] &&
             risk->level[RP_VERIFIED] > found->level[RP_VERIFIED]))
            found = risk;
    }
    return found;
}

static uint32_t without_path(const struct rp_pen *pen, enum rp_case scenario)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < pen->as->nrisks; i++)
        n += pen->m->harm[pen->as->risk[i].harm].scenario == scenario &&
             rp_attack_no_path(pen->as->attack, pen->as->risk[i].goal);
    return n;
}

static void put_question(struct rp_pen *pen, enum rp_case scenario, enum rp_t question)
{
    uint32_t bad = 0, n = 0, pathless = without_path(pen, scenario);
    const struct rp_risk *risk = worst(pen, scenario, &bad, &n);
    struct rp_line line = rp_pen_line(pen);
    rp_line_strong(&line, rp_t(pen->lang, question));
    rp_line_text(&line, RP_STR(" "));
    if (!risk) {
        rp_line_text(&line, RP_SAY(pen, ANSWER_NO_HARM));
    } else if (pathless == n) {
        rp_line_text(&line, RP_SAY(pen, ANSWER_NO_PATH));
    } else if (!bad) {
        rp_line_text(&line, RP_FILL(pen, ANSWER_NO, rp_pen_level(pen, risk->level[RP_VERIFIED])));
    } else {
        rp_line_text(&line,
                     RP_FILL(pen, ANSWER_YES, rp_pen_number(pen, bad), rp_pen_number(pen, n)));
        rp_pen_ref_harm(pen, &line, risk->harm);
        rp_line_text(&line, RP_FILL(pen, ANSWER_WORST, rp_pen_level(pen, risk->level[RP_VERIFIED]),
                                    rp_report_path_source(pen, &risk->path[RP_VERIFIED])));
    }
    if (pathless && pathless < n)
        rp_line_text(&line, RP_COUNT(pen, ANSWER_SOME_NO_PATH, pathless));
    rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line);
}

static void put_rest(struct rp_pen *pen)
{
    struct rp_line line = rp_pen_line(pen);
    rp_line_strong(&line, RP_SAY(pen, NOT_EXAMINED));
    rp_line_text(&line, RP_STR(" "));
    rp_line_text(&line, RP_SAY(pen, NOT_EXAMINED_TEXT));
    rp_line_link(&line, RP_SAY(pen, CHAPTER_LIMITS), RP_STR("limits"));
    rp_line_text(&line, RP_STR("."));
    rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line);
    line = rp_pen_line(pen);
    rp_line_strong(&line, RP_SAY(pen, APPROVED_BY));
    rp_line_text(&line, RP_STR(" "));
    rp_line_text(&line, RP_SAY(pen, APPROVED_NOBODY));
    rp_line_link(&line, RP_SAY(pen, CHAPTER_APPROVALS), RP_STR("approvals"));
    rp_line_text(&line, RP_STR("."));
    rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line);
}

void rp_report_front(struct rp_pen *pen, const struct rp_doc *doc)
{
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_VERDICT), "verdict",
                   "MDR I 17.2, 18.8; ISO 14971 8; MDCG 2019-16 3.2");
    put_identity(pen, doc);
    put_verdict(pen);
    put_harms(pen);
    put_question(pen, RP_TARGET, RP_T_QUESTION_TARGET);
    put_question(pen, RP_GATEWAY, RP_T_QUESTION_GATEWAY);
    put_rest(pen);
    rp_put_block(&pen->put, RP_BLOCK_PAGE_BREAK);
    rp_put_block(&pen->put, RP_BLOCK_CONTENTS);
}
