// SPDX-License-Identifier: Apache-2.0
/*
 * What only the whole model can tell about harms, controls and the policy.
 */
#include "model/reader.h"

static void check_causes(struct rp_reader *r, const struct rp_harm *h)
{
    for (uint32_t k = 0; k < h->ncauses; k++) {
        const struct rp_cause *cause = &h->cause[k];
        if (cause->asset.i && r->m->asset[cause->asset.i].need[cause->need] == 0)
            rp_report(r->d, RP_MSG_CAUSE_NOT_NEEDED, cause->asset.at, "%.*s",
                      RP_FMT(r->m->asset[cause->asset.i].item.id));
    }
}

// Harms with the same entry of the risk file have the same severity.
static void check_risk_id(struct rp_reader *r, struct rp_names *ids, uint32_t *first, uint32_t i)
{
    const struct rp_harm *h = &r->m->harm[i];
    if (!h->risk_id.n)
        return;
    uint32_t name = rp_names_intern(ids, h->risk_id);
    if (!first[name]) {
        first[name] = i;
        return;
    }
    const struct rp_harm *other = &r->m->harm[first[name]];
    if (!h->severity || !other->severity || other->severity == h->severity)
        return;
    struct rp_diag *diag =
        rp_report(r->d, RP_MSG_SEVERITY_DIFFERS, h->severity_at, "%.*s", RP_FMT(h->risk_id));
    rp_report_note(r->d, diag, RP_MSG_NOTE_FIRST, other->severity_at, "%s", "");
}

void rp_rules_harms(struct rp_reader *r)
{
    const struct rp_model *m = r->m;
    bool lost = r->lost & 1U << RP_CLASS_HARM;
    bool damaged = r->damaged & 1U << RP_CLASS_HARM;
    struct rp_names ids;
    rp_names_init(&ids, r->arena);
    uint32_t *first = RP_NEWN(r->arena, uint32_t, (size_t)m->nharms + 1);
    for (uint32_t i = 1; i < m->nharms; i++) {
        const struct rp_harm *h = &m->harm[i];
        if (!h->severity_at.src && !damaged)
            rp_report(r->d, RP_MSG_HARM_NO_SEVERITY, h->item.at, "%.*s", RP_FMT(h->item.id));
        if (!h->ncauses && !damaged)
            rp_report(r->d, RP_MSG_HARM_NO_CAUSE, h->item.at, "%.*s", RP_FMT(h->item.id));
        check_causes(r, h);
        check_risk_id(r, &ids, first, i);
    }
    struct rp_loc at = r->device_at;
    uint32_t sources = 0;
    for (uint32_t i = 1; i < m->nsources; i++)
        sources += m->source[i].excluded_by.class == RP_CLASS_NONE;
    if (!sources && at.src && !(r->lost & 1U << RP_CLASS_SOURCE))
        rp_report(r->d, RP_MSG_NO_SOURCE, at, "%s", "");
    if (m->nharms == 1 && at.src && !lost)
        rp_report(r->d, RP_MSG_NO_HARM, at, "%s", "");
}

// A decision about a kind of control at a place; place "" is everywhere.
struct decisions {
    struct rp_names names; // "kind@place"
    uint32_t *control;     // by name: the first that decides it
    uint32_t cap;
};

static uint32_t *decision(struct rp_reader *r, struct decisions *d, struct rp_str kind,
                          struct rp_str place)
{
    struct rp_str key = rp_str_printf(r->arena, "%.*s@%.*s", RP_FMT(kind), RP_FMT(place));
    uint32_t name = rp_names_intern(&d->names, key);
    while (d->cap < d->names.n)
        d->control = rp_arena_grow(r->arena, d->control, d->cap, &d->cap, sizeof(uint32_t));
    return &d->control[name];
}

static void report_contradiction(struct rp_reader *r, uint32_t i, uint32_t other, struct rp_loc at)
{
    const struct rp_control *c = &r->m->control[i], *first = &r->m->control[other];
    struct rp_diag *diag =
        rp_report(r->d, RP_MSG_CONTROL_CONTRADICTION, at, "%.*s", RP_FMT(c->item.kind.text));
    rp_report_note(r->d, diag, RP_MSG_NOTE_FIRST,
                   first->state_at.src ? first->state_at : first->item.at, "%.*s",
                   RP_FMT(first->item.id));
}

static void check_decisions(struct rp_reader *r, struct decisions *d, uint32_t i)
{
    const struct rp_control *c = &r->m->control[i];
    if (!c->item.kind.text.n)
        return;
    for (uint32_t k = 0; k < c->at.n; k++) {
        const struct rp_ref *place = &c->at.ref[k];
        if (place->class == RP_CLASS_NONE)
            continue;
        struct rp_str id = rp_model_item(r->m, place->class, place->i)->id;
        uint32_t *first = decision(r, d, c->item.kind.text, id);
        if (*first && *first != i)
            report_contradiction(r, i, *first, place->at);
        else
            *first = i;
    }
    if (c->at.n)
        return;
    uint32_t *first = decision(r, d, c->item.kind.text, RP_STR(""));
    if (*first)
        report_contradiction(r, i, *first, c->item.kind.at);
    else
        *first = i;
}

// Refused everywhere, and yet existing or planned somewhere.
static void check_refused(struct rp_reader *r, struct decisions *d, uint32_t i)
{
    const struct rp_control *c = &r->m->control[i];
    bool made = c->state == RP_EXISTING || c->state == RP_PLANNED;
    if (!made || !c->at.n || !c->item.kind.text.n)
        return;
    uint32_t everywhere = *decision(r, d, c->item.kind.text, RP_STR(""));
    if (everywhere && r->m->control[everywhere].state == RP_REFUSED)
        report_contradiction(r, i, everywhere, c->state_at);
}

static void check_control(struct rp_reader *r, const struct rp_control *c)
{
    bool made = c->state == RP_EXISTING || c->state == RP_PLANNED;
    if (!c->state_at.src || r->damaged & 1U << RP_CLASS_CONTROL)
        return;
    if (c->state == RP_REFUSED && !c->reason.in[RP_EN].n)
        rp_report(r->d, RP_MSG_REFUSED_NO_REASON, c->item.at, "%.*s", RP_FMT(c->item.id));
    if (!made)
        return;
    if (!c->at.n)
        rp_report(r->d, RP_MSG_CONTROL_NO_PLACE, c->item.at, "%.*s", RP_FMT(c->item.id));
    if (!c->tests.n)
        rp_report(r->d, RP_MSG_CONTROL_NO_TEST, c->item.at, "%.*s", RP_FMT(c->item.id));
    if (!c->requirement.n)
        rp_report(r->d, RP_MSG_CONTROL_NO_REQUIREMENT, c->item.at, "%.*s", RP_FMT(c->item.id));
    if (!c->side_effects.in[RP_EN].n)
        rp_report(r->d, RP_MSG_CONTROL_NO_SIDE_EFFECTS, c->item.at, "%.*s", RP_FMT(c->item.id));
}

void rp_rules_controls(struct rp_reader *r)
{
    struct decisions d = {0};
    rp_names_init(&d.names, r->arena);
    for (uint32_t i = 1; i < r->m->ncontrols; i++) {
        check_control(r, &r->m->control[i]);
        check_decisions(r, &d, i);
    }
    for (uint32_t i = 1; i < r->m->ncontrols; i++)
        check_refused(r, &d, i);
}

static void check_acceptances(struct rp_reader *r)
{
    const struct rp_policy *p = &r->m->policy;
    const struct rp_acceptance **first =
        RP_NEWN(r->arena, const struct rp_acceptance *, r->m->nharms);
    for (uint32_t i = 0; i < p->nacceptances; i++) {
        const struct rp_acceptance *a = &p->acceptance[i];
        struct rp_loc at = a->harm.at.src ? a->harm.at : a->at;
        int64_t until;
        if (!a->by.n && !r->cut)
            rp_report(r->d, RP_MSG_ACCEPTED_NO_NAME, at, "%.*s", RP_FMT(rp_loc_text(a->harm.at)));
        if (rp_date_parse(a->until, &until) && until < r->today)
            rp_report(r->d, RP_MSG_ACCEPTED_OUT_OF_DATE, a->until_at, "%.*s", RP_FMT(a->until));
        if (!a->harm.i)
            continue;
        if (first[a->harm.i]) {
            struct rp_diag *diag = rp_report(r->d, RP_MSG_ACCEPTED_TWICE, at, "%.*s",
                                             RP_FMT(r->m->harm[a->harm.i].item.id));
            rp_report_note(r->d, diag, RP_MSG_NOTE_FIRST, first[a->harm.i]->harm.at, "%s", "");
        }
        first[a->harm.i] = first[a->harm.i] ? first[a->harm.i] : a;
    }
}

void rp_rules_policy(struct rp_reader *r)
{
    struct rp_policy *p = &r->m->policy;
    bool reported = false;
    for (int severity = 1; severity <= 5; severity++) {
        // One that is missing was reported as such.
        if (p->acceptable[severity] == RP_MODEL_NO_LEVEL)
            p->acceptable[severity] = 0, reported = true;
        if (severity > 1 && p->acceptable[severity] > p->acceptable[severity - 1] && !reported) {
            rp_report(r->d, RP_MSG_POLICY_NOT_MONOTONE, p->acceptable_at, "%d", severity);
            reported = true;
        }
    }
    check_acceptances(r);
}
