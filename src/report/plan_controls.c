// SPDX-License-Identifier: Apache-2.0
/*
 * Chapters 9 to 16 of the plan: retained controls, requirements, components, verification, what
 * comes after, references.
 */
#include "report/chapters.h"

enum { ALTERNATIVES_MAX = 3 };

// "M3@link, M5@app": a set of graph controls by name.
static struct rp_line set_line(struct rp_pen *pen, const bool *chosen)
{
    struct rp_line line = rp_pen_line(pen);
    for (uint32_t i = 0; i < pen->g->ncontrols; i++) {
        if (!chosen[i])
            continue;
        if (line.first)
            rp_line_text(&line, RP_STR(", "));
        rp_line_code(&line, pen->g->control[i].name);
    }
    if (!line.first)
        rp_line_text(&line, RP_SAY(pen, SET_EMPTY));
    return line;
}

static struct rp_str certified(struct rp_pen *pen)
{
    switch (pen->options->certified) {
    case RP_CERTIFIED_ACCEPTED:
        return RP_SAY(pen, CERTIFIED_ACCEPTED);
    case RP_CERTIFIED_REFUSED:
        return RP_SAY(pen, CERTIFIED_REFUSED);
    case RP_CERTIFIED_UNCHECKED:
        break;
    }
    return RP_SAY(pen, CERTIFIED_UNCHECKED);
}

static void put_outcome(struct rp_pen *pen)
{
    const struct rp_selection *s = &pen->as->smallest;
    struct rp_str kinds = RP_COUNT(pen, SET_KINDS, (uint32_t)s->value[RP_STAGE_KINDS]);
    struct rp_str places = RP_COUNT(pen, SET_PLACES, s->nchosen);
    struct rp_line line = rp_pen_line(pen);
    switch (s->outcome) {
    case RP_SELECT_OPTIMAL:
        rp_pen_say(pen, pen->options->certified == RP_CERTIFIED_ACCEPTED
                            ? RP_FILL(pen, SELECTION_OPTIMAL, kinds, places)
                            : RP_FILL(pen, SELECTION_UNPROVEN, kinds, places));
        break;
    case RP_SELECT_BEST_FOUND:
        rp_pen_say(pen, RP_FILL(pen, SELECTION_BEST, kinds, places,
                                RP_COUNT(pen, SET_KINDS, (uint32_t)s->bound[RP_STAGE_KINDS])));
        break;
    case RP_SELECT_IMPOSSIBLE:
        rp_line_text(&line, RP_SAY(pen, SELECTION_IMPOSSIBLE));
        for (uint32_t i = 0; i < pen->g->ngoals; i++)
            if (s->given_up[i]) {
                rp_line_text(&line, RP_STR(" "));
                rp_pen_ref_harm(pen, &line, pen->as->risk[i].harm);
            }
        rp_line_text(&line, RP_STR("."));
        rp_pen_put_line(pen, RP_BLOCK_NOTICE, line);
        break;
    case RP_SELECT_CONFLICT:
        rp_pen_notice(pen, RP_SAY(pen, SELECTION_CONFLICT));
        break;
    }
}

static void put_reason(struct rp_pen *pen, struct rp_grid *grid, uint32_t control)
{
    const struct rp_reason *reason = &pen->as->smallest.reason[control];
    struct rp_line line = rp_pen_line(pen);
    if (reason->by_constraint) {
        rp_line_text(&line, RP_SAY(pen, REASON_CONSTRAINT));
        rp_line_code(&line, pen->g->control[pen->g->constraint[reason->constraint].control].name);
    } else {
        rp_pen_ref_harm(pen, &line, pen->as->risk[reason->goal].harm);
        rp_line_text(&line, RP_FILL(pen, REASON_PATH, rp_report_path_words(pen, &reason->path)));
    }
    rp_grid_line(grid, line);
}

static void put_smallest(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_CONTROL, RP_T_COL_PLACE, RP_T_COL_WITHOUT_IT};
    static const uint8_t widths[] = {32, 22, 46};
    const struct rp_selection *s = &pen->as->smallest;
    if (!s->nchosen || !s->reason)
        return;
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_SMALLEST), heads, 3, widths);
    grid.block->compact = true;
    for (uint32_t i = 0; i < pen->g->ncontrols; i++) {
        if (!s->chosen[i])
            continue;
        const struct rp_control_kind *kind =
            &pen->as->attack->catalogue->control[pen->as->attack->control_kind[i]];
        const struct rp_ref *place = &pen->as->attack->control_place[i];
        rp_grid_head(&grid, kind->name.in[pen->lang]);
        struct rp_line line = rp_pen_line(pen);
        if (place->class != RP_CLASS_NONE)
            rp_line_code(&line, rp_model_item(pen->m, place->class, place->i)->id);
        rp_grid_line(&grid, line);
        put_reason(pen, &grid, i);
    }
    rp_grid_end(&grid);
}

static void put_alternatives(struct rp_pen *pen)
{
    struct rp_selection more[ALTERNATIVES_MAX];
    uint32_t n = 0;
    bool all = false;
    struct rp_select_options options = pen->as->options;
    options.keep = RP_KEEP_NONE;
    options.certificate = false;
    if (pen->as->smallest.outcome != RP_SELECT_OPTIMAL ||
        rp_select_alternatives(pen->arena, pen->g, &options, &pen->as->smallest, ALTERNATIVES_MAX,
                               more, &n, &all) != RP_OK)
        n = 0;
    if (!n) {
        rp_pen_say(pen, all ? RP_SAY(pen, ALTERNATIVES_NONE) : RP_SAY(pen, ALTERNATIVES_NOT));
        return;
    }
    rp_pen_say(pen, RP_SAY(pen, ALTERNATIVES));
    struct rp_block *list = rp_put_block(&pen->put, RP_BLOCK_LIST);
    list->compact = true;
    struct rp_put outside = pen->put;
    pen->put = rp_put_inside(&pen->put, list);
    for (uint32_t i = 0; i < n; i++)
        rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, set_line(pen, more[i].chosen));
    pen->put = outside;
}

void rp_report_superfluous(struct rp_pen *pen)
{
    struct rp_line line = rp_pen_line(pen);
    for (uint32_t i = 0; i < pen->g->ncontrols; i++) {
        if (!pen->as->superfluous[i])
            continue;
        if (line.first)
            rp_line_text(&line, RP_STR(", "));
        rp_pen_ref_control(pen, &line, i);
        const struct rp_ref *place = &pen->as->attack->control_place[i];
        if (place->class == RP_CLASS_NONE)
            continue;
        rp_line_text(&line, RP_SAY(pen, AT_PLACES));
        rp_line_code(&line, rp_model_item(pen->m, place->class, place->i)->id);
    }
    if (!line.first) {
        rp_pen_say(pen, RP_SAY(pen, SUPERFLUOUS_NONE));
        return;
    }
    rp_pen_say(pen, RP_SAY(pen, SUPERFLUOUS));
    rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line);
}

void rp_report_selection(struct rp_pen *pen)
{
    put_outcome(pen);
    put_smallest(pen);
    put_alternatives(pen);
}

static void put_retained(struct rp_pen *pen)
{
    static const enum rp_t word[] = {[RP_MEASURE_EXISTING] = RP_T_STATE_EXISTING,
                                     [RP_MEASURE_PLANNED] = RP_T_STATE_PLANNED,
                                     [RP_MEASURE_TO_ADD] = RP_T_STATE_TO_ADD};
    static const enum rp_t heads[] = {RP_T_COL_CONTROL, RP_T_COL_PLACE, RP_T_COL_STATE,
                                      RP_T_COL_HARMS};
    static const uint8_t widths[] = {38, 26, 14, 22};
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_RETAINED), heads, 4, widths);
    grid.block->compact = true;
    for (uint32_t i = 0; i < pen->measures.nmeasures; i++) {
        const struct rp_measure *m = &pen->measures.measure[i];
        struct rp_line line = rp_pen_line(pen);
        struct rp_str id = rp_pen_measure_id(pen, m), name = rp_pen_measure_name(pen, m);
        rp_line_code(&line, id);
        if (!rp_str_eq(id, name))
            rp_line_text(&line, rp_str_printf(pen->arena, " %.*s", RP_FMT(name)));
        struct rp_cell *cell = rp_grid_line(&grid, line);
        cell->is_header = true;
        cell->id = rp_pen_anchor(pen, "control", id);
        line = rp_pen_line(pen);
        rp_pen_places(pen, &line, m);
        rp_grid_line(&grid, line);
        rp_grid_text(&grid, rp_t(pen->lang, word[m->state]));
        line = rp_pen_line(pen);
        for (uint32_t k = 0; k < m->nback; k++) {
            if (k)
                rp_line_text(&line, RP_STR(", "));
            rp_pen_ref_harm(pen, &line, pen->as->risk[m->back[k].risk].harm);
        }
        if (!m->nback)
            rp_line_text(&line, RP_SAY(pen, DASH));
        rp_grid_line(&grid, line);
    }
    rp_grid_end(&grid);
}

void rp_plan_controls(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_9), "retained",
                   "ISO 14971 7.1; IEC 81001-5-1 7.4; MDR I 4; MDCG 2019-16 3.2");
    rp_pen_say(pen, RP_SAY(pen, RETAINED_INTRO));
    if (pen->measures.nmeasures)
        put_retained(pen);
    else
        rp_pen_say(pen, RP_SAY(pen, CARDS_NONE));
    rp_plan_library(pen);
    rp_pen_heading(pen, 2, RP_SAY(pen, SMALLEST_SET), RP_STR("smallest"));
    rp_report_selection(pen);
    rp_pen_small(pen, certified(pen));
    rp_pen_heading(pen, 2, RP_SAY(pen, NOT_NEEDED), RP_STR("not-needed"));
    rp_report_superfluous(pen);
}

static enum rp_t activity_of(const struct rp_control_kind *kind)
{
    switch (kind->priority) {
    case 'a':
        return RP_T_PRIORITY_DESIGN;
    case 'c':
        return RP_T_PRIORITY_INFORMATION;
    default:
        return RP_T_PRIORITY_PROTECTION;
    }
}

void rp_plan_requirements(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_REQUIREMENT, RP_T_COL_TEXT, RP_T_COL_ACTIVITY,
                                      RP_T_COL_OWNER, RP_T_COL_VERIFIED_BY};
    static const uint8_t widths[] = {19, 41, 13, 12, 15};
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_10), "requirements",
                   "IEC 81001-5-1 5.2; MDCG 2019-16 3.3; MDR I 17.2");
    rp_pen_say(pen, RP_SAY(pen, REQUIREMENTS_INTRO));
    if (!pen->measures.nmeasures)
        return;
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_REQUIREMENTS), heads, 5, widths);
    grid.block->compact = true;
    for (uint32_t i = 0; i < pen->measures.nmeasures; i++) {
        const struct rp_measure *m = &pen->measures.measure[i];
        const struct rp_control_kind *kind = rp_pen_kind(pen, m);
        bool named = m->control && pen->m->control[m->control].requirement.n;
        struct rp_line line = rp_pen_line(pen);
        rp_line_code(&line, rp_pen_requirement_id(pen, m));
        if (!named)
            rp_line_text(&line, RP_SAY(pen, REQUIREMENT_PROPOSED));
        rp_line_break(&line);
        rp_pen_ref_measure(pen, &line, m);
        rp_grid_line(&grid, line)->is_header = true;
        line = rp_pen_line(pen);
        rp_line_text(&line, rp_pen_requirement_text(pen, m));
        if (kind->acceptance.in[pen->lang].n) {
            rp_line_break(&line);
            rp_line_strong(&line, RP_SAY(pen, ACCEPTANCE_COLON));
            rp_line_text(
                &line, rp_str_printf(pen->arena, " %.*s", RP_FMT(kind->acceptance.in[pen->lang])));
        }
        rp_grid_line(&grid, line);
        rp_grid_text(&grid, rp_t(pen->lang, activity_of(kind)));
        struct rp_str owner = m->control ? pen->m->control[m->control].owner : RP_STR("");
        rp_grid_text(&grid, owner.n ? owner : RP_SAY(pen, NOT_STATED));
        line = rp_pen_line(pen);
        rp_pen_tests(pen, &line, m->control);
        rp_grid_line(&grid, line);
    }
    rp_grid_end(&grid);
}

void rp_plan_components(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_COMPONENT, RP_T_COL_SUPPLIER, RP_T_COL_VERSION,
                                      RP_T_COL_LICENCE, RP_T_COL_SUPPORT};
    static const uint8_t widths[] = {32, 20, 18, 14, 16};
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_11), "components",
                   "IEC 81001-5-1 5.3, 6.1; IEC 62304 8.1");
    struct rp_grid grid = {0};
    for (uint32_t i = 1; i < pen->m->ncomponents; i++) {
        const struct rp_component *c = &pen->m->component[i];
        if (!c->supplier.n)
            continue;
        if (!grid.block) {
            grid = rp_pen_table(pen, RP_SAY(pen, TABLE_COMPONENTS), heads, 5, widths);
            grid.block->compact = true;
        }
        struct rp_line line = rp_pen_line(pen);
        rp_line_code(&line, c->item.id);
        rp_line_text(&line, rp_str_printf(pen->arena, " %.*s", RP_FMT(c->item.name.in[pen->lang])));
        rp_grid_line(&grid, line)->is_header = true;
        rp_grid_text(&grid, c->supplier);
        rp_grid_text(&grid, c->version.n ? c->version : RP_SAY(pen, NOT_STATED));
        rp_grid_text(&grid, c->licence.n ? c->licence : RP_SAY(pen, NOT_STATED));
        bool unknown = rp_str_eq(c->support_until, RP_STR("unknown"));
        rp_grid_text(&grid, unknown              ? RP_SAY(pen, SUPPORT_UNKNOWN)
                            : c->support_until.n ? rp_pen_date(pen, c->support_until)
                                                 : RP_SAY(pen, NOT_STATED));
    }
    if (grid.block)
        rp_grid_end(&grid);
    else
        rp_pen_say(pen, RP_SAY(pen, COMPONENTS_NONE));
    rp_pen_notice(pen, RP_SAY(pen, SBOM_NOT_COVERED));
    rp_pen_gap(pen, RP_SAY(pen, GAP_SBOM), "components");
}
