// SPDX-License-Identifier: Apache-2.0
/*
 * Chapters 6, 7 and 10 of the security report: one card per control, activities, effects on the
 * patient's safety.
 */
#include "report/chapters.h"

static void line_field(struct rp_grid *fields, struct rp_str name, struct rp_line line)
{
    if (!line.first)
        return;
    rp_grid_head(fields, name);
    rp_grid_line(fields, line);
}

static struct rp_line cuts_line(struct rp_pen *pen, const struct rp_measure *m)
{
    struct rp_line line = rp_pen_line(pen);
    for (uint32_t i = 0; i < pen->measures.npaths; i++) {
        const struct rp_numbered_path *path = &pen->measures.path[i];
        for (uint32_t k = 0; k < path->path.nsteps; k++) {
            uint32_t cut = rp_assess_cut(pen->g, pen->measures.retained, path->path.step[k]);
            if (cut == RP_GRAPH_NONE || rp_pen_measure_of(pen, cut) != m)
                continue;
            if (line.first)
                rp_line_text(&line, RP_STR(", "));
            rp_pen_ref_path(pen, &line, path, path->number == 1);
            rp_line_text(&line,
                         RP_FILL(pen, AT_STEP,
                                 rp_pen_number(pen, rp_path_shown(pen->g, &path->path, k + 1))));
            break; // the first cut decides
        }
    }
    if (!line.first)
        rp_line_text(&line, RP_SAY(pen, CUTS_NOTHING));
    return line;
}

// The step of a return in words; empty when the measure cuts only through another.
static struct rp_str return_step(struct rp_pen *pen, const struct rp_return *back)
{
    if (back->step == RP_GRAPH_NONE)
        return RP_STR("");
    return rp_report_step_text(pen, pen->measures.path[back->path].path.step[back->step]);
}

// A retained control that cannot do without one of the measure's: "required by M1".
static bool put_demander(struct rp_pen *pen, struct rp_line *line, const struct rp_measure *m)
{
    for (uint32_t i = 0; i < pen->g->nconstraints; i++) {
        const struct rp_graph_constraint *c = &pen->g->constraint[i];
        if (c->type == RP_EXCLUDES_ALL || !pen->measures.retained[c->control])
            continue;
        for (uint32_t k = 0; k < c->n; k++)
            for (uint32_t n = 0; n < m->nat; n++) {
                if (pen->g->constraint_item[c->any_first + k] != m->at[n])
                    continue;
                rp_line_text(line, RP_SAY(pen, DEMANDED_BY));
                rp_pen_ref_control(pen, line, c->control);
                return true;
            }
    }
    return false;
}

// "D1 (V4), D3 (V3) by the step ...": the returns from i on that have its step, which are then told.
static void put_returns(struct rp_pen *pen, struct rp_line *line, const struct rp_measure *m,
                        uint32_t i, bool *told)
{
    struct rp_str step = return_step(pen, &m->back[i]);
    for (uint32_t k = i; k < m->nback; k++) {
        if (told[k] || !rp_str_eq(step, return_step(pen, &m->back[k])))
            continue;
        told[k] = true;
        rp_line_text(line, k > i ? RP_STR(", ") : RP_STR(""));
        rp_pen_ref_harm(pen, line, pen->as->risk[m->back[k].risk].harm);
        rp_line_text(line, rp_str_printf(pen->arena, " (V%u)", m->back[k].level));
    }
    if (step.n)
        rp_line_text(line, RP_FILL(pen, RETURNS_BY, step));
}

static struct rp_line returns_line(struct rp_pen *pen, const struct rp_measure *m)
{
    struct rp_line line = rp_pen_line(pen);
    bool *told = RP_NEWN(pen->arena, bool, m->nback);
    for (uint32_t i = 0; i < m->nback; i++) {
        if (told[i])
            continue;
        rp_line_text(&line, line.first ? RP_SAY(pen, SEMICOLON) : RP_SAY(pen, RETURNS));
        put_returns(pen, &line, m, i, told);
    }
    if (m->nback || put_demander(pen, &line, m))
        return line;
    rp_line_text(&line,
                 m->superfluous ? RP_SAY(pen, RETURNS_SUPERFLUOUS) : RP_SAY(pen, RETURNS_NOTHING));
    return line;
}

static struct rp_str decimal(struct rp_pen *pen, uint64_t millionths)
{
    return rp_lang_decimal(pen->arena, pen->lang, (int64_t)((millionths + 500) / 1000), 3);
}

// Size of the kind and the malfunctions that it and its places add; the annex says where the figures
// come from.
static struct rp_str size_text(struct rp_pen *pen, const struct rp_measure *m)
{
    static const enum rp_t origin[] = {[RP_SIZE_ESTIMATED] = RP_T_SIZE_ESTIMATED,
                                       [RP_SIZE_MEASURED] = RP_T_SIZE_MEASURED,
                                       [RP_SIZE_LIBRARY] = RP_T_SIZE_LIBRARY};
    const struct rp_control_kind *kind = rp_pen_kind(pen, m);
    uint64_t malfunction = pen->g->kind[pen->g->control[m->at[0]].kind].cost.malfunction;
    for (uint32_t i = 0; i < m->nat; i++)
        malfunction += pen->g->control[m->at[i]].cost.malfunction;
    return RP_FILL(pen, SIZE_TEXT, rp_pen_number(pen, kind->own_lines),
                   rp_pen_number(pen, kind->library_lines), rp_t(pen->lang, origin[kind->origin]),
                   decimal(pen, malfunction));
}

static void requirement_field(struct rp_pen *pen, struct rp_grid *fields,
                              const struct rp_measure *m)
{
    struct rp_line line = rp_pen_line(pen);
    rp_line_code(&line, rp_pen_requirement_id(pen, m));
    if (!m->control || !pen->m->control[m->control].requirement.n)
        rp_line_text(&line, RP_SAY(pen, REQUIREMENT_PROPOSED));
    rp_line_text(&line,
                 rp_str_printf(pen->arena, " %.*s", RP_FMT(rp_pen_requirement_text(pen, m))));
    line_field(fields, RP_SAY(pen, REQUIREMENT), line);
    rp_pen_field(pen, fields, RP_SAY(pen, ACCEPTANCE),
                 rp_pen_kind(pen, m)->acceptance.in[pen->lang]);
}

static void proof_field(struct rp_pen *pen, struct rp_grid *fields, const struct rp_measure *m)
{
    struct rp_line line = rp_pen_line(pen);
    if (m->state != RP_MEASURE_TO_ADD) {
        enum rp_proof proof = pen->as->evidence->proof[m->control];
        rp_line_level(&line, rp_t(pen->lang, rp_pen_proof(proof)),
                      proof == RP_PROOF_HOLDS    ? 1
                      : proof == RP_PROOF_FAILED ? 4
                                                 : 3);
        rp_line_text(&line, RP_STR(" "));
    }
    if (!m->control || pen->m->control[m->control].tests.n)
        rp_pen_tests(pen, &line, m->control);
    line_field(fields, RP_SAY(pen, TESTS_AND_PROOF), line);
}

static void side_effect_field(struct rp_pen *pen, struct rp_grid *fields,
                              const struct rp_measure *m)
{
    if (!m->control) {
        rp_pen_field(pen, fields, RP_SAY(pen, SIDE_EFFECT),
                     rp_pen_kind(pen, m)->side_effect.in[pen->lang]);
        return;
    }
    const struct rp_control *control = &pen->m->control[m->control];
    struct rp_line line = rp_pen_line(pen);
    bool assessed = control->assessed_by.n && control->assessed_on.n;
    rp_line_link(&line,
                 assessed ? RP_FILL(pen, EFFECT_BY, control->assessed_by,
                                    rp_pen_date(pen, control->assessed_on))
                          : RP_SAY(pen, EFFECT_NOT_ASSESSED),
                 rp_pen_anchor(pen, "side", control->item.id));
    line_field(fields, RP_SAY(pen, SIDE_EFFECT), line);
}

static void put_fields(struct rp_pen *pen, const struct rp_measure *m)
{
    const struct rp_control_kind *kind = rp_pen_kind(pen, m);
    struct rp_grid fields = rp_grid_begin(&pen->put, RP_BLOCK_FIELDS, 2);
    fields.block->compact = true;
    rp_pen_field(pen, &fields, RP_SAY(pen, PURPOSE), kind->purpose.in[pen->lang]);
    struct rp_line line = rp_pen_line(pen);
    rp_pen_places(pen, &line, m);
    line_field(&fields, RP_SAY(pen, PLACES), line);
    requirement_field(pen, &fields, m);
    line_field(&fields, RP_SAY(pen, CUTS), cuts_line(pen, m));
    line_field(&fields, RP_SAY(pen, WITHOUT_IT), returns_line(pen, m));
    proof_field(pen, &fields, m);
    side_effect_field(pen, &fields, m);
    line = rp_pen_line(pen);
    rp_line_link(&line, size_text(pen, m), RP_STR("malfunction"));
    line_field(&fields, RP_SAY(pen, SIZE), line);
    rp_grid_end(&fields);
}

static void put_card(struct rp_pen *pen, const struct rp_measure *m)
{
    static const enum rp_t word[] = {[RP_MEASURE_EXISTING] = RP_T_STATE_EXISTING,
                                     [RP_MEASURE_PLANNED] = RP_T_STATE_PLANNED,
                                     [RP_MEASURE_TO_ADD] = RP_T_STATE_TO_ADD};
    struct rp_line line = rp_pen_line(pen);
    struct rp_str id = rp_pen_measure_id(pen, m), name = rp_pen_measure_name(pen, m);
    rp_line_code(&line, id);
    if (!rp_str_eq(id, name))
        rp_line_text(&line, rp_str_printf(pen->arena, " %.*s", RP_FMT(name)));
    rp_line_text(&line,
                 rp_str_printf(pen->arena, " (%.*s)", RP_FMT(rp_t(pen->lang, word[m->state]))));
    struct rp_block *card = rp_pen_put_line(pen, RP_BLOCK_CARD, line);
    card->level = 2;
    card->anchor = rp_pen_anchor(pen, "control", id);
    struct rp_put outside = pen->put;
    pen->put = rp_put_inside(&pen->put, card);
    put_fields(pen, m);
    pen->put = outside;
}

void rp_report_cards(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_CARDS), "controls",
                   "ISO 14971 7.1, 7.2; IEC 81001-5-1 7.4; MDCG 2019-16 3.3");
    rp_pen_say(pen, RP_SAY(pen, CARDS_INTRO));
    if (!pen->measures.nmeasures)
        rp_pen_notice(pen, RP_SAY(pen, CARDS_NONE));
    for (uint32_t i = 0; i < pen->measures.nmeasures; i++)
        put_card(pen, &pen->measures.measure[i]);
}

static bool has_section(const struct rp_pen *pen, const char *key)
{
    for (uint32_t i = 0; i < pen->m->nsections; i++)
        if (rp_str_eq(pen->m->section[i].key, rp_str_of(key)) &&
            pen->m->section[i].text.in[pen->lang].n)
            return true;
    return false;
}

static void put_activity(struct rp_pen *pen, struct rp_grid *grid, enum rp_t name, bool done,
                         struct rp_str remark)
{
    rp_grid_head(grid, rp_t(pen->lang, name));
    struct rp_line line = rp_pen_line(pen);
    rp_line_level(&line, done ? RP_SAY(pen, ACTIVITY_DONE) : RP_SAY(pen, ACTIVITY_OPEN),
                  done ? 1 : 3);
    rp_grid_line(grid, line);
    rp_grid_text(grid, remark);
}

static struct rp_str test_count(struct rp_pen *pen, bool *ret_all)
{
    uint32_t held = 0, n = pen->as->evidence->ntests ? pen->as->evidence->ntests - 1 : 0;
    for (uint32_t i = 1; i <= n; i++)
        held += rp_assess_test_holds(pen->m, &pen->as->evidence->test[i]);
    *ret_all = n && held == n;
    return RP_FILL(pen, TEST_COUNT, rp_pen_number(pen, held), rp_pen_number(pen, n));
}

static struct rp_str side_count(struct rp_pen *pen, bool *ret_all)
{
    uint32_t n = 0, open = 0;
    for (uint32_t i = 0; i < pen->measures.nmeasures; i++)
        n += pen->measures.measure[i].control != 0;
    for (uint32_t i = 0; i < pen->as->nconditions; i++)
        open += pen->as->condition[i].type == RP_CONDITION_SIDE_EFFECT;
    *ret_all = n && !open;
    return RP_FILL(pen, SIDE_COUNT, rp_pen_number(pen, n > open ? n - open : 0),
                   rp_pen_number(pen, n));
}

static void put_activities(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_ACTIVITY, RP_T_COL_STATE, RP_T_COL_REMARK};
    static const uint8_t widths[] = {42, 16, 42};
    static const struct {
        const char *key;
        enum rp_t name, missing;
    } written[] = {{"verification", RP_T_ACTIVITY_VERIFICATION_PLAN, RP_T_MISSING_VERIFICATION},
                   {"monitoring", RP_T_ACTIVITY_MONITORING, RP_T_MISSING_MONITORING},
                   {"end-of-life", RP_T_ACTIVITY_END_OF_LIFE, RP_T_MISSING_END_OF_LIFE},
                   {"roles", RP_T_ACTIVITY_ROLES, RP_T_MISSING_ROLES}};
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_ACTIVITIES), heads, 3, widths);
    grid.block->compact = true;
    bool all;
    put_activity(pen, &grid, RP_T_ACTIVITY_THREAT_MODEL, true,
                 RP_FILL(pen, GRAPH_COUNT, rp_pen_number(pen, pen->g->nfacts),
                         rp_pen_number(pen, pen->g->nsteps),
                         rp_pen_number(pen, pen->m->nsources ? pen->m->nsources - 1 : 0)));
    put_activity(pen, &grid, RP_T_ACTIVITY_RISK, true, RP_COUNT(pen, HARMS, pen->as->nrisks));
    bool proven = pen->options->certified == RP_CERTIFIED_ACCEPTED;
    put_activity(pen, &grid, RP_T_ACTIVITY_SELECTION, proven,
                 proven ? RP_SAY(pen, CERTIFIED_ACCEPTED)
                 : pen->options->certified == RP_CERTIFIED_REFUSED
                     ? RP_SAY(pen, CERTIFIED_REFUSED)
                     : RP_SAY(pen, CERTIFIED_UNCHECKED));
    struct rp_str remark = test_count(pen, &all);
    put_activity(pen, &grid, RP_T_ACTIVITY_TESTS, all, remark);
    remark = side_count(pen, &all);
    put_activity(pen, &grid, RP_T_ACTIVITY_SIDE_EFFECTS, all, remark);
    for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++) {
        bool there = has_section(pen, written[i].key);
        put_activity(pen, &grid, written[i].name, there,
                     there ? RP_SAY(pen, SEE_PLAN) : rp_t(pen->lang, written[i].missing));
    }
    rp_grid_end(&grid);
}

static void put_waived(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_CONTROL, RP_T_COL_REASON};
    static const uint8_t widths[] = {30, 70};
    struct rp_grid grid = {0};
    for (uint32_t i = 1; i < pen->m->ncontrols; i++) {
        const struct rp_control *control = &pen->m->control[i];
        if (control->state != RP_REFUSED)
            continue;
        if (!grid.block)
            grid = rp_pen_table(pen, RP_SAY(pen, TABLE_REFUSED), heads, 2, widths);
        struct rp_line line = rp_pen_line(pen);
        rp_line_code(&line, control->item.id);
        rp_line_text(&line,
                     rp_str_printf(pen->arena, " %.*s", RP_FMT(control->item.name.in[pen->lang])));
        rp_grid_line(&grid, line)->is_header = true;
        rp_grid_text(&grid, rp_pen_own(pen, &control->reason));
    }
    if (grid.block)
        rp_grid_end(&grid);
    else
        rp_pen_say(pen, RP_SAY(pen, REFUSED_NONE));
}

void rp_report_activities(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_ACTIVITIES), "activities",
                   "IEC 81001-5-1 4.2, 5.7; ISO 14971 7.6; MDCG 2019-16 3.7");
    rp_pen_say(pen, RP_SAY(pen, ACTIVITIES_INTRO));
    put_activities(pen);
    rp_pen_written(pen, "activities");
    put_waived(pen);
    rp_pen_heading(pen, 2, RP_SAY(pen, CONDITIONS_ALL), RP_STR("conditions-all"));
    rp_report_conditions(pen, UINT32_MAX, RP_STR(""));
}

void rp_report_side_effects(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_CONTROL, RP_T_COL_KNOWN_EFFECT, RP_T_COL_ASSESSMENT};
    static const uint8_t widths[] = {22, 39, 39};
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_EFFECTS), "effects",
                   "ISO 14971 7.5; MDCG 2019-16 2.2, 3.2; MDR I 4");
    rp_pen_say(pen, RP_SAY(pen, EFFECTS_INTRO));
    struct rp_grid grid = {0};
    for (uint32_t i = 0; i < pen->measures.nmeasures; i++) {
        const struct rp_measure *m = &pen->measures.measure[i];
        if (!m->control)
            continue;
        const struct rp_control *control = &pen->m->control[m->control];
        if (!grid.block)
            grid = rp_pen_table(pen, RP_SAY(pen, TABLE_EFFECTS), heads, 3, widths);
        struct rp_line line = rp_pen_line(pen);
        rp_pen_ref_measure(pen, &line, m);
        struct rp_cell *cell = rp_grid_line(&grid, line);
        cell->is_header = true;
        cell->id = rp_pen_anchor(pen, "side", control->item.id);
        struct rp_str known = rp_pen_kind(pen, m)->side_effect.in[pen->lang];
        rp_grid_text(&grid, known.n ? known : RP_SAY(pen, EFFECT_NONE_KNOWN));
        bool assessed = control->assessed_by.n && control->assessed_on.n;
        line = rp_pen_line(pen);
        if (!assessed)
            rp_line_strong(&line, RP_SAY(pen, EFFECT_NOT_ASSESSED));
        else
            rp_line_text(&line,
                         RP_FILL(pen, EFFECT_ASSESSED, rp_pen_own(pen, &control->side_effects),
                                 control->assessed_by, rp_pen_date(pen, control->assessed_on)));
        rp_grid_line(&grid, line);
    }
    if (grid.block)
        rp_grid_end(&grid);
    else
        rp_pen_say(pen, RP_SAY(pen, EFFECTS_NONE));
}
