// SPDX-License-Identifier: Apache-2.0
/*
 * Chapters 12 to 16 of the plan: verification, what comes after release, references, approvals.
 */
#include "report/chapters.h"

static void put_tests(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_TEST, RP_T_COL_CONTROL, RP_T_COL_REQUIREMENT};
    static const uint8_t widths[] = {26, 40, 34};
    struct rp_grid grid = {0};
    for (uint32_t i = 0; i < pen->measures.nmeasures; i++) {
        const struct rp_measure *m = &pen->measures.measure[i];
        for (uint32_t k = 0; m->control && k < pen->m->control[m->control].tests.n; k++) {
            if (!grid.block) {
                grid = rp_pen_table(pen, RP_SAY(pen, TABLE_TESTS), heads, 3, widths);
                grid.block->compact = true;
            }
            struct rp_line line = rp_pen_line(pen);
            rp_line_code(&line, pen->m->control[m->control].tests.word[k].text);
            rp_grid_line(&grid, line)->is_header = true;
            line = rp_pen_line(pen);
            rp_pen_ref_measure(pen, &line, m);
            rp_grid_line(&grid, line);
            line = rp_pen_line(pen);
            rp_line_code(&line, rp_pen_requirement_id(pen, m));
            rp_grid_line(&grid, line);
        }
    }
    if (grid.block)
        rp_grid_end(&grid);
    else
        rp_pen_say(pen, RP_SAY(pen, TESTS_NONE));
}

void rp_plan_verification(struct rp_pen *pen)
{
    static const enum rp_t family[] = {RP_T_FAMILY_1, RP_T_FAMILY_2, RP_T_FAMILY_3, RP_T_FAMILY_4};
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_12), "verification",
                   "IEC 81001-5-1 5.7.1-5.7.5; MDCG 2019-16 3.7");
    rp_pen_say(pen, RP_SAY(pen, VERIFICATION_INTRO));
    struct rp_block *list = rp_put_block(&pen->put, RP_BLOCK_LIST);
    list->numbered = true;
    struct rp_put outside = pen->put;
    pen->put = rp_put_inside(&pen->put, list);
    for (size_t i = 0; i < sizeof(family) / sizeof(family[0]); i++)
        rp_pen_say(pen, rp_t(pen->lang, family[i]));
    pen->put = outside;
    put_tests(pen);
    if (pen->as->evidence->plan.n)
        rp_pen_say(pen, RP_FILL(pen, PLAN_DIGEST, pen->as->evidence->plan));
    rp_pen_section(pen, "verification", "verification", RP_T_MISSING_VERIFICATION);
}

void rp_plan_later(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_13), "monitoring",
                   "IEC 81001-5-1 6, 9; MDCG 2019-16 3.8, 5; ISO 14971 10");
    rp_pen_section(pen, "monitoring", "monitoring", RP_T_MISSING_MONITORING);
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_14), "end-of-life", "IEC 81001-5-1 5.8; MDCG 2019-16 4.2");
    rp_pen_section(pen, "end-of-life", "end-of-life", RP_T_MISSING_END_OF_LIFE);
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_15), "roles", "IEC 81001-5-1 4.1, 5.7.5; ISO 14971 4.3");
    rp_pen_section(pen, "roles", "roles", RP_T_MISSING_ROLES);
}

void rp_plan_references(struct rp_pen *pen)
{
    static const enum rp_t reference[] = {RP_T_REF_ANSM,  RP_T_REF_MDR,   RP_T_REF_MDCG,
                                          RP_T_REF_14971, RP_T_REF_81001, RP_T_REF_62304,
                                          RP_T_REF_EBIOS};
    rp_report_approvals(pen, RP_SAY(pen, PLAN_16), "references");
    rp_pen_heading(pen, 2, RP_SAY(pen, REFERENCES), RP_STR("reference-list"));
    struct rp_block *list = rp_put_block(&pen->put, RP_BLOCK_LIST);
    list->compact = true;
    struct rp_put outside = pen->put;
    pen->put = rp_put_inside(&pen->put, list);
    for (size_t i = 0; i < sizeof(reference) / sizeof(reference[0]); i++)
        rp_pen_say(pen, rp_t(pen->lang, reference[i]));
    pen->put = outside;
    rp_pen_written(pen, "references");
    rp_pen_heading(pen, 2, RP_SAY(pen, GAPS), RP_STR("gaps"));
    rp_pen_gaps(pen);
}
