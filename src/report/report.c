// SPDX-License-Identifier: Apache-2.0
/*
 * Assessment -> the two documents, chapter by chapter.
 */
#include "report/chapters.h"

static void fill_cover(struct rp_pen *pen, struct rp_doc *doc, const char *code, enum rp_t title)
{
    const struct rp_device *device = &pen->m->device;
    doc->lang = pen->lang;
    doc->id = device->document.n
                  ? rp_str_printf(pen->arena, "%s-%.*s", code, RP_FMT(device->document))
                  : rp_str_of(code);
    doc->title = rp_t(pen->lang, title);
    doc->device = device->item.name.in[pen->lang];
    doc->version = device->version;
    doc->subtitle =
        rp_str_printf(pen->arena, "%.*s %.*s", RP_FMT(doc->device), RP_FMT(doc->version));
    doc->model_hash = rp_str_of(pen->m->hash);
    doc->tool_version =
        rp_str_starts(pen->options->tool_version, RP_STR("rempart"))
            ? pen->options->tool_version
            : rp_str_printf(pen->arena, "rempart %.*s", RP_FMT(pen->options->tool_version));
    doc->to_content = RP_SAY(pen, SKIP_TO_CONTENT);
    doc->contents_title = RP_SAY(pen, CONTENTS);
}

enum rp_status rp_report_security(struct rp_arena *a, const struct rp_assessment *as,
                                  const struct rp_report_options *options, struct rp_doc *ret_doc)
{
    struct rp_doc doc = {0};
    struct rp_pen pen;
    rp_pen_init(&pen, a, as, options, &doc);
    fill_cover(&pen, &doc, "RS", RP_T_TITLE_REPORT);
    rp_report_front(&pen, &doc);
    rp_report_changes(&pen);
    rp_report_summary(&pen);
    rp_report_harms(&pen);
    rp_report_matrices(&pen);
    rp_report_cards(&pen);
    rp_report_activities(&pen);
    rp_report_limits(&pen);
    rp_report_vulnerabilities(&pen);
    rp_report_side_effects(&pen);
    rp_report_residual(&pen);
    rp_report_trace(&pen);
    rp_report_images(&pen);
    rp_report_approvals(&pen, RP_SAY(&pen, CHAPTER_APPROVALS), "approvals");
    rp_report_annex(&pen, &doc);
    *ret_doc = doc;
    return pen.status;
}

enum rp_status rp_report_plan(struct rp_arena *a, const struct rp_assessment *as,
                              const struct rp_report_options *options, struct rp_doc *ret_doc)
{
    struct rp_doc doc = {0};
    struct rp_pen pen;
    rp_pen_init(&pen, a, as, options, &doc);
    fill_cover(&pen, &doc, "PPM", RP_T_TITLE_PLAN);
    rp_plan_scope(&pen);
    rp_plan_context(&pen);
    rp_plan_views(&pen);
    rp_plan_assets(&pen);
    rp_plan_assumptions(&pen);
    rp_plan_threats(&pen);
    rp_plan_scales(&pen);
    rp_plan_paths(&pen);
    rp_plan_controls(&pen);
    rp_plan_requirements(&pen);
    rp_plan_components(&pen);
    rp_plan_verification(&pen);
    rp_plan_later(&pen);
    rp_plan_references(&pen);
    *ret_doc = doc;
    return pen.status;
}
