// SPDX-License-Identifier: Apache-2.0
/*
 * The conditions of the verdict as sentences, each with who and which test.
 */
#include "report/chapters.h"

struct writer {
    struct rp_pen *pen;
    uint32_t n, max;                               // items so far, to be printed
    bool additions, sides, assumptions, conflicts; // were told as one item
};

// {1} of the text becomes what `what` writes.
static struct rp_line begin(struct writer *w, enum rp_t title)
{
    struct rp_line line = rp_pen_line(w->pen);
    rp_line_strong(&line, rp_t(w->pen->lang, title));
    rp_line_text(&line, RP_STR(" "));
    return line;
}

static void who(struct writer *w, struct rp_line *line, struct rp_str name)
{
    rp_line_text(line, name.n ? RP_FILL(w->pen, COND_WHO, name) : RP_SAY(w->pen, COND_WHO_NOBODY));
}

static void tests(struct writer *w, struct rp_line *line, uint32_t control)
{
    rp_line_text(line, RP_SAY(w->pen, COND_TESTS));
    rp_pen_tests(w->pen, line, control);
    rp_line_text(line, RP_STR("."));
}

static void end(struct writer *w, struct rp_line line)
{
    if (w->n++ < w->max)
        rp_pen_put_line(w->pen, RP_BLOCK_PARAGRAPH, line);
}

static void measure(struct writer *w, struct rp_line *line, const struct rp_measure *m)
{
    rp_pen_ref_measure(w->pen, line, m);
    struct rp_str name = rp_pen_measure_name(w->pen, m);
    if (!rp_str_eq(name, rp_pen_measure_id(w->pen, m)))
        rp_line_text(line, rp_str_printf(w->pen->arena, " %.*s", RP_FMT(name)));
    rp_line_text(line, RP_SAY(w->pen, AT_PLACES));
    rp_pen_places(w->pen, line, m);
    rp_line_text(line, RP_STR("."));
}

static const struct rp_measure *measure_of(const struct rp_pen *pen, uint32_t control)
{
    for (uint32_t i = 0; i < pen->measures.nmeasures; i++)
        if (pen->measures.measure[i].control == control)
            return &pen->measures.measure[i];
    return NULL;
}

static void put_additions(struct writer *w)
{
    for (uint32_t i = 0; i < w->pen->measures.nmeasures; i++) {
        const struct rp_measure *m = &w->pen->measures.measure[i];
        if (m->state != RP_MEASURE_TO_ADD)
            continue;
        struct rp_line line = begin(w, RP_T_COND_ADD);
        measure(w, &line, m);
        who(w, &line, RP_STR(""));
        rp_line_text(&line, RP_SAY(w->pen, COND_TEST_TO_NAME));
        end(w, line);
    }
}

static void put_control(struct writer *w, const struct rp_condition *c, enum rp_t title)
{
    const struct rp_measure *m = measure_of(w->pen, c->control);
    struct rp_line line = begin(w, title);
    if (m)
        measure(w, &line, m);
    else
        rp_line_code(&line, w->pen->m->control[c->control].item.id);
    who(w, &line, w->pen->m->control[c->control].owner);
    if (c->type != RP_CONDITION_NAME_TEST)
        tests(w, &line, c->control);
    end(w, line);
}

// All controls whose effects are not assessed, in one item.
static void put_sides(struct writer *w)
{
    struct rp_line line = begin(w, RP_T_COND_SIDE_EFFECT);
    bool some = false;
    for (uint32_t i = 0; i < w->pen->as->nconditions; i++) {
        const struct rp_condition *c = &w->pen->as->condition[i];
        if (c->type != RP_CONDITION_SIDE_EFFECT)
            continue;
        if (some)
            rp_line_text(&line, RP_STR(", "));
        some = true;
        struct rp_str id = w->pen->m->control[c->control].item.id;
        rp_line_id(&line, id, rp_pen_anchor(w->pen, "side", id));
    }
    rp_line_text(&line, RP_SAY(w->pen, COND_SIDE_WHO));
    end(w, line);
}

static void put_assumptions(struct writer *w)
{
    struct rp_line line = begin(w, RP_T_COND_ASSUMPTION);
    for (uint32_t i = 1; i < w->pen->m->nassumptions; i++) {
        const struct rp_assumption *assumption = &w->pen->m->assumption[i];
        if (i > 1)
            rp_line_text(&line, RP_STR(", "));
        rp_line_id(&line, assumption->item.id,
                   rp_pen_anchor(w->pen, "assumption", assumption->item.id));
        if (assumption->on.n)
            rp_line_text(&line, rp_str_printf(w->pen->arena, " (%.*s)", RP_FMT(assumption->on)));
    }
    rp_line_text(&line, RP_STR("."));
    end(w, line);
}

static void put_acceptance(struct writer *w, const struct rp_condition *c)
{
    const struct rp_acceptance *acceptance = &w->pen->m->policy.acceptance[c->acceptance];
    struct rp_line line = begin(w, RP_T_COND_ACCEPTED);
    rp_pen_ref_harm(w->pen, &line, c->harm);
    struct rp_str by = acceptance->by;
    if (acceptance->role.n)
        by = rp_str_printf(w->pen->arena, "%.*s, %.*s", RP_FMT(by), RP_FMT(acceptance->role));
    rp_line_text(&line,
                 RP_FILL(w->pen, COND_ACCEPTED_BY, by, rp_pen_date(w->pen, acceptance->until),
                         rp_pen_own(w->pen, &acceptance->reason)));
    end(w, line);
}

static void put_harm(struct writer *w, const struct rp_condition *c)
{
    struct rp_line line = begin(w, RP_T_COND_HARM);
    rp_pen_ref_harm(w->pen, &line, c->harm);
    rp_line_text(&line, RP_FILL(w->pen, COND_HARM_TEXT,
                                rp_pen_own(w->pen, &w->pen->m->harm[c->harm].item.name)));
    end(w, line);
}

static void put_conflict(struct writer *w)
{
    struct rp_line line = begin(w, RP_T_COND_CONFLICT);
    bool some = false;
    for (uint32_t i = 0; i < w->pen->as->nconditions; i++) {
        const struct rp_condition *c = &w->pen->as->condition[i];
        if (c->type != RP_CONDITION_CONFLICT || c->graph_control == RP_GRAPH_NONE)
            continue;
        if (some)
            rp_line_text(&line, RP_STR(", "));
        some = true;
        rp_pen_ref_control(w->pen, &line, c->graph_control);
    }
    rp_line_text(&line, RP_STR("."));
    end(w, line);
}

// Runs once for conditions that are told together.
static bool first(bool *told)
{
    bool before = *told;
    *told = true;
    return !before;
}

static void put(struct writer *w, const struct rp_condition *c, const struct rp_condition *before)
{
    switch (c->type) {
    case RP_CONDITION_HARM:
        put_harm(w, c);
        break;
    case RP_CONDITION_CONFLICT:
        if (first(&w->conflicts))
            put_conflict(w);
        break;
    case RP_CONDITION_ADD_CONTROL:
        if (first(&w->additions))
            put_additions(w);
        break;
    case RP_CONDITION_BUILD:
        put_control(w, c, RP_T_COND_BUILD);
        break;
    case RP_CONDITION_TEST: // one item for all tests of a control
        if (!before || before->type != c->type || before->control != c->control)
            put_control(w, c, RP_T_COND_TEST);
        break;
    case RP_CONDITION_NAME_TEST:
        put_control(w, c, RP_T_COND_NAME_TEST);
        break;
    case RP_CONDITION_SIDE_EFFECT:
        if (first(&w->sides))
            put_sides(w);
        break;
    case RP_CONDITION_ACCEPTED_RISK:
        put_acceptance(w, c);
        break;
    case RP_CONDITION_ASSUMPTION:
        if (first(&w->assumptions))
            put_assumptions(w);
        break;
    }
}

void rp_report_conditions(struct rp_pen *pen, uint32_t max, struct rp_str more)
{
    struct writer w = {.pen = pen, .max = max};
    if (!pen->as->nconditions) {
        rp_pen_say(pen, RP_SAY(pen, CONDITIONS_NONE));
        return;
    }
    struct rp_block *list = rp_put_block(&pen->put, RP_BLOCK_LIST);
    list->numbered = true;
    list->compact = true;
    struct rp_put outside = pen->put;
    pen->put = rp_put_inside(&pen->put, list);
    for (uint32_t i = 0; i < pen->as->nconditions; i++)
        put(&w, &pen->as->condition[i], i ? &pen->as->condition[i - 1] : NULL);
    pen->put = outside;
    if (w.n <= max)
        return;
    struct rp_line line = rp_pen_line(pen);
    rp_line_link(&line, RP_COUNT(pen, CONDITIONS_MORE, w.n - max), more);
    rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line);
}
