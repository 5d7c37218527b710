// SPDX-License-Identifier: Apache-2.0
/*
 * Rooms that are still being built: until they stand, whoever asks them is told so.
 *
 * Weak: a room's own function takes the place of its line here, and the line can go.
 */
#include "cli/commands.h"

#include "report/report.h"

#define WEAK __attribute__((weak))

WEAK const struct rp_evidence *rp_evidence_read(struct rp_arena *a, const struct rp_model *m,
                                                struct rp_diags *d)
{
    (void)a, (void)m, (void)d;
    return NULL;
}

WEAK void rp_report_json(const struct rp_assessment *as, enum rp_lang lang, struct rp_buf *out)
{
    (void)as, (void)lang, (void)out;
}

WEAK enum rp_status rp_report_plan(struct rp_arena *a, const struct rp_assessment *as,
                                   const struct rp_report_options *options, struct rp_doc *ret_doc)
{
    (void)a, (void)as, (void)options, (void)ret_doc;
    return RP_ERR_TOOL;
}

WEAK enum rp_status rp_report_security(struct rp_arena *a, const struct rp_assessment *as,
                                       const struct rp_report_options *options,
                                       struct rp_doc *ret_doc)
{
    (void)a, (void)as, (void)options, (void)ret_doc;
    return RP_ERR_TOOL;
}

WEAK enum rp_status rp_select(struct rp_arena *a, const struct rp_graph *g,
                              const struct rp_select_options *options,
                              struct rp_selection *ret_selection)
{
    (void)a, (void)g, (void)options, (void)ret_selection;
    return RP_ERR_TOOL;
}

WEAK enum rp_status rp_select_superfluous(struct rp_arena *a, const struct rp_graph *g,
                                          bool *superfluous)
{
    (void)a, (void)g, (void)superfluous;
    return RP_ERR_TOOL;
}

WEAK enum rp_status rp_select_alternatives(struct rp_arena *a, const struct rp_graph *g,
                                           const struct rp_select_options *options,
                                           const struct rp_selection *first, uint32_t max,
                                           struct rp_selection *ret_more, uint32_t *ret_n)
{
    (void)a, (void)g, (void)options, (void)first, (void)max, (void)ret_more, (void)ret_n;
    return RP_ERR_TOOL;
}
